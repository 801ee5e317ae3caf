"""Two readers of one case: as it was recorded by the end of a day, and as it is recorded now. Both give plain rows.

Decisions are never changed: those recorded by then were known then. Other rows come from their history. Nothing is
computed from dates that people typed, so what was recorded later about an earlier day does not appear (AUD-41).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from audit.history import BEGAN, history_of
from offenders.models import Case
from offenders.models.base import Decision
from ui.words import LONDON

Values = dict[str, Any]


def end_of(day: dt.date) -> dt.datetime:
    """The instant at which this London day is over."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), LONDON)


class Reader(Protocol):
    """What sections are made from."""

    case_id: UUID

    def case(self) -> Values | None:
        """The row of the case itself: field -> value, foreign keys as ids; None when nothing was recorded yet."""

    def rows(self, model: type[models.Model]) -> list[Values]:
        """Every row of a kind that belongs to the case, in the order in which they came to be."""

    def decision(self, kind: type[Decision], **of: Any) -> Any:
        """The decision of a kind that stood; None when there was none."""

    def related(self, decision: Any, name: str) -> list[Any]:
        """The rows below a decision."""

    def recorded(self, kind: type[models.Model], *, at: str = "recorded_at", case: str = "case") -> list[Any]:
        """Every row of a kind that is never changed, in the order of recording; `at` and `case` name its columns."""

    def deadlines(self, rows: models.QuerySet) -> list[Any]:
        """Which of these due dates were open, soonest first."""

    def names(self, model: type[models.Model], column: str, keys: set[Any]) -> dict[Any, str]:
        """What people, agencies and teams were called: key -> name."""


class _Remembering:
    """Keeps what was read, so that a section may ask twice."""

    case_id: UUID

    def __post_init__(self) -> None:
        self._read: dict[Any, Any] = {}

    def once(self, key: Any, read: Callable[[], Any]) -> Any:
        """What was read under this key, or what `read` gives."""
        if key not in self._read:
            self._read[key] = read()
        return self._read[key]

    def related(self, decision: Any, name: str) -> list[Any]:
        """The rows below a decision, which are never changed either."""
        return self.once((type(decision), decision.pk, name), lambda: list(getattr(decision, name).all()))

    def _decision(self, kind: type[Decision], **of: Any) -> Any:
        def read() -> Any:
            rows: Any = kind._default_manager.filter(case=self.case_id, **of)
            return rows.order_by("-recorded_at").first()

        return self.once(kind, read)

    def _recorded(self, kind: type[models.Model], at: str, case: str, condition: models.Q) -> list[Any]:
        rows: Any = kind._default_manager.filter(condition, **{case: self.case_id})
        return self.once(kind, lambda: list(rows.order_by(at, "pk")))

    def _deadlines(self, rows: models.QuerySet, condition: models.Q) -> list[Any]:
        open_ones: Any = rows.filter(condition, case=self.case_id)
        return self.once(rows.model, lambda: list(open_ones.order_by("due_on", "id")))


@dataclass
class AsRecordedBy(_Remembering):
    """The case as it was recorded by the end of a London day."""

    case_id: UUID
    day: dt.date
    unknown: dict[type[models.Model], tuple[int, dt.datetime]] = field(default_factory=dict)
    """Kind -> how many rows are older than their history, and the instant from which their history is kept."""

    def case(self) -> Values | None:
        """The row of the case itself."""
        found = self.once(Case, lambda: self._kept(Case, {"id": self.case_id}))
        return found[0] if found else None

    def rows(self, model: type[models.Model]) -> list[Values]:
        """Every row of a kind that belonged to the case."""
        found = self.once(model, lambda: self._kept(model, {"case": self.case_id}))
        return [row for row in found if row["case"] == self.case_id]

    def decision(self, kind: type[Decision], **of: Any) -> Any:
        """The last decision recorded by then."""
        return self._decision(kind, recorded_at__lt=end_of(self.day), **of)

    def recorded(self, kind: type[models.Model], *, at: str = "recorded_at", case: str = "case") -> list[Any]:
        """Those recorded by the end of the day."""
        return self._recorded(kind, at, case, models.Q((f"{at}__lt", end_of(self.day))))

    def deadlines(self, rows: models.QuerySet) -> list[Any]:
        """What was open at the end of the day: a due date is never moved, but closed and opened anew."""
        until = end_of(self.day)
        still = models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=until)
        return self._deadlines(rows, still & models.Q(opened_at__lt=until))

    def names(self, model: type[models.Model], column: str, keys: set[Any]) -> dict[Any, str]:
        """The names of that day; the present one for who was recorded later, or before names had a history."""
        kept: Any = history_of(model)._default_manager
        last = kept.filter(id__in=keys, pgh_created_at__lt=end_of(self.day)).order_by("id", "-pgh_id").distinct("id")
        return _names(model, column, keys) | dict(last.values_list("id", column))

    def _kept(self, model: type[models.Model], owner: dict[str, Any]) -> list[Values]:
        kept: Any = history_of(model)._default_manager
        # A row may have come from another case: its last version says to which it belonged.
        ids = kept.filter(**owner).values("id")
        until = end_of(self.day)
        last = kept.filter(id__in=ids, pgh_created_at__lt=until).order_by("id", "-pgh_id").distinct("id")
        found = sorted((row for row in last.values() if row["pgh_label"] != "delete"), key=lambda row: row["pgh_id"])
        begun = kept.filter(id__in=ids, pgh_label=BEGAN, pgh_created_at__gte=until).values_list("pgh_created_at")
        later = [at for (at,) in begun]
        if later:
            self.unknown[model] = (len(later), min(later))
        return found


@dataclass
class AsRecordedNow(_Remembering):
    """The case as it is recorded now: the rows themselves."""

    case_id: UUID

    def case(self) -> Values | None:
        """The row of the case itself."""
        return self.once(Case, lambda: _values(Case.objects.get(pk=self.case_id)))

    def rows(self, model: type[models.Model]) -> list[Values]:
        """Every row of a kind that belongs to the case."""
        rows = model._default_manager.filter(case=self.case_id)
        return self.once(model, lambda: [_values(row) for row in rows])

    def decision(self, kind: type[Decision], **of: Any) -> Any:
        """The last decision."""
        return self._decision(kind, **of)

    def recorded(self, kind: type[models.Model], *, at: str = "recorded_at", case: str = "case") -> list[Any]:
        """All of them."""
        return self._recorded(kind, at, case, models.Q())

    def deadlines(self, rows: models.QuerySet) -> list[Any]:
        """What is open."""
        return self._deadlines(rows, models.Q(closed_at__isnull=True))

    def names(self, model: type[models.Model], column: str, keys: set[Any]) -> dict[Any, str]:
        """The present names."""
        return _names(model, column, keys)


def _values(row: models.Model) -> Values:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _names(model: type[models.Model], column: str, keys: set[Any]) -> dict[Any, str]:
    return dict(model._default_manager.filter(pk__in=keys).order_by().values_list("pk", column))
