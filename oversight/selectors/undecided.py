"""Restricted cases about which nobody may decide any more, since when, and by when somebody is named (ACC-37)."""

import datetime as dt
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from deadlines import policies
from deadlines.rules.sight import successor_named_by
from offenders import successors
from offenders.models import Case

SHOWN = 25
LOOKED_BACK = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits: nothing of it but its reference and whose it is; found and due in London, empty until told."""

    case: Case
    found_on: dt.date | None
    due_on: dt.date | None


def waiting(viewer: User) -> list[Waiting]:
    """The cases for which the viewer names somebody, at most 25: three queries."""
    cases = list(successors.waiting(viewer=viewer)[:SHOWN])
    found = _found([case.pk for case in cases])
    holidays = policies.read_policies(timezone.localdate()).holidays
    return [
        Waiting(case, on, successor_named_by(on, holidays) if on else None)
        for case in cases
        for on in [found.get(case.pk)]
    ]


def _found(cases: list[UUID]) -> dict[UUID, dt.date]:
    """Since when each has waited: the first day on which somebody was told, after the last naming."""
    since: dict[UUID, dt.date] = {}
    rows = AuditEvent.objects.filter(case_id__in=cases, verb__in=["successor.wanted", "successor.named"], refused=False)
    for event in rows.filter(at__gte=timezone.now() - LOOKED_BACK).order_by("id"):
        case = cast(UUID, event.case_id)
        if event.verb == "successor.named":
            since.pop(case, None)
        else:
            since.setdefault(case, timezone.localdate(event.at))
    return since
