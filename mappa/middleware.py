"""What holds for every page: no caching of cases, and refusals in one shape."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit.refusals import NotPermitted
from mappa import errors, refusals

GetResponse = Callable[[HttpRequest], HttpResponse]


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
        """404 for NotPermitted, 413 for a request that is too large."""
        if isinstance(exception, NotPermitted):
            return errors.not_found(request)
        if isinstance(exception, errors.TOO_MUCH):
            return errors.too_large(request)
        return None
