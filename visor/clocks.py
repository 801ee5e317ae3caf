"""What falls due on the record of a case on ViSOR."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from deadlines.clocks import Clock, Compute, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from visor import facts
from visor.rules import due
from visor.rules.due import ClockFacts

Rule = Callable[[ClockFacts, Collection[date]], Iterable[tuple[str, Due]]]


def register_all() -> None:
    """Register every clock of this app; all of them read the same facts.

    What was said at a last meeting goes in, and the record is archived, after management has ended.
    """
    for name, label, rule, after_end in (
        ("visor_made", "Record on ViSOR to be made, or made active again", due.made, False),
        ("visor_updated", "ViSOR to be updated after a meeting", due.updated, True),
        ("visor_archived", "Record on ViSOR to be archived", due.archived, True),
    ):
        register(Clock(name, label, facts.gather, _by_case(rule), after_end=after_end))


def _by_case(rule: Rule) -> Compute:
    def compute(known: ClockFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
        return rule(known, policy.holidays)

    return compute
