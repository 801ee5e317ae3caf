"""At which level a case may be managed, and what stands in the way (rules LVL-01 to LVL-26 and LVL-36).

Facts in, findings out; no clock and no database. Who may decide is in `offenders.rules.permissions`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from audit.refusals import Effect, Finding
from levels.rules.bounds import level_1_findings
from levels.rules.facts import (
    CONCERN,
    INDETERMINATE_CONCERNS,
    LEVEL_2_REASONS,
    LEVEL_3_REASONS,
    PRISON_SILENCE_DAYS,
    RAISED_RISK,
    LevelFacts,
    LoweringFacts,
    ProposedLevel,
    SecondApproval,
)
from levels.rules.lowering import is_lower, lowering_findings
from levels.rules.triggers import not_answered
from offenders.rules.categories import PRECEDENCE
from offenders.rules.facts import Answer, CategoryResult

__all__ = [
    "CONCERN",
    "INDETERMINATE_CONCERNS",
    "LEVEL_2_REASONS",
    "LEVEL_3_REASONS",
    "PRISON_SILENCE_DAYS",
    "LevelFacts",
    "LoweringFacts",
    "ProposedLevel",
    "SecondApproval",
    "findings",
    "history_findings",
    "is_lower",
    "level_1_review_findings",
    "prison_findings",
    "prison_may_be_taken_as_silent_on",
    "unsettled",
]


def findings(facts: LevelFacts, proposed: ProposedLevel, *, today: date) -> list[Finding]:
    """Return everything that refuses, asks for more, or warns about recording the proposed level."""
    return [
        *_eligibility(facts, proposed),
        *_record(facts, proposed, today),
        *_screening(facts, proposed),
        *lowering_findings(facts, proposed),
        *_criteria(proposed),
        *_prompts(facts, proposed),
        *_triggers(facts, proposed),
    ]


def history_findings(history: str) -> list[Finding]:
    """A demand for what earlier offending, compliance and the speed of re-offending show (LVL-36)."""
    if history.strip():
        return []
    message = "It is not said what earlier offending, compliance and re-offending show."
    return [Finding("LVL-36", Effect.REQUIRE, message, "history", "Say it, or that there was none before.")]


def prison_findings(notified_on: date | None, replied_on: date | None) -> list[Finding]:
    """Refuse an answer of the prison before it was told, or without that (LVL-12)."""
    if replied_on is None or (notified_on is not None and notified_on <= replied_on):
        return []
    if notified_on is None:
        message = "The prison answered, and it is not said when it was told."
        return [Finding("LVL-12", Effect.REQUIRE, message, "prison_notified_on", "Enter the day.")]
    message = "The prison cannot have answered before it was told."
    return [_refuse("LVL-12", message, "prison_replied_on", "Correct one of the days.")]


def prison_may_be_taken_as_silent_on(notified_on: date, days: int = PRISON_SILENCE_DAYS) -> date:
    """Return the first day on which the prison's days have run out, day 0 being the notification (rule LVL-12)."""
    return notified_on + timedelta(days=days + 1)


def unsettled(result: CategoryResult) -> list[Finding]:
    """Warn of each test that only a person can settle and that could give another category than the computed one."""
    rank: dict[int | None, int] = {category: index for index, category in enumerate(PRECEDENCE)}
    rank[None] = len(PRECEDENCE)
    return [
        Finding(test.rule, Effect.WARN, f"Category {test.category} is not settled: {test.sentence}.", "reason")
        for test in result.tests
        if test.answer is Answer.ASK and rank[test.category] < rank[result.category]
    ]


def level_1_review_findings(*, level: int | None, ended_on: date | None) -> list[Finding]:
    """Return why a Level 1 review cannot be recorded: the case has ended (LVL-04) or is not at Level 1 (LVL-20)."""
    if ended_on is not None:
        message = "MAPPA management of this person has ended, so it cannot be reviewed."
        return [
            _refuse("LVL-04", message, "reviewed_on", "Record a new category first if the person is eligible again.")
        ]
    if level != 1:
        message = "Only a case at Level 1 is reviewed here; at Level 2 and 3 a MAPPA meeting reviews it."
        return [_refuse("LVL-20", message, "reviewed_on", "Record the review at a meeting.")]
    return []


def _eligibility(facts: LevelFacts, proposed: ProposedLevel) -> Iterator[Finding]:
    if facts.ended_on is not None:
        message = "MAPPA management of this person has ended, so no level can be set."
        yield _refuse("LVL-04", message, "level", "Record a new category first if the person is eligible again.")
    if facts.category is None:
        message = "No MAPPA category is recorded, so no level can be set."
        yield _refuse("LVL-01", message, "level", "Record the category first.")
    yield from level_1_findings(proposed.level, category=facts.category, route=facts.route, field="level", may_end=True)


