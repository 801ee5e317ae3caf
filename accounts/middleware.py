"""The limits of a session and the demand for a second factor."""

import datetime as dt
import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.agency_sign_in import BY_AGENCY
from accounts.reauthentication import keep_typed
from accounts.second_factors import has_second_factor
from audit.services import record

LAST_SEEN = "last_seen"
BEGAN = "began"
GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionLimits:
    """Signs out a session that was idle for IDLE_SECONDS, or that began SESSION_SECONDS ago however busy it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, session = int(time.time()), request.session
            # The page reloads itself when the time is up: that visit must find the session ended, not renew it.
            if now - session.get(LAST_SEEN, now) >= settings.IDLE_SECONDS:
                return _sign_out(request, "session.timed_out", "idle")
            if now - session.setdefault(BEGAN, now) >= settings.SESSION_SECONDS:
                return _sign_out(request, "session.reached_limit", "limit")
            # Written at most once a minute, so that a busy user does not cost a session write on each request; with a
            # limit of minutes more often, so that a visit never counts for less than it should.
            if now - session.get(LAST_SEEN, 0) >= min(60, settings.IDLE_SECONDS // 20):
                session[LAST_SEEN] = now
            request.session_ends_at = _ends_at(session[BEGAN])  # type: ignore[attr-defined]  # for the base template
        return self.get_response(request)


def _ends_at(began: int) -> dt.datetime:
    """The instant at which the session ends whatever is done in it."""
    return dt.datetime.fromtimestamp(began + settings.SESSION_SECONDS, tz=dt.UTC)


def _sign_out(request: HttpRequest, verb: str, why: str) -> HttpResponse:
    """End the session; whoever signs in again comes back to the page, and finds there what they were sending."""
    actor = request.user
    record(actor=actor, verb=verb)  # type: ignore[arg-type]  # signed in
    request.session_ended_already = True  # type: ignore[attr-defined]  # recorded just now
    logout(request)
    if request.method == "POST":
        keep_typed(request, actor)  # type: ignore[arg-type]  # signed in until now
    return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({why: '1', 'next': request.get_full_path()})}")


class SecondFactorRequired:
    """Sends somebody without an authenticator to enrol one before anything else."""

    OPEN = ("/account/", "/static/", "/healthz", "/api/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and not request.path.startswith(self.OPEN)
            and BY_AGENCY not in request.session
            and not has_second_factor(request.user)
        ):
            messages.warning(request, "Before you go on, set up a second step at sign-in: an app or a passkey.")
            return redirect("mfa_activate_totp")
        return self.get_response(request)
