"""What the services of a transfer share: the transfer under the lock, its steps, and the window of the other area."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from accounts.models import User
from audit.refusals import stop
from offenders.models import AccessGrant, AccessNotice, Assignment, ReceivingArea
from offenders.models.access import in_force
from offenders.models.restriction import Restriction
from offenders.rules.restriction import NAMED_BEYOND_REVIEW
from offenders.services.notices import coordinators, coordinators_there, lead_managers, owners, tell
from offenders.services.parts import close_grant, open_grant
from offenders.writing import Entry, writing
from transfers.models import Transfer, TransferStep
from transfers.rules import steps
from transfers.rules.steps import State, Step

Told = AccessNotice.Kind
Kind = TransferStep.Kind
REQUEST, ANSWER = "request_transfer", "answer_transfer"


@contextmanager
def taking(
    transfer: Transfer, *, actor: User, may: str, step: Step, verb: str, reason: str = ""
) -> Iterator[tuple[Entry, Transfer]]:
    """Write to a transfer as it stands now, if it can take this step."""
    with writing(transfer.case, actor=actor, may=may, verb=verb, reason=reason) as entry:
        current = Transfer.objects.select_for_update().get(pk=transfer.pk)
        current.case = entry.case
        stop(steps.step_findings(step, State(current.state)))
        yield entry, current
    transfer.refresh_from_db()


def note_step(entry: Entry, transfer: Transfer, kind: str, on: dt.date, **more: Any) -> TransferStep:
    """Add the row that says that a step was taken."""
    actor = entry.actor
    row = TransferStep(case=entry.case, transfer=transfer, kind=kind, happened_on=on, reason=entry.reason, **more)
    row.rules, row.taken_by = list(dict.fromkeys(entry.rules)), actor
    row.taken_as = actor.audit_role[:200] if actor is not None else "system"
    return entry.add(row)


def open_to_receiving(entry: Entry, transfer: Transfer, today: dt.date, reason: str) -> None:
    """Let the other area see the case; of a restricted one, the Co-ordinator named for it (TRF-11, TRF-16).

    Raises: RuleRefused (ACC-24, ACC-25, ACC-12 for who is named).
    """
    entry.add(
        ReceivingArea(case=entry.case, area=transfer.to_area, agency=transfer.to_agency, starts=today),
        verb="transfer.opened",
    )
    if not entry.case.restricted or transfer.coordinator is None:
        return
    decision = Restriction.objects.filter(case=entry.case, superseded_by__isnull=True).first()
    review = decision.review_on if decision is not None and decision.review_on is not None else transfer.planned_on
    open_grant(
        entry,
        approver=transfer.requested_by,
        user=transfer.coordinator,
        reason=reason,
        starts=today,
        ends=max(review, today) + NAMED_BEYOND_REVIEW,
        kind=AccessGrant.Kind.NAMED,
        restriction=decision,
    )


def close_to_receiving(entry: Entry, transfer: Transfer, today: dt.date, *, moved: bool = False) -> None:
    """End the window of the other area; unless the case `moved` there, also what was opened to its people by name."""
    for window in ReceivingArea.objects.filter(case=entry.case, ends__isnull=True):
        entry.change(window, verb="transfer.closed", ends=max(today, window.starts))
    close_part_of(entry, transfer.new_owner, today)
    if moved or transfer.coordinator is None:
        return
    named = AccessGrant.objects.filter(
        in_force(), case=entry.case, user=transfer.coordinator, kind=AccessGrant.Kind.NAMED
    )
    for row in named:
        close_grant(entry, row, on=today)


def close_part_of(entry: Entry, person: User | None, today: dt.date) -> None:
    """End the part by which the owner to be saw the case before the day of the move."""
    waiting = Assignment.objects.filter(in_force(), case=entry.case, user=person, capacity=Assignment.Capacity.WORKER)
    for part in waiting if person is not None else ():
        entry.change(part, verb="person.unassigned", ends=max(today, part.starts))


def tell_receiving(transfer: Transfer, kind: str, step: TransferStep) -> None:
    """Tell the other area's Co-ordinators, without who took the step; of a restricted case only who was named."""
    named = {transfer.coordinator_id} if transfer.coordinator_id else set()
    people = named if transfer.case.restricted else coordinators_there(transfer.case, transfer.to_area_id)
    tell(people - _knowing(kind, step), kind=kind, about=step.pk)


def tell_sending(transfer: Transfer, kind: str, step: TransferStep) -> None:
    """Tell the owner and who asked; of an ordinary case also the lead agency's managers and the Co-ordinators."""
    people = owners(transfer.case) | {transfer.requested_by_id}
    if not transfer.case.restricted:
        people |= lead_managers(transfer.case) | coordinators(transfer.case)
    tell(people - _knowing(kind, step), kind=kind, about=step.pk)


def _knowing(kind: str, step: TransferStep) -> set[UUID | None]:
    """Who took the step knows of it; that a case could not move, nobody does."""
    return set() if kind == Told.TRANSFER_STUCK else {step.taken_by_id}
