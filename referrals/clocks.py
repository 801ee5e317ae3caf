"""When a referral has to be decided: from its receipt until the decision, and by nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, in_words
from referrals.models import Referral
from referrals.rules.steps import DECISION_DAYS, State, decision_due

DECISION = "REF-10"


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, list[Referral]]:
    """The referrals of each case that wait for a decision: one query."""
    found: dict[UUID, list[Referral]] = {}
    for row in Referral.objects.filter(case__in=case_ids, state=State.SUBMITTED.value):
        found.setdefault(row.case_id, []).append(row)
    return found


def decisions_due(referrals: Sequence[Referral], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Each referral within ten days of its receipt, or of the day on which a dispute sent it back (REF-10)."""
    for row in referrals:
        if row.decide_from is None:
            continue
        due_on = decision_due(row.decide_from)
        since = "the receipt of the referral" if row.decide_from == row.received_on else "the dispute that sent it back"
        words = f"{DECISION_DAYS} days from {since} on {in_words(row.decide_from)}: by {in_words(due_on)}."
        yield str(row.pk), Due(due_on=due_on, start_on=row.decide_from, rule=DECISION, words=words)


def register_all() -> None:
    """Register the clock of this app."""
    register(Clock("referral_decision", "Decision on a referral", gather, decisions_due))
