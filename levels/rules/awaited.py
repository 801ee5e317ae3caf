"""A level that nobody has decided yet, and one that follows from a settled dispute (rules LVL-38 and LVL-39). Pure."""

import datetime as dt
from collections.abc import Collection

from deadlines.rules.days import Due, add_days, in_words, with_last_working_day
from deadlines.rules.policies import Limit
from deadlines.rules.reviews import ReviewFacts

LEVEL_DAYS = 28
OUTCOME_WITHIN_DAYS = 14


def level_due(facts: ReviewFacts, limit: Limit | None, holidays: Collection[dt.date]) -> Due | None:
    """Return by when a managed case in the community has a level: some days from when it had none (rule LVL-38).

    Somebody released later than that without a level has the day of the release as the limit. `limit` is the figure of
    the policies. None once a level is decided, in custody (REV-05 and REV-16), without a category, or after the end.
    """
    since = facts.level_awaited_since
    if since is None or facts.in_custody or facts.ended_on is not None:
        return None
    days = limit.value if limit is not None else LEVEL_DAYS
    due_on = add_days(since, days)
    words = f"{days} days from {in_words(since)}, since when the case has had a category and no level"
    if facts.released_on is not None and facts.released_on > due_on:
        due_on = facts.released_on
        words = f"By the release on {in_words(due_on)}, as the level was not decided before it"
    if limit is None:
        return with_last_working_day(Due(due_on, since, "LVL-38", f"{words} (product's own limit)"), holidays)
    words = f"{words} ({limit.basis}, {limit.source})"
    return with_last_working_day(Due(due_on, since, "LVL-38", words, limit.basis, limit.policy), holidays)


def outcome_due(settled_on: dt.date, level: int) -> Due:
    """Return by when the level is decided after a dispute was settled at another one: 14 days (rule LVL-39)."""
    words = f"{OUTCOME_WITHIN_DAYS} days from {in_words(settled_on)}, when the dispute was settled at Level {level}"
    due_on = add_days(settled_on, OUTCOME_WITHIN_DAYS)
    return Due(due_on, settled_on, "LVL-39", f"{words} (product's own limit)")
