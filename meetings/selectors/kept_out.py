"""Reads of who is kept out of the meetings of a case: for those who may view access, nobody else learns of it."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from meetings.models import KeptOut
from offenders.access import may
from offenders.models import Case


def kept_out_rows(*, viewer: User, case: Case) -> QuerySet[KeptOut]:
    """Every such decision on a case, newest first."""
    if not may(viewer, "view_access", case):
        return KeptOut.objects.none()
    rows = KeptOut.objects.visible_to(viewer).filter(case=case)
    return rows.select_related("agency", "decided_by", "ended_by")


def kept_out_row(*, viewer: User, case: Case, pk: UUID) -> KeptOut:
    """One of them; Http404 when it is not visible."""
    return get_object_or_404(kept_out_rows(viewer=viewer, case=case).select_related("case"), pk=pk)
