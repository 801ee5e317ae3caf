"""One invented person's case while its past is being made: who acts, on which day, and which variant of a text."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from accounts.models import User
from mappa.demo.people import Cast
from mappa.demo.specimens import Specimen
from offenders.models import Case

T = TypeVar("T")
FRIDAY = 4
MANAGERS = {"probation": "manager", "police": "police.manager", "yjs": "yjs.manager"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A case with its specimen and the people of its area. Days are counted back from the day of loading."""

    specimen: Specimen
    case: Case
    cast: Cast
    number: int
    today: dt.date

    @property
    def owner(self) -> User:
        """Who manages the case."""
        return self.cast.people[self.specimen.owner]

    @property
    def manager(self) -> User:
        """The manager in the lead agency."""
        return self.cast.people[MANAGERS[self.specimen.lead]]

    def ago(self, days: int) -> dt.date:
        """The date so many days before today; after it when negative."""
        return self.today - dt.timedelta(days=days)

    def weekday(self, days: int) -> dt.date:
        """As `ago`, and the Friday before when that is a Saturday or Sunday."""
        day = self.ago(days)
        return day - dt.timedelta(days=max(0, day.weekday() - FRIDAY))

    def pick(self, variants: Sequence[T], *, step: int = 1, shift: int = 0) -> T:
        """One of the variants, another for each neighbouring case.

        With another `step` two choices vary independently; with another `shift` they differ in the same case.
        """
        return variants[(self.number // step + shift) % len(variants)]
