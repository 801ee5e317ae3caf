"""Keeping a session alive on request."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET


@require_GET
def keep(request: HttpRequest) -> HttpResponse:
    """204: the visit itself renews the idle time-out."""
    return HttpResponse(status=204)
