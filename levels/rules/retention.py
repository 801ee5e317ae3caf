"""When the record of a person is reviewed for removal: on the 100th birthday (rules LIFE-10 and LIFE-11). Pure."""

import datetime as dt
from collections.abc import Collection

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_months, birthday, in_words, months_before, with_last_working_day

REVIEW_AGE = 100
SHOWN_MONTHS = 12
AGAIN_MONTHS = 12
REMOVE, KEEP = "remove", "keep"
OUTCOMES = {REMOVE: "To be removed", KEEP: "To be kept for now"}


def review_due(
    born: dt.date,
    reviewed: tuple[dt.date, str] | None,
    *,
    ended_on: dt.date | None,
    today: dt.date,
    holidays: Collection[dt.date],
) -> Due | None:
    """Return by when the record is reviewed, within a year of that day; None before, and once it is to be removed.

    `reviewed` is the last review, its day and outcome. A record that is kept is reviewed again a year later. A
    removal decided before management last ended, on `ended_on`, counts for nothing: management began anew after it
    (LIFE-11). None while somebody is managed.
    """
    if reviewed is not None and reviewed[1] == REMOVE:
        if ended_on is not None and reviewed[0] >= ended_on:
            return None
        reviewed = None
    turns_on = birthday(born, REVIEW_AGE)
    due_on, start, words = turns_on, born, f"The 100th birthday, {in_words(turns_on)}"
    if reviewed is not None and reviewed[0] >= months_before(turns_on, SHOWN_MONTHS):
        due_on, start = add_months(reviewed[0], AGAIN_MONTHS), reviewed[0]
        words = f"{AGAIN_MONTHS} months from the review of {in_words(reviewed[0])}, which kept the record"
    if today < months_before(due_on, SHOWN_MONTHS):
        return None
    cited = f"{words} (national, MAPPA Guidance chapter 6)"
    return with_last_working_day(Due(due_on, start, "LIFE-10", cited), holidays)


def findings(born: dt.date, *, ended: bool, outcome: str, on: dt.date, today: dt.date) -> list[Finding]:
    """Return what stands against a review: too early, or a removal while somebody is still managed (LIFE-11)."""
    found = []
    if on > today:
        found.append(Finding("LIFE-10", Effect.REFUSE, "This day is still to come.", "decided_on", "Enter today."))
    if today < months_before(birthday(born, REVIEW_AGE), SHOWN_MONTHS):
        message = "The record is kept until the 100th birthday, and reviewed then."
        found.append(Finding("LIFE-10", Effect.REFUSE, message, None, "There is nothing to review yet."))
    if outcome == REMOVE and not ended:
        message = "The person is still managed under MAPPA, so the record is not removed."
        found.append(Finding("LIFE-11", Effect.REFUSE, message, "outcome", "Record first that management has ended."))
    return found
