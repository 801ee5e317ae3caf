"""What shows that the risk of domestic abuse or stalking has risen since the last look at the level (LVL-37). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from levels.rules.triggers import Trigger

ORDER = ("low", "medium", "high", "very_high")
HIGHEST_LEVEL = 3


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """What was recorded since the last look at the level. Dates are Europe/London dates; None where nothing was.

    `abuse` says that an offence involves domestic abuse or stalking. `rosh_then` is the overall risk of serious harm as
    it stood at that look, `rosh_now` as it stands, judged on `judged_on`. The other days are those of a SARA, of a
    referral of a victim to MARAC, and of a prison's report that names concerns about domestic abuse.
    """

    level: int | None
    abuse: bool
    rosh_then: str | None = None
    rosh_now: str | None = None
    judged_on: date | None = None
    sara_on: date | None = None
    marac_on: date | None = None
    prison_on: date | None = None


def escalations(facts: EscalationFacts) -> list[Trigger]:
    """Return each sign that the risk has risen, the weightiest first (rule LVL-37); none without abuse or stalking."""
    return [*_signs(facts)] if facts.abuse else []


def another_look_findings(facts: EscalationFacts) -> list[Finding]:
    """Return a prompt to look at the level again for each sign, below Level 3 (rule LVL-37)."""
    if facts.level is None or facts.level >= HIGHEST_LEVEL:
        return []
    step = "Tell the agencies that work with the person, and look at the level again."
    return [Finding("LVL-37", Effect.PROMPT, f"{sign.holds}.", None, step) for sign in escalations(facts)]


def _signs(facts: EscalationFacts) -> Iterator[Trigger]:
    if facts.judged_on is not None and _rank(facts.rosh_now) > _rank(facts.rosh_then) >= 0:
        then, now = ((rosh or "").replace("_", " ") for rosh in (facts.rosh_then, facts.rosh_now))
        yield Trigger("raised", f"The risk of serious harm rose from {then} to {now} on {in_words(facts.judged_on)}")
    for key, day, what in (
        ("marac", facts.marac_on, "A victim was referred to MARAC"),
        ("sara", facts.sara_on, "The risk of spousal assault was assessed with SARA"),
        ("prison", facts.prison_on, "The prison reported concerns about domestic abuse"),
    ):
        if day is not None:
            yield Trigger(key, f"{what} on {in_words(day)}")


def _rank(rosh: str | None) -> int:
    return ORDER.index(rosh) if rosh in ORDER else -1
