"""By which permissions reviews and critical cases are seen and recorded."""

from typing import Any

from django.db.models import OuterRef, QuerySet

from offenders.access import Viewer, where_may
from offenders.models import Case
from offenders.models.base import CaseQuerySet

VIEW, RECORD, CRITICAL = "view_review", "record_review", "record_critical"


def cases_open_to(viewer: Viewer) -> CaseQuerySet:
    """The cases of which `viewer` may see reviews (SCR-17)."""
    return Case.objects.filter(where_may(viewer, VIEW))


def case_of_a_due_date(viewer: Viewer) -> QuerySet[Any]:
    """The case of a due date, where `viewer` may see its reviews (SCR-17)."""
    return cases_open_to(viewer).filter(pk=OuterRef("case_id")).order_by()
