"""How django-allauth behaves here: no self-registration, and a person is shown by name."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import clear_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.agency_sign_in import comes_from_agency
from accounts.identity_providers import provider_of_agency
from accounts.models import User
from accounts.second_factors import has_second_factor, passkeys_of
from accounts.selectors.agency_rules import own_sign_in_only
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

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever's agency demands its own sign-in comes by that, not by password or passkey (PPL-13)."""
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if answer is not None or comes_from_agency(request) or not own_sign_in_only(user):
            return answer
        clear_authentication_records(request)
        clear_login(request)
        reason = "the agency's own sign-in is demanded"
        record(actor=None, verb="session.refused", subject=user, refused=True, reason=reason, rules=["PPL-13"])
        context = {"provider": provider_of_agency(user.agency_id), "agency": user.agency}
        return render(request, "account/agency_only.html", context, status=403)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether the password is theirs, where passwords count at all (PPL-13)."""
        if own_sign_in_only(user):
            raise ValidationError("Your agency has its people sign in by its own sign-in: confirm by that instead")
        return bool(super().reauthenticate(user, password))

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
