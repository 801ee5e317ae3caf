"""Who is left out of a meeting's minutes, and who has a copy beyond the invitations, as they stand (MIN-18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
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

    Each says whether it was sent and when the chair struck it. One that answers a request is for the register of
    requests to tell.
    """
    steps = MinutesCopyStep.objects.filter(copy=OuterRef("pk"))
    struck = steps.filter(step=Step.STRUCK.value).values("recorded_at")[:1]
    rows = MinutesCopy.objects.exclude(reason="").exclude(form__in=REPLIES)
    rows = rows.annotate(is_sent=Exists(steps.filter(step=Step.SENT.value)), struck_at=Subquery(struck))
    return rows.select_related("made_by")


def lines_of(left_out: Iterable[LeftOut], copies: QuerySet[MinutesCopy]) -> list[Line]:
    """These as lines. A copy that an amended version made again is told once, as it was decided."""
    lines = [
        Line(called(row.invitation), "No minutes", row.reason, row.decided_by.full_name, row.decided_on)
        for row in left_out
    ]
    further: dict[tuple[str, str], list[Any]] = {}
    for copy in copies.order_by("number"):
        further.setdefault((copy.recipient, copy.form), []).append(copy)
    return lines + [
        Line(copy.recipient, copy.get_form_display(), copy.reason, copy.made_by.full_name, _day(copy))
        for copy in map(_as_decided, further.values())
        if copy is not None
    ]


def _as_decided(rows: Sequence[Any]) -> MinutesCopy | None:
    """Of the copies for one recipient, the oldest first, the one as which the chair decided last.

    None where the newest was struck and none was sent: it went to nobody, whatever was made of earlier versions.
    """
    if rows[-1].struck_at is not None and not any(row.is_sent for row in rows):
        return None
    decided: MinutesCopy = rows[0]
    for before, row in pairwise(rows):
        if before.struck_at is not None and before.struck_at <= row.made_at:
            decided = row
    return decided


def _day(copy: MinutesCopy) -> date:
    return timezone.localdate(copy.made_at)
