"""Idle time-out and the demand for a second factor."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.services import record

LAST_SEEN = "last_seen"
GetResponse = Callable[[HttpRequest], HttpResponse]


class IdleTimeout:
    """Signs out a session that has been idle for IDLE_SECONDS. The absolute limit is the session cookie's age."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            # The page reloads itself when the time is up: that visit must find the session ended, not renew it.
            if now - request.session.get(LAST_SEEN, now) >= settings.IDLE_SECONDS:
                record(actor=request.user, verb="session.timed_out")
                logout(request)
                return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode(_way_back(request))}")
            # Written at most once a minute, so that a busy user does not cost a session write on each request.
            if now - request.session.get(LAST_SEEN, 0) >= 60:
                request.session[LAST_SEEN] = now
        return self.get_response(request)


def _way_back(request: HttpRequest) -> dict[str, str]:
    """That the session ended, and the page to return to; what was being sent is not sent again."""
    return {"idle": "1", **({"next": request.get_full_path()} if request.method == "GET" else {})}


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
            and not is_mfa_enabled(request.user)
        ):
            messages.warning(request, "Set up your authenticator app before you go on.")
            return redirect("mfa_activate_totp")
        return self.get_response(request)
