"""What must be settled before a MAPPA meeting is closed: risk, disclosure, level, next review, guard on lowering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import Basis, Due, add_weeks, in_words
from meetings.rules.agenda import unanswered_findings
from meetings.rules.people import Chair, Circumstances, Invitee, attendance_findings, chair_findings, missing_parties
from meetings.rules.schedule import ended_findings

REVIEW_WEEKS: Mapping[int, int] = {2: 16, 3: 8}
"""National limit between meetings in the community, in weeks by level. Local policy may only shorten it."""


@dataclass(frozen=True, slots=True)
class RiskSummary:
    """The chair's summary: who is at risk, of what, when, what raises it, what protects (MAPPA Guidance 11.10)."""

    who: str = ""
    nature: str = ""
    when: str = ""
    circumstances: str = ""
    protective_factors: str = ""


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """The level agreed at the end. `level` is None while undecided; `removed` ends a Category 3 case."""

    level: int | None = None
    reason: str = ""
    removed: bool = False
    re_referral_route: str = ""
    re_referral_agency: str = ""
    second_approval: bool = False


@dataclass(frozen=True, slots=True)
class CloseFacts:
    """A meeting about to be closed. Dates are Europe/London dates.

    `disclose` and `cppc_referred` are None while unanswered. `missing_information` and `absent_partners` name agencies;
    required parties that did not come are added by the rule. `plan_problems` are the sentences in which the risk
    management plan is found wanting.
    """

    level: int
    category: int
    held_on: date
    chair: Chair | None
    invitees: Sequence[Invitee]
    case: Circumstances
    risk: RiskSummary
    outcome: LevelOutcome
    answers: Mapping[str, str] = field(default_factory=dict)
    disclose: bool | None = None
    disclosure_reason: str = ""
    cppc_referred: bool | None = None
    cppc_reason: str = ""
    next_review_on: date | None = None
    policy_weeks: int | None = None
    policy: str = ""
    missing_information: Sequence[str] = ()
    absent_partners: Sequence[str] = ()
    plan_problems: Sequence[str] = ()
    case_ended_on: date | None = None


def close_findings(facts: CloseFacts) -> list[Finding]:
    """Everything that stops or questions closing the meeting (MTG-01 to MTG-03, MTG-08 to MTG-13, MTG-15 to MTG-23)."""
    return [
        *ended_findings(facts.case_ended_on),
        *chair_findings(facts.chair, facts.invitees, held=True),
        *attendance_findings(facts.case, facts.invitees),
        *unanswered_findings(facts.level, facts.answers),
        *_risk(facts.risk),
        *_disclosure(facts),
        *_cppc(facts),
        *_level(facts),
        *_next_review(facts),
    ]


def latest_review(
    held_on: date, level: int, *, in_custody: bool, policy_weeks: int | None = None, policy: str = ""
) -> Due | None:
    """The last day for the next meeting at `level`, or None at Level 1 and for a person in custody (MTG-19).

    No interval is given for custody. A local policy binds where it is shorter than the national limit.
    """
    national = REVIEW_WEEKS.get(level)
    if national is None or in_custody:
        return None
    weeks = national if policy_weeks is None else min(national, policy_weeks)
    due_on = add_weeks(held_on, weeks)
    return Due(
        due_on=due_on,
        start_on=held_on,
        rule="MTG-19",
        words=f"{in_words(held_on)} plus {weeks} weeks (Level {level}, in the community) is {in_words(due_on)}.",
        basis=Basis.LOCAL if weeks < national else Basis.NATIONAL,
        policy=policy if weeks < national else "",
    )


def _risk(risk: RiskSummary) -> list[Finding]:
    wanted = (
        ("who", risk.who, "who is at risk"),
        ("nature", risk.nature, "the nature of the risk"),
        ("when", risk.when, "when the risk is greatest"),
        ("circumstances", risk.circumstances, "what would raise the risk"),
        ("protective_factors", risk.protective_factors, "what protects against it"),
    )
    return [
        Finding("MTG-16", Effect.BLOCK, f"The risk summary does not say {asked}.", f"risk_{name}", f"Record {asked}.")
        for name, text, asked in wanted
        if not text.strip()
    ]


