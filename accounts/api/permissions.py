"""Scopes: what the token says and the agreement allows, both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class PartnerScope(BasePermission):
    """The view names the scope each method needs in `scopes = {"GET": "cases:read"}`; no scope named = refused."""

    message = "The token or the data-sharing agreement does not cover this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True when token and agreement both cover the scope of this method."""
        needed = getattr(view, "scopes", {}).get("GET" if request.method in {"HEAD", "OPTIONS"} else request.method)
        if needed is None or request.auth is None:
            return False
        partner = getattr(request.user, "partner", None)
        token: Any = request.auth
        return partner is not None and partner.allows(needed) and token.allow_scopes([needed])
