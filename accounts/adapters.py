"""How django-allauth behaves here: no self-registration, and a person is shown by name."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from sealed.keys import open_sealed, seal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers themselves."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not in the minutes after signing in: who sets up their authenticator then has just typed the password."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors. Their secrets are kept sealed."""

    def encrypt(self, text: str) -> str:
        """The sealed secret."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises: sealed.keys.CannotOpen."""
        return open_sealed(encrypted_text, "The secret of a second factor")

    def get_totp_label(self, user: User) -> str:
        """The e-mail address, as it appears in an authenticator app."""
        return user.email
