"""Rows of custody as the rules read them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from django.db.models import Q, QuerySet

from custody.models import CustodyEvent, PrisonReport
from custody.rules.due import CustodyFacts, arrivals_of_stay
from custody.rules.events import Around, Known, Stay
from custody.rules.kinds import Kind
from custody.rules.periods import as_before
from custody.rules.words import FAILED_TO_RETURN, NOT_BACK
from offenders.models import Case, CustodyPeriod, Offence
from offenders.rules.ages import age_on
from offenders.rules.facts import TREATED
from ui.words import london_date

ADULT = 18


def stay_of(row: CustodyPeriod) -> Stay:
    """A time in custody or hospital."""
    return Stay(row.place, row.starts_on, row.released_on, row.release_due_on, key=str(row.pk))


def known(row: CustodyEvent) -> Known:
    """An event that stands; who did not come back from temporary release is missing from the last day out (CUS-34)."""
    if row.kind == Kind.TEMPORARY_TAKEN and row.choice == NOT_BACK:
        missing_from = row.until or row.day
        return Known(Kind.AT_LARGE, missing_from, None, row.told_on, FAILED_TO_RETURN, key=str(row.pk))
    return Known(Kind(row.kind), row.day, row.until, row.told_on, row.choice, str(row.pk), row.release_before)


def standing(case_ids: Sequence[UUID]) -> QuerySet[CustodyEvent]:
    """The events of these cases that were neither corrected nor withdrawn, oldest first: one query."""
    rows = CustodyEvent.objects.filter(case__in=case_ids, superseded_by__isnull=True, withdrawn=False)
    return rows.order_by("day", "recorded_at")


def told(case_ids: Sequence[UUID]) -> tuple[dict[UUID, list[Known]], dict[UUID, list[Known]]]:
    """The events of each of these cases that stand, oldest first, and those corrected or withdrawn: one query.

    Those of one day are in the order of recording, in which a correction has the place of what it corrects.
    """
    rows = {row.pk: row for row in CustodyEvent.objects.filter(case__in=case_ids).order_by("recorded_at")}
    taken = {row.supersedes_id: row for row in rows.values() if row.supersedes_id is not None}
    stand: dict[UUID, list[Known]] = {}
    dropped: dict[UUID, list[Known]] = {}
    for row in rows.values():
        if not row.withdrawn:
            one = _in_its_chain(row, rows, taken.get(row.pk))
            (stand if one.dropped_on is None else dropped).setdefault(row.case_id, []).append(one)
    for events in stand.values():
        events.sort(key=lambda one: (one.day, one.recorded_after))
    return stand, dropped


def _in_its_chain(row: CustodyEvent, rows: Mapping[UUID, CustodyEvent], after: CustodyEvent | None) -> Known:
    chain = [row]
    while chain[-1].supersedes_id is not None:
        chain.append(rows[chain[-1].supersedes_id])
    moved = (later for later, earlier in pairwise(chain) if later.day != earlier.day)
    corrected_on = next((london_date(one.recorded_at) for one in moved), None)
    dropped_on = london_date(after.recorded_at) if after is not None else None
    begun_at = chain[-1].recorded_at
    return replace(known(row), recorded_at=begun_at, corrected_on=corrected_on, dropped_on=dropped_on)


def begun_at(row: CustodyEvent) -> datetime:
    """The instant of the first row of a chain of corrections: a query for each but the first."""
    return begun_at(row.supersedes) if row.supersedes is not None else row.recorded_at


def facts_of(case_ids: Sequence[UUID]) -> dict[UUID, CustodyFacts]:
    """What the clocks read, of each case that has anything of it: four queries."""
    stays: dict[UUID, list[Stay]] = {}
    for period in CustodyPeriod.objects.filter(case__in=case_ids).order_by("starts_on"):
        stays.setdefault(period.case_id, []).append(stay_of(period))
    events, dropped = told(case_ids)
    found = {*stays, *events}
    if not found:
        return {}
    categories = dict(Case.objects.filter(pk__in=found).order_by().values_list("pk", "category"))
    abuse, orders, treated = _of_offences(list(found))
    return {
        key: CustodyFacts(
            stays.get(key, []),
            events.get(key, []),
            categories[key],
            key in abuse,
            orders.get(key),
            tuple(treated.get(key, ())),
            dropped.get(key, []),
        )
        for key in found
    }


def _of_offences(
    case_ids: Sequence[UUID],
) -> tuple[set[UUID], dict[UUID, date], dict[UUID, list[tuple[date, date | None]]]]:
    """The cases with domestic abuse or stalking, since when those with an order not discharged have it, and the first
    and last day of each community treatment order, where its last day is known."""
    marked = Q(domestic_abuse=True) | Q(stalking=True)
    ordered = Q(disposal__in=[kind.value for kind in TREATED], discharged_on__isnull=True)
    treatment = Q(disposal=Offence.Disposal.CTO) | Q(cto_ends_on__isnull=False)
    abuse: set[UUID] = set()
    orders: dict[UUID, date] = {}
    treated: dict[UUID, list[tuple[date, date | None]]] = {}
    for row in Offence.objects.filter(marked | ordered | treatment, case__in=case_ids).order_by("-outcome_on"):
        if row.disposal == Offence.Disposal.CTO or row.cto_ends_on is not None:
            treated.setdefault(row.case_id, []).append((row.passed_on or row.outcome_on, row.cto_ends_on))
        if row.domestic_abuse or row.stalking:
            abuse.add(row.case_id)
        if row.disposal in TREATED and row.discharged_on is None:
            made_on = row.passed_on or row.outcome_on
            orders[row.case_id] = min(made_on, orders.get(row.case_id, made_on))
    return abuse, orders, treated


def around(case: Case, *, today: date, without: CustodyEvent | None = None) -> Around:
    """What the rules compare a new event with; `without` leaves out the one that is being corrected."""
    facts = facts_of([case.pk]).get(case.pk, CustodyFacts())
    left_out = str(without.pk) if without else None
    events = [one for one in facts.events if one.key != left_out]
    stays: Sequence[Stay] = facts.stays
    if without is not None and without.period_key is not None:
        stays = as_before(stays, Kind(without.kind), str(without.period_key))
    born = case.date_of_birth
    is_child = born is not None and age_on(born, today) < ADULT
    rosh = case.rosh or ""
    return Around(stays, events, case.level, rosh, is_child, case.category, facts.treated, facts.dropped)


def follows_an_event(period: CustodyPeriod) -> bool:
    """Whether an event that stands opened or closed a time in custody: one query."""
    return standing([period.case_id]).filter(period_key=period.pk).exists()


def inside(case_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these cases whose person is in prison or youth detention today: one query."""
    rows = CustodyPeriod.objects.filter(case__in=case_ids, released_on__isnull=True).exclude(place="hospital")
    return set(rows.values_list("case_id", flat=True))


