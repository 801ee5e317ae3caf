"""Reads of what stands beside category and level: potentially dangerous people, and reviews of retention."""

from uuid import UUID

from django.db.models import QuerySet

from levels.models import DangerDecision, RetentionReview
from levels.rules.outside import MARKED
from offenders.access import Viewer
from offenders.models import Case


def danger_decisions(*, viewer: Viewer, case_id: UUID) -> QuerySet[DangerDecision]:
    """Every decision on the marker, the latest first."""
    return DangerDecision.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by")


def retention_reviews(*, viewer: Viewer, case_id: UUID) -> QuerySet[RetentionReview]:
    """Every review of retention, the latest first."""
    return RetentionReview.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by")


def danger_decision(case: Case) -> DangerDecision | None:
    """The decision that stands. For services and rules, inside a case already opened to the actor."""
    return DangerDecision.objects.filter(case=case, superseded_by__isnull=True).first()


def is_marked(case: Case) -> bool:
    """Whether the marker stands. For services and rules, inside a case already opened to the actor."""
    decision = danger_decision(case)
    return decision is not None and decision.outcome == MARKED


def retention_review(case: Case) -> RetentionReview | None:
    """The review that stands. For services and rules, inside a case already opened to the actor."""
    return RetentionReview.objects.filter(case=case, superseded_by__isnull=True).first()
