"""What is recorded of HMPPS Psychology in a case: whether it was asked, is at work on it, and is wanted at a review.

For services and selectors, inside an opened case.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from meetings.models import AgendaEntry, Invitation, Meeting
from meetings.rules.people import Attendance, Party
from offenders.models import Case
from referrals.facts import psychology_noted

CAME = frozenset({Attendance.ATTENDED.value, Attendance.REPORT_ONLY.value})
YES = "yes"


@dataclass(frozen=True, slots=True)
class Psychology:
    """Whether it was asked to an earlier meeting, works on the case, and circumstances may change the risk (MTG-42)."""

    asked: bool
    at_work: bool
    risk_may_change: bool


def psychology_of(case: Case, held: QuerySet[Meeting], *, known_on: date, meeting: Meeting | None) -> Psychology:
    """What is recorded before a meeting, and at it where it is given; `held` are those before it. Three queries.

    It works on the case where it came to an earlier meeting or reported to one, or where the last referral says so.
    What may change the risk is what the meeting itself says of it, or else the one before; the first is no review.
    """
    asked = Invitation.objects.filter(case=case, party=Party.PSYCHOLOGY, meeting__in=held.values("pk"))
    told = set(asked.values_list("attendance", flat=True))
    of_these = Q(meeting__in=held.values("pk")) | Q(meeting=meeting.pk if meeting else None)
    entries = AgendaEntry.objects.filter(of_these, case=case, item="risk").order_by("meeting__starts_at")
    said = list(entries.values_list("meeting", "answers__may_change"))
    before = [answer for key, answer in said if meeting is None or key != meeting.pk]
    here = [answer for key, answer in said if meeting is not None and key == meeting.pk]
    standing = [answer for answer in [*before[-1:], *here] if answer]
    return Psychology(
        asked=bool(told),
        at_work=bool(told & CAME) or psychology_noted(case, known_on),
        risk_may_change=bool(before) and standing[-1:] == [YES],
    )
