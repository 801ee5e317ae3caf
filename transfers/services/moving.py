"""The day of the move: area, lead agency and owner change in one transaction, with all that goes with the case."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Agency, User
from assessments.models import PlanAction
from assessments.rules.plan import ActionStatus
from audit.refusals import Effect, Finding, RuleRefused, stop
from information.models import InformationItem
from offenders.access import is_denied
from offenders.models import AccessGrant, AccessNotice, Assignment, Case, Involvement
from offenders.models.access import in_force
from offenders.services.notices import coordinators_there, lead_managers, tell
from offenders.services.parts import can_own, close_grant, end_workers, open_window, owner_of
from offenders.writing import Entry, writing
from transfers.models import Transfer, TransferStep
from transfers.rules import steps
from transfers.rules.steps import YOUTH_JUSTICE, State
from transfers.services.common import Kind, Told, close_to_receiving, note_step, tell_receiving, tell_sending
from transfers.services.standing import withdraw_all_ended

logger = logging.getLogger(__name__)
Capacity = Assignment.Capacity
Part = Involvement.Part
UNFINISHED = (ActionStatus.PROPOSED.value, ActionStatus.OPEN.value)


def owner_findings(
    transfer: Transfer, owner: User, *, moves_on: dt.date, today: dt.date, by_requester: bool = False
) -> list[Finding]:
    """What stands against this owner and this day (TRF-10, TRF-12, TRF-15)."""
    return steps.accept_findings(
        owner_is_theirs=owner.is_active and owner.agency_id == transfer.to_agency_id,
        owner_can_own=can_own(owner, transfer.to_area_id),
        moves_on=moves_on,
        today=today,
        by_requester=by_requester,
    )


def standing_findings(transfer: Transfer) -> list[Finding]:
    """What of the case as it stands now is against going on with a transfer (TRF-17)."""
    case = transfer.case
    return steps.standing_findings(
        leads=case.lead_agency_id == transfer.from_agency_id, ended=case.ended_on is not None
    )


def move_due(*, today: dt.date) -> int:
    """Carry out every transfer whose day has come; returns how many cases moved. A second run moves none.

    One that cannot be carried out leaves its case where it is, and both areas are told; one of a case that has ended is
    withdrawn (TRF-17).
    """
    withdraw_all_ended()
    rows = Transfer.objects.filter(state=State.ACCEPTED.value, moves_on__lte=today).order_by("case", "id")
    return sum(_carried_out(row, today) for row in rows.select_related("case"))


def _carried_out(transfer: Transfer, today: dt.date) -> bool:
    step = TransferStep.objects.filter(transfer=transfer).latest("recorded_at")
    if _stuck_still(transfer, step, today):
        return False
    try:
        with writing(transfer.case, actor=None, may=None, verb="transfer.moved", reason="The day agreed.") as entry:
            current = Transfer.objects.select_for_update().get(pk=transfer.pk)
            if current.state != State.ACCEPTED:
                return False
            current.case = entry.case
            move(entry, current, today)
    except RuleRefused as refused:
        logger.warning("transfer %s cannot be carried out: %s", transfer.pk, ", ".join(refused.rules))
        tell_receiving(transfer, Told.TRANSFER_STUCK, step)
        tell_sending(transfer, Told.TRANSFER_STUCK, step)
        return False
    return True


def _stuck_still(transfer: Transfer, step: TransferStep, today: dt.date) -> bool:
    """Whether it was told already that the case cannot move, and the reason is still there: told and recorded once."""
    told = AccessNotice.objects.filter(kind=Told.TRANSFER_STUCK, about=step.pk)
    owner = transfer.new_owner
    if owner is None or not told.exists():
        return False
    barred = is_denied(owner, transfer.case)
    against = [*standing_findings(transfer), *owner_findings(transfer, owner, moves_on=today, today=today)]
    return barred or bool(against)


def move(entry: Entry, transfer: Transfer, today: dt.date) -> None:
    """Inside another service: area, lead agency and owner change today, and what belongs to them with them.

    Raises: RuleRefused (TRF-10, TRF-17; ACC-12, ACC-25, ACC-30 for the new owner): the case then stays as it is.
    """
    stop(standing_findings(transfer))
    owner = transfer.new_owner
    if owner is None:
        message = "Nobody is named who is to own the case."
        raise RuleRefused([Finding("TRF-10", Effect.REFUSE, message, "owner", "Name the new owner first.")])
    stop(owner_findings(transfer, owner, moves_on=today, today=today))
    former = owner_of(entry.case)
    tell_before = former.user_id if former is not None else None
    close_to_receiving(entry, transfer, today, moved=True)
    if former is not None:
        entry.change(former, verb="person.unassigned", ends=max(today, former.starts))
    _end_parts(entry, transfer, today)
    theirs = _counterparts(transfer)
    _move_agencies(entry, transfer, theirs, today)
    _move_actions(entry, transfer, theirs, owner)
    _move_information(entry, transfer, theirs)
    entry.change(
        entry.case,
        verb="transfer.moved",
        area=transfer.to_area,
        lead_agency=transfer.to_agency,
        team=None,
        youth_justice=transfer.to_agency.kind_id == YOUTH_JUSTICE,
    )
    open_window(entry, user=owner, capacity=Capacity.OWNER, starts=today)
    entry.change(transfer, verb="transfer.moved", state=State.MOVED.value, moved_on=today)
    step = note_step(entry, transfer, Kind.MOVED, today, new_owner=owner, moves_on=today)
    tell_receiving(transfer, Told.TRANSFER_MOVED, step)
    tell_moved(transfer, step, {tell_before, owner.pk})


def _end_parts(entry: Entry, transfer: Transfer, today: dt.date) -> None:
    """End the parts and exceptions of the people of the area that sends; victim liaison and meetings go on (TRF-14)."""
    from_there = Q(user__agency__area=transfer.from_area_id)
    end_workers(entry, whose=from_there, on=today)
    grants = AccessGrant.objects.filter(from_there, case=entry.case, ends__gt=today)
    for row in grants.exclude(kind=AccessGrant.Kind.EMERGENCY):
        close_grant(entry, row, on=today)


def _counterparts(transfer: Transfer) -> Mapping[str, Agency]:
    """Kind of agency -> the one of that kind in the new area; kinds of which it has several are left to people."""
    found: dict[str, list[Agency]] = {}
    for agency in Agency.objects.filter(area=transfer.to_area_id):
        found.setdefault(agency.kind_id, []).append(agency)
    found[transfer.to_agency.kind_id] = [transfer.to_agency]
    return {kind: agencies[0] for kind, agencies in found.items() if len(agencies) == 1}


def _move_agencies(entry: Entry, transfer: Transfer, theirs: Mapping[str, Agency], today: dt.date) -> None:
    """End the parts of agencies of the area that sends; those of the same kinds begin in the new one (TRF-14)."""
    rows = Involvement.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=today),
        case=entry.case,
        part=Part.INVOLVED,
        agency__area=transfer.from_area_id,
    )
    kinds = set()
    for row in rows.select_related("agency"):
        entry.change(row, verb="involvement.ended", ends=max(today, row.starts))
        kinds.add(row.agency.kind_id)
    present = set(_parts_today(entry.case).values_list("agency", flat=True))
    for kind in sorted(kinds & theirs.keys()):
        agency = theirs[kind]
        if agency.pk != transfer.to_agency_id and agency.pk not in present:
            entry.add(Involvement(case=entry.case, agency=agency, starts=today), verb="agency.involved")


def _parts_today(case: Case) -> QuerySet[Involvement]:
    return Involvement.objects.filter(in_force(), case=case, part=Part.INVOLVED)


def _move_actions(entry: Entry, transfer: Transfer, theirs: Mapping[str, Agency], owner: User) -> None:
    """Let the agency of the same kind take over what is still to be done; without one, the new lead agency (TRF-14)."""
    rows = PlanAction.objects.filter(
        case=entry.case, status__in=UNFINISHED, agency__area=transfer.from_area_id
    ).select_related("agency", "owner__agency")
    for row in rows:
        agency = theirs.get(row.agency.kind_id, transfer.to_agency)
        new: dict[str, Any] = {"agency": agency}
        if agency.pk == transfer.to_agency_id:
            new |= {"owner": owner, "owner_role": ""}
        elif row.owner is not None:
            new |= {"owner": None, "owner_role": row.owner_role or row.owner.job_title}
        entry.change(row, verb="action.handed_on", **new)


def _move_information(entry: Entry, transfer: Transfer, theirs: Mapping[str, Agency]) -> None:
    """Let the agency of the same kind own what agencies gave, so that somebody goes on looking at it (TRF-14)."""
    rows = InformationItem.objects.filter(
        case=entry.case, withdrawn_on__isnull=True, owner_agency__area=transfer.from_area_id
    ).select_related("owner_agency")
    for row in rows:
        agency = theirs.get(row.owner_agency.kind_id)
        if agency is not None:
            entry.change(row, verb="information.handed_on", owner_agency=agency)


def tell_moved(transfer: Transfer, step: TransferStep, people: set[UUID | None]) -> None:
    """Tell the former and the new owner, who asked, the new managers and the Co-ordinators of the area that sent it."""
    told = {person for person in people if person is not None} | {transfer.requested_by_id}
    if not transfer.case.restricted:
        told |= coordinators_there(transfer.case, transfer.from_area_id) | lead_managers(transfer.case)
    tell(told - {step.taken_by_id}, kind=Told.TRANSFER_MOVED, about=step.pk)
