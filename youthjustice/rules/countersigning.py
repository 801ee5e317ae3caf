"""The states of an assessment between the case manager who writes it and the manager who countersigns it."""

from collections.abc import Hashable, Mapping
from enum import StrEnum

from audit.refusals import Effect, Finding


class SignState(StrEnum):
    """Draft, submitted for countersigning, returned with instructions, countersigned."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    COUNTERSIGNED = "countersigned"


TRANSITIONS: Mapping[SignState, frozenset[SignState]] = {
    SignState.DRAFT: frozenset({SignState.SUBMITTED}),
    SignState.SUBMITTED: frozenset({SignState.RETURNED, SignState.COUNTERSIGNED}),
    SignState.RETURNED: frozenset({SignState.SUBMITTED}),
    SignState.COUNTERSIGNED: frozenset(),
}

LABELS: Mapping[SignState, str] = {
    SignState.DRAFT: "a draft",
    SignState.SUBMITTED: "submitted",
    SignState.RETURNED: "returned",
    SignState.COUNTERSIGNED: "countersigned",
}

NEXT_STEPS: Mapping[SignState, str] = {
    SignState.DRAFT: "Submit it first.",
    SignState.SUBMITTED: "Countersign it, or return it with instructions.",
    SignState.RETURNED: "Carry out the instructions and submit it again.",
    SignState.COUNTERSIGNED: "Start a new assessment.",
}


def sign_findings(
    current: SignState, wanted: SignState, *, author: Hashable, actor: Hashable, instructions: str = ""
) -> list[Finding]:
    """Refusals of a step that does not follow (YJ-18) or of deciding on one's own work (YJ-19)."""
    found = []
    if wanted not in TRANSITIONS[current]:
        message = f"The assessment is {LABELS[current]} and cannot become {LABELS[wanted]}."
        found.append(Finding("YJ-18", Effect.REFUSE, message, "state", NEXT_STEPS[current]))
    if wanted is SignState.RETURNED and not instructions.strip():
        message = "The assessment is returned without instructions."
        found.append(Finding("YJ-18", Effect.REQUIRE, message, "instructions", "Say what has to be done first."))
    if wanted in (SignState.RETURNED, SignState.COUNTERSIGNED) and actor == author:
        message = f"The assessment was written by the person who would have it {LABELS[wanted]}."
        found.append(Finding("YJ-19", Effect.REFUSE, message, "state", "Ask another manager."))
    return found
