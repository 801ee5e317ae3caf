"""Gives every request an id that its audit events share."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit.context import working


class RequestContext:
    """Marks events as done via a page or via the API, and returns the id so that a user can quote it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        via = "api" if request.path.startswith("/api/") else "page"
        with working(via, actor_id=lambda: getattr(getattr(request, "user", None), "pk", None)) as circumstances:
            response = self.get_response(request)
            response["X-Request-Id"] = str(circumstances.request_id)
            return response
