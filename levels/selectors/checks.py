"""Reads of the supervisors' checks of cases at Level 1."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from audit.refusals import Finding
from levels.facts import check_facts
from levels.models import LevelOneCheck
from levels.rules import sampling
from offenders.access import Detail, Viewer, where_may
from offenders.models import Case

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One check in the list, with the day by which it is done."""

    check: LevelOneCheck
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and the key at which the next one starts."""

    rows: list[Waiting]
    next_key: str


def waiting(*, viewer: User) -> QuerySet[LevelOneCheck]:
    """The checks that wait for somebody like the viewer, the longest waiting first; cases at Level 1 still."""
    cases = Case.objects.visible_to(viewer, Detail.FULL).filter(where_may(viewer, "check_level_1"))
    rows = LevelOneCheck.objects.filter(outcome="", case__level=1, case__in=cases.values("pk"))
    return rows.select_related("case", "agency").order_by("drawn_on", "id")


def waiting_page(*, viewer: User, after: str) -> Page:
    """A page of the checks that wait; one statement whatever their number. An unknown key starts the list again."""
    rows = waiting(viewer=viewer)
    key = _key(after)
    if key is not None:
        rows = rows.filter(Q(drawn_on__gt=key[0]) | Q(drawn_on=key[0], id__gt=key[1]))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    shown = [Waiting(row, sampling.last_day_of(row.quarter)) for row in found[:PAGE]]
    return Page(shown, f"{last.drawn_on}_{last.pk}" if last else "")


def of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[LevelOneCheck]:
    """Every check of a case, the latest first."""
    rows = LevelOneCheck.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("agency", "checked_by").order_by("-drawn_on", "-id")


def check_for(*, viewer: Viewer, case_id: UUID, check_id: UUID) -> LevelOneCheck:
    """One check; Http404 when the viewer may not see it."""
    return get_object_or_404(of_case(viewer=viewer, case_id=case_id), pk=check_id)


def findings_for(*, viewer: User, case: Case, check: LevelOneCheck) -> list[Finding]:
    """Why this person cannot record this check now."""
    return sampling.check_findings(check_facts(case, check, viewer))


def _key(text: str) -> tuple[dt.date, UUID] | None:
    day, _, pk = text.partition("_")
    try:
        return dt.date.fromisoformat(day), UUID(pk)
    except ValueError:
        return None
