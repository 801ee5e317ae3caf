"""Who sees and writes requests for minutes: the Unit and the latest chair; who recorded one sees what they wrote.

A request about somebody who is not on record here belongs to the Unit of the area alone. Nobody learns from a request
whether there is a case.
"""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from accounts.models import User
from offenders.access import Viewer, areas_for, may, where_may
from offenders.models import Case
from offenders.models.base import CaseQuerySet

RECORD, VIEW, HANDLE = "record_enquiry", "view_enquiry", "handle_enquiry"
VIEW_LOOSE, HANDLE_LOOSE = "view_loose_enquiry", "handle_loose_enquiry"
DECIDE, REPORT = "decide_reply", "record_report"


def cases_open_to(viewer: Viewer) -> CaseQuerySet:
    """The cases of which `viewer` may see requests for minutes (ENQ-24)."""
    return Case.objects.filter(where_may(viewer, VIEW))


def visible(viewer: Viewer) -> Q:
    """The condition on a request under which `viewer` sees it whole (ENQ-24)."""
    loose = Q(case__isnull=True, area__in=areas_for(VIEW_LOOSE, viewer))
    return loose | Q(case__in=cases_open_to(viewer).values("pk"))


def case_of_a_due_date(viewer: Viewer) -> QuerySet[Any]:
    """The case of a due date, where `viewer` may see its requests for minutes (ENQ-24)."""
    return cases_open_to(viewer).filter(pk=OuterRef("case_id")).order_by()


def may_handle(viewer: User, case: Case | None, area_id: str) -> bool:
    """Whether somebody deals with a request: of a case by the table, of none as the Unit of its area (ENQ-24)."""
    if case is None:
        return area_id in areas_for(HANDLE_LOOSE, viewer)
    return may(viewer, HANDLE, case)


def may_view(viewer: User, request: Any) -> bool:
    """Whether `viewer` sees this request whole (ENQ-24)."""
    return bool(type(request).objects.visible_to(viewer).filter(pk=request.pk).exists())


def may_record(viewer: Viewer) -> bool:
    """Whether somebody works for an agency that may receive a request (ENQ-01)."""
    return bool(areas_for(RECORD, viewer))


def sees_a_register(viewer: Viewer) -> bool:
    """Whether somebody holds an office that sees requests of others at all (ENQ-24)."""
    return bool(areas_for(VIEW, viewer))
