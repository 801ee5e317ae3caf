"""Whether somebody was considered for Category 3, and what came of it (rules CAT-16, CAT-17, CAT-36, CAT-37). Pure."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_days, in_words, with_last_working_day
from deadlines.rules.policies import Limit
from offenders.rules.categories import FOR_CATEGORY_3, categorise
from offenders.rules.facts import CaseFacts, Question

MUST = "CAT-16"
CONSIDER_DAYS = 28
REFER_DAYS = 10
REFER, NOT_SUITABLE = "refer", "not_suitable"
OUTCOMES: Mapping[str, str] = {
    REFER: "To be referred to Category 3 (MAPPA A)",
    NOT_SUITABLE: "Not suitable for Category 3",
}


def asks(known: CaseFacts, on: dt.date) -> list[Question]:
    """Return the offences that wait to be considered for Category 3 on a day (rules CAT-16 and CAT-17)."""
    return [one for one in categorise(known, on).questions if one.field == FOR_CATEGORY_3]


def calls(known: CaseFacts, on: dt.date) -> list[Question]:
    """Return the offences that call for it on a day, whether or not they were considered."""
    return asks(replace(known, considered_for_3=frozenset()), on)


def with_considered(known: CaseFacts, *, named: Collection[str], until: dt.date | None) -> CaseFacts:
    """The facts with the offences for which Category 3 was considered.

    Those `named` in a record of it, and those whose outcome was there by the last day (`until`, Europe/London) on which
    a decision to place in Category 3, to end it, or on what follows a category weighed the same.
    """
    found = {one.id for one in known.offences if one.id in named}
    if until is not None:
        found |= {one.id for one in known.offences if one.outcome_on is not None and one.outcome_on <= until}
    return replace(known, considered_for_3=frozenset(found))


@dataclass(frozen=True, slots=True)
class ConsiderFacts:
    """A case in no category: what is known, when each offence was recorded, and since when no category covers it.

    `recorded` is from the id of an offence; `free_since` is None where no category was ever decided. Europe/London.
    """

    known: CaseFacts
    recorded: Mapping[str, dt.date]
    free_since: dt.date | None = None


def consider_due(
    facts: ConsiderFacts, limit: Limit | None, *, today: dt.date, holidays: Collection[dt.date]
) -> Due | None:
    """Return by when it is recorded what came of considering Category 3 (rules CAT-16 and CAT-17).

    Some days from when the first offence that waits was recorded, or another category ended, if that was later.
    """
    waiting = asks(facts.known, today)
    if not waiting:
        return None
    first = [one for one in waiting if one.rule == MUST] or waiting
    start_on = min(_since(facts, one, today) for one in first)
    words = f"from {in_words(start_on)}, since when an offence has called for it and no category covers the person"
    return _days(CONSIDER_DAYS, limit, start_on, first[0].rule, words, holidays)


def refer_due(considered_on: dt.date, limit: Limit | None, holidays: Collection[dt.date]) -> Due:
    """Return by when MAPPA A follows a consideration that ended in a referral (rule CAT-37)."""
    words = f"from {in_words(considered_on)}, when it was recorded that the person is to be referred to Category 3"
    return _days(REFER_DAYS, limit, considered_on, "CAT-37", words, holidays)


def findings(called: Sequence[Question], *, outcome: str, reason: str, on: dt.date, today: dt.date) -> list[Finding]:
    """Return why it cannot be recorded what came of the consideration (rule CAT-36)."""
    if not called:
        return nothing_calls()
    found = []
    if on > today:
        message = "This cannot be dated in the future."
        found.append(Finding("CAT-36", Effect.REFUSE, message, "decided_on", "Enter an earlier date."))
    if outcome not in OUTCOMES:
        found.append(Finding("CAT-36", Effect.REQUIRE, "Say what came of it.", "outcome", "Choose the outcome."))
    if not reason.strip():
        message = "Say why, also where the person is not suitable."
        found.append(Finding("CAT-36", Effect.REQUIRE, message, "reason", "Give the reason."))
    return found


def nothing_calls() -> list[Finding]:
    """That no offence which counts calls for a consideration, or another category covers the person (rule CAT-36)."""
    message = "No offence that counts calls for Category 3, or another category covers the person."
    return [Finding("CAT-36", Effect.REFUSE, message, None, "There is nothing to consider.")]


def _since(facts: ConsiderFacts, question: Question, today: dt.date) -> dt.date:
    recorded = facts.recorded.get(question.offence_id or "", today)
    return max(recorded, facts.free_since) if facts.free_since is not None else recorded


def _days(
    usual: int, limit: Limit | None, start_on: dt.date, rule: str, words: str, holidays: Collection[dt.date]
) -> Due:
    days = limit.value if limit is not None else usual
    due_on, words = add_days(start_on, days), f"{days} days {words}"
    if limit is None:
        return with_last_working_day(Due(due_on, start_on, rule, f"{words} (product's own limit)"), holidays)
    words = f"{words} ({limit.basis}, {limit.source})"
    return with_last_working_day(Due(due_on, start_on, rule, words, limit.basis, limit.policy), holidays)
