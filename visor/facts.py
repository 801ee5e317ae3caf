"""What the rules of the record on ViSOR are asked about. Nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Min, Q

from levels.models import CategoryDecision, LevelDecision
from meetings.models import MinutesApproval
from offenders.models import PASSED_ON, Case, CustodyPeriod, Offence
from visor.models import VisorEvent, VisorPart
from visor.rules.due import ClockFacts
from visor.rules.kinds import Kind, Owner
from visor.rules.parts import Part, Role
from visor.rules.record import MANAGED_AT, CaseFacts, Known, standing

APPROVED = "approved"
"""The state of minutes by which they are agreed; later amendments do not begin the time anew."""


def standing_events(case_ids: Iterable[UUID]) -> list[VisorEvent]:
    """The events of these cases that were not taken back, in the order of recording: one query."""
    rows = VisorEvent.objects.filter(case__in=case_ids, withdrawn=False, superseded_by__isnull=True)
    return list(rows.order_by("recorded_at"))


def known(row: VisorEvent) -> Known:
    """An event as the rules read it."""
    return Known(
        Kind(row.kind),
        row.happened_on,
        Owner(row.owner) if row.owner else None,
        row.restricted,
        row.who,
        row.details,
        str(row.meeting_id or ""),
        key=str(row.pk),
    )


def known_of(case: Case) -> list[Known]:
    """The events of one case that stand, in the order of recording: one query."""
    return [known(row) for row in standing_events([case.pk])]


def parts_of(case: Case) -> list[Part]:
    """Who has or had a part in the record, the oldest first: one query."""
    rows = VisorPart.objects.filter(case=case).select_related("agency").order_by("starts", "recorded_at")
    return [as_part(row) for row in rows]


def as_part(row: VisorPart) -> Part:
    """A part as the rules read it."""
    return Part(Role(row.role), row.holder, str(row.agency_id), row.starts, row.ends)


def owner_of_category_4() -> Owner | None:
    """Whom the installation names as owner of records of Category 4; None where it names nobody (VIS-02)."""
    return Owner(settings.VISOR_OWNER_CATEGORY_4) if settings.VISOR_OWNER_CATEGORY_4 else None


def case_facts(case: Case, today: date) -> CaseFacts:
    """What of the case decides about its record: two queries in Category 3, else none."""
    return CaseFacts(
        category=case.category,
        level=case.level,
        ended_on=case.ended_on,
        from_probation=case.category == 3 and _from_probation(case, today),
        for_category_4=owner_of_category_4(),
        referenced=bool(case.visor_ref),
        sensitive=case.restricted,
    )


def _from_probation(case: Case, today: date) -> bool:
    """Whether somebody was in Category 2 with a licence or supervision before, or serves a community order."""
    orders = Q(disposal=Offence.Disposal.COMMUNITY_ORDER) & (
        Q(sentence_ends_on__isnull=True) | Q(sentence_ends_on__gte=today)
    )
    licences = Q(licence_ends_on__isnull=False) | Q(supervision_ends_on__isnull=False) | Q(activation__isnull=False)
    if not Offence.objects.filter(orders | licences, case=case).exists():
        return False
    was_there = CategoryDecision.objects.filter(case=case, category=2).exists()
    return was_there or Offence.objects.filter(orders, case=case).exists()


def agreed_on(case_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, date]]:
    """Case -> Level 2 and 3 meetings whose minutes the chair approved -> on which day: one query."""
    rows = MinutesApproval.objects.filter(case__in=case_ids, state=APPROVED, meeting__level__in=sorted(MANAGED_AT))
    found: dict[UUID, dict[UUID, date]] = {}
    values = rows.order_by().values_list("case", "meeting").annotate(first=Min("approved_on"))
    for case_id, meeting_id, on in values.order_by("first", "meeting"):
        found.setdefault(case_id, {})[meeting_id] = on
    return found


def awaiting(agreed: Mapping[UUID, date], events: Iterable[Known]) -> dict[UUID, date]:
    """Those of the meetings after which no update of the record is recorded."""
    done = {one.meeting for one in events if one.kind is Kind.UPDATED}
    return {meeting: on for meeting, on in agreed.items() if str(meeting) not in done}


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, ClockFacts]:
    """The facts of the clocks, for those of these cases in MAPPA or with a record: seven queries.

    Two more where the record of somebody in Category 1 is archived.
    """
    events: dict[UUID, list[Known]] = {}
    for row in standing_events(case_ids):
        events.setdefault(row.case_id, []).append(known(row))
    rows = Case.objects.filter(Q(pk__in=case_ids), Q(category__isnull=False) | Q(pk__in=list(events)) | _REFERENCED)
    cases = {case.pk: case for case in rows}
    if not cases:
        return {}
    agreed, inside = agreed_on(cases), _inside(cases)
    managed, sentenced = _managed_since(cases), _sentenced_on(cases)
    records = {case_id: standing(events.get(case_id, [])) for case_id in cases}
    renewed = _renewed_on(
        {pk: on for pk, case in cases.items() if case.category == 1 and (on := records[pk].archived_on)}
    )
    found = {}
    for case_id, case in cases.items():
        known_events, stay, record = events.get(case_id, []), inside.get(case_id), records[case_id]
        found[case_id] = ClockFacts(
            category=case.category,
            level=case.level,
            ended_on=case.ended_on,
            exists=bool(case.visor_ref) or record.made_on is not None,
            archived_on=record.archived_on,
            sentenced_on=sentenced.get(case_id),
            renewed_on=renewed.get(case_id),
            managed_since=managed.get(case_id),
            inside_since=stay.starts_on if stay else None,
            release_due_on=stay.release_due_on if stay else None,
            agreed=[(str(key), on) for key, on in awaiting(agreed.get(case_id, {}), known_events).items()],
        )
    return found


_REFERENCED = Q(visor_ref__isnull=False) & ~Q(visor_ref="")


def _inside(case_ids: Iterable[UUID]) -> dict[UUID, CustodyPeriod]:
    rows = CustodyPeriod.objects.filter(case__in=list(case_ids), released_on__isnull=True)
    return {row.case_id: row for row in rows.order_by("starts_on")}


def _managed_since(case_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Since when each case is at Level 2 or 3 without a break, for those that are."""
    since: dict[UUID, date] = {}
    rows = LevelDecision.objects.filter(case__in=list(case_ids)).order_by("recorded_at")
    for case_id, level, on in rows.values_list("case", "level", "decided_on"):
        if level in MANAGED_AT:
            since.setdefault(case_id, on)
        else:
            since.pop(case_id, None)
    return since


