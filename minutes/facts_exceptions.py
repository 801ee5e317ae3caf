"""Who is left out of a meeting's minutes, and who has a copy beyond the invitations, as they stand (MIN-18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from meetings.models import Meeting
from minutes.facts import called, still_left_out
from minutes.models import LeftOut, MinutesCopy, MinutesCopyStep
from minutes.rules.distribution import REPLIES, Step


@dataclass(frozen=True, slots=True)
class Line:
    """One exception: who, what the chair decided, why, who decided, and on which day (Europe/London)."""

    who: str
    what: str
    reason: str
    by: str
    on: date


def exceptions(meeting: Meeting) -> list[Line]:
    """The exceptions as they stand, those left out first. Two queries."""
    return lines_of(standing_left_out().filter(meeting=meeting), further_copies().filter(meeting=meeting))


def standing_left_out() -> QuerySet[LeftOut]:
    """The decisions to leave somebody out that stand."""
    return still_left_out().select_related("invitation__agency", "invitation__person", "decided_by")


def further_copies() -> QuerySet[MinutesCopy]:
    """The copies beyond the invitations, or on paper, which alone have a reason; without the minutes themselves.

    One that the chair struck went to nobody, and one that answers a request is for the register of requests to tell.
    """
    struck = MinutesCopyStep.objects.filter(copy=OuterRef("pk"), step=Step.STRUCK.value)
    rows = MinutesCopy.objects.exclude(reason="").exclude(form__in=REPLIES)
    return rows.filter(~Exists(struck)).select_related("made_by")


def lines_of(left_out: Iterable[LeftOut], copies: QuerySet[MinutesCopy]) -> list[Line]:
    """These as lines. A copy that an amended version made again is told once, as it was decided."""
    lines = [
        Line(called(row.invitation), "No minutes", row.reason, row.decided_by.full_name, row.decided_on)
        for row in left_out
    ]
    first: dict[tuple[str, str], MinutesCopy] = {}
    for copy in copies.order_by("number"):
        first.setdefault((copy.recipient, copy.form), copy)
    return lines + [
        Line(copy.recipient, copy.get_form_display(), copy.reason, copy.made_by.full_name, _day(copy))
        for copy in first.values()
    ]


def _day(copy: MinutesCopy) -> date:
    return timezone.localdate(copy.made_at)
