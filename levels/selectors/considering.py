"""Reads of what came of considering people for Category 3."""

from uuid import UUID

from django.db.models import QuerySet

from levels.models import Category3Review
from offenders.access import Viewer
from offenders.models import Case


def reviews(*, viewer: Viewer, case_id: UUID) -> QuerySet[Category3Review]:
    """Every consideration of a case for Category 3, the latest first."""
    return Category3Review.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by__agency")


def standing(case: Case) -> Category3Review | None:
    """The consideration that stands. For services and pages of a case already opened to the actor."""
    return Category3Review.objects.filter(case=case, superseded_by__isnull=True).first()