def _sentenced_on(case_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The first sentence for which notification is required, None while awaited; else since when Category 1 holds."""
    cases = list(case_ids)
    rows = CategoryDecision.objects.filter(case__in=cases, category=1, superseded_by__isnull=True)
    found = {row.case_id: row.begins_on or row.decided_on for row in rows}
    sexual = Offence.objects.filter(Q(schedule_3=True) | Q(overseas_sexual=True), case__in=list(found))
    found |= dict(sexual.order_by().values_list("case").annotate(first=Min(PASSED_ON)))
    return found


def _renewed_on(archived: Mapping[UUID, date]) -> dict[UUID, date]:
    """For each of these cases in Category 1 with an archived record, since when it is to be active again.

    It is the first sentence with notification since the archiving, else the first of the decisions that kept the
    category without a break; never before the archiving.
    """
    if not archived:
        return {}
    found: dict[UUID, date] = {}
    rows = CategoryDecision.objects.filter(case__in=list(archived)).order_by("recorded_at")
    for case_id, category, on in rows.values_list("case", "category", "decided_on"):
        if category == 1:
            found.setdefault(case_id, max(on, archived[case_id]))
        else:
            found.pop(case_id, None)
    sexual = Offence.objects.filter(Q(schedule_3=True) | Q(overseas_sexual=True), case__in=list(found))
    passed = sexual.annotate(passed=PASSED_ON).filter(passed__isnull=False).order_by("-passed")
    for case_id, on in passed.values_list("case", "passed"):
        if on >= archived[case_id]:
            found[case_id] = on
    return found
