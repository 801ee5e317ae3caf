"""One screening with what became of it, for its printed form."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404

from levels.models import AgencyRequest, LevelDecision, LevelDispute, Screening
from levels.selectors import screenings
from levels.selectors.asking import requests
from levels.selectors.disputes import disputes
from offenders.access import Detail, Viewer


@dataclass(frozen=True, slots=True)
class Screened:
    """A screening, what was asked before it, the levels decided on it and the disputes about them, oldest first.

    `recorded_at` is the instant, in UTC, at which the last of all this was recorded.
    """

    screening: Screening
    asked: Sequence[AgencyRequest]
    decided: Sequence[LevelDecision]
    disputes: Sequence[LevelDispute]
    recorded_at: dt.datetime


def screened_for(*, viewer: Viewer, case_id: UUID, screening_id: UUID) -> Screened:
    """One screening of a case with what became of it: five queries. Http404 when the viewer may not see it.

    Requests and disputes belong to the screening in whose time they were made: up to its day, since the one before.
    """
    rows = screenings(viewer=viewer, case_id=case_id).select_related("screened_by__agency")
    screening = get_object_or_404(rows, pk=screening_id)
    others = list(rows.exclude(pk=screening.pk).values_list("screened_on", flat=True))
    before = max((day for day in others if day < screening.screened_on), default=dt.date.min)
    following = min((day for day in others if day > screening.screened_on), default=dt.date.max)
    asked = requests(viewer=viewer, case_id=case_id).filter(asked_on__gt=before, asked_on__lte=screening.screened_on)
    raised = disputes(viewer=viewer, case_id=case_id).filter(
        raised_on__gte=screening.screened_on, raised_on__lt=following
    )
    decisions = LevelDecision.objects.visible_to(viewer, Detail.FULL).filter(case_id=case_id, screening=screening)
    decided = list(decisions.select_related("decided_by", "second_approval").order_by("recorded_at"))
    instants = [screening.recorded_at, *(one.recorded_at for one in decided)]
    return Screened(
        screening,
        list(asked.order_by("asked_on", "recorded_at")),
        decided,
        list(raised.order_by("raised_on", "recorded_at")),
        max(instants),
    )
