"""What dated amendments make of the access policy (ACC-40 to ACC-42).

An amendment lowers what a row of the table opens, in one area or in all; nothing raises it above the table.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from audit.refusals import Effect, Finding
from offenders.rules.sight import ROWS, TABLE, Detail, SightRow, Tie, Victims


@dataclass(frozen=True, slots=True)
class Amendment:
    """A lower ceiling on one row, in one area (None: in all), on the day that was asked about."""

    id: str
    row: str
    area: str | None
    detail: Detail
    closes_victims: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Areas: those in `only`, or, where that is None, all but those in `but`."""

    only: frozenset[str] | None = None
    but: frozenset[str] = frozenset()

    def within(self, areas: frozenset[str]) -> frozenset[str]:
        """Those of `areas` that are in the scope."""
        return areas - self.but if self.only is None else areas & self.only


V = TypeVar("V")


def _scopes(usual: V, apart: Mapping[str, V]) -> dict[V, Scope]:
    """The areas by value: `usual` everywhere but where `apart` says otherwise."""
    found = {usual: Scope(but=frozenset(area for area, value in apart.items() if value != usual))}
    for value in set(apart.values()) - {usual}:
        found[value] = Scope(only=frozenset(area for area, held in apart.items() if held == value))
    return found


@dataclass(frozen=True, slots=True)
class Policy:
    """The table with the amendments of one day."""

    day: dt.date
    amendments: tuple[Amendment, ...] = ()

    @property
    def rows(self) -> tuple[SightRow, ...]:
        """The rows that hold on the day."""
        return tuple(row for row in TABLE if row.holds_on(self.day))

    def detail(self, row: SightRow, area: str | None = None) -> Detail:
        """The most that `row` opens in `area`; without an area, where no area's own amendment holds."""
        ceilings = [one.detail for one in self._on(row, area)]
        return min([row.detail, *ceilings])

    def opens_victims(self, row: SightRow, area: str | None = None) -> bool:
        """Whether `row` opens victims' items in `area` at all; how far is the row's `victims`."""
        if row.victims is Victims.NO or self.detail(row, area) < min(row.detail, Detail.SUMMARY):
            return False
        return not any(one.closes_victims for one in self._on(row, area))

    def reach(self, row: SightRow) -> dict[Detail, Scope]:
        """In which areas `row` opens which level of detail: each area stands in exactly one scope."""
        return _scopes(self.detail(row), {area: self.detail(row, area) for area in self.areas_of(row)})

    def victims_reach(self, row: SightRow) -> Scope | None:
        """In which areas `row` opens victims' items; None for nowhere."""
        apart = {area: self.opens_victims(row, area) for area in self.areas_of(row)}
        return _scopes(self.opens_victims(row), apart).get(True)

    def areas_of(self, row: SightRow) -> frozenset[str]:
        """The areas that have an amendment of their own for `row`."""
        return frozenset(one.area for one in self.amendments if one.row == row.key and one.area is not None)

    def plus(self, amendment: Amendment) -> "Policy":
        """The same with one more amendment."""
        return Policy(self.day, (*self.amendments, amendment))

    def without(self, amendment_id: str) -> "Policy":
        """The same without one amendment."""
        return Policy(self.day, tuple(one for one in self.amendments if one.id != amendment_id))

    def fingerprint(self) -> str:
        """What tells two policies of a day apart: a preview is applied to the very policy it was made from."""
        lines = sorted(
            f"{one.id} {one.row} {one.area} {one.detail:d} {one.closes_victims:d}" for one in self.amendments
        )
        return sha256("\n".join([self.day.isoformat(), *lines]).encode()).hexdigest()

    def _on(self, row: SightRow, area: str | None) -> Iterable[Amendment]:
        return (one for one in self.amendments if one.row == row.key and one.area in (None, area))


def amendment_findings(
    *, row: str, detail: Detail, closes_victims: bool, starts: dt.date, ends: dt.date | None, today: dt.date
) -> list[Finding]:
    """What is wrong with a proposed amendment: above the table, no change at all, or in the past (ACC-40)."""
    found = []
    known = ROWS.get(row)
    if known is None or known.tie is Tie.NONE:
        return [Finding("ACC-40", Effect.REFUSE, "This row opens no case, so it cannot be made stricter.", "row")]
    if detail > known.detail:
        message = "The policy of an area may be stricter than the table, never laxer."
        found.append(Finding("ACC-40", Effect.REFUSE, message, "detail", "Choose a lower level of detail."))
    elif detail == known.detail and not (closes_victims and known.victims is not Victims.NO):
        message = "This would change nothing: the table already says so."
        found.append(Finding("ACC-40", Effect.REFUSE, message, "detail", "Choose a lower level, or close victims."))
    if starts < today:
        message = "An amendment cannot start in the past: what was seen was seen."
        found.append(Finding("ACC-40", Effect.REFUSE, message, "starts", "Enter today or a later day."))
    if ends is not None and ends <= starts:
        found.append(Finding("ACC-40", Effect.REFUSE, "The amendment ends before it starts.", "ends"))
    return found
