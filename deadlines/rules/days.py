"""How days, weeks, months and working days are counted, and the shape of every sum that is shown to a user.

One convention for the whole product (rules DAY-01 to DAY-08). Dates are Europe/London dates; bank holidays
come in as an argument.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from offenders.rules.ages import LeapBirthday, age_on, birthday
from offenders.rules.terms import add_months

__all__ = [
    "Basis",
    "Due",
    "LeapBirthday",
    "add_days",
    "add_months",
    "add_weeks",
    "add_working_days",
    "age_on",
    "birthday",
    "days_before",
    "earliest",
    "in_words",
    "is_working_day",
    "last_working_day_by",
    "months_before",
    "weeks_before",
    "with_last_working_day",
    "working_days_before",
]

_SATURDAY = 5


class Basis(StrEnum):
    """Whose limit a deadline rests on."""

    NATIONAL = "national"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with the sum behind it, as shown to the user.

    `due_on` is the last day on which it is met in time (rule DAY-01), `start_on` day 0 of the count, `words` the sum,
    `policy` the name of the policy version it was computed under, and `also_shown` the readings that do not bind
    because they fall later (rule DAY-06). `last_working_day` is filled when `due_on` is not a working day (DAY-05).
    """

    due_on: date
    start_on: date
    rule: str
    words: str
    basis: Basis = Basis.NATIONAL
    policy: str = ""
    also_shown: "tuple[Due, ...]" = ()
    last_working_day: date | None = None


def add_days(start: date, days: int) -> date:
    """Return the last day of "within `days` days" of `start`, which is day 0 (rule DAY-01)."""
    return start + timedelta(days=days)


def add_weeks(start: date, weeks: int) -> date:
    """Return the date `weeks` times seven days after `start` (rule DAY-03)."""
    return start + timedelta(weeks=weeks)


def days_before(end: date, days: int) -> date:
    """Return the latest day that is "at least `days` days before" `end` (rule DAY-04)."""
    return end - timedelta(days=days)


def weeks_before(end: date, weeks: int) -> date:
    """Return the latest day that is "at least `weeks` weeks before" `end` (rule DAY-04)."""
    return end - timedelta(weeks=weeks)


def months_before(end: date, months: int) -> date:
    """Return the latest day that is "at least `months` months before" `end` (rules DAY-03 and DAY-04)."""
    return add_months(end, -months)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Return whether `day` is a Monday to Friday that is not among the `holidays` (rule DAY-02)."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(start: date, days: int, holidays: Collection[date]) -> date:
    """Return the `days`-th working day after `start`; day 1 is the first working day after it (rule DAY-02).

    ValueError when `days` is not positive.
    """
    return _step_working_days(start, days, holidays, timedelta(days=1))


def working_days_before(end: date, days: int, holidays: Collection[date]) -> date:
    """Return the latest day at least `days` working days before `end`.

    Counted back from the last working day before it: rules DAY-02 and DAY-04. ValueError when `days` is not positive.
    """
    return _step_working_days(end, days, holidays, timedelta(days=-1))


def last_working_day_by(day: date, holidays: Collection[date]) -> date:
    """Return `day` itself when it is a working day, else the last working day before it (rule DAY-05)."""
    while not is_working_day(day, holidays):
        day -= timedelta(days=1)
    return day


def in_words(day: date) -> str:
    """Return a date as it is written in every sum: "Tuesday 3 March 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def earliest(*readings: Due | None) -> Due | None:
    """Return the reading that binds, the earliest, carrying the others in `also_shown` (rule DAY-06).

    Of two on one day the national reading binds. None when no reading applies.
    """
    present = sorted(
        (reading for reading in readings if reading is not None),
        key=lambda reading: (reading.due_on, reading.basis is not Basis.NATIONAL),
    )
    if not present:
        return None
    first, *rest = present
    return replace(first, also_shown=(*first.also_shown, *rest))


def with_last_working_day(due: Due, holidays: Collection[date]) -> Due:
    """Return `due` with the last working day before it where it falls on none; the limit never moves (DAY-05)."""
    last = last_working_day_by(due.due_on, holidays)
    return due if last == due.due_on else replace(due, last_working_day=last)


def _step_working_days(origin: date, days: int, holidays: Collection[date], step: timedelta) -> date:
    if days < 1:
        raise ValueError("a number of working days is at least 1")
    day = origin
    while days:
        day += step
        if is_working_day(day, holidays):
            days -= 1
    return day
