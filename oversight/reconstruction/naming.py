"""Names and words for the picture of a case on a day, shared by its sections."""

from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import Agency, Area, Team, User
from oversight.reconstruction.past import Reader, Values
from ui.words import day

NAMED: tuple[tuple[type[models.Model], str], ...] = ((User, "full_name"), (Agency, "name"), (Team, "name"))
Told = dict[Any, tuple[str, str]]
"""Key -> what it is, and what is said of it, in words."""


class Names:
    """The names of people, agencies and teams as a reader knows them, looked up together once all were asked for."""

    def __init__(self, reader: Reader) -> None:
        self.asked: set[Any] = set()
        self.known: dict[Any, str] = {}
        self._reader = reader

    def of(self, key: Any) -> str:
        """The name of what has this id, once looked up; "Not recorded" for none."""
        self.asked.add(key)
        return self.known.get(key, "Not recorded")

    def look_up(self) -> None:
        """Find what was asked for: one query for each kind, two where names of an earlier day are asked for."""
        ids = {key for key in self.asked if isinstance(key, UUID)}
        slugs = {key for key in self.asked if isinstance(key, str)}
        for model, column in NAMED:
            self.known |= self._reader.names(model, column, ids)
        self.known |= dict(Area.objects.filter(pk__in=slugs).order_by().values_list("pk", "name"))


def joined(*parts: Any) -> str:
    """The parts that say something, with commas between them."""
    return ", ".join(str(part) for part in parts if part)


def period(row: Values) -> str:
    """From when until when a row holds."""
    return f"from {day(row['starts'])}" + (f" until {day(row['ends'])}" if row["ends"] else "")


def decided(decision: Any, names: Names) -> Told:
    """Who decided, when and why, as three entries."""
    return {
        "on": ("Decided on", day(decision.decided_on)),
        "by": ("Decided by", f"{names.of(decision.decided_by_id)} ({decision.decided_as})"),
        "why": ("Why", decision.reason or "Not recorded"),
    }
