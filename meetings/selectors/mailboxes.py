"""Reads of the functional mailboxes of prisons and military establishments. They say nothing of any case."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Agency
from accounts.standing import standing_of
from meetings.models_days import PLANNERS
from meetings.rules.mailboxes import KEPT
from offenders.access import Viewer
from offenders.paging import KeyedPage

PAGE = 25


def _kept(viewer: Viewer) -> QuerySet[Agency]:
    rows = Agency.objects.filter(kind__in=KEPT, area__in=standing_of(viewer).areas(*PLANNERS))
    return rows.select_related("kind", "area")


def establishments_page(*, viewer: Viewer, area_id: str, after: str) -> KeyedPage:
    """One page of the establishments of an area whose mailboxes the viewer keeps, by name, which none shares there.

    `after` is the id of the last one on the page before; what is none starts the list again. One query, two after the
    first page.
    """
    rows = _kept(viewer).filter(area=area_id).order_by("name")
    last = rows.filter(pk=after).values_list("name", flat=True).first() if _is_id(after) else None
    found = list((rows.filter(name__gt=last) if last is not None else rows)[: PAGE + 1])
    return KeyedPage(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def establishment_for(*, viewer: Viewer, agency_id: UUID) -> Agency:
    """One of them; Http404 for any other agency."""
    return get_object_or_404(_kept(viewer), pk=agency_id)
