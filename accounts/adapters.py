"""How django-allauth behaves here: no self-registration, and a person is shown by name."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers themselves."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""

    def get_totp_label(self, user: User) -> str:
        """The e-mail address, as it appears in an authenticator app."""
        return user.email
