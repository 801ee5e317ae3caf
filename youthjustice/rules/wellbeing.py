"""The judgement of a child's own safety and well-being. The printed grid rates no cell, so none is computed from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.rules.levels import Imminence, RoshLevel
from audit.refusals import Effect, Finding
from youthjustice.rules.matrix import Chance, Impact

IMPACT_MEANINGS: dict[Impact, str] = {
    Impact.SLIGHT: "Recovers at once, or needs no recovery",
    Impact.MINOR: "Recovers within a month",
    Impact.MEDIUM: "Recovers in one to six months",
    Impact.MAJOR: "Recovers in more than six months, or not fully",
    Impact.CRITICAL: "Cannot recover",
}

LEVEL_MEANINGS: dict[RoshLevel, str] = {
    RoshLevel.LOW: "No risk found, or unlikely and without effect on immediate safety.",
    RoshLevel.MEDIUM: "Some risks are likely; immediate safety holds as long as particular actions are taken.",
    RoshLevel.HIGH: "Clear risks are likely and would harm the child; action is needed soon, other agencies included.",
    RoshLevel.VERY_HIGH: "The risk is clear and imminent and the child is unsafe; child protection is involved now.",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One adverse outcome feared for the child. `concern` is the assessor's own rating of it, None while unrated."""

    label: str
    impact: Impact
    chance: Chance
    imminence: Imminence | None = None
    concern: RoshLevel | None = None
    in_custody: bool = False


@dataclass(frozen=True, slots=True)
class WellbeingFacts:
    """A judgement about to be recorded. `concerns` answers the trigger question; None means unanswered."""

    concerns: bool | None
    judged: RoshLevel | None
    outcomes: Sequence[Outcome] = ()
    reason: str = ""
    child_protection_referral: bool = False


def suggested_wellbeing(concerns: bool | None, outcomes: Sequence[Outcome] = ()) -> RoshLevel | None:
    """Low when the trigger question is answered no, else the highest concern rated so far, else None (YJ-11)."""
    if concerns is False:
        return RoshLevel.LOW
    rated = [outcome.concern for outcome in outcomes if outcome.concern is not None]
    return max(rated) if concerns and rated else None


def wellbeing_findings(facts: WellbeingFacts) -> list[Finding]:
    """Everything that stops or questions the judgement (YJ-03, YJ-11, YJ-12)."""
    if facts.concerns is None:
        message = "Whether there are concerns about the child's safety and well-being is not answered."
        return [Finding("YJ-11", Effect.REQUIRE, message, "wellbeing_concerns", "Answer yes or no.")]
    if facts.judged is None:
        message = "The child's safety and well-being is not judged."
        return [Finding("YJ-03", Effect.REQUIRE, message, "wellbeing", "Choose a level.")]
    found = []
    if facts.concerns is False and facts.judged is not RoshLevel.LOW:
        message = f"No concerns are recorded, which means Low, but the judgement is {facts.judged.label}."
        step = "Answer that there are concerns, or judge Low."
        found.append(Finding("YJ-11", Effect.REFUSE, message, "wellbeing", step))
    highest = suggested_wellbeing(facts.concerns, facts.outcomes)
    if facts.concerns and highest is not None and facts.judged < highest and not facts.reason.strip():
        message = f"The judgement is {facts.judged.label}, below the highest concern recorded, {highest.label}."
        step = "Raise the judgement, or say why it is lower."
        found.append(Finding("YJ-11", Effect.REQUIRE, message, "wellbeing_reason", step))
    if facts.judged is RoshLevel.VERY_HIGH and not facts.child_protection_referral:
        message = "Safety and well-being is Very High and no child protection referral is recorded."
        step = "Refer to Children's Services without delay, or record the referral already made."
        found.append(Finding("YJ-12", Effect.BLOCK, message, "child_protection_referral", step))
    return found
