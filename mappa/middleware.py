"""What holds for every page: no caching of cases, and refusals in one shape."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import throttles
from accounts.models import User
from audit.refusals import NotPermitted, TooMuchReading
from mappa import errors, refusals

GetResponse = Callable[[HttpRequest], HttpResponse]


class Throttles:
    """Asking too often gets 429 and when to come back: search, documents, tokens, and guessing at the API."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/v1/"):
            return self.get_response(request)
        who = refusals.client_address(request)
        if wait := throttles.spent("api_unknown", who):
            return errors.too_many(request, wait)
        response = self.get_response(request)
        if response.status_code == 401:
            throttles.count("api_unknown", who)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """429 when this address counts requests and this is one too many."""
        match = request.resolver_match
        kind, methods = settings.THROTTLED.get(match.view_name if match else "", ("", ()))
        if request.method not in methods:
            return None
        signed_in = getattr(request, "user", None)
        who = str(signed_in.pk) if isinstance(signed_in, User) else refusals.client_address(request)
        wait = throttles.count(kind, who)
        return errors.too_many(request, wait) if wait else None


ALLOWED_DEVICES = {
    **dict.fromkeys(
        ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
         "payment", "usb"),
        "()",
    ),
    "publickey-credentials-create": "(self)",
    "publickey-credentials-get": "(self)",
}  # fmt: skip
"""What a page may ask a browser for: passkeys, and no device."""


class ClosedToOthers:
    """No other site may embed or read an answer of ours, and no page may use a device. Also for static files."""

    policy = ", ".join(f"{feature}={who}" for feature, who in ALLOWED_DEVICES.items())

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = self.policy
        return response


class NoStore:
    """Pages are not kept by browsers or proxies: every signed-in page may show a case."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response


class RefusalsRecorded:
    """Every answer that refuses leaves a row in the audit record (AUD-20)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 429:
            # The library that limits signing in does not say when to come back; five minutes is its longest window.
            response.setdefault("Retry-After", "300")
        if 400 <= response.status_code < 500:
            refusals.note(request, response)
        return response


class Refusals:
    """A missing permission looks like a page that does not exist; a text that is too large gets one sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """404 for NotPermitted, 429 for somebody who opens too many cases, 413 for a request that is too large."""
        if isinstance(exception, TooMuchReading):
            return errors.too_much_reading(request, exception.minutes)
        if isinstance(exception, NotPermitted):
            response = errors.not_found(request)
            response.refused_case = exception.case_id  # type: ignore[attr-defined]  # for the audit record
            return response
        if isinstance(exception, errors.TOO_MUCH):
            return errors.too_large(request, exception)
        return None
