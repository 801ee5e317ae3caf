"""When a referral has to be made from custody, and by when one that was made, or is disputed, is decided."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, earliest, in_words, with_last_working_day
from deadlines.rules.policies import Limit, limits, stricter
from levels.models import Category3Review, LevelDecision, Screening
from levels.rules.considering import REFER, refer_due
from offenders.models import CustodyPeriod, Offence
from referrals.models import Referral, ReferralDispute
from referrals.rules.steps import DECISION, Purpose, State, decision_due, referral_due, settled_by

SETTING = "referral_decision_days"
TO_REFER = "category_3_referral_days"


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


def gather_disputed(case_ids: Sequence[UUID]) -> Mapping[UUID, list[tuple[str, dt.date]]]:
    """The disputed referrals of each case, with the day on which each was disputed last: one query."""
    raised = ReferralDispute.objects.filter(referral=OuterRef("pk"), step=ReferralDispute.Step.RAISED)
    disputed_on = Subquery(raised.order_by("-recorded_at").values("happened_on")[:1])
    rows = Referral.objects.filter(case__in=case_ids, state=State.DISPUTED.value).annotate(disputed_on=disputed_on)
    found: dict[UUID, list[tuple[str, dt.date]]] = {}
    for case_id, pk, on in rows.values_list("case_id", "pk", "disputed_on"):
        found.setdefault(case_id, []).append((str(pk), on))
    return found


def _disputes_due(disputed: Sequence[tuple[str, dt.date]], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    for key, on in disputed:
        yield key, settled_by(on)


@dataclass(frozen=True, slots=True)
class Unreferred:
    """Somebody in custody for whom a screening proposes Level 2 or 3, and who is not referred yet."""

    screened_on: dt.date
    release_due_on: dt.date


def gather_unreferred(case_ids: Sequence[UUID]) -> Mapping[UUID, Unreferred]:
    """Who is to be referred before release: one query.

    The newest screening proposes Level 2 or 3, nobody decided on the level since, the release date is known, and
    nobody was referred since the time in custody began. After a recall the level is reviewed, not referred.
    """
    of_case = {"case": OuterRef("case")}
    later = Screening.objects.filter(**of_case, recorded_at__gt=OuterRef("recorded_at"))
    decided = LevelDecision.objects.filter(**of_case, recorded_at__gt=OuterRef("recorded_at"))
    custody = CustodyPeriod.objects.filter(**of_case, released_on__isnull=True, recall=False)
    referred = Referral.objects.filter(
        **of_case, purpose=Purpose.LEVEL.value, received_on__gte=OuterRef("in_custody_since")
    ).exclude(state=State.WITHDRAWN.value)
    rows = (
        Screening.objects.filter(case__in=case_ids, case__ended_on__isnull=True, proposed_level__gte=2)
        .filter(Q(case__level__isnull=True) | Q(case__level=1))
        .annotate(
            in_custody_since=Subquery(custody.values("starts_on")[:1]),
            release_due_on=Subquery(custody.values("release_due_on")[:1]),
        )
        .filter(~Exists(later), ~Exists(decided), ~Exists(referred), release_due_on__isnull=False)
    )
    told = rows.values_list("case_id", "screened_on", "release_due_on")
    return {case_id: Unreferred(screened_on, release_due_on) for case_id, screened_on, release_due_on in told}


def _unreferred(facts: Unreferred, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    due = referral_due(release_due_on=facts.release_due_on, screened_on=facts.screened_on)
    return [("", with_last_working_day(due, policy.holidays))]


def gather_to_refer(case_ids: Sequence[UUID]) -> Mapping[UUID, dt.date]:
    """When it was recorded of each case in no category that it is to be referred to Category 3, and it was not since.

    One query, and one more where there is such a case: nothing is asked where no offence of those that called counts.
    """
    referred = Referral.objects.filter(
        case=OuterRef("case"), purpose=Purpose.CATEGORY_3.value, received_on__gte=OuterRef("decided_on")
    ).exclude(state=State.WITHDRAWN.value)
    rows = Category3Review.objects.filter(
        ~Exists(referred), case__in=case_ids, superseded_by__isnull=True, outcome=REFER, case__category__isnull=True
    )
    waiting = {row.case_id: row for row in rows}
    if not waiting:
        return {}
    counting = {str(pk) for pk in Offence.objects.filter(case__in=list(waiting)).values_list("pk", flat=True)}
    return {
        case_id: row.decided_on for case_id, row in waiting.items() if any(pk in counting for pk, _ in row.offences)
    }


def _to_refer(considered_on: dt.date, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    limit = stricter(TO_REFER, policy.national, policy.local)
    return [("", refer_due(considered_on, limit, policy.holidays))]


def register_all() -> None:
    """Register every clock of this app."""
    register(Clock("referral_before_release", "Referral before release", gather_unreferred, _unreferred))
    register(Clock("category_3_referral", "Referral to Category 3", gather_to_refer, _to_refer, after_end=True))
    register(Clock("referral_decision", "Decision on a referral", gather, decisions_due, after_end=True))
    label = "Dispute about a referral to be settled"
    register(Clock("referral_dispute", label, gather_disputed, _disputes_due, after_end=True))