def in_approved_premises(case_id: UUID, *, on: date) -> bool:
    """Whether approved premises are planned for the present release, or the person lives there on a day: two queries.

    A plan from before the present time in custody, or before an earlier departure, counts no longer.
    """
    kinds = (Kind.PREMISES_PLANNED, Kind.PREMISES_ARRIVED, Kind.PREMISES_LEFT)
    events = [known(row) for row in standing([case_id]).filter(kind__in=kinds, day__lte=on)]
    began = CustodyPeriod.objects.filter(case=case_id, starts_on__lte=on).order_by("-starts_on")
    since = began.values_list("starts_on", flat=True).first()
    events = [one for one in events if since is None or one.day >= since]
    planned_or_left = [one.kind for one in events if one.kind is not Kind.PREMISES_ARRIVED]
    return bool(arrivals_of_stay(events)) or planned_or_left[-1:] == [Kind.PREMISES_PLANNED]


def reported_on(case_ids: Sequence[UUID]) -> dict[UUID, list[date]]:
    """The days of the meetings of these cases for which the prison reported: one query."""
    found: dict[UUID, list[date]] = {}
    rows = PrisonReport.objects.filter(case__in=case_ids, superseded_by__isnull=True)
    for case_id, day in rows.values_list("case_id", "meeting_on"):
        found.setdefault(case_id, []).append(day)
    return found


def moves_of(case_ids: Sequence[UUID]) -> dict[UUID, list[Known]]:
    """Moves between prisons, and that the receiving one was told, of these cases: one query."""
    found: dict[UUID, list[Known]] = {}
    for row in standing(case_ids).filter(kind__in=(Kind.PRISON_MOVE, Kind.INVITATION_FORWARDED)):
        found.setdefault(row.case_id, []).append(known(row))
    return found
