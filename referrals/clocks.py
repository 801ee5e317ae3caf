"""When a referral has to be decided: from its receipt until the decision, and by nothing else."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, earliest, in_words
from deadlines.rules.policies import Limit, limits
from referrals.models import Referral
from referrals.rules.steps import DECISION, State, decision_due

SETTING = "referral_decision_days"


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, list[Referral]]:
    """The referrals of each case that wait for a decision: one query."""
    found: dict[UUID, list[Referral]] = {}
    for row in Referral.objects.filter(case__in=case_ids, state=State.SUBMITTED.value):
        found.setdefault(row.case_id, []).append(row)
    return found


def decisions_due(referrals: Sequence[Referral], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Each referral within the days of the policy from its receipt, or from the day a dispute sent it back (REF-10)."""
    readings = limits(SETTING, policy.national, policy.local)
    for row in referrals:
        due = earliest(*(_reading(row, limit) for limit in readings))
        if due is not None:
            yield str(row.pk), due


def last_day(received_on: dt.date, policy: CasePolicy) -> dt.date:
    """The last day for the decision on a referral received on a day, by the policy of the area (REF-10)."""
    return min(decision_due(received_on, limit.value) for limit in limits(SETTING, policy.national, policy.local))


def _reading(row: Referral, limit: Limit) -> Due | None:
    if row.decide_from is None:
        return None
    due_on = decision_due(row.decide_from, limit.value)
    since = "the receipt of the referral" if row.decide_from == row.received_on else "the dispute that sent it back"
    words = f"{limit.value} days from {since} on {in_words(row.decide_from)}: by {in_words(due_on)}"
    cited = f"{words} ({limit.basis}, {limit.source})."
    return Due(due_on, row.decide_from, DECISION, cited, limit.basis, limit.policy)


def register_all() -> None:
    """Register the clock of this app."""
    register(Clock("referral_decision", "Decision on a referral", gather, decisions_due))
