"""Reads of disputes about a level."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from levels.models import LevelDispute
from offenders.access import Viewer


def disputes(*, viewer: Viewer, case_id: UUID) -> QuerySet[LevelDispute]:
    """Every dispute of a case, the latest first."""
    rows = LevelDispute.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("raised_by", "settled_by")


def dispute_for(*, viewer: Viewer, case_id: UUID, dispute_id: UUID) -> LevelDispute:
    """One dispute; Http404 when the viewer may not see it."""
    return get_object_or_404(disputes(viewer=viewer, case_id=case_id), pk=dispute_id)
