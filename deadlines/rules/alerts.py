"""Which stage a deadline has reached on a day, and whom each stage tells (rules ALT-01 to ALT-04).

The table is plain data: a stage is reached when today is at least `days` after the due date. A set-based sweep can
join the same rows, so Python and SQL cannot disagree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """How far a deadline has come, in the order in which the stages are reached."""

    DUE_SOON = "due_soon"
    DUE_VERY_SOON = "due_very_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    MANAGER_TOLD = "manager_told"
    COORDINATOR_TOLD = "coordinator_told"


class Audience(StrEnum):
    """Who is told when a stage is reached."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    COORDINATOR = "coordinator"


class Standing(StrEnum):
    """The one word a list shows for a deadline."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Threshold:
    """At `level` the stage is reached `days` calendar days after the due date; before it when negative.

    Level 0 is the row for deadlines of cases that have no level yet.
    """

    level: int
    stage: Stage
    days: int
    audience: Audience
    rule: str


def _column(level: int, *, overdue: int, manager: int, coordinator: int, rule: str) -> tuple[Threshold, ...]:
    return (
        Threshold(level, Stage.DUE_SOON, -14, Audience.PRACTITIONER, "ALT-01"),
        Threshold(level, Stage.DUE_VERY_SOON, -7, Audience.PRACTITIONER, "ALT-01"),
        Threshold(level, Stage.DUE_TODAY, 0, Audience.PRACTITIONER, "ALT-01"),
        Threshold(level, Stage.OVERDUE, overdue, Audience.PRACTITIONER, rule),
        Threshold(level, Stage.MANAGER_TOLD, manager, Audience.MANAGER, rule),
        Threshold(level, Stage.COORDINATOR_TOLD, coordinator, Audience.COORDINATOR, rule),
    )


DEFAULT_ESCALATION: tuple[Threshold, ...] = (
    *_column(0, overdue=1, manager=3, coordinator=7, rule="ALT-02"),
    *_column(1, overdue=1, manager=3, coordinator=7, rule="ALT-02"),
    *_column(2, overdue=1, manager=3, coordinator=7, rule="ALT-02"),
    *_column(3, overdue=1, manager=1, coordinator=2, rule="ALT-03"),
)
"""The product's own default; an area may replace it."""


def thresholds(level: int | None, table: Iterable[Threshold] = DEFAULT_ESCALATION) -> list[Threshold]:
    """Return the rows of `table` for a level, earliest first; a level that the table does not hold has none."""
    return sorted((row for row in table if row.level == (level or 0)), key=lambda row: row.days)


def stages_reached(
    due_on: date, today: date, level: int | None, table: Sequence[Threshold] = DEFAULT_ESCALATION
) -> list[Threshold]:
    """Return every threshold reached by `today`, earliest first, so that missed days are caught up (rule ALT-04)."""
    return [row for row in thresholds(level, table) if today >= due_on + timedelta(days=row.days)]


def standing(
    due_on: date, today: date, level: int | None, table: Sequence[Threshold] = DEFAULT_ESCALATION, *, met: bool = False
) -> Standing:
    """Return the one word for a deadline on a day; met today is met, whatever the hour (rule ALT-01)."""
    if met:
        return Standing.MET
    reached = {row.stage for row in stages_reached(due_on, today, level, table)}
    if today > due_on:
        told = {Stage.MANAGER_TOLD, Stage.COORDINATOR_TOLD} & reached
        return Standing.ESCALATED if told else Standing.OVERDUE
    if today == due_on:
        return Standing.DUE_TODAY
    return Standing.DUE_SOON if reached else Standing.NOT_DUE
