"""By when a request is answered, and until when what was written is kept (ENQ-03 to ENQ-06, ENQ-18).

The first receipt by any agency starts the count: where the text leaves open whose receipt counts, this is earlier.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, add_working_days, in_words
from enquiries.rules.routing import MARAC_WORKING_DAYS, SAR_DAYS, Regime
from enquiries.rules.steps import DONE, State

FOI_WORKING_DAYS = 20
"""Holds while no policy is loaded (Freedom of Information Act 2000 section 10(1))."""
ANSWER, DESTROY = "answer", "destroy"
DUE_RULES: dict[Regime, str] = {Regime.SAR: "ENQ-03", Regime.MARAC: "ENQ-04", Regime.FOI: "ENQ-05"}
RULES = frozenset({*DUE_RULES.values(), "ENQ-06", "ENQ-18"})


@dataclass(frozen=True, slots=True)
class DueFacts:
    """One request: `wanted_by` is the day that the requester set; `destroy_on` the end of its keeping."""

    state: State
    regime: Regime
    received_on: date
    due_on: date | None
    wanted_by: date | None = None
    destroy_on: date | None = None
    closed_on: date | None = None


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
        limit = add_days(received_on, SAR_DAYS)
    elif regime is Regime.MARAC:
        limit = add_working_days(received_on, MARAC_WORKING_DAYS, holidays)
    elif regime is Regime.FOI:
        limit = add_working_days(received_on, foi_days, holidays)
    days = [day for day in (limit, wanted_by) if day is not None]
    return min(days) if days else None


def dues(facts: DueFacts) -> Iterator[tuple[str, Due]]:
    """What is due on one request: the answer, or once it is closed the destruction of what was written."""
    if facts.state not in DONE and facts.due_on is not None:
        by_requester = facts.due_on == facts.wanted_by or facts.regime not in DUE_RULES
        rule_id = "ENQ-06" if by_requester else DUE_RULES[facts.regime]
        counted = "the day that the requester set" if by_requester else f"received on {in_words(facts.received_on)}"
        yield ANSWER, _due(facts.due_on, facts.received_on, rule_id, f"Request for minutes answered: {counted}")
    if facts.state is State.CLOSED and facts.destroy_on is not None:
        words = f"Request and reply are kept until {in_words(facts.destroy_on)}"
        yield DESTROY, _due(facts.destroy_on, facts.closed_on or facts.destroy_on, "ENQ-18", words)


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, min(start_on, due_on), rule_id, f"{words} (national, {rule(rule_id).source})")
