"""Which stage a deadline has reached on a day, and whom each stage tells (rules ALT-01 to ALT-04).

The table is plain data: a stage is reached when today is at least `days` after the due date. The set-based sweep joins
the same rows. Its figures are those of the policies: an area may be reminded sooner or later, and escalate sooner.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from deadlines.rules.policies import PolicyValues, stricter

OVERDUE_DAYS = 1
"""Late from the day after, whatever the area."""

USUAL = {
    "remind_first_days": 14,
    "remind_again_days": 7,
    "tell_manager_days": 3,
    "tell_coordinator_days": 7,
    "tell_manager_level_3_days": 1,
    "tell_coordinator_level_3_days": 2,
}
"""What holds while no policy that is loaded says otherwise: alerts are raised even before reference data is renewed."""


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


def escalation(national: PolicyValues, local: PolicyValues | None = None) -> tuple[Threshold, ...]:
    """Return the whole table for an area, by its policy and the national one (rules ALT-01 to ALT-03)."""

    def days(setting: str) -> int:
        limit = stricter(setting, national, local)
        return limit.value if limit is not None else USUAL[setting]

    reminders = (days("remind_first_days"), days("remind_again_days"))
    usual = (days("tell_manager_days"), days("tell_coordinator_days"))
    faster = (days("tell_manager_level_3_days"), days("tell_coordinator_level_3_days"))
    by_level = ((0, usual, "ALT-02"), (1, usual, "ALT-02"), (2, usual, "ALT-02"), (3, faster, "ALT-03"))
    return tuple(row for level, late, rule in by_level for row in _column(level, reminders, late, rule))


def _column(level: int, reminders: tuple[int, int], late: tuple[int, int], rule: str) -> tuple[Threshold, ...]:
    return (
        Threshold(level, Stage.DUE_SOON, -reminders[0], Audience.PRACTITIONER, "ALT-01"),
        Threshold(level, Stage.DUE_VERY_SOON, -reminders[1], Audience.PRACTITIONER, "ALT-01"),
        Threshold(level, Stage.DUE_TODAY, 0, Audience.PRACTITIONER, "ALT-01"),
        Threshold(level, Stage.OVERDUE, OVERDUE_DAYS, Audience.PRACTITIONER, rule),
        Threshold(level, Stage.MANAGER_TOLD, late[0], Audience.MANAGER, rule),
        Threshold(level, Stage.COORDINATOR_TOLD, late[1], Audience.COORDINATOR, rule),
    )


def thresholds(level: int | None, table: Iterable[Threshold]) -> list[Threshold]:
    """Return the rows of `table` for a level, earliest first; a level that the table does not hold has none."""
    return sorted((row for row in table if row.level == (level or 0)), key=lambda row: row.days)
