"""The length of a sentence, kept with the unit the court used. Weeks and days are never turned into months.

Rule CAT-10: a term of 52 weeks is shorter than 12 months. A term in days or weeks reaches a number of months only when
it is as long as the longest run of that many calendar months; in between the answer depends on the calendar.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate


class Unit(StrEnum):
    """The unit in which the court passed the sentence."""

    YEARS = "years"
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"


class Reach(StrEnum):
    """Whether a term is at least so many months: `UNSURE` when only the calendar could tell."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


_DAYS_IN = {Unit.WEEKS: 7, Unit.DAYS: 1}
_MONTHS_IN = {Unit.YEARS: 12, Unit.MONTHS: 1}


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as the court stated it."""

    value: int
    unit: Unit

    def __str__(self) -> str:
        name = self.unit.value
        return f"{self.value} {name[:-1] if self.value == 1 else name}"

    def reaches(self, months: int) -> Reach:
        """Return whether the term is at least `months` calendar months long (rule CAT-10)."""
        if self.unit in _MONTHS_IN:
            return Reach.YES if self.value * _MONTHS_IN[self.unit] >= months else Reach.NO
        days = self.value * _DAYS_IN[self.unit]
        shortest, longest = span_in_days(months)
        if days >= longest:
            return Reach.YES
        return Reach.UNSURE if days >= shortest else Reach.NO

    def exceeds(self, months: int) -> bool:
        """Return whether the term is certainly longer than `months` calendar months."""
        if self.unit in _MONTHS_IN:
            return self.value * _MONTHS_IN[self.unit] > months
        return self.value * _DAYS_IN[self.unit] > span_in_days(months)[1]

    def longer_than(self, other: "Term") -> bool:
        """Return whether this term is certainly longer than `other`."""
        return self._days()[0] > other._days()[1]

    def after(self, start: date) -> date:
        """Return the day on which this term, counted from `start` as day 0, is over (rules DAY-01 and DAY-03)."""
        if self.unit in _MONTHS_IN:
            return add_months(start, self.value * _MONTHS_IN[self.unit])
        return start + timedelta(days=self.value * _DAYS_IN[self.unit])

    def _days(self) -> tuple[int, int]:
        if self.unit in _MONTHS_IN:
            return span_in_days(self.value * _MONTHS_IN[self.unit])
        return (self.value * _DAYS_IN[self.unit],) * 2


@lru_cache(maxsize=256)
def span_in_days(months: int) -> tuple[int, int]:
    """Return the fewest and the most days that `months` consecutive calendar months can have."""
    cycle = [monthrange(2000 + index // 12, index % 12 + 1)[1] for index in range(48 + months)]
    totals = [0, *accumulate(cycle)]
    spans = [totals[start + months] - totals[start] for start in range(48)]
    return min(spans), max(spans)


def add_months(start: date, months: int) -> date:
    """Return the same day number `months` later, or the last day of that month where it has none (rule DAY-03).

    `months` may be negative; a year is 12 months.
    """
    year, month_index = divmod(start.year * 12 + start.month - 1 + months, 12)
    month = month_index + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
