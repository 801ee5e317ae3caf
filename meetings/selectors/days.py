"""Reads of meeting days and their slots. A case is named only where the viewer sees its meeting (MTG-73)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Area, User
from accounts.selectors import areas
from accounts.standing import standing_of
from deadlines.policies import read_policies
from meetings.models import Meeting
from meetings.models_days import PLANNERS, READERS, MeetingDay, MeetingSlot, SlotBooking
from meetings.rules.days import LEVELS, lengths_of
from meetings.selectors import meetings
from offenders.access import Viewer
from offenders.paging import page_after

PAGE = 10


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One slot: free, taken, or with the meeting where the viewer sees it."""

    slot: MeetingSlot
    taken: bool
    meeting: Meeting | None


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day with its slots."""

    day: MeetingDay
    slots: list[SlotLine]

    @property
    def free(self) -> int:
        """How many of its slots are free."""
        return sum(not line.taken for line in self.slots)


@dataclass(frozen=True, slots=True)
class DaysPage:
    """One page of days, and the key at which the next one starts; empty at the end."""

    rows: list[DayLine]
    next_key: str


def reads_days(viewer: Viewer) -> bool:
    """Whether there are meeting days for the viewer at all."""
    return standing_of(viewer).holds(*READERS)


def areas_planned_by(viewer: Viewer) -> list[Area]:
    """The areas whose days the viewer plans."""
    return list(areas(sorted(standing_of(viewer).areas(*PLANNERS))))


def days_page(*, viewer: Viewer, after: str, today: dt.date) -> DaysPage:
    """One page of the days from today on, soonest first: four queries."""
    rows = MeetingDay.objects.visible_to(viewer).filter(on__gte=today, withdrawn_on__isnull=True)
    rows = rows.select_related("area", "chair", "minute_taker").order_by("on", "id")
    page = page_after(rows.prefetch_related(Prefetch("slots", MeetingSlot.objects.order_by("starts_at"))), after, PAGE)
    slots = [slot.pk for day in page.rows for slot in day.slots.all()]
    taken = dict(SlotBooking.objects.filter(slot__in=slots, freed_on__isnull=True).values_list("slot", "meeting"))
    seen = {row.pk: row for row in meetings(viewer=viewer).filter(pk__in=list(taken.values()))} if taken else {}
    return DaysPage([_line(day, taken, seen) for day in page.rows], page.next_key)


def withdrawn_days(*, viewer: Viewer, today: dt.date) -> list[MeetingDay]:
    """The first withdrawn days to come of the areas whose days the viewer plans, soonest first: one query."""
    rows = MeetingDay.objects.filter(area__in=standing_of(viewer).areas(*PLANNERS), withdrawn_on__isnull=False)
    return list(rows.filter(on__gte=today).select_related("area", "chair").order_by("on", "id")[:PAGE])


def lengths_in(*, area_id: str, on: dt.date) -> dict[int, tuple[int, int]]:
    """Level -> the shortest and the longest slot in an area on a day, in minutes: two queries."""
    policy = read_policies(on).of_area(area_id)
    found = {level: lengths_of(level, policy.national, policy.local) for level in LEVELS}
    return {level: (limits[0].value, limits[1].value) for level, limits in found.items() if limits}


def _line(day: MeetingDay, taken: dict[UUID, UUID], seen: dict[UUID, Meeting]) -> DayLine:
    lines = [SlotLine(slot, slot.pk in taken, seen.get(taken.get(slot.pk, slot.pk))) for slot in day.slots.all()]
    return DayLine(day, lines)


def day_for(*, viewer: Viewer, day_id: UUID) -> MeetingDay:
    """A day of an area whose days the viewer plans; Http404 for any other."""
    rows = MeetingDay.objects.filter(area__in=standing_of(viewer).areas(*PLANNERS)).select_related("area")
    return get_object_or_404(rows, pk=day_id)


def free_slots(*, area_id: str, level: int | None, chairs: Collection[User] | None = None) -> QuerySet[MeetingSlot]:
    """The free slots to come in an area for cases of a level, soonest first; of these chairs' days where any are given.

    It says nothing of any case, so it takes no viewer: who may plan a meeting of the case is offered them.
    """
    booked = SlotBooking.objects.filter(slot=OuterRef("pk"), freed_on__isnull=True)
    rows = MeetingSlot.objects.filter(
        ~Exists(booked),
        day__area=area_id,
        day__level=level or 0,
        day__withdrawn_on__isnull=True,
        starts_at__gte=timezone.now(),
    )
    if chairs is not None:
        rows = rows.filter(day__chair__in=list(chairs))
    return rows.select_related("day__chair", "day__minute_taker").order_by("starts_at", "id")


def slot_asked_for(slots: QuerySet[MeetingSlot], asked: str) -> MeetingSlot | None:
    """The slot of these that an address names; None for anything else."""
    try:
        wanted = UUID(asked)
    except ValueError:
        return None
    return slots.filter(pk=wanted).first()


def ends_at(*, meeting: Meeting) -> dt.datetime | None:
    """When the slot of a meeting ends (an instant); None where it has none."""
    rows = SlotBooking.objects.filter(meeting=meeting, freed_on__isnull=True)
    return rows.values_list("slot__ends_at", flat=True).first()


def slot_lost(*, meeting: Meeting) -> SlotBooking | None:
    """The booking of a meeting still to come that was freed while the meeting kept its time (MTG-72): one query."""
    if not meeting.is_open:
        return None
    rows = SlotBooking.objects.filter(meeting=meeting).select_related("slot__day")
    last = rows.order_by("-freed_on", "-booked_at").first()  # one that is not freed comes first
    return last if last is not None and last.freed_on and last.slot.starts_at == meeting.starts_at else None
