"""Meeting days: planned and withdrawn by the Unit; slots kept for a meeting, and free again when it is moved."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import Area, User
from accounts.standing import standing_of
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused
from audit.services import record
from deadlines.policies import read_policies
from deadlines.rules.days import is_working_day
from meetings import facts
from meetings.models import Meeting
from meetings.models_days import PLANNERS, MeetingDay, MeetingSlot, SlotBooking
from meetings.rules.days import (
    LEVELS,
    Booked,
    DayFacts,
    Standing,
    booking_findings,
    day_findings,
    lengths_of,
    reopening_findings,
    slot_times,
    withdrawal_findings,
)
from offenders.writing import Entry, accept

ACTION = "plan_meeting_days"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is typed: `starts` is a time in Europe/London, `minutes` the length of each of `number` slots."""

    on: dt.date
    level: int
    starts: dt.time
    minutes: int
    number: int
    chair: User
    minute_taker: User
    venue: str = ""
    remote: bool = False


def plan_day(
    *, actor: User, area: Area, day: Day, today: dt.date, acknowledged: frozenset[str] = frozenset()
) -> MeetingDay:
    """Plan a day with its slots, all free.

    Raises: NotPermitted; RuleRefused (MTG-01, MTG-02, MTG-70, MTG-71; OFF-21 where the chair has this day already).
    """
    with _planning(actor, area, "meeting_day.planned"):
        policy = read_policies(today).of_area(area.pk)
        lengths = lengths_of(day.level, policy.national, policy.local) if day.level in LEVELS else None
        known = DayFacts(
            on=day.on,
            today=today,
            level=day.level,
            starts=day.starts,
            minutes=day.minutes,
            number=day.number,
            chair=facts.chair_facts(day.chair, area.pk),
            working_day=is_working_day(day.on, policy.holidays),
            lengths=(lengths[0].value, lengths[1].value) if lengths else None,
            source=lengths[0].source if lengths else "",
        )
        _stop([*day_findings(known), *_planned_already(day)], acknowledged)
        row = MeetingDay(
            area=area,
            on=day.on,
            level=day.level,
            starts=day.starts,
            minutes=day.minutes,
            venue=day.venue,
            remote=day.remote,
            chair=day.chair,
            minute_taker=day.minute_taker,
            planned_by=actor,
        )
        row.save(force_insert=True)
        MeetingSlot.objects.in_bulk_with_own_audit().bulk_create(
            MeetingSlot(day=row, starts_at=_at(day.on, begin), ends_at=_at(day.on, end))
            for begin, end in slot_times(day.starts, day.minutes, day.number)
        )
        told = {"on": (None, day.on), "level": (None, day.level), "slots": (None, day.number)}
        record(actor=actor, verb="meeting_day.planned", subject=row, changes=told, rules=["MTG-70"])
    return row


def withdraw_day(*, actor: User, day: MeetingDay, version: int, reason: str, today: dt.date) -> MeetingDay:
    """Withdraw a day on which nothing is booked. Raises: NotPermitted; RuleRefused (MTG-70); Conflict."""
    with _planning(actor, day.area, "meeting_day.withdrawn"):
        current = MeetingDay.objects.select_for_update().get(pk=day.pk)
        slots = list(MeetingSlot.objects.select_for_update().filter(day=current))
        booked = SlotBooking.objects.filter(slot__in=slots, freed_on__isnull=True).count()
        _stop(withdrawal_findings(booked=booked, withdrawn=current.withdrawn_on is not None))
        if current.version != version:
            raise Conflict("meeting day", theirs={}, yours={"reason": reason}, current_version=current.version)
        current.withdrawn_on, current.withdrawn_reason = today, reason
        current.version += 1
        current.save(update_fields=["withdrawn_on", "withdrawn_reason", "version"])
        told = {"withdrawn_on": (None, today)}
        record(actor=actor, verb="meeting_day.withdrawn", subject=current, changes=told, reason=reason)
    return current


