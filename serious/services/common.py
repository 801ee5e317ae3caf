"""What the services of a review share: the offence under the lock of its case, what stands of it, and its steps."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from offenders.writing import Entry, writing
from serious import facts
from serious.access import RECORD
from serious.facts import Levels, Read
from serious.models import ReviewAction, ReviewStep, SeriousOffence
from serious.rules.steps import ReviewFacts
from serious.rules.timetable import State


@dataclass(frozen=True, slots=True)
class Standing:
    """One offence as it stands under the lock."""

    entry: Entry
    read: Read
    levels: Levels

    @property
    def offence(self) -> SeriousOffence:
        """Its row."""
        return self.read.offence

    @property
    def facts(self) -> ReviewFacts:
        """What the rules look at."""
        return self.read.facts(self.levels)

    def moves(self, version: int, state: State | None = None) -> None:
        """Take the version that the user looked at, and come to that state. Raises: Conflict."""
        self.entry.change(self.offence, version=version, state=(state or State(self.offence.state)).value)

    def standing_step(self, kind: str) -> ReviewStep | None:
        """The step of this kind that stands."""
        return next((step for step in self.read.steps if step.kind == kind), None)

    def action(self, pk: UUID) -> ReviewAction:
        """The action of this review as it stands under the lock."""
        return next(row for row in self.read.actions if row.pk == pk)

    def note(self, kind: str, on: dt.date, **more: Any) -> ReviewStep:
        """Add the row that says that a step was taken."""
        actor = self.entry.actor
        if actor is None:
            raise TypeError("a step of a review is recorded by somebody")
        row = ReviewStep(case=self.entry.case, offence=self.offence, kind=kind, happened_on=on, **more)
        row.reason, row.rules = self.entry.reason, list(dict.fromkeys(self.entry.rules))
        row.taken_by, row.taken_as = actor, actor.audit_role[:200]
        return self.entry.add(row)


@contextmanager
def taking(offence: SeriousOffence, *, actor: User, verb: str, reason: str = "") -> Iterator[Standing]:
    """Write to an offence as it stands now. Raises: NotPermitted (SCR-18)."""
    with writing(offence.case, actor=actor, may=RECORD, verb=verb, reason=reason) as entry:
        current = SeriousOffence.objects.select_for_update().get(pk=offence.pk)
        current.case = entry.case
        read = facts.read([current])[current.pk]
        yield Standing(entry, read, facts.levels_of([entry.case.pk])[entry.case.pk])
    offence.refresh_from_db()
