"""Reads of custody and release: full sight; victim liaison is told of release, recall and escape alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from audit.refusals import Finding
from custody import facts
from custody.models import CustodyEvent, PrisonReport
from custody.rules import handover
from custody.rules.due import CustodyFacts
from custody.rules.kinds import TOLD_TO_VICTIMS, Group, Kind
from custody.rules.periods import mistake_findings
from custody.rules.words import NOT_BACK
from deadlines.models import Deadline
from deadlines.selectors import deadlines_of_case
from offenders.access import Detail, Viewer, can_see_victims
from offenders.models import Case, CustodyPeriod, Offence

RULES_OF_LEVEL = ("REV-05", "REV-14", "REV-16")
"""Clocks of other rooms that run from custody too, beside those of this one."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event with the rows that it corrected, newest first."""

    row: CustodyEvent
    earlier: Sequence[CustodyEvent]


def events(*, viewer: Viewer, case_id: UUID) -> QuerySet[CustodyEvent]:
    """Every row, those that were corrected too, the latest day first."""
    return CustodyEvent.objects.visible_to(viewer, Detail.FULL).filter(case_id=case_id).select_related("case")


def standing_events(*, viewer: Viewer, case_id: UUID) -> QuerySet[CustodyEvent]:
    """The events that were neither corrected nor withdrawn."""
    return events(viewer=viewer, case_id=case_id).filter(superseded_by__isnull=True, withdrawn=False)


def event_for(*, viewer: Viewer, case_id: UUID, event_id: UUID) -> CustodyEvent:
    """One event, also one that was corrected since; Http404 when the viewer may not see it."""
    return get_object_or_404(events(viewer=viewer, case_id=case_id), pk=event_id)


def told_by_group(*, viewer: Viewer, case_id: UUID) -> dict[Group, list[Told]]:
    """The events under their headings, each with what it corrected, withdrawn ones last: one query."""
    rows = list(events(viewer=viewer, case_id=case_id))
    by_id = {row.pk: row for row in rows}
    corrected = {row.supersedes_id for row in rows}
    found: dict[Group, list[Told]] = {group: [] for group in Group}
    for row in sorted(rows, key=lambda row: row.withdrawn):
        if row.pk not in corrected:
            found[row.spec.group].append(Told(row, _earlier(row, by_id)))
    return found


def _earlier(row: CustodyEvent, by_id: dict[UUID, CustodyEvent]) -> list[CustodyEvent]:
    found: list[CustodyEvent] = []
    while row.supersedes_id is not None:
        row = by_id[row.supersedes_id]
        found.append(row)
    return found


def reports(*, viewer: Viewer, case_id: UUID) -> QuerySet[PrisonReport]:
    """The reports of the prison that stand, the latest meeting first."""
    rows = PrisonReport.objects.visible_to(viewer, Detail.FULL).filter(case_id=case_id, superseded_by__isnull=True)
    return rows.order_by("-meeting_on", "-recorded_at")


def report_for(*, viewer: Viewer, case_id: UUID, report_id: UUID) -> PrisonReport:
    """One report, also one that another took the place of; Http404 when the viewer may not see it."""
    rows = PrisonReport.objects.visible_to(viewer, Detail.FULL).filter(case_id=case_id)
    return get_object_or_404(rows, pk=report_id)


def told_to_victims(*, viewer: Viewer, case_id: UUID) -> QuerySet[CustodyEvent]:
    """Release, recall and escape, for who keeps victims informed; Http404 without that permission (ACC-62)."""
    if not can_see_victims(viewer, case_id):
        raise Http404
    told = Q(kind__in=TOLD_TO_VICTIMS) | Q(kind=Kind.TEMPORARY_TAKEN, choice=NOT_BACK)
    rows = CustodyEvent.objects.visible_to(viewer, Detail.SUMMARY).filter(told, case_id=case_id)
    return rows.filter(superseded_by__isnull=True, withdrawn=False)


def due(*, viewer: Viewer, case_id: UUID) -> list[Deadline]:
    """What is due on the case because of custody and release, soonest first."""
    rows = deadlines_of_case(viewer=viewer, case_id=case_id)
    return [row for row in rows if row.rule.startswith("CUS-") or row.rule in RULES_OF_LEVEL]


def next_report_meeting(*, viewer: Viewer, case_id: UUID) -> date | None:
    """The day of the next meeting for which a report of the prison is due; None when none is."""
    rows = deadlines_of_case(viewer=viewer, case_id=case_id).filter(rule="CUS-03")
    return rows.values_list("start_on", flat=True).first()


def facts_of(case: Case) -> CustodyFacts:
    """The times in custody and standing events of a case that the caller has been shown in full."""
    return facts.facts_of([case.pk]).get(case.pk, CustodyFacts())


def early_allocation(case: Case, facts: CustodyFacts, today: date) -> list[Finding]:
    """Whether Probation has to take the case early, for who was shown the case in full: one query (CUS-25)."""
    terrorist = Q(schedule_19za=True) | Q(terrorist_connection=True) | Q(cta_s41_42=True)
    found = Offence.objects.filter(terrorist, case=case).exists()
    return handover.early_allocation(facts, level=case.level, terrorist=found, today=today)


def against_taking_back(period: CustodyPeriod) -> list[Finding]:
    """Why a time in custody that the viewer may see cannot be marked as recorded in error, before a reason is typed."""
    return mistake_findings("-", of_an_event=facts.follows_an_event(period))


def establishment(case: Case) -> str:
    """Where the person is held today, for who was shown the case in full; empty in the community."""
    rows = CustodyPeriod.objects.filter(case=case, released_on__isnull=True)
    return rows.values_list("establishment", flat=True).first() or ""
