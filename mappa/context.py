"""The service navigation: which rooms a person may open."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.roles import Role
from accounts.standing import standing_of

CASE_ROLES = (
    Role.PRACTITIONER,
    Role.MANAGER,
    Role.COORDINATOR,
    Role.ADMINISTRATOR,
    Role.CHAIR,
    Role.SPOC,
    Role.YJS_CASE_MANAGER,
    Role.YJS_MANAGER,
    Role.VLO,
    Role.LAY_ADVISER,
    Role.AUDITOR,
)
ITEMS: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("Home", "home", tuple(Role)),
    ("Cases", "cases", CASE_ROLES),
    ("Search", "search", CASE_ROLES),
    ("Meetings", "meetings", CASE_ROLES),
    ("People", "people", (Role.AGENCY_ADMINISTRATOR, Role.COORDINATOR, Role.SYSTEM_ADMINISTRATOR)),
    ("Staff mode", "staff", (Role.SYSTEM_ADMINISTRATOR,)),
    ("Uses of staff mode", "staff_uses", (Role.AUDITOR,)),
    ("Dashboard", "dashboard", (Role.COORDINATOR, Role.ADMINISTRATOR)),
    ("Counts", "area_counts", (Role.SMB_MEMBER, Role.LAY_ADVISER)),
    ("Anomalies", "anomalies", (Role.COORDINATOR, Role.AUDITOR)),
    ("Rulebook", "rulebook", tuple(Role)),
)


def service_navigation(request: HttpRequest) -> dict[str, Any]:
    """Items of the navigation with the present one marked; nothing for visitors."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"service_navigation": []}
    standing = standing_of(user)
    items = []
    for text, name, roles in ITEMS:
        if not standing.holds(*roles) and text not in {"Home", "Rulebook"}:
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        current = request.path == href or (href != "/" and request.path.startswith(href))
        items.append({"text": text, "href": href, "current": current})
    return {"service_navigation": items}
