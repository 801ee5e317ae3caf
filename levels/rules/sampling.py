"""Which cases at Level 1 a supervisor looks at, and what comes of it (rules LVL-28 to LVL-30). Pure.

The draw is fair, because the order of the cases comes from a hash that nobody chooses, and can be done again: the same
cases, the same quarter and the same share give the same sample.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from uuid import UUID

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_days, in_words

SAMPLE_PERCENT = 5
FOLLOWED_WITHIN_DAYS = 14
AGREES, REVIEW, REFER = "agrees", "review", "refer"
OUTCOMES = {
    AGREES: "Level 1 is right",
    REVIEW: "The lead agency reviews it again",
    REFER: "To be referred to Level 2 or 3",
}


def quarter_of(day: dt.date) -> str:
    """Return the quarter of a day, such as "2026-4"."""
    return f"{day.year}-{(day.month - 1) // 3 + 1}"


def last_day_of(quarter: str) -> dt.date:
    """Return the last day of a quarter written as by `quarter_of`."""
    year, number = (int(part) for part in quarter.split("-"))
    first_after = dt.date(year + number // 4, number % 4 * 3 + 1, 1)
    return first_after - dt.timedelta(days=1)


def sample(case_ids: Iterable[UUID], *, quarter: str, percent: int) -> list[UUID]:
    """Return the cases drawn: this share of them, rounded up, in an order that only the quarter and the ids decide."""
    ordered = sorted(case_ids, key=lambda one: sha256(f"{quarter}:{one}".encode()).digest())
    return ordered[: ceil(len(ordered) * percent / 100)]


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """A drawn case about to be checked. `decided_by` are the ids of who decided the level or held the last review."""

    level: int | None
    checked: bool
    checker: str
    decided_by: frozenset[str] = frozenset()


def check_findings(facts: CheckFacts) -> list[Finding]:
    """Return why a check cannot be recorded: done already, no longer at Level 1, or one's own decision (LVL-29)."""
    if facts.checked:
        return [Finding("LVL-28", Effect.REFUSE, "This check is recorded already.", None, "Look at the one recorded.")]
    if facts.level != 1:
        message = "The case is no longer at Level 1, so there is nothing to check."
        return [Finding("LVL-28", Effect.REFUSE, message, None, "Leave it: it is off the list.")]
    if facts.checker in facts.decided_by:
        message = "You decided the level or held the last review, so somebody else checks it."
        return [Finding("LVL-29", Effect.REFUSE, message, "outcome", "Ask another manager.")]
    return []


def check_due(quarter: str, drawn_on: dt.date) -> Due:
    """Return by when a drawn case is checked: the end of its quarter (rule LVL-28)."""
    words = f"Drawn for a check on {in_words(drawn_on)}, to be done in its quarter (product's own limit)"
    return Due(last_day_of(quarter), drawn_on, "LVL-28", words)


def follow_up_due(checked_on: dt.date) -> Due:
    """Return by when the lead agency has reviewed or referred a case again after a check asked for it (LVL-30)."""
    days = FOLLOWED_WITHIN_DAYS
    words = f"{days} days from the supervisor's check on {in_words(checked_on)} (product's own limit)"
    return Due(add_days(checked_on, days), checked_on, "LVL-30", words)
