"""Reads of information for pages and other rooms. Each takes the viewer; an item that is not open does not exist."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Agency, RoleHolding, User
from accounts.roles import Role
from accounts.standing import standing_of
from information.models import InformationItem, InformationShare, InformationVersion
from information.rules.recording import may_decide
from offenders.access import MANAGERS, Viewer
from offenders.models import Case
from offenders.models.access import in_force
from offenders.rules.sensitivity import MAY_BE_NAMED, Sensitivity
from offenders.sensitivity import acts_for_agency

PAGE_SIZE = 25
LATEST = 3
AT_MEETING = 25
STATES = ("current", "withdrawn", "all")


def items(*, viewer: Viewer, case_id: UUID) -> QuerySet[InformationItem]:
    """The items of a case that are open to the viewer, newest first, each with its versions as `newest_first`."""
    every = InformationVersion.objects.select_related("recorded_by").order_by("-number")
    versions = Prefetch("versions", every, to_attr="fetched_versions")
    rows = InformationItem.objects.visible_to(viewer).filter(case_id=case_id)
    found: QuerySet[InformationItem] = rows.select_related("owner_agency", "recorded_by__agency")
    return found.prefetch_related(versions).order_by("-recorded_at", "-id")


def item_for(*, viewer: Viewer, case_id: UUID, item_id: UUID) -> InformationItem:
    """One item; Http404 when it is not open to the viewer."""
    return get_object_or_404(items(viewer=viewer, case_id=case_id), pk=item_id)


def latest(*, viewer: Viewer, case_id: UUID) -> list[InformationItem]:
    """The last few items that were not withdrawn."""
    return list(items(viewer=viewer, case_id=case_id).filter(withdrawn_on__isnull=True)[:LATEST])


def for_meeting(*, viewer: Viewer, case_id: UUID) -> list[InformationItem]:
    """What the papers of a meeting show: the latest items that the viewer's agency owns or has been given (INF-14)."""
    agency = standing_of(viewer).agency_id
    given = InformationShare.objects.filter(in_force(), item=OuterRef("pk"), agency=agency)
    to_me = InformationShare.objects.filter(in_force(), item=OuterRef("pk"), person=viewer.pk if viewer else None)
    mine = Q(owner_agency=agency) | Q(Exists(given)) | Q(Exists(to_me))
    return list(items(viewer=viewer, case_id=case_id).filter(mine, withdrawn_on__isnull=True)[:AT_MEETING])


def given_by(*, agency_id: UUID, case_id: UUID) -> list[InformationItem]:
    """What people of an agency recorded on a case as their agency's own, newest first, with its versions.

    For whoever the caller has found may read what their own agency gave when nothing else is open to them (ACC-61).
    Restricted and legal items are open by name only.
    """
    every = InformationVersion.objects.select_related("recorded_by").order_by("-number")
    rows = InformationItem.objects.filter(
        case_id=case_id, owner_agency=agency_id, recorded_by__agency=agency_id, withdrawn_on__isnull=True
    ).exclude(sensitivity__in=[Sensitivity.RESTRICTED, Sensitivity.LEGAL])
    versions = Prefetch("versions", every, to_attr="fetched_versions")
    return list(rows.prefetch_related(versions).order_by("-recorded_at", "-id")[:AT_MEETING])


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows. Built from the address; anything not understood is left out."""

    kind: str = ""
    state: str = "current"

    @classmethod
    def from_query(cls, query: dict[str, str]) -> "Filters":
        """The filters that an address asks for."""
        kind, state = query.get("kind", ""), query.get("state", "")
        return cls(kind if kind in set(Sensitivity) else "", state if state in STATES else "current")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of items, and the id after which the older ones follow."""

    rows: list[InformationItem]
    older: UUID | None


