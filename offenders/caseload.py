"""The caseload in pages by key: filters, the page before and after, and a count that stays cheap.

The key in the address is a case's id; the name it stands for is looked up, so that no name comes into an address.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from offenders import listing, selectors
from offenders.access import Detail
from offenders.models import Case
from offenders.projection import project

PAGE_SIZE = 25
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to. `state` is "open", "ended" or "all"."""

    level: str = ""
    category: str = ""
    agency: UUID | None = None
    state: str = "open"
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: projected rows, the ids that lead to the pages around it, and how many there are in words."""

    rows: list[dict[str, Any]]
    before: UUID | None
    after: UUID | None
    total: str


def page(*, viewer: User, filters: Filters, before: UUID | None = None, after: UUID | None = None) -> Page:
    """The page that follows case `after`, or precedes case `before`; the first one when the viewer sees neither."""
    everything = _narrowed(viewer, filters)
    wanted = everything
    edge = _edge(viewer, after or before)
    backwards = edge is not None and after is None
    if edge is not None:
        wanted = _beyond(everything, edge, backwards=backwards)
    rows = list(listing.first(wanted, PAGE_SIZE + 1, viewer=viewer))
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    has_before = more if backwards else edge is not None
    has_after = True if backwards else more
    return Page(
        rows=[project(row, Detail.SUMMARY) for row in rows],
        before=rows[0].pk if rows and has_before else None,
        after=rows[-1].pk if rows and has_after else None,
        total=_total(listing.count(everything, COUNTED + 1, viewer=viewer)),
    )


def _narrowed(viewer: User, filters: Filters) -> QuerySet[Case]:
    """The cases that the filters leave, by name, seen or not: `listing` asks for those that are seen."""
    rows = Case.objects.select_related("area", "lead_agency").order_by("sort_name", "id")
    if filters.mine:
        rows = rows.filter(pk__in=selectors.parts_of_mine(viewer=viewer).values("case"))
    if filters.state != "all":
        rows = rows.filter(ended_on__isnull=filters.state != "ended")
    if filters.level:
        rows = rows.filter(level__isnull=True) if filters.level == "none" else rows.filter(level=filters.level)
    if filters.category:
        undecided = filters.category == "none"
        rows = rows.filter(category__isnull=True) if undecided else rows.filter(category=filters.category)
    return rows.filter(lead_agency=filters.agency) if filters.agency else rows


def _edge(viewer: User, case_id: UUID | None) -> Case | None:
    return selectors.caseload(viewer=viewer).filter(pk=case_id).first() if case_id else None


def _beyond(rows: QuerySet[Case], edge: Case, *, backwards: bool) -> QuerySet[Case]:
    if backwards:
        further = Q(sort_name__lt=edge.sort_name) | Q(id__lt=edge.pk)
        return rows.filter(further, sort_name__lte=edge.sort_name).order_by("-sort_name", "-id")
    return rows.filter(Q(sort_name__gt=edge.sort_name) | Q(id__gt=edge.pk), sort_name__gte=edge.sort_name)


def _total(number: int) -> str:
    if number > COUNTED:
        return f"more than {COUNTED:,} cases"
    return "1 case" if number == 1 else f"{number:,} cases"
