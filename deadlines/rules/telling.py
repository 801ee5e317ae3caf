"""When alerts go out by e-mail, and how long somebody may put one off for themselves (ALT-05 to ALT-09). Pure.

What an alert is about is closed by the fact that satisfies its rule, by nothing here.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from audit.refusals import Effect, Finding
from deadlines.rules.alerts import Stage, Threshold, thresholds

LONDON = ZoneInfo("Europe/London")
ESCALATED = frozenset({Stage.MANAGER_TOLD, Stage.COORDINATOR_TOLD})
AHEAD = frozenset({Stage.DUE_SOON, Stage.DUE_VERY_SOON})
FIRST_HOUR, LAST_HOUR = 5, 21
USUAL_HOUR = 6


class Way(StrEnum):
    """How somebody wants to hear of alerts."""

    EACH = "each"
    LATE_AT_ONCE = "late_at_once"
    DIGEST = "digest"


USUAL_WAY = Way.LATE_AT_ONCE
"""For whoever has chosen nothing."""


def at_once(stage: Stage, way: Way) -> bool:
    """Whether an alert goes out as soon as it is raised (ALT-05); escalated ones always do (ALT-06)."""
    if stage in ESCALATED or way is Way.EACH:
        return True
    return way is Way.LATE_AT_ONCE and stage is Stage.OVERDUE


def digest_is_due(now: datetime, hour: int, last: date | None) -> bool:
    """Whether the day's one e-mail is to go out now (ALT-07). `now` is an instant; `last` the London day of the last.

    From the chosen hour of the London clock on, so that a late worker sends it later the same day, an hour that the
    change of the clocks leaves out is made up for, and one that comes twice counts once.
    """
    here = now.astimezone(LONDON)
    return here.hour >= hour and (last is None or last < here.date())


def can_be_put_off(stage: Stage) -> bool:
    """Whether an alert of this stage can be put off at all: not what is due today, nor what was escalated (ALT-08)."""
    return stage in AHEAD or stage is Stage.OVERDUE


def longest_snooze(stage: Stage, due_on: date, level: int | None, table: Iterable[Threshold]) -> date | None:
    """The last day on which an alert may come back that somebody puts off; None when it cannot be put off (ALT-08).

    One that is ahead of its date comes back on that date at the latest; one that is late, on the day on which the
    manager is told by the area's `table`.
    """
    if not can_be_put_off(stage):
        return None
    if stage in AHEAD:
        return due_on
    told = [row.days for row in thresholds(level, table) if row.stage in ESCALATED]
    return due_on + timedelta(days=min(told)) if told else None


def snoozing(stages: Iterable[Stage], until: date, today: date, latest: date | None) -> list[Finding]:
    """What stands against putting an alert off until a day; `stages` are those its deadline has reached (ALT-08)."""
    if latest is None or ESCALATED & set(stages):
        message = "What is due today or has been escalated cannot be put off."
        return [Finding("ALT-08", Effect.REFUSE, message, None, "Do what is due, or decide on the deadline.")]
    if until <= today:
        return [Finding("ALT-08", Effect.REFUSE, "The alert comes back on a later day than today.", "until")]
    if until > latest:
        message = f"The alert comes back on {latest.day} {latest:%B %Y} at the latest."
        return [Finding("ALT-08", Effect.REFUSE, message, "until", "Choose that day or an earlier one.")]
    return []
