"""Reads of the record on ViSOR: full sight of the case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Agency
from audit.refusals import Finding
from deadlines.models import Deadline
from deadlines.selectors import deadlines_of_case
from meetings.models import AgendaEntry, Meeting
from offenders.access import Detail, Viewer
from offenders.models import Case, CustodyPeriod
from offenders.paging import KeyedPage, page_after
from ui.components import Row
from visor import facts
from visor.access import KEEPERS
from visor.models import VisorEvent, VisorPart
from visor.rules.kinds import OWNER_WORDS, Kind
from visor.rules.parts import lacking
from visor.rules.record import MANAGED_AT, CaseFacts, Known, Standing, must_have, reminders, standing, why_owner

PAGE = 50
RULES = ("VIS-03", "VIS-04", "VIS-05", "VIS-06")
"""What is due on records."""


def events(*, viewer: Viewer, case_id: UUID) -> QuerySet[VisorEvent]:
    """Every event with those that were taken back, the latest first."""
    rows = VisorEvent.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("case", "meeting", "superseded_by")


def event_for(*, viewer: Viewer, case_id: UUID, event_id: UUID) -> VisorEvent:
    """One event; Http404 when the viewer may not see it."""
    return get_object_or_404(events(viewer=viewer, case_id=case_id), pk=event_id)


def told(*, viewer: Viewer, case_id: UUID) -> QuerySet[VisorEvent]:
    """The events that stand, the latest first."""
    return events(viewer=viewer, case_id=case_id).filter(withdrawn=False, superseded_by__isnull=True)


def parts(*, viewer: Viewer, case_id: UUID) -> QuerySet[VisorPart]:
    """Who has or had a part in the record, the latest first."""
    return VisorPart.objects.visible_to(viewer).filter(case_id=case_id).select_related("case", "agency")


def part_for(*, viewer: Viewer, case_id: UUID, part_id: UUID) -> VisorPart:
    """One part; Http404 when the viewer may not see it."""
    return get_object_or_404(parts(viewer=viewer, case_id=case_id), pk=part_id)


@dataclass(frozen=True, slots=True)
class Record:
    """How the record of one case stands, for somebody who sees the case in full."""

    facts: CaseFacts
    known: Sequence[Known]
    standing: Standing
    manager: str = ""
    lacking: Sequence[Finding] = field(default_factory=list)

    @property
    def needed(self) -> bool:
        """Whether the case must have a record."""
        return must_have(self.facts.category, self.facts.level, self.facts.ended_on)

    @property
    def exists(self) -> bool:
        """Whether a record is known of."""
        return self.facts.referenced or self.standing.made_on is not None

    @property
    def reminders(self) -> list[Finding]:
        """What is missing from it, or of it."""
        return [*reminders(self.facts, self.standing), *self.lacking]

    def rows(self, reference: str) -> list[Row]:
        """The record in words."""
        now, owner = self.standing, self.standing.owner
        return [
            Row("Needed", "Yes" if self.needed else "Not by category and level", rule="VIS-01"),
            Row("Reference", reference or None),
            Row("Made on", now.made_on),
            Row("Owner", OWNER_WORDS[owner] if owner else None, rule="VIS-02"),
            Row("Owner by category", why_owner(self.facts), rule="VIS-02"),
            Row("ViSOR manager", self.manager or None, rule="VIS-07"),
            Row("Reviewer", now.reviewer or None, rule="VIS-05"),
            Row("Restricted Access", "Yes" if now.restricted else "No", rule="VIS-08"),
            Row("Last updated after a meeting", now.last_updated_on),
            Row("Archived on", now.archived_on, rule="VIS-06"),
        ]


def record_of(case: Case, *, today: date) -> Record:
    """How the record stands, for who was shown the case in full: three queries, and two more in Category 3."""
    known = facts.known_of(case)
    now = standing(known)
    running = list(VisorPart.objects.filter(case=case, ends__isnull=True).select_related("agency"))
    among = {row.agency.kind_id for row in running} | ({now.owner.value} if now.owner else set())
    inside = CustodyPeriod.objects.filter(case=case, released_on__isnull=True).exclude(place="hospital").exists()
    found = facts.case_facts(case, today)
    exists = found.referenced or now.made_on is not None
    asked = lacking(case.category, case.level, in_custody=inside, among=among) if exists and not case.ended_on else []
    managers = [f"{row.holder}, {row.agency.name}" for row in running if row.role == "manager"]
    return Record(found, known, now, ", ".join(managers), asked)


def due(*, viewer: Viewer, case_id: UUID) -> QuerySet[Deadline]:
    """What is due on the record, soonest first."""
    return deadlines_of_case(viewer=viewer, case_id=case_id).filter(rule__in=RULES)


def awaiting(*, viewer: Viewer, case_id: UUID) -> QuerySet[Meeting]:
    """Meetings whose minutes were agreed and after which no update is recorded, the latest first."""
    agreed = facts.agreed_on([case_id]).get(case_id, {})
    known = [facts.known(row) for row in facts.standing_events([case_id])]
    return Meeting.objects.visible_to(viewer).filter(pk__in=list(facts.awaiting(agreed, known)))


def named_reviewer(*, viewer: Viewer, case_id: UUID) -> str:
    """Who adds to the record what was said, as the chair of the last meeting that was held named them; empty if not."""
    rows = AgendaEntry.objects.visible_to(viewer).filter(case_id=case_id, item="visor", meeting__status="held")
    entry = rows.order_by("-meeting__starts_at").first()
    return str(entry.answers.get("reviewer", "")) if entry else ""


def agencies(case: Case) -> QuerySet[Agency]:
    """The agencies of the case's area whose people work on ViSOR."""
    return Agency.objects.filter(area=case.area_id, kind__in=sorted(KEEPERS)).order_by("name")


