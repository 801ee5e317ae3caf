"""What the area that is asked does: accepts with owner and day, refuses, records how a dispute was settled."""

import datetime as dt

from accounts.models import User
from audit.refusals import Conflict, stop
from offenders.models import Assignment
from offenders.models.access import in_force
from offenders.services.parts import open_window, stop_denied
from offenders.writing import Entry
from transfers.models import Transfer, TransferStep
from transfers.rules import steps
from transfers.rules.steps import Basis, Ground, State, Step
from transfers.services.common import (
    ANSWER,
    Kind,
    Told,
    close_part_of,
    close_to_receiving,
    note_step,
    taking,
    tell_sending,
)
from transfers.services.moving import move, owner_findings, standing_findings


def accept(
    *, actor: User, transfer: Transfer, version: int, owner: User, moves_on: dt.date, reason: str, today: dt.date
) -> Transfer:
    """Accept a transfer with the new owner and the day of the move, or change them; today, the case moves at once.

    Raises: NotPermitted; RuleRefused (TRF-10, TRF-12, TRF-15, TRF-17; ACC-12, ACC-25 for the owner); Conflict.
    """
    verb = "transfer.accepted"
    with taking(transfer, actor=actor, may=ANSWER, step=Step.ACCEPT, verb=verb, reason=reason) as (entry, current):
        stop(standing_findings(current))
        stop(
            owner_findings(
                current, owner, moves_on=moves_on, today=today, by_requester=current.requested_by_id == actor.pk
            )
        )
        stop_denied(entry.case, owner, "owner")
        again = current.state == State.ACCEPTED
        close_part_of(entry, current.new_owner, today)
        entry.change(
            current,
            version=version,
            state=State.ACCEPTED.value,
            new_owner=owner,
            moves_on=moves_on,
            accepted_on=current.accepted_on or today,
        )
        step = note_step(
            entry, current, Kind.REARRANGED if again else Kind.ACCEPTED, today, new_owner=owner, moves_on=moves_on
        )
        if moves_on <= today:
            move(entry, current, today)
        else:
            _let_in(entry, owner, today)
            tell_sending(current, Told.TRANSFER_ANSWERED, step)
        return current


def _let_in(entry: Entry, owner: User, today: dt.date) -> None:
    """The owner to be works on the case until the day, so that nothing waits for it."""
    parts = Assignment.objects.filter(in_force(), case=entry.case, user=owner, capacity=Assignment.Capacity.WORKER)
    if not parts.exists():
        open_window(entry, user=owner, capacity=Assignment.Capacity.WORKER, starts=today)


def refuse(*, actor: User, transfer: Transfer, version: int, ground: str, reason: str, today: dt.date) -> TransferStep:
    """Say that the area does not take the case over, on which ground and why; it sees the case no more.

    Raises: NotPermitted; RuleRefused (TRF-02, TRF-15); Conflict.
    """
    verb = "transfer.refused"
    with taking(transfer, actor=actor, may=ANSWER, step=Step.REFUSE, verb=verb, reason=reason) as (entry, current):
        stop(steps.refuse_findings(Basis(current.basis), Ground(ground)))
        entry.change(current, version=version, state=State.REFUSED.value)
        close_to_receiving(entry, current, today)
        row = note_step(entry, current, Kind.REFUSED, today, ground=ground)
        tell_sending(current, Told.TRANSFER_ANSWERED, row)
        return row


def settle_dispute(
    *,
    actor: User,
    transfer: Transfer,
    version: int,
    anew: bool,
    happened_on: dt.date,
    manager: str,
    reason: str,
    today: dt.date,
) -> TransferStep:
    """Record what senior managers of both areas decided: the refusal stands, or the transfer is answered anew.

    Answered anew, its days run from today (TRF-12).
    Raises: NotPermitted; RuleRefused (TRF-13, TRF-15, TRF-17); Conflict.
    """
    verb = "transfer.dispute_settled"
    with taking(transfer, actor=actor, may=ANSWER, step=Step.SETTLE, verb=verb, reason=reason) as (entry, current):
        if current.version != version:
            raise Conflict("transfer", theirs={}, yours={"reason": reason}, current_version=current.version)
        raised = TransferStep.objects.filter(transfer=current, kind=Kind.DISPUTED).latest("recorded_at")
        stop(steps.order_findings(happened_on, raised.happened_on, today))
        if anew:
            stop(standing_findings(current))
            entry.change(current, state=State.REQUESTED.value, answer_from=today)
        else:
            entry.change(current, state=State.REFUSED.value)
            close_to_receiving(entry, current, today)
        row = note_step(entry, current, Kind.ANEW if anew else Kind.STANDS, happened_on, manager=manager)
        tell_sending(current, Told.TRANSFER_ANSWERED, row)
        return row
