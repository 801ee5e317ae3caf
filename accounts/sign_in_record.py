"""Signing in, failing to, confirming, and every change of how an account is protected, as audit events (AUD-02)."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.http import HttpRequest

from accounts.agency_sign_in import tie
from accounts.models import User
from accounts.selectors import account_of_email
from accounts.sessions import methods_used, on_password_changed
from audit.services import record


def signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Also by what means; a session that begins is as old as its first request."""
    record(actor=user, verb="session.started", reason=", ".join(methods_used(request.session)))
    tie(request, user)


def signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """By their own hand; what the limits end is recorded as that."""
    if user is not None and not getattr(request, "session_ended_already", False):
        record(actor=user, verb="session.ended")


def failed(sender: Any, credentials: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Against which account, if there is one. What was typed is not kept: it may be a password."""
    account = account_of_email(str(credentials.get("email") or credentials.get("username") or ""))
    record(actor=None, verb="session.refused", subject=account, refused=True, reason="wrong address or password")


def second_factor_failed(sender: Any, user: User, **kwargs: Any) -> None:
    """A code or passkey that was not right."""
    record(actor=user, verb="session.refused", subject=user, refused=True, reason="second step failed")


def confirmed(sender: Any, user: User, method: str, **kwargs: Any) -> None:
    """That somebody showed again who they are, in the middle of a session."""
    if kwargs.get("reauthenticated"):
        record(actor=user, verb="identity.confirmed", reason=method)


def factor_added(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """An authenticator app, a passkey or recovery codes."""
    record(actor=user, verb="second_factor.added", subject=user, reason=authenticator.type)


def factor_removed(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """The same, gone."""
    record(actor=user, verb="second_factor.removed", subject=user, reason=authenticator.type)


def factor_reset(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """New recovery codes for old."""
    record(actor=user, verb="second_factor.renewed", subject=user, reason=authenticator.type)


def password_changed(sender: Any, user: User, **kwargs: Any) -> None:
    """By its owner, signed in or by the link of an e-mail."""
    record(actor=user, verb="password.changed", subject=user)


def connect() -> None:
    """Listen. Called in AppConfig.ready()."""
    account_signals.user_logged_in.connect(signed_in)
    auth_signals.user_logged_out.connect(signed_out)
    auth_signals.user_login_failed.connect(failed)
    mfa_signals.authentication_failed.connect(second_factor_failed)
    account_signals.authentication_step_completed.connect(confirmed)
    mfa_signals.authenticator_added.connect(factor_added)
    mfa_signals.authenticator_removed.connect(factor_removed)
    mfa_signals.authenticator_reset.connect(factor_reset)
    for changed in (account_signals.password_changed, account_signals.password_reset, account_signals.password_set):
        changed.connect(password_changed)
        changed.connect(on_password_changed)
