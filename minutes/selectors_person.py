"""Reads of the person's copies of the plan for pages and the timeline."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from minutes.models import PlanCopy
from offenders.access import Viewer


def plan_copies(*, viewer: Viewer, case_id: UUID) -> QuerySet[PlanCopy]:
    """Every copy of the plan for the person, newest first, each with its giving: one query."""
    rows = PlanCopy.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("case__lead_agency", "plan", "recorded_by", "given__recorded_by").order_by("-number")


def plan_copy_for(*, viewer: Viewer, case_id: UUID, copy_id: UUID) -> PlanCopy:
    """One of them; Http404 when the viewer may not see it."""
    return get_object_or_404(plan_copies(viewer=viewer, case_id=case_id), pk=copy_id)


def was_given(copy: PlanCopy) -> bool:
    """Whether the person was given it."""
    return getattr(copy, "given", None) is not None
