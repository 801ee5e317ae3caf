"""Second factors: who has one, and that nobody is left without. Built on django-allauth's views and forms."""

from copy import deepcopy
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic.edit import FormView

from accounts.models import User

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes help out, they are no factor
LAST_ONE = "This is your only second step at sign-in. Set up another one first."


def has_second_factor(user: User | AnonymousUser, besides: Authenticator | None = None) -> bool:
    """Whether somebody has an authenticator app or a passkey (other than `besides`)."""
    if not user.is_authenticated:
        return False
    mine = Authenticator.objects.filter(user_id=user.pk, type__in=KINDS)
    return mine.exclude(pk=besides.pk if besides else None).exists()


def passkeys_of(user: User) -> list[Authenticator]:
    """The passkeys of somebody, oldest first."""
    return list(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def _code_of_the_app() -> forms.Field:
    field: forms.Field = deepcopy(totp_forms.ActivateTOTPForm.base_fields["code"])
    field.error_messages["required"] = "Enter the six figures that the app shows"
    return field


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    """The code that shows that the app was set up."""

    code = _code_of_the_app()


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A new passkey. `credential` is what the browser gives."""

    name = forms.CharField(
        label="Name of this passkey",
        help_text="So that you know it again, for example Work laptop.",
        max_length=60,
        required=False,
        error_messages={"max_length": "Use 60 characters or fewer"},
    )
    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Your browser gave no passkey: try again",
            "invalid": "Your browser gave no passkey: try again",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passwordless = self.fields["passwordless"]
        passwordless.label = "Let this passkey sign me in without my password"
        passwordless.help_text = "It then asks for your fingerprint, your face or a PIN each time."


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(
        label="Name of this passkey",
        max_length=60,
        error_messages={"required": "Enter a name", "max_length": "Use 60 characters or fewer"},
    )


class UnderLock(View):
    """Removing a factor looks and removes in one go, so that two removed at once do not leave nobody with none."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form's answer, with the account locked meanwhile."""
        with transaction.atomic():
            User.objects.select_for_update().get(pk=request.user.pk)
            return super().post(request, *args, **kwargs)  # type: ignore[misc]  # the form view that follows


class TurnOffAuthenticatorApp(UnderLock, DeactivateTOTPView):
    """Turns the app off; its form refuses that for the last second factor."""


class RemovePasskey(UnderLock, RemoveWebAuthnView):
    """Removes a passkey, unless it is the last second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse in a sentence, or remove."""
        if not has_second_factor(self.request.user, besides=self.object):
            messages.error(self.request, LAST_ONE)
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().form_valid(form)


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class ReplaceAuthenticatorApp(ActivateTOTPView):
    """A new telephone: the old app works until the new one has shown that it does, and not a moment longer."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who has an app; who has none sets one up."""
        if not Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """As for the first one, and that it replaces another."""
        return {**super().get_context_data(**kwargs), "replaces": True}

    def form_valid(self, form: Any) -> HttpResponse:
        """Out with the old, in with the new, or neither."""
        with transaction.atomic():
            Authenticator.objects.filter(user_id=self.request.user.pk, type=Authenticator.Type.TOTP).delete()
            _, codes = totp_flows.activate_totp(self.request, form)
        self.did_generate_recovery_codes = bool(codes)
        return FormView.form_valid(self, form)
