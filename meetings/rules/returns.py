"""What invited agencies are asked before a meeting, when their return is due, and what counts as one. Pure."""

import datetime as dt

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_days, in_words
from deadlines.rules.policies import PolicyValues, stricter

GAVE, NOTHING, DECLINED = "gave", "nothing", "declined"
ANSWERS = {
    GAVE: "Gave information",
    NOTHING: "Searched, nothing known",
    DECLINED: "Declined, with reasons",
}


def return_due(
    asked_on: dt.date, meeting_on: dt.date, national: PolicyValues, local: PolicyValues | None
) -> Due | None:
    """By when an agency searches its records and returns what it knows: never later than the meeting (MTG-60).

    None where neither the country nor the area sets a time.
    """
    limit = stricter("record_search_days", national, local)
    if limit is None:
        return None
    counted = add_days(asked_on, limit.value)
    words = f"{limit.value} days from the request of {in_words(asked_on)} ({limit.source})"
    if meeting_on < counted:
        words = f"{words}, and no later than the meeting of {in_words(meeting_on)}"
    return Due(min(counted, meeting_on), asked_on, "MTG-60", words, limit.basis, limit.policy)


def return_findings(*, answer: str, text: str, note: str, answered: bool, for_another: bool) -> list[Finding]:
    """Why a return cannot be recorded (MTG-61 and MTG-62).

    `text` is the information given, `note` says how a return reached the Unit that records it for another agency, or
    why an agency declined.
    """
    if answered:
        message = "This agency has returned already."
        step = "Record what is new as information of the case."
        return [Finding("MTG-61", Effect.REFUSE, message, None, step)]
    found = []
    if answer == GAVE and not text.strip():
        message = "The information is missing."
        found.append(Finding("MTG-61", Effect.REQUIRE, message, "text", "Write down what the agency knows."))
    if answer == NOTHING and text.strip():
        message = "There is information below, so something is known."
        found.append(Finding("MTG-61", Effect.REFUSE, message, "answer", "Choose the answer that fits."))
    if answer == DECLINED and not note.strip():
        message = "Say why nothing is given."
        found.append(Finding("MTG-61", Effect.REQUIRE, message, "note", "Write the reason in a sentence."))
    if for_another and not note.strip():
        message = "Say how this agency's return reached you."
        found.append(Finding("MTG-62", Effect.REQUIRE, message, "note", "For example: by secure e-mail, from whom."))
    return found


def reminder_findings(*, waits: bool, chased_on: dt.date | None, today: dt.date) -> list[Finding]:
    """Why an agency cannot be reminded: nothing is outstanding, or it was reminded today (MTG-63)."""
    if not waits:
        message = "This agency has returned, or is asked no longer."
        return [Finding("MTG-63", Effect.REFUSE, message, None, "There is nothing to remind of.")]
    if chased_on == today:
        message = "This agency was reminded today."
        return [Finding("MTG-63", Effect.REFUSE, message, None, "Wait until tomorrow, or telephone.")]
    return []
