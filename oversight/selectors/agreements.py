"""Who signed the information-sharing agreement of an area, since when, and what was recorded of it before (ACC-60).

Read from the row history, which the database keeps: what an agency's record said from one instant to the next.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts import selectors as accounts
from accounts.models import Agency, User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.history import BEGAN, history_of

READERS = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Change:
    """That an agency became a signatory, or ceased to be one: the London day, and who recorded it."""

    on: dt.date
    signed: bool
    by: str
    began: bool  # as it was when its history began: it may have been so for longer


@dataclass(frozen=True, slots=True)
class Signatory:
    """One agency of the area as it is now, and every change, newest first."""

    agency: Agency
    changes: list[Change] = field(default_factory=list)


def signatories(viewer: User) -> list[Signatory]:
    """Every agency of the viewer's areas, by area and name: three queries however many."""
    areas = standing_of(viewer).areas(*READERS)
    agencies = list(Agency.objects.filter(area__in=areas).select_related("area", "kind").order_by("area__name", "name"))
    found: dict[UUID, list[tuple[Any, UUID | None]]] = {}
    kept: Any = history_of(Agency)._default_manager
    for row in kept.filter(id__in=[agency.pk for agency in agencies]).order_by("pgh_id"):
        rows = found.setdefault(row.id, [])
        if row.pgh_label != "delete" and (not rows or rows[-1][0].shares_information != row.shares_information):
            rows.append((row, _actor(row)))
    names = accounts.names({actor for rows in found.values() for _, actor in rows if actor})
    return [
        Signatory(agency, [_change(row, actor, names) for row, actor in reversed(found.get(agency.pk, []))])
        for agency in agencies
    ]


def _actor(row: Any) -> UUID | None:
    who = (row.pgh_context or {}).get("actor")
    return UUID(who) if who else None


def _change(row: Any, actor: UUID | None, names: dict[UUID, str]) -> Change:
    return Change(
        on=timezone.localdate(row.pgh_created_at),
        signed=row.shares_information,
        by=names.get(actor, "Unknown account") if actor else "The system",
        began=row.pgh_label == BEGAN,
    )
