"""On which day a category may be decided (rule CAT-32). Pure; days are Europe/London dates."""

from dataclasses import replace
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from offenders.rules.categories import categorise
from offenders.rules.facts import CaseFacts


def order_findings(facts: CaseFacts, on: date, *, today: date, standing_on: date | None) -> list[Finding]:
    """Return why the category cannot be decided on the day `on` (CAT-32): at most one finding.

    `standing_on` is the day of the decision that stands; None before the first one.
    """
    if on > today:
        return [_refuse("The category cannot be decided on a day in the future.", "Enter today or an earlier date.")]
    if standing_on is not None and on < standing_on:
        message = f"This date is before the present decision on the category, of {in_words(standing_on)}."
        return [_refuse(message, "Enter that day or a later one.")]
    rests_on = _rests_on(facts, on, today) if standing_on is None else _first_fact(facts)
    if rests_on is not None and on < rests_on:
        message = f"This date is before {in_words(rests_on)}, the first outcome or order that the category rests on."
        return [_refuse(message, "Enter that day or a later one.")]
    return []


def _rests_on(facts: CaseFacts, on: date, today: date) -> date | None:
    """Return the day on which the category of today began, where none is found on the day typed.

    A judgement that is being made on that day is no ground for dating it so.
    """
    now = categorise(replace(facts, category_3=None, discretionary_4=None), today)
    if now.begins_on is not None and categorise(facts, on).category is None:
        return now.begins_on
    return _first_fact(facts)


def _first_fact(facts: CaseFacts) -> date | None:
    orders = (*facts.sexual_notifications, *facts.terrorism_notifications)
    days = [*(one.outcome_on for one in facts.offences), *(one.starts_on for one in orders)]
    return min((day for day in days if day is not None), default=None)


def _refuse(message: str, step: str) -> Finding:
    return Finding("CAT-32", Effect.REFUSE, message, "decided_on", step)
