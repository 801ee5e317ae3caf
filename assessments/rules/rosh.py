"""Findings about one judgement of risk of serious harm (RoSH), and the overall level it suggests.

The guidance gives a level for each group and does not say how an overall level follows. The product suggests the
highest of the five groups and lets the assessor record another overall level with a reason; self-harm stays outside.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessments.rules.levels import OTHERS, Imminence, RiskGroup, RoshLevel
from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words

REVIEW_AGE_DAYS = 112
"""After this many days (16 weeks, configurable) a judgement is shown as due for another look."""


@dataclass(frozen=True, slots=True)
class GroupJudgement:
    """What the assessor recorded for one group at risk. `level` is None when it was left unanswered."""

    group: RiskGroup
    level: RoshLevel | None = None
    who: str = ""
    nature: str = ""
    imminence: Imminence | None = None
    circumstances: str = ""
    protective_factors: str = ""


@dataclass(frozen=True, slots=True)
class RoshFacts:
    """A judgement about to be recorded. Dates are Europe/London dates.

    `previous` holds the levels of the judgement in force, empty for the first one. `supersedes` is what the form was
    opened on and `current` what is in force now; both are None for the first judgement of a case.
    """

    judgements: Sequence[GroupJudgement]
    assessed_on: date
    today: date
    overall: RoshLevel | None = None
    overall_reason: str = ""
    previous: Mapping[RiskGroup, RoshLevel] = field(default_factory=dict)
    change_reason: str = ""
    supersedes: Hashable | None = None
    current: Hashable | None = None


@dataclass(frozen=True, slots=True)
class SuggestedOverall:
    """The overall level suggested by the groups, with the groups that set it and the steps in words."""

    level: RoshLevel
    groups: tuple[RiskGroup, ...]
    steps: tuple[str, ...]
    rule: str = "ROSH-02"


def suggested_overall(levels: Mapping[RiskGroup, RoshLevel | None]) -> SuggestedOverall | None:
    """The highest level among the five groups, or None when none of them has a level (ROSH-02)."""
    given = {group: level for group in OTHERS if (level := levels.get(group)) is not None}
    if not given:
        return None
    highest = max(given.values())
    groups = tuple(group for group, level in given.items() if level is highest)
    names = ", ".join(group.label for group in groups)
    return SuggestedOverall(
        level=highest,
        groups=groups,
        steps=(
            "The five groups are compared: the public, prisoners, a known adult, children and staff.",
            f"The highest level is {highest.label}, for: {names}.",
            "Risk to self is shown beside the overall level and does not change it.",
        ),
    )


def rosh_findings(facts: RoshFacts) -> list[Finding]:
    """Everything that stops or questions recording the judgement (ROSH-01 to ROSH-09, without ROSH-07)."""
    found = [
        *_unanswered(facts),
        *_dates_and_order(facts),
        *_overall(facts),
        *_changes(facts),
    ]
    for judgement in facts.judgements:
        found += _detail(judgement)
    return found


def stale_findings(assessed_on: date | None, today: date, *, max_age_days: int = REVIEW_AGE_DAYS) -> list[Finding]:
    """A prompt when the judgement in force is older than `max_age_days`, or when there is none (ROSH-07)."""
    step = "Record a new judgement, even when no level changes."
    if assessed_on is None:
        return [Finding("ROSH-07", Effect.PROMPT, "No risk of serious harm judgement is recorded yet.", None, step)]
    age = (today - assessed_on).days
    if age <= max_age_days:
        return []
    message = f"The risk of serious harm judgement is {age} days old; it is looked at again after {max_age_days} days."
    return [Finding("ROSH-07", Effect.PROMPT, message, None, step)]


def _unanswered(facts: RoshFacts) -> list[Finding]:
    answered = {judgement.group for judgement in facts.judgements if judgement.level is not None}
    return [
        Finding(
            "ROSH-01",
            Effect.REQUIRE,
            f"{group.label}: no level of risk is recorded.",
            f"{group}_level",
            "Choose Low, Medium, High or Very High.",
        )
        for group in RiskGroup
        if group not in answered
    ]


def _dates_and_order(facts: RoshFacts) -> list[Finding]:
    found = []
    if facts.assessed_on > facts.today:
        found.append(
            Finding(
                "ROSH-05",
                Effect.REFUSE,
                f"The date of the judgement, {in_words(facts.assessed_on)}, is in the future.",
                "assessed_on",
                "Enter today's date or an earlier one.",
            )
        )
    if facts.supersedes != facts.current:
        found.append(
            Finding(
                "ROSH-06",
                Effect.REFUSE,
                "This form was opened on a judgement that is no longer in force; only the current one can be replaced.",
                None,
                "Open the current judgement, compare, and record yours again.",
            )
        )
    return found


def _overall(facts: RoshFacts) -> list[Finding]:
    suggestion = suggested_overall({judgement.group: judgement.level for judgement in facts.judgements})
    if suggestion is None:
        return []
    if facts.overall is None:
        message = f"No overall level is recorded; {suggestion.level.label} is suggested, the highest of the groups."
        step = "Choose the overall level."
        return [Finding("ROSH-02", Effect.REQUIRE, message, "overall", step)]
    if facts.overall is suggestion.level:
        return []
    message = f"The overall level is {facts.overall.label}; the groups suggest {suggestion.level.label}."
    if not facts.overall_reason.strip():
        return [Finding("ROSH-02", Effect.REQUIRE, message, "overall_reason", "Say why the overall level differs.")]
    if facts.overall < suggestion.level:
        step = "Confirm that the lower overall level and your reason should stand."
        return [Finding("ROSH-02", Effect.WARN, message, "overall", step)]
    return []


def _changes(facts: RoshFacts) -> list[Finding]:
    if facts.change_reason.strip():
        return []
    changed = [
        f"{judgement.group.label} from {before.label} to {judgement.level.label}"
        for judgement in facts.judgements
        if judgement.level is not None
        and (before := facts.previous.get(judgement.group)) is not None
        and before is not judgement.level
    ]
    if not changed:
        return []
    message = f"The level changes without a reason: {'; '.join(changed)}."
    return [Finding("ROSH-04", Effect.REQUIRE, message, "change_reason", "Say what has changed.")]


def _detail(judgement: GroupJudgement) -> list[Finding]:
    level, group = judgement.level, judgement.group
    if level is None:
        return []
    found = []
    if level >= RoshLevel.HIGH:
        missing = {
            "nature": judgement.nature.strip(),
            "imminence": judgement.imminence,
            "circumstances": judgement.circumstances.strip(),
        }
        asked = {
            "nature": "what might be done and how",
            "imminence": "how near it is",
            "circumstances": "what would raise the risk",
        }
        found += [
            Finding(
                "ROSH-03",
                Effect.REQUIRE,
                f"{group.label} is {level.label}: say {asked[name]}.",
                f"{group}_{name}",
            )
            for name, value in missing.items()
            if not value
        ]
    if level is RoshLevel.VERY_HIGH and judgement.imminence in (Imminence.REMOTE, Imminence.ANY_TIME):
        message = (
            f'{group.label} is Very High, which means imminent, but how near it is says "{judgement.imminence.label}".'
        )
        found.append(
            Finding("ROSH-08", Effect.WARN, message, f"{group}_imminence", "Check the level or how near the harm is.")
        )
    if group is RiskGroup.KNOWN_ADULT and level >= RoshLevel.MEDIUM and not judgement.who.strip():
        message = f"A known adult is at {level.label} risk but is not named."
        found.append(
            Finding("ROSH-09", Effect.REQUIRE, message, f"{group}_who", "Name each person known to be at risk.")
        )
    return found
