"""How django-allauth behaves here: no self-registration, and a person is shown by name."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.second_factors import has_second_factor, passkeys_of
from audit.services import record
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

    def get_login_stages(self) -> list[str]:
        """The second step knows that an agency's provider may have asked for it already."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.agency_sign_in.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Ending sessions from the list of them is recorded."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        """End them; one event for all."""
        super().end_sessions(sessions)
        if sessions:
            owner = sessions[0].user
            record(actor=owner, verb="sessions.ended", subject=owner, reason=f"by its owner: {len(sessions)}")


class MFAAdapter(DefaultMFAAdapter):
    """Second factors. Their secrets are kept sealed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This is your only second step at sign-in. Set up another one first.",
    }

    def encrypt(self, text: str) -> str:
        """The sealed secret."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises: sealed.keys.CannotOpen."""
        return open_sealed(encrypted_text, "The secret of a second factor")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last second factor: another one has to be there first."""
        return has_second_factor(authenticator.user, besides=authenticator)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Passkey 1, Passkey 2 and so on."""
        return f"Passkey {len(passkeys_of(user)) + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The product, on the host that people type, as browsers show it when they ask for a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def get_totp_label(self, user: User) -> str:
        """The e-mail address, as it appears in an authenticator app."""
        return user.email