def _record(facts: LevelFacts, proposed: ProposedLevel, today: date) -> Iterator[Finding]:
    if not proposed.reason.strip():
        yield Finding(
            "LVL-05", Effect.REQUIRE, "Say why the case is managed at this level.", "reason", "Enter the reason."
        )
    if proposed.decided_on > today:
        yield _refuse(
            "LVL-09", "A level cannot be decided in the future.", "decided_on", "Enter today or an earlier date."
        )
    elif facts.current_level_on is not None and proposed.decided_on < facts.current_level_on:
        message = "This date is before the present level was decided."
        yield _refuse("LVL-09", message, "decided_on", "Enter a date on or after the present decision.")
    if proposed.level == 1 and not proposed.at_meeting and not proposed.by_lead_agency:
        message = "Outside a meeting only the lead agency sets Level 1."
        yield _refuse("LVL-14", message, "level", "Ask the lead agency to set it.")


def _screening(facts: LevelFacts, proposed: ProposedLevel) -> Iterator[Finding]:
    """Check what the lead agency must have gathered; a meeting has the agencies at the table."""
    if proposed.at_meeting:
        return
    since = facts.inside_since if facts.in_custody else None
    if since is not None and facts.screened_on is not None and facts.screened_on < since:
        message = f"The last screening is older than this time in custody, which began on {_day(since)}."
        yield Finding("LVL-11", Effect.REQUIRE, message, "information_sources", "Screen the case again.")
    elif facts.screened_before:
        message = "The last screening is from before the present management under MAPPA began."
        yield Finding("LVL-11", Effect.REQUIRE, message, "information_sources", "Screen the case again.")
    elif facts.information_sources < 1:
        message = "A level rests on information from the agencies that work with the person; none is recorded."
        yield Finding(
            "LVL-11", Effect.REQUIRE, message, "information_sources", "Record who was asked and what they said."
        )
    if not facts.in_custody:
        return
    notified_on, replied_on = facts.prison_notified_on, facts.prison_replied_on
    if notified_on is None or (since is not None and notified_on < since):
        message = "The person is in custody and the prison has not been told of the proposed level."
        yield Finding("LVL-12", Effect.REQUIRE, message, "prison_notified_on", "Tell the prison and record the date.")
    elif replied_on is None or replied_on < notified_on:
        days = facts.prison_silence_days
        from_day = prison_may_be_taken_as_silent_on(notified_on, days)
        if proposed.decided_on < from_day:
            message = (
                f"The prison has until the end of day {days} to answer; the level can be set from {_day(from_day)}."
            )
            yield _refuse("LVL-12", message, "decided_on", "Record the prison's answer, or wait until that day.")


def _criteria(proposed: ProposedLevel) -> Iterator[Finding]:
    if proposed.level == 1:
        return
    if not proposed.adds_value or not proposed.grounds & {*LEVEL_2_REASONS, *LEVEL_3_REASONS}:
        message = (
            "Level 2 is for cases where formal meetings add value and one of its grounds applies; none is recorded."
        )
        yield Finding(
            "LVL-15", Effect.PROMPT, message, "grounds", "Tick the grounds that apply, or say why in the reason."
        )
    if proposed.level == 3 and not proposed.grounds & set(LEVEL_3_REASONS):
        message = "Level 3 is for cases that need senior representation; no ground for that is recorded."
        yield Finding(
            "LVL-16", Effect.PROMPT, message, "grounds", "Tick the grounds that apply, or say why in the reason."
        )


def _prompts(facts: LevelFacts, proposed: ProposedLevel) -> Iterator[Finding]:
    if proposed.level == 1 and facts.rosh in RAISED_RISK:
        message = (
            "The risk of serious harm is high or very high. Level 1 is possible; say why one agency can manage it."
        )
        yield Finding(
            "LVL-10", Effect.PROMPT, message, "reason", "Risk does not set the level: it stays your decision."
        )
    if proposed.level == 1 and facts.released_from_indeterminate and facts.indeterminate_concerns:
        concerns = _and([INDETERMINATE_CONCERNS[key] for key in facts.indeterminate_concerns])
        message = f"Consider Level 2 or 3 after an indeterminate sentence: {concerns}."
        yield Finding("LVL-17", Effect.PROMPT, message, "level", "Say in the reason how this was weighed.")


def _triggers(facts: LevelFacts, proposed: ProposedLevel) -> list[Finding]:
    return not_answered(facts.triggers, proposed.why_not_level_2) if proposed.level == 1 else []


def _refuse(rule: str, message: str, field: str, next_step: str) -> Finding:
    return Finding(rule, Effect.REFUSE, message, field, next_step)


def _and(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
