"""Reads of requests to agencies, and of what was decided to follow a category."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from levels.models import AgencyRequest, EndReview
from offenders.access import Viewer
from offenders.models import Case


def requests(*, viewer: Viewer, case_id: UUID) -> QuerySet[AgencyRequest]:
    """Every request of a case, the latest first."""
    rows = AgencyRequest.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("agency", "asked_by")


def request_for(*, viewer: Viewer, case_id: UUID, asked_id: UUID) -> AgencyRequest:
    """One request; Http404 when the viewer may not see it."""
    return get_object_or_404(requests(viewer=viewer, case_id=case_id), pk=asked_id)


def end_reviews(*, viewer: Viewer, case_id: UUID) -> QuerySet[EndReview]:
    """What was decided to follow the category of a case, the latest first."""
    return EndReview.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by__agency")


def end_review(case: Case) -> EndReview | None:
    """The decision that stands. For services and rules, inside a case already opened to the actor."""
    return EndReview.objects.filter(case=case, superseded_by__isnull=True).first()
