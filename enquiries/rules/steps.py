"""The steps of a request, from its receipt to its closing, and why one cannot be taken (ENQ-08 to ENQ-10, ENQ-18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from enquiries.rules.routing import FROM_MINUTES, Response


class State(StrEnum):
    """How far a request has come."""

    REQUESTED = "requested"
    CLARIFIED = "clarified"
    DRAFTED = "drafted"
    CIRCULATED = "circulated"
    APPROVED = "approved"
    SENT = "sent"
    CLOSED = "closed"
    DESTROYED = "destroyed"
    WITHDRAWN = "withdrawn"


STATE_WORDS: Mapping[State, str] = {
    State.REQUESTED: "Requested",
    State.CLARIFIED: "Clarified",
    State.DRAFTED: "Reply drafted",
    State.CIRCULATED: "Draft circulated",
    State.APPROVED: "Reply approved",
    State.SENT: "Reply sent",
    State.CLOSED: "Closed",
    State.DESTROYED: "Closed, copies destroyed",
    State.WITHDRAWN: "Withdrawn",
}
DONE = frozenset({State.SENT, State.CLOSED, State.DESTROYED, State.WITHDRAWN})
"""States in which nobody waits for an answer any more."""
KEPT = frozenset({State.CLOSED, State.WITHDRAWN})
"""States in which what was written is kept until a day that was set, and destroyed then (ENQ-18)."""
ANSWERED = frozenset({State.SENT, State.CLOSED})
"""States of a request whose reply has left and can still be read."""
OPEN = frozenset(State) - KEPT - {State.DESTROYED}
UNANSWERED = frozenset(State) - DONE


class Step(StrEnum):
    """What is recorded of a request."""

    PASSED_ON = "passed_on"
    CLARIFIED = "clarified"
    DRAFTED = "drafted"
    CIRCULATED = "circulated"
    APPROVED = "approved"
    SENT = "sent"
    CLOSED = "closed"
    DESTROYED = "destroyed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """One step as a form asks for it: what it is called, what is done, and what is asked beside the day."""

    step: Step
    words: str
    does: str
    label: str = ""
    ask: str = ""


STEPS: tuple[Told, ...] = (
    Told(Step.PASSED_ON, "Passed on to the data protection team", "Record that it was passed on", "How, and to whom"),
    Told(Step.CLARIFIED, "Clarified", "Record what was clarified"),
    Told(Step.DRAFTED, "Reply drafted", "Draft a reply"),
    Told(
        Step.CIRCULATED,
        "Draft circulated",
        "Record that the draft was circulated",
        "To whom it went, and what they raised",
        "Say to whom the draft went, and what they raised",
    ),
    Told(
        Step.APPROVED,
        "Reply approved",
        "Approve the reply",
        "Why this is the right reply",
        "Give the reason for this reply",
    ),
    Told(Step.SENT, "Reply sent", "Record that the reply was sent", "To whom, and by which way", "Say to whom it went"),
    Told(Step.CLOSED, "Closed", "Close the request", "What else is to be kept in mind"),
    Told(
        Step.DESTROYED,
        "Request and reply destroyed",
        "Record the destruction",
        "What was destroyed, and where",
        "Say what was destroyed, and where",
    ),
    Told(Step.WITHDRAWN, "Withdrawn", "Record that it was withdrawn", "Why nobody answers it", "Give the reason"),
)
TOLD: Mapping[Step, Told] = {one.step: one for one in STEPS}
PLAIN = (Step.PASSED_ON, Step.CIRCULATED, Step.APPROVED, Step.SENT, Step.CLOSED, Step.DESTROYED, Step.WITHDRAWN)
"""Steps with no more to them than a day and some words; the others have pages of their own."""
AFTER: Mapping[Step, State] = {
    Step.CLARIFIED: State.CLARIFIED,
    Step.DRAFTED: State.DRAFTED,
    Step.CIRCULATED: State.CIRCULATED,
    Step.APPROVED: State.APPROVED,
    Step.SENT: State.SENT,
    Step.CLOSED: State.CLOSED,
    Step.DESTROYED: State.DESTROYED,
    Step.WITHDRAWN: State.WITHDRAWN,
}
FROM: Mapping[Step, frozenset[State]] = {
    Step.PASSED_ON: UNANSWERED,
    Step.CLARIFIED: frozenset({State.REQUESTED, State.CLARIFIED}),
    Step.DRAFTED: frozenset({State.CLARIFIED, State.DRAFTED, State.CIRCULATED, State.APPROVED}),
    Step.CIRCULATED: frozenset({State.DRAFTED}),
    Step.APPROVED: frozenset({State.DRAFTED, State.CIRCULATED}),
    Step.SENT: frozenset({State.APPROVED}),
    Step.CLOSED: frozenset({State.SENT}),
    Step.DESTROYED: KEPT,
    Step.WITHDRAWN: UNANSWERED,
}
FIRST: Mapping[Step, str] = {
    Step.CLARIFIED: "A reply is drafted already, so what was asked is clear.",
    Step.DRAFTED: "First it is recorded what exactly is wanted.",
    Step.CIRCULATED: "First a reply is drafted.",
    Step.APPROVED: "First a reply is drafted.",
    Step.SENT: "First the reply is approved.",
    Step.CLOSED: "First the reply is sent.",
    Step.DESTROYED: "First the request is closed or withdrawn.",
}
ENDS = frozenset({Step.CLOSED, Step.WITHDRAWN})
"""Steps that set until when what was written is kept (ENQ-18)."""
OVER = "This request is answered or withdrawn."


@dataclass(frozen=True, slots=True)
class StepFacts:
    """Where a request stands. `days` are those of the steps taken; `response` that of the draft that stands."""

    state: State
    received_on: date
    days: Mapping[Step, date]
    response: Response | None = None
    passes_on: bool = False
    destroy_on: date | None = None


def out_of_turn(facts: StepFacts, step: Step) -> list[Finding]:
    """Why a step cannot be taken now on any day (ENQ-10; ENQ-09 for what the data protection team is to have)."""
    if step is Step.PASSED_ON and Step.PASSED_ON in facts.days:
        return [Finding("ENQ-10", Effect.REFUSE, "This is recorded already.", None)]
    if facts.state not in FROM[step]:
        over = facts.state in DONE and step not in (Step.CLOSED, Step.DESTROYED)
        return [Finding("ENQ-10", Effect.REFUSE, OVER if over else FIRST.get(step, OVER), None)]
    if step is Step.APPROVED and facts.response in FROM_MINUTES and facts.state is not State.CIRCULATED:
        message = "Those who gave the information see the draft first."
        return [Finding("ENQ-10", Effect.REFUSE, message, None, "Record that it was circulated.")]
    if step is Step.SENT and facts.passes_on and Step.PASSED_ON not in facts.days:
        message = "This request goes through the data protection team, and it was not passed on."
        return [Finding("ENQ-09", Effect.REFUSE, message, None, "Record on which day it was passed on.")]
    return []


def step_findings(facts: StepFacts, step: Step, *, on: date, said: str, today: date) -> list[Finding]:
    """Why a step cannot be recorded so: out of turn, a day that does not fit, or what it has to say is missing."""
    stopped = out_of_turn(facts, step)
    if stopped:
        return stopped
    found = day_findings(facts, step, on=on, today=today)
    one = TOLD[step]
    if one.ask and not said.strip():
        found.append(Finding("ENQ-10", Effect.REQUIRE, f"{one.ask}.", "said"))
    return found


def day_findings(facts: StepFacts, step: Step, *, on: date, today: date) -> list[Finding]:
    """A day in the future, or before what it follows (ENQ-10)."""
    since = facts.received_on
    if step is not Step.PASSED_ON:
        since = max([since, *(day for taken, day in facts.days.items() if taken is not Step.PASSED_ON)])
    if on > today:
        return [Finding("ENQ-10", Effect.REFUSE, "This day is in the future.", "on", "Enter the day it was done.")]
    if on < since:
        message = f"It follows something of {in_words(since)}, so it cannot be earlier."
        return [Finding("ENQ-10", Effect.REFUSE, message, "on", "Correct the day.")]
    return []


def clarified_findings(*, asks: bool, question: str, answer: str, clear_because: str) -> list[Finding]:
    """What was asked and answered in writing; or, where nobody has to be asked, why it is clear (ENQ-08)."""
    if question.strip() and answer.strip():
        return []
    if question.strip() or answer.strip():
        field = "answer" if question.strip() else "question"
        return [Finding("ENQ-08", Effect.REQUIRE, "The question and its answer belong together.", field)]
    if asks:
        message = "This requester is asked in writing first."
        return [Finding("ENQ-08", Effect.REQUIRE, message, "question", "Enter the question and the answer.")]
    if not clear_because.strip():
        message = "Either enter what was asked and answered, or say why the request is clear as it came."
        return [Finding("ENQ-08", Effect.REQUIRE, message, "clear_because")]
    return []


def closing_findings(
    *, copied_on: date | None, destroy_on: date | None, sent_on: date | None, today: date
) -> list[Finding]:
    """The Co-ordinator has a copy of the reply, and its keeping has an end (ENQ-18)."""
    found = []
    if copied_on is None:
        message = "The Co-ordinator has a copy of the final reply."
        found.append(Finding("ENQ-18", Effect.REQUIRE, message, "copied_on", "Enter the day on which it arrived."))
    elif copied_on > today or (sent_on is not None and copied_on < sent_on):
        message = "The copy arrived between the sending and today."
        found.append(Finding("ENQ-18", Effect.REFUSE, message, "copied_on", "Correct the day."))
    return found + keeping_findings(destroy_on, today=today)


def keeping_findings(destroy_on: date | None, *, today: date) -> list[Finding]:
    """The keeping of what was written has an end, also where nobody answers the request (ENQ-18)."""
    if destroy_on is None:
        message = "Request and reply are destroyed on a day that is set now."
        step = "Enter it by the holder's own schedule."
        return [Finding("ENQ-18", Effect.REQUIRE, message, "destroy_on", step)]
    if destroy_on <= today:
        return [Finding("ENQ-18", Effect.REFUSE, "The day is to come.", "destroy_on", "Enter a later day.")]
    return []


def keeps_texts(state: State) -> bool:
    """Whether what was asked, drafted, answered and noted can still be read: until it is destroyed (ENQ-27)."""
    return state is not State.DESTROYED


def destroying_findings(destroy_on: date | None, *, on: date) -> list[Finding]:
    """What is destroyed before its day is asked about (ENQ-18)."""
    if destroy_on is None or on >= destroy_on:
        return []
    message = f"They were to be kept until {in_words(destroy_on)}."
    return [Finding("ENQ-18", Effect.WARN, message, "on", "Confirm that they were destroyed earlier.")]
