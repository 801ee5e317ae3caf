"""What must be settled before a MAPPA meeting is closed: agenda, risk, disclosure, level and the next meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, in_words
from deadlines.rules.policies import PolicyValues
from deadlines.rules.reviews import ReviewFacts, next_review
from levels import rules as level_rules
from levels.rules import LevelFacts, LoweringFacts, ProposedLevel, SecondApproval
from levels.rules.lowering import obstacles, should_not
from meetings.rules.agenda import unanswered_findings
from meetings.rules.expected import expectation_findings, never_invited_findings
from meetings.rules.grades import Agreed, grade_findings
from meetings.rules.joint import minuted_findings, second_chair_findings
from meetings.rules.kept_out import presence_findings
from meetings.rules.minutes import visor_findings
from meetings.rules.outsiders import admission_findings
from meetings.rules.particular import Particular, particular_findings
from meetings.rules.people import (
    Chair,
    Circumstances,
    Invitee,
    absent_chair_findings,
    attendance_findings,
    chair_findings,
    missing_parties,
)
from meetings.rules.record import RecordFacts, record_findings
from meetings.rules.schedule import MEETING_LEVELS, ended_findings
from offenders.rules.facts import Route


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
    """The level agreed at the end: None while undecided; `removed` ends Category 3 or discretionary Category 4.

    `grounds` holds keys of the level criteria in `levels.rules`.
    """

    level: int | None = None
    reason: str = ""
    removed: bool = False
    re_referral_route: str = ""
    re_referral_agency: str = ""
    grounds: frozenset[str] = frozenset()
    second_approval: SecondApproval | None = None


@dataclass(frozen=True, slots=True)
class CloseFacts:
    """A meeting about to be closed. Dates are Europe/London dates.

    `disclose` and `cppc_referred` are None while unanswered. `missing_information` and `absent_partners` name agencies;
    required parties that did not come are added by the rule. `why_never_invited` is what the meeting says of those who
    must come and were not asked, `why_lower_grade` of a grade below the one expected. `agreed_grades` is what the Board
    of the area agreed, as it holds on the day of the meeting, by ladder and level. `review` is what the review clock
    knows of the case, `national` and `local` the policies in force. `current_level_on` is the day from which the
    present level holds. `case` is as on the day of the meeting; `inside_today` says whether the person is in custody
    now, None when that is the same. `came_though_kept_out` names those marked as attended who were barred on the day,
    `what_they_heard` is what the meeting says of that. `stays_in` is the category that the person is in without the
    judgement that the meeting ends. `visor_missing`: the person is a sexual offender without a ViSOR reference.
    """

    level: int
    category: int
    held_on: date
    today: date
    chair: Chair | None
    invitees: Sequence[Invitee]
    case: Circumstances
    risk: RiskSummary
    outcome: LevelOutcome
    review: ReviewFacts
    national: PolicyValues
    local: PolicyValues | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    disclose: bool | None = None
    disclosure_reason: str = ""
    cppc_referred: bool | None = None
    cppc_reason: str = ""
    next_review_on: date | None = None
    route: Route | None = None
    rosh: str | None = None
    missing_information: Sequence[str] = ()
    absent_partners: Sequence[str] = ()
    uncovered_risks: int = 0
    plan_is_robust: bool = True
    case_ended_on: date | None = None
    current_level: int | None = None
    current_level_on: date | None = None
    decided_later_that_day: bool = False
    lowering: LoweringFacts = field(default_factory=LoweringFacts)
    record: RecordFacts = field(default_factory=RecordFacts)
    particular: Particular = field(default_factory=Particular)
    second_chair: Chair | None = None
    joint: bool = False
    not_standard: str = ""
    why_never_invited: str = ""
    why_lower_grade: str = ""
    agreed_grades: Mapping[tuple[str, int], Agreed] = field(default_factory=dict)
    stays_in: int | None = None
    came_though_kept_out: Sequence[str] = ()
    what_they_heard: str = ""
    inside_today: bool | None = None
    visor_missing: bool = False

    @property
    def decided_since(self) -> bool:
        """Whether the level was decided again after the meeting, so that the meeting's level holds no longer."""
        if self.current_level_on is None:
            return False
        same_day = self.held_on == self.current_level_on and self.decided_later_that_day
        return same_day or self.held_on < self.current_level_on

    @property
    def ended_since(self) -> bool:
        """Whether management of the case ended on the day of the meeting or after it."""
        return self.case_ended_on is not None and self.held_on <= self.case_ended_on


