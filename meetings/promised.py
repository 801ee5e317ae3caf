"""The meeting that the decision on an accepted referral names, until somebody plans one (rule REF-25)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, in_words
from meetings.models import Meeting, Rescheduling
from referrals.models import Referral, ReferralDecision
from referrals.rules.steps import State


@dataclass(frozen=True, slots=True)
class Promised:
    """The day of a meeting that was named, in Europe/London, and the day of the decision that named it."""

    decision: str
    decided_on: dt.date
    meeting_on: dt.date


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, Promised]:
    """The last meeting named for each case at Level 2 or 3, where none is planned or held since: one query.

    One is planned from the day of the decision to the day that was named; later only where the chair approved that a
    meeting planned by then was put off, or cancelled and another is planned in its place.
    """
    later = ReferralDecision.objects.filter(referral=OuterRef("referral"), recorded_at__gt=OuterRef("recorded_at"))
    held = Q(status=Meeting.Status.HELD, starts_at__date__gte=OuterRef("decided_on"))
    put_off = Rescheduling.objects.filter(
        Q(meeting=OuterRef("pk")) | Q(kind=Rescheduling.Kind.CANCELLED),
        case=OuterRef("case"),
        was_at__date__gte=OuterRef(OuterRef("decided_on")),
        was_at__date__lte=OuterRef(OuterRef("meeting_on")),
    )
    in_time = Q(starts_at__date__lte=OuterRef("meeting_on")) | Exists(put_off)
    planned = Q(status=Meeting.Status.SCHEDULED, starts_at__date__gte=OuterRef("decided_on")) & in_time
    met = Meeting.objects.filter(planned | held, case=OuterRef("case"))
    rows = ReferralDecision.objects.filter(
        ~Exists(later), ~Exists(met), case__in=case_ids, case__level__in=(2, 3), meeting_on__isnull=False
    )
    rows = rows.filter(referral__in=Referral.objects.filter(case__in=case_ids, state=State.ACCEPTED.value))
    told = rows.order_by("recorded_at").values_list("case_id", "pk", "decided_on", "meeting_on")
    return {case_id: Promised(str(pk), decided_on, on) for case_id, pk, decided_on, on in told if on is not None}


def compute(promised: Promised, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """That the meeting is planned by the day that was named for it (REF-25)."""
    words = f"The day that the decision of {in_words(promised.decided_on)} on the referral named for the meeting"
    yield promised.decision, Due(promised.meeting_on, promised.decided_on, "REF-25", words)
