"""What the level rules look at, and what is proposed to them. Plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from levels.rules.triggers import Trigger
from offenders.rules.facts import Route

PRISON_SILENCE_DAYS = 14
"""What the guidance says; the policies in force may say more."""
RECENT_RELEASE_WEEKS = 12
ROSH_HOLDS_MONTHS = 6
RAISED_RISK = frozenset({"high", "very_high"})
LEVEL_2_REASONS = {
    "rosh_high": "the risk of serious harm is high or very high",
    "lower_risk_needs_agencies": "exceptionally, the risk is lower but other agencies have to be actively involved",
    "previously_level_3": "the case was at Level 3 and no longer needs it",
}
LEVEL_3_REASONS = {
    "resources": "significant resources may be needed at short notice",
    "public_interest": "media scrutiny or public interest is likely to be high",
    "national_security": "the case has a national security dimension",
    "organised_crime": "a high risk offender is involved in serious organised crime",
}
CONCERN = "concern:"
"""Stands before a concern about an indeterminate sentence among the grounds of a decision."""
INDETERMINATE_CONCERNS = {
    "over_tariff": "released significantly over tariff",
    "not_supported": "release was not supported in the parole reports",
    "non_compliance": "there is a history of not keeping licence conditions",
    "public_interest": "public interest is high",
}


@dataclass(frozen=True, slots=True)
class SecondApproval:
    """Somebody else's recorded agreement to go ahead where the guidance says "should not".

    `accepts` holds the rules whose obstacles it takes upon itself.
    """

    approved_by: str
    proposed_by: str
    reason: str
    accepts: frozenset[str]

    @property
    def valid(self) -> bool:
        """True when it comes from another person and gives a reason (rule LVL-18)."""
        return bool(self.reason.strip()) and self.approved_by != self.proposed_by


@dataclass(frozen=True, slots=True)
class LoweringFacts:
    """What else is looked at before a level is lowered; the figures are those of the stricter policy in force.

    `rosh_judged_on` is the day of the present judgement of risk. `refused` says that the area's policy lets no second
    approval take the place of settling what stands in the way.
    """

    overdue_actions: int = 0
    released_on: date | None = None
    recent_release_weeks: int = RECENT_RELEASE_WEEKS
    rosh_judged_on: date | None = None
    rosh_holds_months: int = ROSH_HOLDS_MONTHS
    refused: bool = False


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """What is known of the case before a level is decided.

    `missing_information` names the agencies whose information is outstanding, `absent_key_partners` those who were not
    represented, `uncovered_risks` counts identified risks that no action covers. `rosh` is the overall risk of serious
    harm: "low", "medium", "high" or "very_high". `screened_on` is the day of the last screening, `screened_before`
    that it is from before the present management began. `inside_since` is the first day of the present time in
    custody. `triggers` are the reasons to ask why not Level 2.
    """

    category: int | None
    route: Route | None = None
    current_level: int | None = None
    current_level_on: date | None = None
    ended_on: date | None = None
    in_custody: bool = False
    rosh: str | None = None
    missing_information: Sequence[str] = ()
    absent_key_partners: Sequence[str] = ()
    uncovered_risks: int = 0
    plan_is_robust: bool = True
    information_sources: int = 0
    screened_on: date | None = None
    screened_before: bool = False
    inside_since: date | None = None
    prison_notified_on: date | None = None
    prison_replied_on: date | None = None
    prison_silence_days: int = PRISON_SILENCE_DAYS
    released_from_indeterminate: bool = False
    indeterminate_concerns: Sequence[str] = ()
    triggers: Sequence[Trigger] = ()
    lowering: LoweringFacts = field(default_factory=LoweringFacts)


@dataclass(frozen=True, slots=True)
class ProposedLevel:
    """The level somebody wants to record, from which day, and why.

    `why_not_level_2` answers the triggers of a case that is to be at Level 1.
    `grounds` holds keys of LEVEL_2_REASONS and LEVEL_3_REASONS; `at_meeting` says that a Level 2 or 3 meeting decides.
    """

    level: int
    decided_on: date
    reason: str
    at_meeting: bool = False
    by_lead_agency: bool = True
    adds_value: bool = True
    grounds: frozenset[str] = frozenset()
    second_approval: SecondApproval | None = None
    why_not_level_2: str = ""