def close_findings(facts: CloseFacts) -> list[Finding]:
    """Everything that stops or questions closing the meeting.

    Rules MTG-01 to MTG-03, MTG-08 to MTG-13, MTG-15 to MTG-25, ACC-25, MTG-41 to MTG-49, MTG-59, MTG-69, MTG-87,
    MTG-91 to MTG-93, MIN-19, MTR-01 to MTR-16 and MTR-18 to MTR-20; the level itself is judged by `levels.rules`.
    """
    return [
        *_ended(facts),
        *_not_yet_held(facts),
        *chair_findings(facts.chair, facts.invitees, held=True),
        *second_chair_findings(facts.second_chair, facts.invitees, held=True),
        *absent_chair_findings(facts.invitees),
        *presence_findings(facts.came_though_kept_out, facts.what_they_heard),
        *minuted_findings(joint=facts.joint, reason=facts.not_standard),
        *attendance_findings(facts.case, facts.invitees),
        *admission_findings(facts.invitees),
        *never_invited_findings(facts.case, facts.invitees, facts.why_never_invited),
        *expectation_findings(facts.case, facts.invitees),
        *_grades(facts),
        *unanswered_findings(facts.level, facts.answers),
        *record_findings(facts.level, facts.answers, facts.record),
        *particular_findings(facts.particular),
        *visor_findings(Effect.WARN, missing=facts.visor_missing),
        *_risk(facts.risk),
        *_disclosure(facts),
        *_cppc(facts),
        *_level(facts),
        *_decided_since(facts),
        *_next_review(facts),
    ]


def _grades(facts: CloseFacts) -> list[Finding]:
    case = replace(facts.case, level=facts.level)
    return grade_findings(case, facts.invitees, facts.why_lower_grade, facts.agreed_grades)


def latest_review(facts: CloseFacts) -> Due | None:
    """The last day for the next meeting at the level agreed, as the review clock will show it (MTG-19).

    None while no Level 2 or 3 is agreed and for a person in custody, for whom no interval is given.
    """
    level = facts.outcome.level
    if level not in MEETING_LEVELS or facts.outcome.removed:
        return None
    inside = facts.case.in_custody if facts.inside_today is None else facts.inside_today
    after = replace(facts.review, level=level, in_custody=inside, last_meeting_on=facts.held_on)
    return next_review(after, facts.national, facts.local)


def _ended(facts: CloseFacts) -> list[Finding]:
    """A meeting held before the end of management is closed for its minutes; one after it is refused (MTG-23)."""
    if facts.case_ended_on is None or not facts.ended_since:
        return ended_findings(facts.case_ended_on)
    message = f"MAPPA management ended on {in_words(facts.case_ended_on)}, after this meeting was held."
    step = "Confirm that the meeting and its minutes are recorded, and nothing that it decided takes effect."
    return [Finding("MTG-23", Effect.WARN, message, None, step)]


def _not_yet_held(facts: CloseFacts) -> list[Finding]:
    if facts.held_on <= facts.today:
        return []
    message = f"The meeting is on {in_words(facts.held_on)} and has not been held."
    return [Finding("MTG-24", Effect.REFUSE, message, None, "Close it once it has been held.")]


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
    if facts.outcome.level is None and not facts.outcome.removed:
        message = "The meeting has not recorded the level from now on."
        return [Finding("MTG-18", Effect.BLOCK, message, "level", "Record the level and why.")]
    if facts.ended_since:
        return []
    if facts.outcome.level is None:
        return _removal(facts)
    proposed = ProposedLevel(
        level=facts.outcome.level,
        decided_on=facts.held_on,
        reason=facts.outcome.reason,
        at_meeting=True,
        grounds=facts.outcome.grounds,
        second_approval=facts.outcome.second_approval,
    )
    return level_rules.findings(_of_levels(facts), proposed, today=facts.today)