def reopen_day(*, actor: User, day: MeetingDay, version: int, reason: str, today: dt.date) -> MeetingDay:
    """Open a withdrawn day again, with every slot free, while nothing took its place.

    Raises: NotPermitted; RuleRefused (MTG-95; MTG-01, MTG-02 of its chair); Conflict.
    """
    with _planning(actor, day.area, "meeting_day.reopened"):
        Area.objects.select_for_update().get(pk=day.area_id)  # two days are not opened over each other
        current = MeetingDay.objects.select_for_update(of=("self",)).select_related("chair").get(pk=day.pk)
        same_day = MeetingDay.objects.filter(on=current.on, withdrawn_on__isnull=True).exclude(pk=current.pk)
        found = reopening_findings(
            withdrawn=current.withdrawn_on is not None,
            on=current.on,
            today=today,
            chair=facts.chair_facts(current.chair, current.area_id),
            day=_standing(current, current.slots.count()),
            others=[_standing(row, row.of_slots) for row in same_day.annotate(of_slots=Count("slots"))],
        )
        if current.version != version:
            raise Conflict("meeting day", theirs={}, yours={"reason": reason}, current_version=current.version)
        _stop(found)
        told = {"withdrawn_on": (current.withdrawn_on, None)}
        current.withdrawn_on, current.withdrawn_reason = None, ""
        current.version += 1
        current.save(update_fields=["withdrawn_on", "withdrawn_reason", "version"])
        record(actor=actor, verb="meeting_day.reopened", subject=current, changes=told, reason=reason, rules=["MTG-95"])
    return current


def _standing(row: MeetingDay, number: int) -> Standing:
    return Standing(row.starts, row.minutes, number, row.chair_id, row.minute_taker_id, row.venue)


def stop_unbookable(
    entry: Entry, slot: MeetingSlot, *, level: int, starts_at: dt.datetime, chairs: list[User]
) -> MeetingDay:
    """Inside a service: lock the slot, refuse one that cannot be had (MTG-72), return its day. Raises: RuleRefused."""
    current = MeetingSlot.objects.select_for_update(of=("self",)).select_related("day").get(pk=slot.pk)
    day = current.day
    taken = SlotBooking.objects.filter(slot=current, freed_on__isnull=True)
    known = Booked(
        free=day.withdrawn_on is None and not taken.exists(),
        same_area=day.area_id == entry.case.area_id,
        same_level=day.level == level,
        same_chair=day.chair_id in {chair.pk for chair in chairs},
        at=current.starts_at,
        typed_at=starts_at,
    )
    accept(entry, booking_findings(known), frozenset())
    return day


def book(entry: Entry, slot: MeetingSlot, meeting: Meeting) -> SlotBooking:
    """Inside a service that asked `stop_unbookable`: keep the slot for the meeting."""
    if entry.actor is None:
        raise TypeError("a slot is booked by somebody")
    entry.rules.append("MTG-72")
    row = SlotBooking(case=entry.case, slot=slot, meeting=meeting, booked_by=entry.actor)
    return entry.add(row, verb="slot.booked")


def free(entry: Entry, meeting: Meeting, *, today: dt.date) -> None:
    """Inside a service: the slot that was kept for a meeting is free again."""
    for row in SlotBooking.objects.filter(meeting=meeting, freed_on__isnull=True):
        entry.change(row, verb="slot.freed", freed_on=today)


def free_unfit(entry: Entry, meeting: Meeting, *, today: dt.date) -> None:
    """Inside a service by which a meeting has another level or chair: free a slot that is for others (MTG-72).

    The meeting keeps its time.
    """
    chairs = {meeting.chair_id, meeting.co_chair_id}
    for row in SlotBooking.objects.filter(meeting=meeting, freed_on__isnull=True).select_related("slot__day"):
        day = row.slot.day
        if day.level != meeting.level or day.chair_id not in chairs:
            entry.rules.append("MTG-72")
            entry.change(row, verb="slot.freed", freed_on=today)


@contextmanager
def _planning(actor: User, area: Area, verb: str) -> Iterator[None]:
    """One transaction for somebody of the area's Unit. Raises: NotPermitted; what the body raises; both recorded."""
    try:
        with transaction.atomic():
            if area.pk not in standing_of(actor).areas(*PLANNERS):
                raise NotPermitted(ACTION)
            yield
    except (NotPermitted, RuleRefused) as refusal:
        rules = refusal.rules if isinstance(refusal, RuleRefused) else ()
        record(actor=actor, verb=verb, subject=area, refused=True, reason=str(refusal), rules=rules)
        raise


def _stop(found: Sequence[Finding], acknowledged: frozenset[str] = frozenset()) -> None:
    blocking = [one for one in found if one.stops or (one.effect is Effect.WARN and one.rule not in acknowledged)]
    if blocking:
        raise RuleRefused(blocking)


def _planned_already(day: Day) -> list[Finding]:
    same = MeetingDay.objects.filter(chair=day.chair, on=day.on, starts=day.starts, withdrawn_on__isnull=True)
    if not same.exists():
        return []
    message = "This chair has a meeting day that begins at this time already."
    return [Finding("OFF-21", Effect.REFUSE, message, "starts", "Look at the one that is planned.")]


def _at(on: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, time))
