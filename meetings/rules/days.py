"""Meeting days: how long their slots are, how many, and which meeting may have one."""

import datetime as dt
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from deadlines.rules.policies import Limit, PolicyValues, stricter
from meetings.rules.people import CHAIR_EMPLOYERS, Chair

LEVELS = (2, 3)
MOST_SLOTS = 20
LAST_MINUTE = 24 * 60


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day about to be planned. `starts` is a time in Europe/London, `minutes` the length of each slot.

    `lengths` are from how many to how many minutes an initial meeting at this level takes in the area, and `source`
    says where that is laid down; None where nothing is.
    """

    on: dt.date
    today: dt.date
    level: int
    starts: dt.time
    minutes: int
    number: int
    chair: Chair
    working_day: bool = True
    lengths: tuple[int, int] | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """A slot and the meeting that is to have it. `area`, `level` and `chair` are the same on both sides, or it is
    refused; `at` and `typed_at` are instants: when the slot begins, and for when the meeting is planned."""

    free: bool
    same_area: bool
    same_level: bool
    same_chair: bool
    at: dt.datetime
    typed_at: dt.datetime


def day_findings(facts: DayFacts) -> list[Finding]:
    """What stops or questions planning the day (MTG-01, MTG-02, MTG-70, MTG-71)."""
    return [*_when(facts), *_who(facts.chair), *_length(facts)]


def slot_times(starts: dt.time, minutes: int, number: int) -> Iterator[tuple[dt.time, dt.time]]:
    """Begin and end of each slot, one after the other, as times of the day. The day's findings keep them within it."""
    first = starts.hour * 60 + starts.minute
    for begin in range(first, first + number * minutes, minutes):
        yield dt.time(*divmod(begin, 60)), dt.time(*divmod(begin + minutes, 60))


def booking_findings(booked: Booked) -> list[Finding]:
    """Why a slot cannot be had for a meeting (MTG-72): one sentence."""
    if not booked.free or not booked.same_area:
        return [_refused("This slot is taken, or its day was withdrawn.", "slot", "Choose another slot.")]
    if not booked.same_level:
        return [_refused("This slot is on a day for cases of another level.", "slot", "Choose another slot.")]
    if booked.at != booked.typed_at:
        return [_refused("The time is not that of the slot.", "starts_at", "Enter the time at which the slot begins.")]
    if not booked.same_chair:
        return [_refused("The day of this slot has another chair.", "chair", "Choose the chair of the day.")]
    return []


def withdrawal_findings(*, booked: int, withdrawn: bool) -> list[Finding]:
    """Why a day cannot be withdrawn (MTG-70)."""
    if withdrawn:
        return [Finding("MTG-70", Effect.REFUSE, "This day was withdrawn already.", None)]
    if booked:
        many = "meeting is" if booked == 1 else "meetings are"
        message = f"{booked} {many} booked on this day."
        return [Finding("MTG-70", Effect.REFUSE, message, None, "Move or cancel what is booked first.")]
    return []


def lengths_of(level: int, national: PolicyValues, local: PolicyValues | None) -> tuple[Limit, Limit] | None:
    """The shortest and the longest slot at a level, as the area or else the product lays them down (MTG-71)."""
    shortest = stricter(f"slot_level_{level}_shortest_minutes", national, local)
    longest = stricter(f"slot_level_{level}_longest_minutes", national, local)
    return (shortest, longest) if shortest and longest else None


@dataclass(frozen=True, slots=True)
class Standing:
    """A day that stands, as far as another may be in its way: times in Europe/London, and what it needs."""

    starts: dt.time
    minutes: int
    number: int
    chair: Hashable
    minute_taker: Hashable
    venue: str = ""

    def is_in_the_way_of(self, other: "Standing") -> bool:
        """Whether both, on one day, need the same person or place at the same time."""
        same_people = bool({self.chair, self.minute_taker} & {other.chair, other.minute_taker})
        same_place = bool(self.venue) and self.venue.casefold() == other.venue.casefold()
        apart = self._end <= other._begin or other._end <= self._begin
        return (same_people or same_place) and not apart

    @property
    def _begin(self) -> int:
        return self.starts.hour * 60 + self.starts.minute

    @property
    def _end(self) -> int:
        return self._begin + self.number * self.minutes


def reopening_findings(
    *, withdrawn: bool, on: dt.date, today: dt.date, chair: Chair, day: Standing, others: Sequence[Standing]
) -> list[Finding]:
    """Why a withdrawn day cannot be opened again (MTG-95; MTG-01 and MTG-02 of its chair). `others` stand that day."""
    if not withdrawn:
        return [Finding("MTG-95", Effect.REFUSE, "This day is not withdrawn.", None)]
    if on < today:
        return [Finding("MTG-95", Effect.REFUSE, "This day has passed.", None, "Plan another day.")]
    if any(day.is_in_the_way_of(other) for other in others):
        message = "Another meeting day took its place, its chair or its minute-taker at the same time."
        return [Finding("MTG-95", Effect.REFUSE, message, None, "Plan another day.")]
    return list(_who(chair))


def _refused(message: str, field: str, step: str) -> Finding:
    return Finding("MTG-72", Effect.REFUSE, message, field, step)


def _when(facts: DayFacts) -> Iterator[Finding]:
    if facts.on < facts.today:
        message = f"The day, {in_words(facts.on)}, has passed."
        yield Finding("MTG-70", Effect.REFUSE, message, "on", "Choose today or a later day.")
    elif not facts.working_day:
        message = f"{in_words(facts.on)} is a bank holiday or at a weekend."
        yield Finding("MTG-70", Effect.WARN, message, "on", "Choose another day, or confirm it.")
    if not 1 <= facts.number <= MOST_SLOTS:
        message = f"A day has from 1 to {MOST_SLOTS} slots."
        yield Finding("MTG-70", Effect.REFUSE, message, "number", "Enter how many cases can be heard.")
    elif facts.minutes > 0 and _ends(facts) >= LAST_MINUTE:
        message = "The last slot would not end on the same day."
        yield Finding("MTG-70", Effect.REFUSE, message, "number", "Begin earlier, or have fewer slots.")


def _ends(facts: DayFacts) -> int:
    return facts.starts.hour * 60 + facts.starts.minute + facts.number * facts.minutes


def _who(chair: Chair) -> Iterator[Finding]:
    if chair.employer.employer not in CHAIR_EMPLOYERS:
        message = "Only a police or Probation employee may chair."
        yield Finding("MTG-01", Effect.REFUSE, message, "chair", "Choose a police or Probation chair.")
    if not chair.trained:
        message = "The chair has no MAPPA chairs' training recorded."
        yield Finding("MTG-02", Effect.REFUSE, message, "chair", "Choose a trained chair.")


def _length(facts: DayFacts) -> Iterator[Finding]:
    if facts.level not in LEVELS:
        yield Finding("MTG-70", Effect.REFUSE, "MAPPA meetings are held at Level 2 or 3.", "level", "Choose one.")
        return
    if facts.minutes < 1:
        yield Finding("MTG-71", Effect.REFUSE, "A slot has some length.", "minutes", "Enter its length in minutes.")
    elif facts.lengths is not None and not facts.lengths[0] <= facts.minutes <= facts.lengths[1]:
        least, most = facts.lengths
        message = (
            f"A slot of {facts.minutes} minutes is not what the area gives an initial meeting at Level "
            f"{facts.level}: {least} to {most} minutes ({facts.source})."
        )
        step = "Change the length, or confirm it, for example for a day of reviews."
        yield Finding("MTG-71", Effect.WARN, message, "minutes", step)