def _of_levels(facts: CloseFacts) -> LevelFacts:
    return LevelFacts(
        category=facts.category,
        route=facts.route,
        current_level=facts.level if facts.decided_since else facts.current_level or facts.level,
        in_custody=facts.review.in_custody,
        rosh=facts.rosh,
        missing_information=facts.missing_information,
        absent_key_partners=_absent(facts),
        uncovered_risks=facts.uncovered_risks,
        plan_is_robust=facts.plan_is_robust,
        lowering=facts.lowering,
    )


def _decided_since(facts: CloseFacts) -> list[Finding]:
    """A meeting closed late does not put its older level on top of a newer one (LVL-09)."""
    if not facts.decided_since or facts.current_level_on is None or facts.ended_since:
        return []
    decided = f"The level was decided again on {in_words(facts.current_level_on)}, after this meeting"
    if facts.outcome.removed:
        message = f"{decided}, so the meeting cannot take the case out of MAPPA any more."
        step = "Record a level here, and end the category at a later meeting."
        return [Finding("LVL-09", Effect.REFUSE, message, "removed", step)]
    message = f"{decided}. What the meeting agreed is kept in its minutes, and the later level stays."
    return [Finding("LVL-09", Effect.WARN, message, "level", "Decide the level anew if it should be another one.")]


def _absent(facts: CloseFacts) -> tuple[str, ...]:
    required = (missing.party.label for missing in missing_parties(facts.case, facts.invitees))
    return tuple(dict.fromkeys([*facts.absent_partners, *required]))


def _removal(facts: CloseFacts) -> list[Finding]:
    if facts.category != 3 and facts.route is not Route.DISCR:
        message = "A meeting ends MAPPA management only for Category 3 and discretionary Category 4"
        message = f"{message}; this case is Category {facts.category}."
        step = "Record a level; the category ends by its own dates."
        return [Finding("MTG-22", Effect.REFUSE, message, "removed", step)]
    wanted = (
        ("reason", facts.outcome.reason, "why the case is taken out of MAPPA"),
        ("re_referral_route", facts.outcome.re_referral_route, "how the case would be referred again"),
        ("re_referral_agency", facts.outcome.re_referral_agency, "which agency would refer it"),
    )
    found = [
        Finding("MTG-22", Effect.BLOCK, f"It is not recorded {asked}.", name, f"Record {asked}.")
        for name, text, asked in wanted
        if not text.strip()
    ]
    if facts.stays_in is not None:
        message = f"The person stays in MAPPA in Category {facts.stays_in}, and the level has to be decided anew."
        found.append(Finding("MTG-22", Effect.WARN, message, "removed", "Decide the level after closing the meeting."))
    against = obstacles(_of_levels(facts), facts.held_on)
    refused = facts.lowering.refused
    approval = facts.outcome.second_approval
    for one in against:
        message = f"The case should not be taken out of MAPPA while {one.holds}."
        finding = should_not("MTG-20", message, approval, refused=refused, stands=one.rule)
        found.append(replace(finding, field="removed"))
    return found


def _next_review(facts: CloseFacts) -> list[Finding]:
    level = facts.outcome.level
    if level not in MEETING_LEVELS or facts.outcome.removed or facts.ended_since:
        return []
    if facts.next_review_on is None:
        message = f"No date is set for the next meeting; at Level {level} one is always set."
        return [Finding("MTG-19", Effect.BLOCK, message, "next_review_on", "Set the date of the next meeting.")]
    if facts.next_review_on <= facts.held_on:
        message = f"The next meeting, {in_words(facts.next_review_on)}, is not after this one."
        return [Finding("MTG-19", Effect.REFUSE, message, "next_review_on", "Choose a later date.")]
    latest = latest_review(facts)
    if latest is None or facts.next_review_on <= latest.due_on:
        return []
    message = f"The next meeting, {in_words(facts.next_review_on)}, is too late. The limit is {latest.words}."
    step = f"Choose {in_words(latest.due_on)} or earlier."
    return [Finding("MTG-19", Effect.REFUSE, message, "next_review_on", step)]
