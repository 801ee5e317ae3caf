"""What holds for the whole API: error shape, pages by key."""

from typing import Any

from drf_standardized_errors.handler import exception_handler as standard_handler
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from audit.refusals import NotPermitted, TooMuchReading


class CasePagination(CursorPagination):
    """Pages by key, newest first; at most 100 rows."""

    ordering = ("-created_at", "-id")
    page_size_query_param = "page_size"
    max_page_size = 100


def exception_handler(error: Exception, context: Any) -> Response | None:
    """The standard error shape; a missing permission is a 404, opening too many cases a 429."""
    if isinstance(error, NotPermitted):
        error = NotFound()
    if isinstance(error, TooMuchReading):
        error = Throttled(wait=error.minutes * 60)
    return standard_handler(error, context)
