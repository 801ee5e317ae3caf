"""A dispute about a level: raised, escalated in the line, settled by somebody else (LVL-33 to LVL-35). Pure."""

import datetime as dt
from dataclasses import dataclass

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_days, in_words
from levels.rules.bounds import level_1_findings
from offenders.rules.facts import Route

SETTLED_WITHIN_DAYS = 14
ESCALATE, SETTLE = "escalate", "settle"
STEPS = {ESCALATE: "Escalated to line management", SETTLE: "Settled"}


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """A dispute about to be taken further. Dates are Europe/London dates."""

    raised_on: dt.date
    escalated_on: dt.date | None
    settled: bool
    raised_by: str
    category: int | None = None
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody records on a dispute: an escalation to whom, or the level it is settled at and why."""

    kind: str
    actor: str
    on: dt.date
    today: dt.date
    to: str = ""
    level: int | None = None
    reason: str = ""


def raising_findings(
    *, level: int | None, wanted: int, category: int | None, route: Route | None, open_already: bool
) -> list[Finding]:
    """Return why a dispute cannot be raised: nothing to dispute, the same level, or one that is open (LVL-33).

    Level 1 cannot be wanted where it is never possible (LVL-02, LVL-03).
    """
    if level is None:
        return [_refuse("LVL-33", "No level is proposed or decided yet.", "wanted_level", "Screen the case first.")]
    if open_already:
        return [_refuse("LVL-33", "A dispute about this level is open already.", None, "Look at that one.")]
    if wanted == level:
        message = f"The level is {level} already."
        return [_refuse("LVL-33", message, "wanted_level", "Choose the level you hold to be right.")]
    return level_1_findings(wanted, category=category, route=route, field="wanted_level")


def step_findings(facts: DisputeFacts, step: Step) -> list[Finding]:
    """Return why a step on a dispute cannot be recorded (LVL-33 to LVL-35; Level 1: LVL-02, LVL-03)."""
    if facts.settled:
        return [_refuse("LVL-33", "This dispute is settled.", None, "Raise another one if the view is disputed again.")]
    found = []
    if not facts.raised_on <= step.on <= step.today:
        found.append(_refuse("LVL-33", "The day is before the dispute or still to come.", "on", "Enter another date."))
    if step.kind == ESCALATE and not step.to.strip():
        found.append(_require("to", "Say who it is escalated to.", "Enter the name or the post."))
    if step.kind == SETTLE:
        if step.actor == facts.raised_by:
            message = "You raised this dispute, so somebody else settles it."
            found.append(_refuse("LVL-35", message, "step", "Ask a manager of the lead agency or the Co-ordinator."))
        if step.level is None or not step.reason.strip():
            found.append(_require("reason", "Say at which level it is settled, and why.", "Choose the level."))
        else:
            found.extend(level_1_findings(step.level, category=facts.category, route=facts.route, field="level"))
    return found


def dispute_due(raised_on: dt.date, escalated_on: dt.date | None) -> Due:
    """Return by when a dispute is settled: 14 days from when it was raised, or last escalated (rule LVL-34)."""
    since = escalated_on or raised_on
    what = "escalation" if escalated_on else "dispute"
    words = f"{SETTLED_WITHIN_DAYS} days from the {what} of {in_words(since)} (product's own limit)"
    return Due(add_days(since, SETTLED_WITHIN_DAYS), since, "LVL-34", words)


def _refuse(rule: str, message: str, field: str | None, step: str) -> Finding:
    return Finding(rule, Effect.REFUSE, message, field, step)


def _require(field: str, message: str, step: str) -> Finding:
    return Finding("LVL-33", Effect.REQUIRE, message, field, step)
