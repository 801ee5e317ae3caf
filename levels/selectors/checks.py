"""Reads of the supervisors' checks of cases at Level 1."""

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from audit.refusals import Finding
from levels.facts import check_facts
from levels.models import LevelOneCheck
from levels.rules import sampling
from offenders.access import Detail, Viewer, where_may
from offenders.models import Case
from offenders.paging import KeyedPage, page_after

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One check in the list, with the day by which it is done."""

    check: LevelOneCheck
    due_on: dt.date


def waiting(*, viewer: User) -> QuerySet[LevelOneCheck]:
    """The checks that wait for somebody like the viewer, the longest waiting first; cases at Level 1 still."""
    cases = Case.objects.visible_to(viewer, Detail.FULL).filter(where_may(viewer, "check_level_1"))
    rows = LevelOneCheck.objects.filter(outcome="", case__level=1, case__in=cases.values("pk"))
    return rows.select_related("case", "agency").order_by("drawn_on", "id")


def waiting_page(*, viewer: User, after: str) -> KeyedPage:
    """A page of the checks that wait, as `Waiting`; one statement whatever their number."""
    page = page_after(waiting(viewer=viewer), after, PAGE)
    return replace(page, rows=[Waiting(row, sampling.last_day_of(row.quarter)) for row in page.rows])


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
