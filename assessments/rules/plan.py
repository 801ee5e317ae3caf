"""Findings about the risk management plan (RMP): one action at a time, then the plan as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assessments.rules.levels import RoshLevel
from assessments.rules.wording import vague_timing
from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words


class Pillar(StrEnum):
    """The four headings of the plan (MAPPA Guidance 12.11)."""

    SUPERVISION = "supervision"
    MONITORING_AND_CONTROL = "monitoring_and_control"
    INTERVENTIONS_AND_TREATMENT = "interventions_and_treatment"
    VICTIM_SAFETY = "victim_safety"

    @property
    def label(self) -> str:
        """The heading as the screens print it."""
        return PILLAR_LABELS[self]


class ActionStatus(StrEnum):
    """Where an action stands. A refused action stays on the plan with its reason and covers no risk."""

    PROPOSED = "proposed"
    OPEN = "open"
    REFUSED = "refused"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


PILLAR_LABELS: dict[Pillar, str] = {
    Pillar.SUPERVISION: "Supervision",
    Pillar.MONITORING_AND_CONTROL: "Monitoring and control",
    Pillar.INTERVENTIONS_AND_TREATMENT: "Interventions and treatment",
    Pillar.VICTIM_SAFETY: "Victim safety",
}

PILLAR_EXAMPLES: dict[Pillar, tuple[str, ...]] = {
    Pillar.SUPERVISION: ("Office appointments", "Home visits", "Approved Premises", "Housing", "Education or work"),
    Pillar.MONITORING_AND_CONTROL: ("Licence conditions", "Electronic monitoring", "Polygraph", "Civil orders"),
    Pillar.INTERVENTIONS_AND_TREATMENT: ("Accredited programme", "Drug or alcohol treatment", "Mental health care"),
    Pillar.VICTIM_SAFETY: ("Exclusion zone", "Safety advice", "Disclosure", "Children's Services action"),
}

CONTINGENCY_TRIGGERS: dict[str, str] = {
    "situation": "A change in situation, such as moving nearer to a victim",
    "lifestyle": "A decline in lifestyle, such as losing a home or drinking again",
    "psychological": "A change in thinking or mental health",
    "supervision": "Supervision breaking down, such as missed or empty appointments",
}

COVERING = frozenset({ActionStatus.PROPOSED, ActionStatus.OPEN, ActionStatus.COMPLETED})
"""Statuses in which an action counts as covering the risks it names."""


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One action. `due_text` is what was typed where the date belongs when it could not be read as a date."""

    description: str
    how_it_manages_risk: str
    pillar: Pillar
    agency: str = ""
    owner: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    due_text: str = ""
    ongoing: bool = False
    milestone_on: date | None = None
    status: ActionStatus = ActionStatus.PROPOSED
    refusal_reason: str = ""
    alternative: str = ""
    risks: frozenset[str] = frozenset()
    safeguarding: bool = False


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan about to be put in force. `risks` maps the key of each identified risk to its label."""

    today: date
    actions: Sequence[ActionFacts]
    risks: Mapping[str, str] = field(default_factory=dict)
    review_on: date | None = None
    contingency: str = ""
    pillar_reasons: Mapping[Pillar, str] = field(default_factory=dict)
    victims_recorded: int = 0
    risk_to_children: RoshLevel | None = None
    adults_at_risk_recorded: bool = False
    on_licence: bool = False
    licence_conditions: Sequence[str] = ()


def action_findings(action: ActionFacts) -> list[Finding]:
    """Everything that stops or questions one action (RMP-01 to RMP-06)."""
    return [*_ownership(action), *_content(action), *_timing(action), *_refusal(action)]


def plan_findings(plan: PlanFacts) -> list[Finding]:
    """Everything missing from the plan as a whole (RMP-07 to RMP-13); actions are checked one by one beforehand."""
    live = [action for action in plan.actions if action.status in COVERING]
    return [
        *_uncovered(plan, live),
        *_review(plan),
        *_contingency(plan),
        *_people_at_risk(plan, live),
        *_pillars(plan, live),
        *_licence(plan),
    ]


def uncovered_risks(plan: PlanFacts) -> tuple[str, ...]:
    """Labels of the identified risks that no live action covers, in the order recorded."""
    covered = {key for action in plan.actions if action.status in COVERING for key in action.risks}
    return tuple(label for key, label in plan.risks.items() if key not in covered)


def _ownership(action: ActionFacts) -> list[Finding]:
    if not action.agency.strip():
        message = "The action names no agency that will carry it out."
        return [Finding("RMP-01", Effect.REQUIRE, message, "agency", "Choose the agency.")]
    if not action.owner.strip() and action.status is not ActionStatus.REFUSED:
        message = f"The action names {action.agency} but no person there."
        return [Finding("RMP-01", Effect.WARN, message, "owner", "Name the person where that is possible.")]
    return []


def _content(action: ActionFacts) -> list[Finding]:
    wanted = (
        ("description", action.description, "what will be done"),
        ("how_it_manages_risk", action.how_it_manages_risk, "how it manages the risk"),
    )
    return [
        Finding("RMP-06", Effect.REQUIRE, f"The action does not say {asked}.", name, f"Say {asked}.")
        for name, text, asked in wanted
        if not text.strip()
    ]


def _timing(action: ActionFacts) -> list[Finding]:
    found = []
    phrase_in_date = vague_timing(action.due_text, is_date=True)
    for name, phrase in (("due_on", phrase_in_date), ("description", vague_timing(action.description))):
        if phrase:
            message = f'"{phrase}" does not say when: an action needs a date.'
            found.append(Finding("RMP-03", Effect.REFUSE, message, name, "Enter the date by which it will be done."))
    if action.status is ActionStatus.REFUSED:
        return found
    if action.due_on is None and not (action.ongoing and action.milestone_on) and not phrase_in_date:
        if action.due_text.strip():
            message = f'"{action.due_text.strip()}" is not a date.'
        elif action.ongoing:
            message = "The ongoing action has neither a start date to report against nor a milestone."
        else:
            message = "The action has no completion date."
        step = "Enter a milestone or the date it takes effect." if action.ongoing else "Enter the completion date."
        found.append(Finding("RMP-02", Effect.REQUIRE, message, "milestone_on" if action.ongoing else "due_on", step))
    for name, end in (("due_on", action.due_on), ("milestone_on", action.milestone_on)):
        if end and action.starts_on and end < action.starts_on:
            message = f"The action would end on {in_words(end)}, before it starts on {in_words(action.starts_on)}."
            found.append(Finding("RMP-04", Effect.REFUSE, message, name, "Correct one of the two dates."))
    return found


def _refusal(action: ActionFacts) -> list[Finding]:
    if action.status is not ActionStatus.REFUSED:
        return []
    agency = action.agency.strip() or "the agency"
    wanted = (
        ("refusal_reason", action.refusal_reason, f"why {agency} did not accept the action"),
        ("alternative", action.alternative, "which alternative was considered"),
    )
    return [
        Finding("RMP-05", Effect.REQUIRE, f"It is not recorded {asked}.", name, f"Record {asked}.")
        for name, text, asked in wanted
        if not text.strip()
    ]


def _uncovered(plan: PlanFacts, live: Sequence[ActionFacts]) -> list[Finding]:
    if not plan.risks and not live:
        return [Finding("RMP-07", Effect.BLOCK, "The plan has no actions.", "actions", "Add an action.")]
    return [
        Finding("RMP-07", Effect.BLOCK, f'No action covers the risk "{label}".', "actions", "Add an action for it.")
        for label in uncovered_risks(plan)
    ]


def _review(plan: PlanFacts) -> list[Finding]:
    if plan.review_on is None:
        message = "The plan has no date on which it will be reviewed."
    elif plan.review_on <= plan.today:
        message = f"The review date, {in_words(plan.review_on)}, is not in the future."
    else:
        return []
    return [Finding("RMP-08", Effect.REQUIRE, message, "review_on", "Enter the date of the next formal review.")]


def _contingency(plan: PlanFacts) -> list[Finding]:
    if plan.contingency.strip():
        return []
    message = "The plan does not say what happens if it breaks down or circumstances change."
    return [Finding("RMP-09", Effect.BLOCK, message, "contingency", "Write the contingency plan.")]


def _people_at_risk(plan: PlanFacts, live: Sequence[ActionFacts]) -> list[Finding]:
    found = []
    if plan.victims_recorded and not any(action.pillar is Pillar.VICTIM_SAFETY for action in live):
        people = (
            "1 victim or person at risk is"
            if plan.victims_recorded == 1
            else (f"{plan.victims_recorded} victims or people at risk are")
        )
        message = f"{people} recorded and no action is under Victim safety."
        found.append(Finding("RMP-10", Effect.BLOCK, message, "actions", "Add a victim safety action."))
    children = plan.risk_to_children is not None and plan.risk_to_children >= RoshLevel.MEDIUM
    if (children or plan.adults_at_risk_recorded) and not any(action.safeguarding for action in live):
        who = (
            f"Risk to children is {plan.risk_to_children.label}"
            if children and plan.risk_to_children
            else ("An adult at risk is recorded")
        )
        certain = plan.adults_at_risk_recorded or plan.risk_to_children in (RoshLevel.HIGH, RoshLevel.VERY_HIGH)
        found.append(
            Finding(
                "RMP-11",
                Effect.BLOCK if certain else Effect.WARN,
                f"{who} and no action is marked as safeguarding.",
                "actions",
                "Add a safeguarding action, or mark the one that does this.",
            )
        )
    return found


def _pillars(plan: PlanFacts, live: Sequence[ActionFacts]) -> list[Finding]:
    used = {action.pillar for action in live}
    return [
        Finding(
            "RMP-12",
            Effect.REQUIRE,
            f"{pillar.label} has no action and no reason why none is needed.",
            f"reason_{pillar}",
            "Add an action, or say why none is needed.",
        )
        for pillar in Pillar
        if pillar not in used and not plan.pillar_reasons.get(pillar, "").strip()
    ]


def _licence(plan: PlanFacts) -> list[Finding]:
    if not plan.on_licence or any(condition.strip() for condition in plan.licence_conditions):
        return []
    message = "The person is or will be on licence and the plan lists no licence conditions."
    return [Finding("RMP-13", Effect.REQUIRE, message, "licence_conditions", "List every licence condition.")]
