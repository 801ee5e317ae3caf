"""What a recipient says of a copy of minutes: that something in them is wrong, and with whom it is shared."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_working_days, earliest, in_words
from deadlines.rules.policies import PolicyValues, limits
from meetings.rules.minutes import MEETING_LEVELS, MinutesState


class Note(StrEnum):
    """What the recipient says."""

    CORRECTION = "correction"
    SHARED = "shared"
    REGULAR = "regular"


NOTE_WORDS: Mapping[Note, str] = {
    Note.CORRECTION: "Correction asked for",
    Note.SHARED: "Shared once inside the agency",
    Note.REGULAR: "Regular sharing inside the agency asked for",
}

DECIDED = frozenset({Note.CORRECTION, Note.REGULAR})
"""What the chair decides on; sharing once is recorded and stands."""


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """The copy that a note is about: whether it was sent, the day, and how far the minutes are."""

    sent_on: date | None
    state: MinutesState


def note_findings(
    kind: Note, facts: NoteFacts, *, text: str, shared_with: str, on: date, today: date, said_before: bool
) -> list[Finding]:
    """What is wrong with a recipient's note on a copy (MIN-13, MIN-14), in the order of the form."""
    rule = "MIN-13" if kind is Note.CORRECTION else "MIN-14"
    if facts.sent_on is None:
        message = "This copy was not sent yet."
        return [Finding(rule, Effect.REFUSE, message, None, "Record first that it was sent.")]
    if kind is Note.CORRECTION and facts.state is MinutesState.CONFIRMED:
        message = "These minutes were confirmed at the next meeting and are not changed any more."
        return [Finding(rule, Effect.REFUSE, message, None, "Raise it at the next meeting.")]
    found = []
    if said_before:
        message = "The same was said of this copy already, and the chair has not decided on it."
        found.append(Finding(rule, Effect.REFUSE, message, "text", "Wait for the decision, or say what is new."))
    if kind is not Note.CORRECTION and not shared_with.strip():
        message = "Nobody is named with whom the minutes are shared."
        found.append(Finding(rule, Effect.REQUIRE, message, "shared_with", "Enter the posts of those who get them."))
    if not text.strip():
        message = "Nothing is said." if kind is Note.CORRECTION else "Sharing has no reason."
        step = "Say what is wrong." if kind is Note.CORRECTION else "Say why it is necessary."
        found.append(Finding(rule, Effect.REQUIRE, message, "text", step))
    if kind is Note.SHARED and on > today:
        message = "This day is still to come."
        found.append(Finding(rule, Effect.REFUSE, message, "happened_on", "Record it once it was done."))
    elif kind is Note.SHARED and on < facts.sent_on:
        message = f"The copy was sent later, on {in_words(facts.sent_on)}."
        found.append(Finding(rule, Effect.REFUSE, message, "happened_on", "Enter that day or a later one."))
    return found


def deciding_findings(kind: Note, *, by_chair: bool, decided: bool, reason: str) -> list[Finding]:
    """Refusals of the decision on a note: not the chair's, nothing to decide, decided before, or no reason (MIN-15)."""
    if not by_chair:
        message = "Only the chair of the meeting decides on what recipients ask."
        return [Finding("MIN-15", Effect.REFUSE, message, None, "Ask the chair of the meeting.")]
    if decided or kind not in DECIDED:
        message = "It is decided already." if decided else "There is nothing to decide about sharing once."
        return [Finding("MIN-15", Effect.REFUSE, message, None, "Look at what is recorded.")]
    if not reason.strip():
        message = "This decision has no reason."
        return [Finding("MIN-15", Effect.REQUIRE, message, "reason", "Say why.")]
    return []


def decision_due(
    asked_on: date, level: int, national: PolicyValues, local: PolicyValues | None, holidays: Collection[date]
) -> Due | None:
    """The last day for the chair's decision: the time for approving minutes, from the day of asking (MIN-15).

    None for a level at which no MAPPA meeting is held.
    """
    if level not in MEETING_LEVELS:
        return None
    readings = []
    for limit in limits(f"minutes_level_{level}_working_days", national, local):
        due_on = add_working_days(asked_on, limit.value, holidays)
        words = f"{limit.value} working days, as for approving minutes, from the day it was asked, {in_words(asked_on)}"
        cited = f"{words} ({limit.basis}, {limit.source})"
        readings.append(Due(due_on, asked_on, "MIN-15", cited, limit.basis, limit.policy))
    return earliest(*readings)
