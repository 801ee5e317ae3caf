"""An assessment of a child as a whole: who counts as a child, the three risks together, and when it is reviewed."""

from dataclasses import dataclass
from datetime import date

from assessments.rules.levels import RoshLevel
from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_months, in_words
from youthjustice.rules.reoffending import Likelihood

RISK_REVIEW_MONTHS = 3
ASSESSMENT_REVIEW_MONTHS = 6
ADULT = 18


@dataclass(frozen=True, slots=True)
class ThreeRisks:
    """The three judgements that each assessment gives; None where one is missing."""

    reoffending: Likelihood | None
    harm: RoshLevel | None
    wellbeing: RoshLevel | None


def in_scope(age: int, *, under_yjs_supervision: bool) -> bool:
    """True for a person under 18, or older and still under youth justice supervision: a child here (YJ-17)."""
    return age < ADULT or under_yjs_supervision


def scope_findings(age: int | None, *, under_yjs_supervision: bool) -> list[Finding]:
    """A refusal to open a child's assessment for someone who is not one (YJ-17)."""
    if age is None:
        message = "No date of birth is recorded, so the person's age is not known."
        return [Finding("YJ-17", Effect.REFUSE, message, None, "Record the date of birth first.")]
    if in_scope(age, under_yjs_supervision=under_yjs_supervision):
        return []
    message = f"The person is {age} and not under youth justice supervision."
    return [Finding("YJ-17", Effect.REFUSE, message, None, "Assess them as an adult.")]


def completeness_findings(risks: ThreeRisks) -> list[Finding]:
    """A finding for each of the three risks that is not given (YJ-03)."""
    wanted = (
        ("reoffending", risks.reoffending, "likelihood of reoffending"),
        ("rosh", risks.harm, "risk of serious harm"),
        ("wellbeing", risks.wellbeing, "safety and well-being"),
    )
    return [
        Finding("YJ-03", Effect.BLOCK, f"The assessment gives no level for {name}.", key, "Judge it.")
        for key, level, name in wanted
        if level is None
    ]


def home_visit_findings(visited_on: date | None) -> list[Finding]:
    """A warning while no home visit is recorded (YJ-22). A warning only: a child in custody may have no home to see."""
    if visited_on is not None:
        return []
    message = "No home visit is recorded for this assessment."
    step = "Record the visit, or say to the manager why there was none."
    return [Finding("YJ-22", Effect.WARN, message, "home_visit_on", step)]


def risk_review_due(last_reviewed_on: date, changed_on: date | None = None) -> Due:
    """When the risks are next reviewed: three months on, or at once on a significant change since (YJ-15)."""
    if changed_on is not None and changed_on > last_reviewed_on:
        words = f"A significant change on {in_words(changed_on)} calls for a review on that day."
        return Due(changed_on, changed_on, "YJ-15", words)
    due_on = add_months(last_reviewed_on, RISK_REVIEW_MONTHS)
    words = f"{in_words(last_reviewed_on)} plus {RISK_REVIEW_MONTHS} months is {in_words(due_on)}."
    return Due(due_on, last_reviewed_on, "YJ-15", words)


def assessment_review_due(completed_on: date, changed_on: date | None = None) -> Due:
    """When AssetPlus is next reviewed: six months on at the latest, or at once on a significant change (YJ-16)."""
    if changed_on is not None and changed_on > completed_on:
        words = f"A significant change on {in_words(changed_on)} calls for a review on that day."
        return Due(changed_on, changed_on, "YJ-16", words)
    due_on = add_months(completed_on, ASSESSMENT_REVIEW_MONTHS)
    words = f"{in_words(completed_on)} plus {ASSESSMENT_REVIEW_MONTHS} months is {in_words(due_on)}."
    return Due(due_on, completed_on, "YJ-16", words)
