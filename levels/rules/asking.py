"""What agencies and the prison are asked for a screening or a review, and their answers (rule LVL-31). Pure."""

import datetime as dt

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_days, in_words

ANSWER_WITHIN_DAYS = 14
GAVE, NOTHING, DECLINED, WITHDRAWN, CHASED = "gave", "nothing", "declined", "withdrawn", "chased"
ANSWERS = {
    GAVE: "Gave information",
    NOTHING: "Holds nothing",
    DECLINED: "Declined, with reasons",
    WITHDRAWN: "No longer needed",
}
STEPS = {CHASED: "Reminded, no answer yet", **ANSWERS}


def answer_due(asked_on: dt.date) -> Due:
    """Return by when an agency answers: 14 days from the day on which it was asked (rule LVL-31)."""
    own = "product's own limit, as MAPPA Guidance 7.8 gives the prison"
    words = f"{ANSWER_WITHIN_DAYS} days from the request of {in_words(asked_on)} ({own})"
    return Due(add_days(asked_on, ANSWER_WITHIN_DAYS), asked_on, "LVL-31", words)


def asking_findings(*, on: dt.date, today: dt.date, asked_already: bool, asks_itself: bool) -> list[Finding]:
    """Return why an agency cannot be asked: a day to come, one's own agency, or a request that still waits (LVL-31)."""
    found = []
    if on > today:
        found.append(_refuse("This day is still to come.", "asked_on", "Enter today or an earlier date."))
    if asks_itself:
        found.append(_refuse("This is your own agency.", "agency", "Say what you know in the screening."))
    if asked_already:
        message = "This agency was asked and has not answered yet."
        found.append(_refuse(message, "agency", "Remind it, or record its answer."))
    return found


def answer_findings(*, asked_on: dt.date, on: dt.date, today: dt.date, answered: bool, note: str) -> list[Finding]:
    """Return why an answer cannot be recorded: a wrong day, no words, or an answer that is there already (LVL-31)."""
    if answered:
        return [_refuse("This request is answered already.", None, "Ask again if there is more to know.")]
    found = []
    if not asked_on <= on <= today:
        step = "Enter a date from the request to today."
        found.append(_refuse("The day is before the request or still to come.", "on", step))
    if not note.strip():
        message = "Say what the agency answered."
        found.append(Finding("LVL-31", Effect.REQUIRE, message, "note", "Write it in a sentence."))
    return found


def _refuse(message: str, field: str | None, step: str) -> Finding:
    return Finding("LVL-31", Effect.REFUSE, message, field, step)