@dataclass(frozen=True, slots=True)
class Lacking:
    """One case on the Unit's list: without a record, or with something late on it."""

    case: Case
    missing: bool
    late: Sequence[Deadline]


def lacking_page(*, viewer: Viewer, after: str, today: date) -> KeyedPage:
    """A page of cases as `Lacking`, those recorded first at the top: two statements whatever their number."""
    page = page_after(_lacking(viewer, today), after, PAGE)
    late: dict[UUID, list[Deadline]] = {}
    for row in _late(viewer, today).filter(case__in=[case.pk for case in page.rows]):
        late.setdefault(row.case_id, []).append(row)
    rows = [Lacking(case, case.without_record, late.get(case.pk, [])) for case in page.rows]
    return replace(page, rows=rows)


def _late(viewer: Viewer, today: date) -> QuerySet[Deadline]:
    rows = Deadline.objects.visible_to(viewer).filter(closed_at__isnull=True, rule__in=RULES, due_on__lt=today)
    return rows.order_by("due_on", "id")


def _lacking(viewer: Viewer, today: date) -> QuerySet[Case]:
    made = VisorEvent.objects.filter(
        case=OuterRef("pk"), kind=Kind.MADE.value, withdrawn=False, superseded_by__isnull=True
    )
    needed = Q(ended_on__isnull=True) & (Q(category=1) | Q(category__isnull=False, level__in=sorted(MANAGED_AT)))
    unknown = (Q(visor_ref__isnull=True) | Q(visor_ref="")) & ~Exists(made)
    late = Deadline.objects.filter(case=OuterRef("pk"), closed_at__isnull=True, rule__in=RULES, due_on__lt=today)
    rows = Case.objects.visible_to(viewer, Detail.FULL).annotate(without_record=Q(needed & unknown))
    return rows.filter(Q(without_record=True) | Exists(late.order_by())).order_by("created_at", "id")


def kinds_offered(record: Record) -> Iterable[Kind]:
    """What can be recorded now, in its order."""
    now = record.standing
    if now.archived_on is not None:
        return [Kind.REACTIVATED]
    offered = [] if now.made_on else [Kind.MADE]
    if not record.exists:
        return offered
    offered += [Kind.UPDATED, Kind.OWNER, Kind.REVIEWER]
    return [*offered, Kind.UNRESTRICTED if now.restricted else Kind.RESTRICTED, Kind.ARCHIVED]
