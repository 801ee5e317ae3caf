"""Reads of requests for minutes for pages and other rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from enquiries.models import DataLoss, MinutesRequest, ReportAnswer, RequestStep
from offenders.access import Viewer


@dataclass(frozen=True, slots=True)
class Told:
    """What the timeline tells."""

    requests: Sequence[MinutesRequest]
    steps: Sequence[RequestStep]
    answers: Sequence[ReportAnswer]
    losses: Sequence[DataLoss]


def of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[MinutesRequest]:
    """Every request of a case that the viewer may see, newest first."""
    rows = MinutesRequest.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("agency", "recorded_by").order_by("-received_on", "-id")


def told(*, viewer: Viewer, case_id: UUID) -> Told:
    """What the timeline tells: four queries."""
    steps = RequestStep.objects.visible_to(viewer).filter(request__case=case_id)
    return Told(
        requests=list(of_case(viewer=viewer, case_id=case_id)),
        steps=list(steps),
        answers=list(ReportAnswer.objects.visible_to(viewer).filter(case_id=case_id)),
        losses=list(DataLoss.objects.visible_to(viewer).filter(case_id=case_id)),
    )


def own(*, viewer: User) -> QuerySet[MinutesRequest]:
    """The requests that the viewer recorded, newest first: to be shown as they wrote them, and no more (ENQ-24)."""
    rows = MinutesRequest.objects.filter(recorded_by=viewer).select_related("agency")
    return rows.order_by("-received_on", "-id")
