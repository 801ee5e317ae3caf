"""Reads of the functional mailboxes of prisons and military establishments. They say nothing of any case."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Agency
from accounts.standing import standing_of
from meetings.models_days import PLANNERS
from meetings.rules.mailboxes import KEPT
from offenders.access import Viewer
from offenders.paging import KeyedPage, page_after

PAGE = 25


def _kept(viewer: Viewer) -> QuerySet[Agency]:
    rows = Agency.objects.filter(kind__in=KEPT, area__in=standing_of(viewer).areas(*PLANNERS))
    return rows.select_related("kind", "area")


def establishments_page(*, viewer: Viewer, area_id: str, after: str) -> KeyedPage:
    """One page of the establishments of an area whose mailboxes the viewer keeps, by name: one query."""
    return page_after(_kept(viewer).filter(area=area_id).order_by("name", "id"), after, PAGE)


def establishment_for(*, viewer: Viewer, agency_id: UUID) -> Agency:
    """One of them; Http404 for any other agency."""
    return get_object_or_404(_kept(viewer), pk=agency_id)
