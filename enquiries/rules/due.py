"""By when a request is answered, and until when what was written is kept (ENQ-03 to ENQ-06, ENQ-18).

The first receipt by any agency starts the count: where the text leaves open whose receipt counts, this is earlier.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, add_months, add_working_days, in_words
from enquiries.rules.routing import MARAC_WORKING_DAYS, SAR_DAYS, SAR_MONTHS, Regime
from enquiries.rules.steps import DONE, KEPT, State

FOI_WORKING_DAYS = 20
"""Holds while no policy is loaded (Freedom of Information Act 2000 section 10(1))."""
CLOSE_DAYS = 14
"""How long after the sending the Co-ordinator's copy is waited for: a figure of the product (ENQ-28)."""
ANSWER, CLOSE, DESTROY = "answer", "close", "destroy"
DUE_RULES: dict[Regime, str] = {Regime.SAR: "ENQ-03", Regime.MARAC: "ENQ-04", Regime.FOI: "ENQ-05"}
RULES = frozenset({*DUE_RULES.values(), "ENQ-06", "ENQ-18", "ENQ-28"})


@dataclass(frozen=True, slots=True)
class DueFacts:
    """One request: `wanted_by` is the day that the requester set; `destroy_on` the end of its keeping.

    `sent_on` is the day of the reply, `ended_on` that of the closing or of the withdrawal.
    """

    state: State
    regime: Regime
    received_on: date
    due_on: date | None
    wanted_by: date | None = None
    destroy_on: date | None = None
    sent_on: date | None = None
    ended_on: date | None = None


def answer_by(
    regime: Regime,
    received_on: date,
    wanted_by: date | None,
    *,
    holidays: Collection[date],
    foi_days: int = FOI_WORKING_DAYS,
) -> date | None:
    """The last day for the answer: that of the law, or the requester's where it is earlier; None without either."""
    limit = None
    if regime is Regime.SAR:
        # A month that begins in January, late or in February ends before thirty days do; the earlier binds.
        limit = min(add_days(received_on, SAR_DAYS), add_months(received_on, SAR_MONTHS))
    elif regime is Regime.MARAC:
        limit = add_working_days(received_on, MARAC_WORKING_DAYS, holidays)
    elif regime is Regime.FOI:
        limit = add_working_days(received_on, foi_days, holidays)
    days = [day for day in (limit, wanted_by) if day is not None]
    return min(days) if days else None


def dues(facts: DueFacts) -> Iterator[tuple[str, Due]]:
    """What is due on one request: the answer, then the closing, then the destruction of what was written."""
    if facts.state not in DONE and facts.due_on is not None:
        by_requester = facts.due_on == facts.wanted_by or facts.regime not in DUE_RULES
        rule_id = "ENQ-06" if by_requester else DUE_RULES[facts.regime]
        counted = "the day that the requester set" if by_requester else f"received on {in_words(facts.received_on)}"
        yield ANSWER, _due(facts.due_on, facts.received_on, rule_id, f"Request for minutes answered: {counted}")
    if facts.state is State.SENT and facts.sent_on is not None:
        words = f"Request for minutes closed: reply sent on {in_words(facts.sent_on)}"
        yield CLOSE, _due(close_by(facts.sent_on), facts.sent_on, "ENQ-28", words)
    until = facts.destroy_on or facts.ended_on  # withdrawn before a day was asked for: at once
    if facts.state in KEPT and until is not None:
        words = f"Request and reply are kept until {in_words(until)}"
        yield DESTROY, _due(until, facts.ended_on or until, "ENQ-18", words)


def close_by(sent_on: date) -> date:
    """By when a request whose reply was sent is closed (ENQ-28)."""
    return add_days(sent_on, CLOSE_DAYS)


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, min(start_on, due_on), rule_id, f"{words} (national, {rule(rule_id).source})")
