"""The length of a sentence, kept with the unit the court used. Weeks and days are never turned into months.

Rule CAT-10: a term of 52 weeks is shorter than 12 months. A term in days or weeks reaches a number of months only when
it is as long as the longest run of that many calendar months; in between the answer depends on the calendar.
"""

from calendar import monthrange
from dataclasses import dataclass
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