def page(*, viewer: Viewer, case_id: UUID, filters: Filters, older_than: UUID | None = None) -> Page:
    """The newest items that the filters leave, or those older than one of them that the viewer sees."""
    rows = items(viewer=viewer, case_id=case_id)
    if filters.kind:
        rows = rows.filter(sensitivity=filters.kind)
    if filters.state != "all":
        rows = rows.filter(withdrawn_on__isnull=filters.state == "current")
    edge = items(viewer=viewer, case_id=case_id).filter(pk=older_than).first() if older_than else None
    if edge is not None:
        earlier = Q(recorded_at__lt=edge.recorded_at) | Q(recorded_at=edge.recorded_at, pk__lt=edge.pk)
        rows = rows.filter(earlier)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Page(shown, shown[-1].pk if len(found) > PAGE_SIZE else None)


def shares_of(*, viewer: Viewer, item: InformationItem) -> list[InformationShare]:
    """To whom an item is or was open, for those who decide about it; others learn of nobody but themselves."""
    rows = InformationShare.objects.visible_to(viewer).filter(item=item)
    if not decides(viewer, item):
        agency = standing_of(viewer).agency_id
        rows = rows.filter(Q(agency=agency, agency__isnull=False) | Q(person=viewer.pk if viewer else None))
    return list(rows.select_related("agency", "person__agency", "recorded_by").order_by("-starts", "id"))


def share_for(*, viewer: Viewer, item: InformationItem, share_id: UUID) -> InformationShare:
    """One share of an item; Http404 for those who do not decide about the item."""
    if not decides(viewer, item):
        raise Http404
    rows = InformationShare.objects.visible_to(viewer).filter(item=item)
    return get_object_or_404(rows.select_related("agency", "person"), pk=share_id)


def decides(viewer: Viewer, item: InformationItem) -> bool:
    """Whether the viewer decides about this item: a manager of its owner, or who recorded it (INF-03)."""
    standing = standing_of(viewer)
    area = item.case.area_id
    manages = standing.agency_id == item.owner_agency_id and area in standing.areas(*MANAGERS)
    recorder = item.recorded_by_id == standing.user_id and area in standing.all_areas
    return may_decide(owner_manager=manages, recorder=recorder)


def keys_open_to(viewer: Viewer) -> QuerySet[Any]:
    """The ids of all items open to the viewer as text, by case: what due dates are kept to (INF-14)."""
    rows = InformationItem.objects.visible_to(viewer).filter(case=OuterRef("case_id"))
    return rows.annotate(as_text=Cast("pk", CharField())).filter(as_text=OuterRef("key")).order_by().values("pk")


def ids_open_to(*, viewer: Viewer, case_id: UUID) -> QuerySet[Any]:
    """The ids of a case's items that are open to the viewer, as text."""
    rows = InformationItem.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.annotate(as_text=Cast("pk", CharField())).order_by().values("as_text")


def owners_for(case: Case) -> QuerySet[Agency]:
    """The agencies whose information somebody may record: those at work in the area of the case."""
    return Agency.objects.filter(area=case.area_id).order_by("name")


def agencies_for(item: InformationItem) -> QuerySet[Agency]:
    """The agencies to which an item may be offered: those at work in the area, save its owner."""
    return Agency.objects.filter(area=item.case.area_id).exclude(pk=item.owner_agency_id).order_by("name")


def people_for(item: InformationItem) -> QuerySet[User]:
    """The people to whom a restricted item may be offered: those with a fitting role in the area of the case."""
    roles = [Role(role.value) for role in sorted(MAY_BE_NAMED)]
    holding = RoleHolding.objects.filter(in_force(), area=item.case.area_id, role__in=roles)
    rows = User.objects.filter(pk__in=holding.values("user"), is_active=True)
    return rows.select_related("agency").order_by("full_name", "id")


def owner_for_form(viewer: User, case: Case) -> UUID | None:
    """The agency that a new item most likely belongs to: the viewer's own, when they act for one."""
    return viewer.agency_id if acts_for_agency(viewer, case.area_id) else None


def address_of(item: InformationItem) -> str:
    """The address of an item's page."""
    return reverse("information_item", args=[item.case_id, item.pk])
