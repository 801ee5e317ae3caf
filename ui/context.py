"""What every page may show: product name, protective marking, idle time-out. Knows no case and nobody's rights."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

PRODUCT_NAME = "MAPPA case management"


def furniture(request: HttpRequest) -> dict[str, Any]:
    """Context for the base templates. `idle_seconds` is None for visitors, who have no session to lose."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    ends_at = getattr(request, "session_ends_at", None) if signed_in else None  # set by the middleware of sessions
    return {
        "product_name": PRODUCT_NAME,
        "marking": settings.PROTECTIVE_MARKING if signed_in else None,
        "idle_seconds": settings.IDLE_SECONDS if signed_in else None,
        "idle_minutes": settings.IDLE_SECONDS // 60 if signed_in else None,
        "session_ends_at": ends_at,
        "session_seconds_left": max(1, int((ends_at - timezone.now()).total_seconds())) if ends_at else None,
    }
