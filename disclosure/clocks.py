"""What falls due because a disclosure was decided on and not yet made."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, in_words
from disclosure.models import DisclosureDecision


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, list[DisclosureDecision]]:
    """The planned disclosures of each case that were not made yet: one query."""
    rows = DisclosureDecision.objects.filter(
        case__in=case_ids, disclose=True, complete=True, made__isnull=True, superseded_by__isnull=True
    )
    found: dict[UUID, list[DisclosureDecision]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def disclosures_due(decisions: Sequence[DisclosureDecision], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Each planned disclosure on its planned date (DIS-06)."""
    for decision in decisions:
        if decision.planned_on is not None:
            words = f"Decided on {in_words(decision.decided_on)}; planned for {in_words(decision.planned_on)}."
            due = Due(due_on=decision.planned_on, start_on=decision.decided_on, rule="DIS-06", words=words)
            yield str(decision.pk), due


def register_all() -> None:
    """Register every clock of this app."""
    register(Clock("disclosure_due", "Disclosure to be made", gather, disclosures_due))
