"""Asking for a new password: the answer takes the same work whether or not there is such an account."""

from typing import Any

from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import forms
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.selectors import account_of_email
from accounts.selectors.agency_rules import own_sign_in_only
from audit.services import record
from ui.fields import PlainEmailField


class AskForPassword(ResetPasswordForm):
    """The address of the account. Looking it up and writing the e-mail are left to the background."""

    email = PlainEmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address in the right form, such as name@example.gov.uk",
        },
    )

    def clean_email(self) -> str:
        """The address as typed; nothing is looked up."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Order the e-mail and return the address."""
        from accounts.tasks import send_password_link

        email = str(self.cleaned_data["email"])
        send_password_link.delay(email)
        return email


def send_link(email: str) -> bool:
    """Send the link to the account with this address, if it is active; whether it was sent.

    Whose agency demands its own sign-in is told so instead: no password would open the account (PPL-13).
    """
    user = account_of_email(email)
    if user is None or not user.is_active:
        return False
    if own_sign_in_only(user):
        text = render_to_string("account/email/agency_only.txt", {"address": settings.SITE_ADDRESS + "/"})
        send_mail("Sign in by way of your agency", text, None, [user.email])
        reason = "the agency's own sign-in is demanded"
        record(actor=None, verb="password.link_sent", subject=user, refused=True, reason=reason, rules=["PPL-13"])
        return False
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    text = render_to_string("account/email/password_link.txt", {"address": settings.SITE_ADDRESS + path})
    send_mail("Choose a new password", text, None, [user.email])
    record(actor=None, verb="password.link_sent", subject=user)
    return True