def _disclosure(facts: CloseFacts) -> list[Finding]:
    if facts.disclose is None:
        message = "The meeting has not recorded whether information is to be disclosed to anyone."
        return [Finding("MTG-17", Effect.BLOCK, message, "disclose", "Answer yes or no, with the reason.")]
    if not facts.disclosure_reason.strip():
        decision = "to disclose" if facts.disclose else "not to disclose"
        message = f"The decision {decision} has no reason."
        return [Finding("MTG-17", Effect.BLOCK, message, "disclosure_reason", "Give the reason.")]
    return []


def _cppc(facts: CloseFacts) -> list[Finding]:
    if facts.level != 3:
        return []
    if facts.cppc_referred is None:
        message = "Referral as a Critical Public Protection Case was not considered; at Level 3 it always is."
        return [Finding("MTG-21", Effect.BLOCK, message, "cppc_referred", "Answer whether the case is referred.")]
    if not facts.cppc_reason.strip():
        message = "The decision about referral as a Critical Public Protection Case has no reason."
        return [Finding("MTG-21", Effect.BLOCK, message, "cppc_reason", "Give the reason.")]
    return []


def _level(facts: CloseFacts) -> list[Finding]:
    outcome = facts.outcome
    if outcome.level is None and not outcome.removed:
        message = "The meeting has not recorded the level from now on."
        return [Finding("MTG-18", Effect.BLOCK, message, "level", "Record the level and why.")]
    found = []
    if not outcome.reason.strip():
        message = "The level decision has no reason; one is needed whether the level changes or stays."
        found.append(Finding("MTG-18", Effect.BLOCK, message, "level_reason", "Give the reason."))
    if outcome.removed:
        found += _removal(facts)
    if outcome.removed or (outcome.level is not None and outcome.level < facts.level):
        found += _lowering(facts)
    return found


def _removal(facts: CloseFacts) -> list[Finding]:
    if facts.category != 3:
        message = f"A meeting ends MAPPA management only for Category 3; this case is Category {facts.category}."
        step = "Record a level; the category ends by its own dates."
        return [Finding("MTG-22", Effect.REFUSE, message, "removed", step)]
    wanted = (
        ("re_referral_route", facts.outcome.re_referral_route, "how the case would be referred again"),
        ("re_referral_agency", facts.outcome.re_referral_agency, "which agency would refer it"),
    )
    return [
        Finding("MTG-22", Effect.BLOCK, f"It is not recorded {asked}.", name, f"Record {asked}.")
        for name, text, asked in wanted
        if not text.strip()
    ]


def _lowering(facts: CloseFacts) -> list[Finding]:
    """A second recorded approval turns these refusals into warnings, since the guidance says "should not"."""
    absent = dict.fromkeys(
        [*facts.absent_partners, *(required.party.label for required in missing_parties(facts.case, facts.invitees))]
    )
    reasons = [
        *(f"information is missing from {agency}" for agency in facts.missing_information),
        *(f"{agency} was not represented" for agency in absent),
        *(f"the plan is not robust: {problem}" for problem in facts.plan_problems),
    ]
    effect = Effect.WARN if facts.outcome.second_approval else Effect.REFUSE
    what = "Removing the case" if facts.outcome.removed else f"Level {facts.outcome.level}"
    step = "Keep the level until this is put right, or record a second approval with a reason."
    return [
        Finding("MTG-20", effect, f"{what} would lower management while {reason.rstrip('.')}.", "level", step)
        for reason in reasons
    ]


def _next_review(facts: CloseFacts) -> list[Finding]:
    level = facts.outcome.level
    if level is None or level not in REVIEW_WEEKS or facts.outcome.removed:
        return []
    if facts.next_review_on is None:
        message = f"No date is set for the next meeting; at Level {level} one is always set."
        return [Finding("MTG-19", Effect.BLOCK, message, "next_review_on", "Set the date of the next meeting.")]
    if facts.next_review_on <= facts.held_on:
        message = f"The next meeting, {in_words(facts.next_review_on)}, is not after this one."
        return [Finding("MTG-19", Effect.REFUSE, message, "next_review_on", "Choose a later date.")]
    latest = latest_review(
        facts.held_on,
        level,
        in_custody=facts.case.in_custody,
        policy_weeks=facts.policy_weeks,
        policy=facts.policy,
    )
    if latest is None or facts.next_review_on <= latest.due_on:
        return []
    message = f"The next meeting, {in_words(facts.next_review_on)}, is too late. {latest.words}"
    step = f"Choose {in_words(latest.due_on)} or earlier."
    return [Finding("MTG-19", Effect.REFUSE, message, "next_review_on", step)]
