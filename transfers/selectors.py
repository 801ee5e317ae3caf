"""Reads of transfers for pages, documents and other rooms."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Agency, RoleHolding, User
from accounts.roles import Role
from accounts.selectors import people
from accounts.standing import standing_of
from deadlines.policies import Policies, read_policies
from deadlines.rules.policies import stricter
from offenders.access import MANAGERS, PRACTITIONERS, Detail, Viewer
from offenders.models import Case
from offenders.models.access import in_force
from offenders.paging import KeyedPage, page_after
from papers.rules.shape import changed
from papers.selectors import Change, told
from transfers.facts import WATCHED, watched
from transfers.models import BorderMove, Transfer, TransferForm, TransferStep
from transfers.rules.due import answered_by
from transfers.rules.steps import OPEN, State

PAGE = 50
COLOURS: Mapping[State, str] = {
    State.REQUESTED: "yellow",
    State.ACCEPTED: "blue",
    State.REFUSED: "red",
    State.DISPUTED: "orange",
    State.WITHDRAWN: "grey",
    State.MOVED: "green",
}
RELATED = ("case", "from_area", "to_area", "from_agency", "to_agency", "requested_by", "new_owner", "coordinator")


def of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[Transfer]:
    """Every transfer of a case, newest first."""
    return Transfer.objects.visible_to(viewer).filter(case_id=case_id).select_related(*RELATED)


def transfer_for(*, viewer: Viewer, case_id: UUID, transfer_id: UUID) -> Transfer:
    """One transfer of a case; Http404 when the viewer may not see it."""
    rows = of_case(viewer=viewer, case_id=case_id).select_related(*RELATED, "minutes__meeting")
    return get_object_or_404(rows, pk=transfer_id)


def steps_of(*, viewer: Viewer, transfer: Transfer) -> QuerySet[TransferStep]:
    """What happened to a transfer, newest first."""
    rows = TransferStep.objects.visible_to(viewer).filter(transfer=transfer)
    return rows.select_related("taken_by", "new_owner").order_by("-recorded_at")


def forms_of(*, viewer: Viewer, transfer: Transfer) -> list[TransferForm]:
    """Every version of MAPPA G as it was sent, the newest first."""
    rows = TransferForm.objects.visible_to(viewer).filter(transfer=transfer)
    return list(rows.select_related("step__taken_by", "transfer__requested_by").order_by("-number"))


def form_of(*, viewer: Viewer, transfer: Transfer, number: int) -> TransferForm:
    """One version of MAPPA G; Http404 when there is none of that number, or the viewer may not see it."""
    rows = TransferForm.objects.visible_to(viewer).select_related("step", "transfer")
    return get_object_or_404(rows, transfer=transfer, number=number)


def changes(transfer: Transfer, form: TransferForm) -> list[Change]:
    """What of the case is no longer as the newest version says, while the transfer is in progress (TRF-19)."""
    if transfer.changed_on is None or transfer.state not in OPEN:
        return []
    now = watched(transfer.case)
    return [Change(WATCHED.get(one, one), told(form.facts[one]), told(now[one])) for one in changed(form.facts, now)]


def border_moves(*, viewer: Viewer, case_id: UUID) -> QuerySet[BorderMove]:
    """Every move across a border, newest first."""
    rows = BorderMove.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("decided_by").order_by("-recorded_at")


def happened(*, viewer: Viewer, case_id: UUID) -> dict[str, Any]:
    """What the timeline tells: two queries."""
    steps = TransferStep.objects.visible_to(viewer).filter(case_id=case_id)
    return {
        "steps": steps.select_related("transfer__from_area", "transfer__to_area"),
        "moves": BorderMove.objects.visible_to(viewer).filter(case_id=case_id),
    }


def agencies_elsewhere(*, case: Case) -> QuerySet[Agency]:
    """Agencies of other areas of the kind that leads the case, by area and name."""
    rows = Agency.objects.filter(kind=case.lead_agency.kind_id).exclude(area=case.area_id)
    return rows.select_related("area").order_by("area__name", "name", "id")


def coordinators_elsewhere(*, case: Case) -> QuerySet[User]:
    """Co-ordinators of other areas, who can be named for the transfer of a restricted case."""
    held = RoleHolding.objects.filter(in_force(), role=Role.COORDINATOR, user__is_active=True)
    rows = User.objects.filter(pk__in=held.exclude(area=case.area_id).values("user"))
    return rows.select_related("agency__area").order_by("full_name", "id")


def owners_to_be(*, transfer: Transfer) -> QuerySet[User]:
    """Who can own the case in the other area: people who manage cases for the agency that takes it over."""
    return people(transfer.to_area_id, *PRACTITIONERS, *MANAGERS).filter(agency=transfer.to_agency_id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One transfer in the list: for the area that answers, or for the one that asked."""

    transfer: Transfer
    incoming: bool
    due_on: dt.date | None
    colour: str


def in_progress(*, viewer: User) -> QuerySet[Transfer]:
    """Transfers in progress to or from the areas of the viewer's Unit, of cases they see in full, oldest first."""
    areas = standing_of(viewer).areas(Role.COORDINATOR, Role.ADMINISTRATOR)
    cases = Case.objects.visible_to(viewer, Detail.FULL)
    rows = Transfer.objects.filter(state__in=sorted(OPEN), case__in=cases.values("pk"))
    rows = rows.filter(Q(from_area__in=areas) | Q(to_area__in=areas))
    return rows.select_related(*RELATED).order_by("requested_on", "id")


def to_answer(*, viewer: User) -> QuerySet[Transfer]:
    """Those that wait for the viewer's answer."""
    areas = standing_of(viewer).areas(Role.COORDINATOR)
    return in_progress(viewer=viewer).filter(to_area__in=areas, state__in=("requested", "disputed"))


def progress_page(*, viewer: User, after: str) -> KeyedPage:
    """A page of the transfers in progress, as `Waiting`; one statement whatever their number."""
    page = page_after(in_progress(viewer=viewer), after, PAGE)
    areas = standing_of(viewer).areas(Role.COORDINATOR, Role.ADMINISTRATOR)
    policies = read_policies(timezone.localdate())
    rows = [
        Waiting(row, row.to_area_id in areas, due_on(row, policies), COLOURS[State(row.state)]) for row in page.rows
    ]
    return replace(page, rows=rows)


def due_on(row: Transfer, policies: Policies) -> dt.date | None:
    """The day by which a transfer is answered, as the area of the case says, or moves; None where it waits for neither.

    The same day as the clock's (TRF-12).
    """
    if row.state == State.REQUESTED:
        policy = policies.of_area(row.case.area_id)
        return answered_by(row.answer_from, stricter("transfer_answer_days", policy.national, policy.local))
    return row.moves_on if row.state == State.ACCEPTED else None
