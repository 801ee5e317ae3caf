"""What holds for the whole API: error shape, pages by key."""

from drf_standardized_errors.handler import ExceptionHandler as StandardHandler
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.pagination import CursorPagination

from audit.refusals import NotPermitted, TooMuchReading


class CasePagination(CursorPagination):
    """Pages by key, newest first; at most 100 rows."""

    ordering = ("-created_at", "-id")
    page_size_query_param = "page_size"
    max_page_size = 100


class ExceptionHandler(StandardHandler):
    """The standard error shape, as the API's description states it.

    A missing permission is a 404, opening too many cases a 429.
    """

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """The refusal as the API says it; whatever else, as the standard handler takes it."""
        if isinstance(exc, NotPermitted):
            exc = NotFound()
        if isinstance(exc, TooMuchReading):
            exc = Throttled(wait=exc.minutes * 60)
        known: Exception = super().convert_known_exceptions(exc)
        return known
