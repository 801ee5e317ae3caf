"""Addresses of signing in and of one's own account: ours first, then django-allauth's."""

from allauth.account.views import LoginView
from django.urls import include, path

from accounts import agency_sign_in, second_factors
from accounts.identity_providers import providers
from mappa import errors, session

urlpatterns = [
    path("email/", errors.not_found, name="account_email"),  # addresses are changed by administrators
    path("signup/", errors.not_found, name="account_signup"),
    path("login/", LoginView.as_view(extra_context={"agency_providers": providers}), name="account_login"),
    path("agency/<slug:key>/", agency_sign_in.ToAgency.as_view(), name="agency_sign_in"),
    path("agency/<slug:key>/back/", agency_sign_in.FromAgency.as_view(), name="agency_back"),
    path("sessions/<int:session_id>/end/", session.end, name="session_end"),
    path("2fa/totp/deactivate/", second_factors.TurnOffAuthenticatorApp.as_view(), name="mfa_deactivate_totp"),
    path("2fa/totp/replace/", second_factors.ReplaceAuthenticatorApp.as_view(), name="mfa_replace_totp"),
    path("2fa/webauthn/keys/<int:pk>/remove/", second_factors.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("", include("allauth.urls")),
]
