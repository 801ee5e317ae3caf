"""What falls due because of set forms: notified, sent again, confirmed, taken back, a charge or a late level told."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from deadlines.clocks import Clock, Compute, Gather, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, with_last_working_day
from papers import facts, facts_restrictions
from papers.rules import due
from papers.rules.due import HeldFacts
from papers.rules.restrictions import to_be_told

CLOCKS: tuple[tuple[str, str, Gather, Callable[[Any, Collection[date]], Iterable[tuple[str, Due]]]], ...] = (
    ("child_notified", "MAPPA H to the Co-ordinator", facts.children, lambda known, _: due.notified(known)),
    (
        "restriction_told",
        "MAPPA J to the DWP",
        facts_restrictions.gather,
        lambda known, _: to_be_told(known),
    ),
    ("form_again", "Form to be sent again", facts.open_papers, lambda known, _: due.sent_again(known)),
    ("form_receipt", "MAPPA J to be confirmed by the DWP", facts.open_papers, due.receipt),
    ("exemption_ends", "MAPPA P to be taken back", facts.open_papers, lambda known, _: due.exemption_ends(known)),
    ("charge_told", "MAPPA N to be passed on", facts.open_papers, due.charge_told),
)

AFTER_END = frozenset({"exemption_ends", "charge_told"})
"""A form is destroyed when management has ended, not before, and most further offences are charged after it."""


def register_all() -> None:
    """Register every clock of this app."""
    for name, label, gather, rule in CLOCKS:
        register(Clock(name, label, gather, _computed(rule), after_end=name in AFTER_END))
    register(Clock(name="level_escalated", label="MAPPA S to the Co-ordinator", gather=facts.held, compute=_escalated))


def _escalated(known: HeldFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    found = due.level_escalated(known, policy.national, policy.local, policy.holidays, policy.today)
    return [(key, _shown(one, policy.holidays)) for key, one in found]


def _computed(rule: Callable[[Any, Collection[date]], Iterable[tuple[str, Due]]]) -> Compute:
    def compute(known: Any, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
        return [(key, _shown(one, policy.holidays)) for key, one in rule(known, policy.holidays)]

    return compute


def _shown(one: Due, holidays: Collection[date]) -> Due:
    """With the last working day before it, its other readings too (DAY-05)."""
    others = tuple(with_last_working_day(other, holidays) for other in one.also_shown)
    return replace(with_last_working_day(one, holidays), also_shown=others)
