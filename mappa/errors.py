"""Error answers in one shape: a page for people, JSON for systems. They touch no database and so work without it."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from audit.context import current
from mappa.uploads import FileRefused, FileTooLong
from sealed.keys import CannotOpen

logger = logging.getLogger(__name__)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
AWAY = (OperationalError, InterfaceError, RedisConnectionError, RedisTimeoutError)


def answer(request: HttpRequest, status: int, code: str, sentence: str, template: str) -> HttpResponse:
    """The page or the JSON body for one error."""
    if request.path.startswith("/api/"):
        kind = "client_error" if status < 500 else "server_error"
        body = {"type": kind, "errors": [{"code": code, "detail": sentence, "attr": None}]}
        response: HttpResponse = JsonResponse(body, status=status)
    else:
        response = HttpResponse(loader.render_to_string(template, {"sentence": sentence}), status=status)
    response.refusal = code  # type: ignore[attr-defined]  # what the audit record says of it
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also what a missing permission looks like."""
    return answer(request, 404, "not_found", "This page does not exist, or you may not see it.", "errors/404.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 when what was sent is more than any form holds, which shows while the form's token is looked for."""
    if isinstance(exception, TOO_MUCH):
        return too_large(request, exception)
    if isinstance(exception, FileRefused):
        return answer(request, 400, "file_refused", str(exception), "errors/400.html")
    return answer(request, 400, "bad_request", "This request cannot be understood.", "errors/400.html")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return answer(request, 403, "permission_denied", "You may not do this.", "errors/403.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from our own page, or whose session has ended meanwhile."""
    sentence = "This form has expired. Go back, open the page again, and send it once more."
    return answer(request, 403, "csrf_failed", sentence, "errors/csrf.html")


def too_much_reading(request: HttpRequest, minutes: int) -> HttpResponse:
    """429 for somebody who has opened more cases than one person reads in that time."""
    sentence = f"You have opened very many cases in a short time. Further cases open again in {minutes} minutes."
    response = answer(request, 429, "throttled", sentence, "errors/too-much-reading.html")
    response["Retry-After"] = str(minutes * 60)
    return response


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413, with the limit when it is a file that is too large."""
    sentence = "What you sent is too large. Shorten the text and try again."
    if isinstance(exception, FileTooLong):
        sentence = f"{exception} Send a smaller file, or split it."
    return answer(request, 413, "too_large", sentence, "errors/400.html")


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """429, with the seconds to wait."""
    minutes = -(-wait // 60)
    when = "in a minute" if minutes == 1 else f"in {minutes} minutes"
    sentence = f"You have asked for this too often in a short time. Try again {when}."
    response = answer(request, 429, "throttled", sentence, "errors/429.html")
    response["Retry-After"] = str(wait)
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: PostgreSQL or Redis is away for the moment."""
    sentence = "Part of the service is away for the moment. Nothing was saved. Try again in a minute."
    response = answer(request, 503, "unavailable", sentence, "errors/service-unavailable.html")
    response["Retry-After"] = "30"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 when what went wrong is a service that is away."""
    error = sys.exc_info()[1]
    if isinstance(error, AWAY):
        logger.error("service away: %s", type(error).__name__)
        return unavailable(request)
    reference = current().request_id
    if isinstance(error, CannotOpen):
        logger.critical("sealed text %s: %s; are all keys in FIELD_KEYS?", reference, error)
        sentence = f"Part of this page is kept sealed and cannot be opened now. Report this and quote {reference}."
        return answer(request, 500, "server_error", sentence, "errors/500.html")
    logger.error("server error %s: %s", reference, type(error).__name__)
    return answer(request, 500, "server_error", f"If you report this, quote {reference}.", "errors/500.html")
