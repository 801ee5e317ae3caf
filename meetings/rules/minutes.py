"""Minutes: when they are due, who approves them, the states they pass through, and who receives them."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who was invited, or whom the chair added. `key` identifies them to the caller."""

    key: Hashable
    label: str
    party_to_agreement: bool = True
    part_of_meeting_only: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A decision not to send the minutes to someone who was invited."""

    key: Hashable
    reason: str
    by_chair: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of the distribution list: full minutes, or agreed action points only."""

    recipient: Recipient
    action_points_only: bool


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


def distribution(invited: Sequence[Recipient], exclusions: Sequence[Exclusion]) -> tuple[Delivery, ...]:
    """Who receives what: everyone invited, present or not, less the recorded exclusions (MIN-04).

    Someone outside the information sharing agreement who was there for part of the meeting receives action points only.
    """
    left_out = {exclusion.key for exclusion in exclusions}
    return tuple(
        Delivery(recipient, recipient.part_of_meeting_only and not recipient.party_to_agreement)
        for recipient in invited
        if recipient.key not in left_out
    )


def exclusion_findings(invited: Sequence[Recipient], exclusions: Sequence[Exclusion]) -> list[Finding]:
    """What is wrong with leaving someone out: no reason, not the chair's decision, or not invited at all (MIN-04)."""
    labels = {recipient.key: recipient.label for recipient in invited}
    found = []
    for exclusion in exclusions:
        label = labels.get(exclusion.key)
        if label is None:
            message = "Someone who was not invited cannot be left out of the distribution."
            found.append(Finding("MIN-04", Effect.REFUSE, message, "exclusions", "Choose from those invited."))
            continue
        if not exclusion.by_chair:
            message = f"Only the chair may decide not to send the minutes to {label}."
            found.append(Finding("MIN-04", Effect.REFUSE, message, "exclusions", "Ask the chair of the meeting."))
        if not exclusion.reason.strip():
            message = f"The decision not to send the minutes to {label} has no reason."
            found.append(Finding("MIN-04", Effect.REQUIRE, message, "exclusions", "Give the reason."))
    return found


def _status(state: MinutesState) -> str:
    return "a draft" if state is MinutesState.DRAFT else MOVES[state]


def _next_step(state: MinutesState) -> str:
    if state is MinutesState.DRAFT:
        return "Have the chair approve the draft first."
    if state is MinutesState.CONFIRMED:
        return "Record a correction in the minutes of the next meeting."
    return "Amend them, or confirm them at the next meeting."
