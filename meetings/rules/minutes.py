"""Minutes: when they are due, who approves them, the states they pass through, and what stands as it did before."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_working_days, earliest, in_words
from deadlines.rules.policies import PolicyValues, limits
from meetings.rules.schedule import MEETING_LEVELS


class MinutesState(StrEnum):
    """Draft, approved for distribution, amended after approval, confirmed at the next meeting."""

    DRAFT = "draft"
    APPROVED = "approved"
    AMENDED = "amended"
    CONFIRMED = "confirmed"


TRANSITIONS: Mapping[MinutesState, frozenset[MinutesState]] = {
    MinutesState.DRAFT: frozenset({MinutesState.APPROVED}),
    MinutesState.APPROVED: frozenset({MinutesState.AMENDED, MinutesState.CONFIRMED}),
    MinutesState.AMENDED: frozenset({MinutesState.AMENDED, MinutesState.CONFIRMED}),
    MinutesState.CONFIRMED: frozenset(),
}

MOVES: Mapping[MinutesState, str] = {
    MinutesState.DRAFT: "returned to draft",
    MinutesState.APPROVED: "approved",
    MinutesState.AMENDED: "amended",
    MinutesState.CONFIRMED: "confirmed",
}


def approval_due(
    held_on: date, level: int, national: PolicyValues, local: PolicyValues | None, holidays: Collection[date]
) -> Due | None:
    """The last day for the chair to approve the minutes, with the readings that do not bind beside it (MIN-01).

    Nationally 10 working days at Level 2 and 5 at Level 3. The guidance does not say where the count starts; the day of
    the meeting is day 0. None for a level at which no MAPPA meeting is held.
    """
    if level not in MEETING_LEVELS:
        return None
    readings = []
    for limit in limits(f"minutes_level_{level}_working_days", national, local):
        due_on = add_working_days(held_on, limit.value, holidays)
        words = f"{limit.value} working days from the meeting held on {in_words(held_on)}"
        cited = f"{words} ({limit.basis}, {limit.source})"
        readings.append(Due(due_on, held_on, "MIN-01", cited, limit.basis, limit.policy))
    return earliest(*readings)


def change_findings(current: MinutesState, wanted: MinutesState, *, by_chair: bool) -> list[Finding]:
    """Refusals of a change of state that is not allowed (MIN-03) or not made by the meeting's chair (MIN-02)."""
    found = []
    if wanted not in TRANSITIONS[current]:
        message = f"These minutes are {_status(current)} and cannot be {MOVES[wanted]}."
        found.append(Finding("MIN-03", Effect.REFUSE, message, "state", _next_step(current)))
    if not by_chair:
        message = f"Minutes are {MOVES[wanted]} by the chair of the meeting only."
        found.append(Finding("MIN-02", Effect.REFUSE, message, "state", "Ask the chair of the meeting."))
    return found


def visor_findings(effect: Effect, *, missing: bool) -> list[Finding]:
    """That minutes about a sexual offender lack the ViSOR reference, which they must carry (MIN-19)."""
    if not missing:
        return []
    message = "This person has a sexual offence, and no ViSOR reference is recorded."
    step = "Have it recorded with the person’s numbers, on the first page of the case."
    return [Finding("MIN-19", effect, message, None, step)]


SHORT = 40
"""A text of fewer characters, such as "Nothing to report.", may well be the same twice."""


def unchanged(now: Mapping[str, str], before: Mapping[str, str]) -> frozenset[str]:
    """The keys of notes that stand word for word in the minutes of the meeting before, short ones aside (MIN-10)."""
    told = {" ".join(text.split()).casefold() for text in before.values()}
    texts = {key: " ".join(text.split()).casefold() for key, text in now.items()}
    return frozenset(key for key, text in texts.items() if len(text) >= SHORT and text in told)


def _status(state: MinutesState) -> str:
    return "a draft" if state is MinutesState.DRAFT else MOVES[state]


def _next_step(state: MinutesState) -> str:
    if state is MinutesState.DRAFT:
        return "Have the chair approve the draft first."
    if state is MinutesState.CONFIRMED:
        return "Record a correction in the minutes of the next meeting."
    return "Amend them, or confirm them at the next meeting."
