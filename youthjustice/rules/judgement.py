"""The judgement of risk of serious harm to others by a child, beside the level that the matrix suggests."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.rules.levels import RoshLevel
from audit.refusals import Effect, Finding
from youthjustice.rules.matrix import SERIOUS, Behaviour, Suggestion, plot


@dataclass(frozen=True, slots=True)
class HarmFacts:
    """A judgement about to be recorded. `judged` is None while unanswered, `previous` when there is none before."""

    behaviours: Sequence[Behaviour]
    judged: RoshLevel | None
    reason: str = ""
    manager_discussion: str = ""
    manager_informed: bool = False
    urgent_meeting: str = ""
    previous: RoshLevel | None = None
    manager_agrees_low: bool = False


def harm_findings(facts: HarmFacts) -> list[Finding]:
    """Everything that stops or questions the judgement (YJ-03, YJ-05 to YJ-08, YJ-20)."""
    suggestion = plot(facts.behaviours)
    if facts.judged is None:
        message = f"The risk of serious harm is not judged; the matrix suggests {suggestion.cell.label}."
        return [Finding("YJ-03", Effect.REQUIRE, message, "rosh", "Choose a level.")]
    return [
        *_imminence(facts.behaviours),
        *_low_or_not(facts, suggestion),
        *_outside(facts, suggestion),
        *_very_high(facts),
        *_back_to_low(facts),
    ]


def _imminence(behaviours: Sequence[Behaviour]) -> list[Finding]:
    return [
        Finding(
            "YJ-06",
            Effect.REQUIRE,
            f"{behaviour.label} has {behaviour.impact.label} impact: how near it is has not been recorded.",
            "behaviours",
            "Record how near it is.",
        )
        for behaviour in behaviours
        if behaviour.impact in SERIOUS and behaviour.imminence is None
    ]


def _low_or_not(facts: HarmFacts, suggestion: Suggestion) -> list[Finding]:
    if suggestion.rule == "YJ-05":
        if facts.judged is not RoshLevel.LOW and facts.judged is not None:
            message = (
                f"The judgement is {facts.judged.label}, but no behaviour has Major or Critical impact, "
                "so the threshold of serious harm is not reached and the level is Low."
            )
            step = "Judge Low, or correct the impact of a behaviour."
            return [Finding("YJ-05", Effect.REFUSE, message, "rosh", step)]
        if facts.behaviours:
            message = "The level is Low; the behaviours plotted still belong in the intervention plan."
            return [Finding("YJ-05", Effect.PROMPT, message, "behaviours", "Plan an action for each.")]
        return []
    if facts.judged is RoshLevel.LOW:
        names = ", ".join(behaviour.label for behaviour in facts.behaviours if behaviour.impact in SERIOUS)
        message = f"The judgement is Low, but Major or Critical impact is recorded for: {names}."
        step = "Judge by likelihood and by how near it is: Medium, High or Very High."
        return [Finding("YJ-06", Effect.REFUSE, message, "rosh", step)]
    return []


def _outside(facts: HarmFacts, suggestion: Suggestion) -> list[Finding]:
    """Outside the suggestion: a reason and the manager's view. Within a split cell: a reason for the choice."""
    judged, cell = facts.judged, suggestion.cell
    if judged is None or suggestion.rule == "YJ-05" or judged is RoshLevel.LOW:
        return []
    if cell.holds(judged) and not cell.is_split:
        return []
    if cell.holds(judged):
        message = f"The matrix leaves the choice between {cell.label}; {judged.label} was chosen."
        if facts.reason.strip():
            return []
        return [Finding("YJ-07", Effect.REQUIRE, message, "rosh_reason", "Say why this level was chosen.")]
    message = f"The judgement is {judged.label}; the matrix suggests {cell.label}."
    found = []
    if not facts.reason.strip():
        found.append(Finding("YJ-07", Effect.REQUIRE, message, "rosh_reason", "Say why the judgement differs."))
    if not facts.manager_discussion.strip():
        step = "Discuss it with a manager and record the discussion."
        found.append(Finding("YJ-07", Effect.WARN, message, "manager_discussion", step))
    return found


def _very_high(facts: HarmFacts) -> list[Finding]:
    if facts.judged is not RoshLevel.VERY_HIGH:
        return []
    found = []
    if not facts.manager_informed:
        message = "Risk of serious harm is Very High and the YJS manager has not been informed."
        step = "Speak to a manager now, inform the YJS manager and record it."
        found.append(Finding("YJ-08", Effect.REQUIRE, message, "manager_informed", step))
    if not facts.urgent_meeting.strip():
        message = "Risk of serious harm is Very High and no urgent risk strategy meeting is recorded."
        step = "Arrange the meeting that sets the first plan, and consider MAPPA Level 3 if the child is eligible."
        found.append(Finding("YJ-08", Effect.WARN, message, "urgent_meeting", step))
    return found


def _back_to_low(facts: HarmFacts) -> list[Finding]:
    lowered = facts.previous is not None and facts.previous > RoshLevel.LOW and facts.judged is RoshLevel.LOW
    if not lowered or facts.manager_agrees_low or facts.previous is None:
        return []
    message = f"The level falls from {facts.previous.label} to Low without the line manager's agreement."
    step = "Have the line manager agree, and record what has improved."
    return [Finding("YJ-20", Effect.REQUIRE, message, "manager_agrees_low", step)]
