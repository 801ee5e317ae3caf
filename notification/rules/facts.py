"""What the police recorded of somebody who must notify, as the rules read it. All dates are Europe/London dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What happened."""

    INITIAL = "initial"
    CHANGE = "change"
    AWAY = "away"
    TRAVEL = "travel"
    NOTIFIED = "notified"
    RETURNED = "returned"
    VERIFIED = "verified"
    VISIT = "visit"
    ERROR = "error"


class Changed(StrEnum):
    """Which detail changed."""

    ADDRESS = "address"
    NO_FIXED_ABODE = "no_fixed_abode"
    NAME = "name"
    PASSPORT = "passport"
    BANK_CARD = "bank_card"
    OTHER = "other"


ABOUT = {
    Kind.NOTIFIED: frozenset({Kind.CHANGE, Kind.AWAY, Kind.TRAVEL}),
    Kind.RETURNED: frozenset({Kind.TRAVEL}),
    Kind.ERROR: frozenset(Kind) - {Kind.ERROR},
}
"""Kinds that are about an earlier entry -> the kinds that entry may be of."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: `on` is its day, `until` the last day away or the return from abroad, `about` the id it answers."""

    id: str
    kind: Kind
    on: date
    until: date | None = None
    changed: Changed | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Custody:
    """A time inside; without an end while it lasts."""

    starts_on: date
    released_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` was spent inside. The day of being taken in counts as outside: the safer reading."""
        return self.starts_on < day and (self.released_on is None or day <= self.released_on)


def lawfully_held(custody: Iterable[Custody], absences: Iterable[tuple[date, date | None]]) -> tuple[Custody, ...]:
    """Return the times inside without the days unlawfully at large, which count for every time limit (NOT-07).

    An absence is the day they left and the day they were back, None while they are gone. Where only the release after
    it is recorded, they count as gone until then: the safer reading.
    """
    gone = sorted(absences, key=lambda one: one[0])
    return tuple(piece for one in custody for piece in _pieces(one, gone))


def _pieces(whole: Custody, gone: Iterable[tuple[date, date | None]]) -> list[Custody]:
    found, start = [], whole.starts_on
    for left, back in gone:
        if left < start or (whole.released_on is not None and left >= whole.released_on):
            continue
        found.append(Custody(start, left))
        if back is None or (whole.released_on is not None and back >= whole.released_on):
            if whole.released_on is not None:
                found.append(Custody(whole.released_on, whole.released_on))
            return found
        start = back
    return [*found, Custody(start, whole.released_on)]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clocks of one person look at. `starts_on` is the first day of the requirement, `ends_on` its last.

    `rosh` is the level of risk of serious harm, empty while nobody judged it. `events` leave out what was recorded in
    error.
    """

    starts_on: date
    ends_on: date | None = None
    custody: tuple[Custody, ...] = ()
    events: tuple[Event, ...] = ()
    rosh: str = ""

    def binds(self, on: date) -> bool:
        """Whether the requirement is in force on a day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    @property
    def inside(self) -> bool:
        """Whether they are in custody now."""
        return any(one.released_on is None for one in self.custody)

    @property
    def released_on(self) -> date | None:
        """The last release since the requirement began; None when there was none."""
        return max(self.releases, default=None)

    @property
    def releases(self) -> set[date]:
        """Each release since the requirement began."""
        return {one.released_on for one in self.custody if one.released_on and one.released_on >= self.starts_on}

    def of(self, *kinds: Kind) -> list[Event]:
        """The entries of these kinds, earliest first."""
        return sorted((one for one in self.events if one.kind in kinds), key=lambda one: (one.on, one.id))

    def answer_to(self, event: Event, kind: Kind) -> Event | None:
        """The entry of a kind that is about another; None while there is none."""
        return next((one for one in self.of(kind) if one.about == event.id), None)


def without_errors(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the entries that stand: those recorded in error are left out, and so are the entries that say so."""
    listed = list(events)
    wrong = {one.about for one in listed if one.kind is Kind.ERROR}
    return tuple(one for one in listed if one.kind is not Kind.ERROR and one.id not in wrong)


def days_away(event: Event) -> list[date]:
    """Return each day of a stay away, first and last included; while no last day is known, its first seven."""
    last = event.until or event.on + timedelta(days=6)
    return [event.on + timedelta(days=number) for number in range((last - event.on).days + 1)]
