"""Ending sessions: of an account that is disabled, of somebody whose last role ended, and of a changed password."""

import datetime as dt
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from accounts.models import PartnerSystem, RoleHolding, User
from audit.services import record


def end_sessions_of(user: User, *, reason: str, but: str | None = None) -> int:
    """End every session and token of an account at once, except the session with key `but`; returns how many.

    The sessions go with the transaction that the caller works in. Nothing is recorded when there was none.
    """
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        # Only when it is certain: the session lies in the cache too, which no transaction brings back.
        transaction.on_commit(session.end)
        ended += 1
    applications = PartnerSystem.objects.filter(account=user).values("application")
    for kind in (AccessToken, RefreshToken, Grant):
        if but is None:
            ended += kind.objects.filter(application__in=applications).delete()[0]
            ended += kind.objects.filter(user=user).delete()[0]
    if ended:
        record(actor=None, verb="sessions.ended", subject=user, reason=f"{reason}: {ended}")
    return ended


def end_own_session(user: User, session_id: int, *, present: str) -> bool:
    """End one session of `user`'s own, not the one they are in (`present`, its key); False when there is no such."""
    session = UserSession.objects.filter(user=user, pk=session_id).exclude(session_key=present).first()
    if session is None:
        return False
    session.end()
    record(actor=user, verb="sessions.ended", subject=user, reason="by its owner: 1")
    return True


def on_account_saved(sender: Any, instance: User, created: bool, **kwargs: Any) -> None:
    """A disabled account is out at once."""
    if not created and not instance.is_active:
        end_sessions_of(instance, reason="account disabled")


def on_role_saved(sender: Any, instance: RoleHolding, created: bool, **kwargs: Any) -> None:
    """Whoever loses their last role is out at once."""
    today = timezone.localdate()
    if created or instance.ends is None or instance.ends > today:
        return
    if not _holds_a_role(instance.user_id, today):
        end_sessions_of(instance.user, reason="last role ended")


def on_password_changed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new password ends the other sessions: somebody else may be in one of them."""
    end_sessions_of(user, reason="password changed", but=request.session.session_key)


def methods_used(session: SessionBase) -> list[str]:
    """How the person of this session showed who they are, in order: "password", "totp", "webauthn", a provider's id."""
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return [str(one.get("type") or one.get("provider") or one["method"]) for one in records]


def _holds_a_role(user_id: Any, today: dt.date) -> bool:
    return RoleHolding.objects.filter(user_id=user_id, starts__lte=today).exclude(ends__lte=today).exists()
