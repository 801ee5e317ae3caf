"""The actions of a review's Action Plan: each has an agency, somebody by name and a day, and ends with evidence.

Days are dates in Europe/London. The Board sets the day of an action, so a deferral of the review does not move it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rulebook import rule
from deadlines.rules.days import Due, in_words


class ActionState(StrEnum):
    """What became of an action."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


STATE_WORDS: Mapping[ActionState, str] = {
    ActionState.OPEN: "Open",
    ActionState.DONE: "Done",
    ActionState.REFUSED: "Refused by the Board",
}


class Turn(StrEnum):
    """What can be recorded of an action that was agreed."""

    PROGRESS = "progress"
    DONE = "done"
    REFUSED = "refused"
    REOPENED = "reopened"

    @property
    def step(self) -> str:
        """Under which kind of step the review keeps it."""
        return f"action_{self.value}"


LEADS_TO: Mapping[Turn, ActionState] = {
    Turn.PROGRESS: ActionState.OPEN,
    Turn.DONE: ActionState.DONE,
    Turn.REFUSED: ActionState.REFUSED,
    Turn.REOPENED: ActionState.OPEN,
}
ADDED, CHANGED = "action_added", "action_changed"
ACTION_STEPS: Mapping[str, str] = {
    ADDED: "Action agreed",
    CHANGED: "Action changed",
    Turn.PROGRESS.step: "Progress of an action",
    Turn.DONE.step: "Action done",
    Turn.REFUSED.step: "Action refused by the Board",
    Turn.REOPENED.step: "Action opened again",
}
SAY: Mapping[Turn, str] = {
    Turn.PROGRESS: "Say how far it has come.",
    Turn.DONE: "Say what shows that it was done.",
    Turn.REFUSED: "Give the Board’s reason.",
    Turn.REOPENED: "Say why it is open again.",
}


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One action as it stands: its number within the review, whose it is, and its days."""

    number: int
    agency: str
    agreed_on: date
    due_on: date
    state: ActionState = ActionState.OPEN

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is ActionState.OPEN

    @property
    def key(self) -> str:
        """By which its due date is found among those of the review."""
        return f"{KEY}{self.number}"


KEY = "action-"


def due_actions(actions: Sequence[ActionFacts]) -> Iterator[tuple[str, Due]]:
    """Every open action with its key, due on the day that the Board set (SCR-24)."""
    source = rule("SCR-24").source
    for one in actions:
        if one.open:
            words = f"Action {one.number} of the Action Plan, {one.agency}: the day that the Board set on "
            yield one.key, Due(one.due_on, one.agreed_on, "SCR-24", f"{words}{in_words(one.agreed_on)} ({source})")


def action_findings(
    *, what: str, person: str, agreed_on: date, due_on: date, since: date, today: date
) -> list[Finding]:
    """What an action lacks, or which of its days cannot be (SCR-24). `since`: the day of the decision on the review."""
    found = []
    if not what.strip():
        found.append(Finding("SCR-24", Effect.REQUIRE, "An action says what is to be done.", "what", "Say what it is."))
    if not person.strip():
        message = "An action has somebody who answers for it."
        found.append(Finding("SCR-24", Effect.REQUIRE, message, "person", "Enter their name and post."))
    if agreed_on > today:
        found.append(_stop("This day is in the future.", "agreed_on", "Enter the day on which it was agreed."))
    if agreed_on < since:
        found.append(_stop(f"The review was decided on {in_words(since)}.", "agreed_on", "Correct the day."))
    if due_on < agreed_on:
        found.append(_stop("It is due before it was agreed.", "due_on", "Correct one of the two days."))
    return found


def turn_findings(action: ActionFacts, turn: Turn, *, said: str, on: date, today: date) -> list[Finding]:
    """Why this cannot be recorded of an action: out of turn, nothing said, on a day that cannot be (SCR-24)."""
    found = turn_offered(action.state, turn)
    if found:
        return found
    if not said.strip():
        words = "What is recorded of an action says it in words."
        found.append(Finding("SCR-24", Effect.REQUIRE, words, "said", SAY[turn]))
    if on > today:
        found.append(_stop("This day is in the future.", "on", "Enter the day on which it happened."))
    if on < action.agreed_on:
        found.append(_stop(f"The action was agreed on {in_words(action.agreed_on)}.", "on", "Correct the day."))
    return found


def turn_offered(state: ActionState, turn: Turn) -> list[Finding]:
    """Why this cannot be recorded now on any day: an open action goes on or ends, one that ended opens again."""
    if (state is ActionState.OPEN) == (turn is not Turn.REOPENED):
        return []
    message = "This action is open." if state is ActionState.OPEN else "This action has ended."
    return [Finding("SCR-24", Effect.REFUSE, message, None, "Record something else of it.")]


def changed_findings(state: ActionState, *, reason: str) -> list[Finding]:
    """An action is changed while it is open, with a reason (SCR-24)."""
    if state is not ActionState.OPEN:
        return [Finding("SCR-24", Effect.REFUSE, "This action has ended.", None, "Open it again first.")]
    if not reason.strip():
        return [Finding("SCR-24", Effect.REQUIRE, "An action is changed with a reason.", "reason", "Say why.")]
    return []


def closing_findings(actions: Sequence[ActionFacts]) -> list[Finding]:
    """A review with open actions cannot be closed (SCR-26)."""
    numbers = [str(one.number) for one in actions if one.open]
    if not numbers:
        return []
    message = f"Open in the Action Plan: action{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}."
    return [Finding("SCR-26", Effect.REFUSE, message, None, "Record what became of each.")]


def plan_findings(actions: Sequence[ActionFacts]) -> list[Finding]:
    """An Action Plan that is agreed without any action is asked about (SCR-24)."""
    if actions:
        return []
    message = "No action of this plan is recorded."
    return [Finding("SCR-24", Effect.WARN, message, None, "Confirm that the review asks nothing of anybody.")]


def _stop(message: str, field: str, remedy: str) -> Finding:
    return Finding("SCR-24", Effect.REFUSE, message, field, remedy)
