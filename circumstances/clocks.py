"""What falls due because of somebody's circumstances."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from circumstances import facts
from circumstances.rules import foreign, support
from circumstances.rules.foreign import ForeignFacts
from deadlines.clocks import Clock, Compute, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due

Rule = Callable[[ForeignFacts, Collection[date]], Iterable[tuple[str, Due]]]

CLOCKS: tuple[tuple[str, str, Rule], ...] = (
    ("immigration_referral", "Referral to Immigration Enforcement", foreign.referral_due),
    ("bail_plan", "Plan in case of immigration bail", foreign.bail_plan_due),
)


def _computed(rule: Rule) -> Compute:
    def compute(known: ForeignFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
        return rule(known, policy.holidays)

    return compute


def register_all() -> None:
    """Register the clocks of this app; those of foreign nationals read the same facts."""
    register(
        Clock(
            name="housing_referral",
            label="Referral to a housing authority",
            gather=facts.gather_housing,
            compute=lambda known, policy: support.referral_due(known),
        )
    )
    for name, label, rule in CLOCKS:
        register(Clock(name=name, label=label, gather=facts.gather, compute=_computed(rule)))
