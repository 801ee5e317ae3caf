"""What the area that has the case does: asks, sends the form again, sends records, withdraws, disputes a refusal."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from accounts.models import Agency, User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Finding, NotPermitted, stop
from offenders.models import Case
from offenders.writing import Entry, accept, writing
from transfers import facts
from transfers.models import Transfer, TransferForm, TransferStep
from transfers.rules import steps
from transfers.rules.steps import OPEN, State, Step
from transfers.services.common import (
    REQUEST,
    Kind,
    Told,
    close_to_receiving,
    note_step,
    open_to_receiving,
    taking,
    tell_receiving,
    tell_sending,
)
from transfers.services.moving import standing_findings


@dataclass(frozen=True, slots=True)
class Request:
    """A request as typed. `coordinator` is asked for where the case is restricted."""

    to_agency: Agency
    basis: str
    planned_on: dt.date
    agreed_with: str
    agreed_on: dt.date
    reason: str
    coordinator: User | None = None


def request(
    *, actor: User, case: Case, asked: Request, today: dt.date, acknowledged: frozenset[str] = frozenset()
) -> Transfer:
    """Ask another area to take the case over: MAPPA G as the case stands, and from now on the other area sees it.

    Raises: NotPermitted; RuleRefused (TRF-01, TRF-03, TRF-15, TRF-16, LIFE-05, who is named: ACC-24, ACC-25; TRF-04 and
    TRF-05 while not acknowledged).
    """
    with writing(case, actor=actor, may=REQUEST, verb="transfer.requested", reason=asked.reason) as entry:
        minutes = facts.latest_minutes(entry.case)
        accept(entry, _findings(entry.case, asked, today, minutes=minutes is not None), acknowledged)
        transfer = entry.add(
            Transfer(
                case=entry.case,
                from_area=entry.case.area,
                from_agency=entry.case.lead_agency,
                to_area=asked.to_agency.area,
                to_agency=asked.to_agency,
                basis=asked.basis,
                level=entry.case.level,
                agreed_with=asked.agreed_with,
                agreed_on=asked.agreed_on,
                planned_on=asked.planned_on,
                requested_by=actor,
                requested_on=today,
                answer_from=today,
                coordinator=asked.coordinator if entry.case.restricted else None,
                minutes=minutes,
            )
        )
        step = note_step(entry, transfer, Kind.REQUESTED, today)
        _freeze(entry, transfer, [["Reason", asked.reason]])
        open_to_receiving(entry, transfer, today, asked.reason)
        tell_receiving(transfer, Told.TRANSFER_ASKED, step)
        tell_sending(transfer, Told.TRANSFER_ANSWERED, step)
        return transfer


def _findings(case: Case, asked: Request, today: dt.date, *, minutes: bool) -> list[Finding]:
    there, named = asked.to_agency.area_id, asked.coordinator
    return steps.request_findings(
        steps.Asked(
            from_area=case.area_id,
            to_area=there,
            from_kind=case.lead_agency.kind_id,
            to_kind=asked.to_agency.kind_id,
            agreed_on=asked.agreed_on,
            planned_on=asked.planned_on,
            today=today,
            level=case.level,
            minutes=minutes,
            in_progress=Transfer.objects.filter(case=case, state__in=sorted(OPEN)).exists(),
            ended=case.ended_on is not None,
            restricted=case.restricted,
            named_there=named is not None and there in standing_of(named).areas(Role.COORDINATOR),
        )
    )


def send_again(*, actor: User, transfer: Transfer, version: int, reason: str, today: dt.date) -> TransferForm:
    """Send a further version of MAPPA G as the case stands now, and say what is new; earlier ones stay as they are.

    Raises: NotPermitted; RuleRefused (TRF-15, TRF-17, TRF-19); Conflict when the transfer has changed since `version`.
    """
    verb = "transfer.form_sent_again"
    with taking(transfer, actor=actor, may=REQUEST, step=Step.AGAIN, verb=verb, reason=reason) as (entry, current):
        stop([*steps.again_form_findings(reason), *standing_findings(current)])
        entry.change(current, version=version, minutes=facts.latest_minutes(entry.case), changed_on=None)
        step = note_step(entry, current, Kind.AGAIN, today)
        asked = TransferStep.objects.get(transfer=current, kind=Kind.REQUESTED)
        row = _freeze(entry, current, [["Reason", asked.reason], ["What is new", reason]], step)
        tell_receiving(current, Told.TRANSFER_ANSWERED, step)
        tell_sending(current, Told.TRANSFER_ANSWERED, step)
        return row


def _freeze(entry: Entry, transfer: Transfer, told: list[list[str]], step: TransferStep | None = None) -> TransferForm:
    """The next version of MAPPA G, with what was typed for it."""
    if entry.actor is None:
        raise NotPermitted(REQUEST, case_id=transfer.case_id)
    content = facts.form_content(viewer=entry.actor, transfer=transfer)
    content[0]["rows"] = [*content[0]["rows"], *told]  # type: ignore[misc]  # rows are lists
    whole = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    row = TransferForm(
        case=entry.case,
        transfer=transfer,
        number=TransferForm.objects.filter(transfer=transfer).count() + 1,
        step=step,
        content=content,
        facts=facts.watched(entry.case),
        sha256=hashlib.sha256(whole).hexdigest(),
    )
    row.save(force_insert=True)
    entry.note(row, {"number": (None, row.number), "sha256": (None, row.sha256)})
    return row


def withdraw(*, actor: User, transfer: Transfer, version: int, reason: str, today: dt.date) -> Transfer:
    """Take back a transfer that has not been carried out; the other area sees the case no more.

    Raises: NotPermitted; RuleRefused (TRF-15); Conflict.
    """
    verb = "transfer.withdrawn"
    with taking(transfer, actor=actor, may=REQUEST, step=Step.WITHDRAW, verb=verb, reason=reason) as (entry, current):
        entry.change(current, version=version, state=State.WITHDRAWN.value)
        close_to_receiving(entry, current, today)
        tell_receiving(current, Told.TRANSFER_ANSWERED, note_step(entry, current, Kind.WITHDRAWN, today))
        return current


def send(
    *,
    actor: User,
    transfer: Transfer,
    version: int,
    records_sent_on: dt.date | None,
    visor_updated_on: dt.date | None,
    today: dt.date,
) -> Transfer:
    """Record when the records were sent (TRF-08) and when ViSOR was updated (TRF-09); what is empty stays as it was.

    Raises: NotPermitted; RuleRefused (TRF-08, TRF-09, TRF-15); Conflict.
    """
    with taking(transfer, actor=actor, may=REQUEST, step=Step.SEND, verb="transfer.sent") as (entry, current):
        given: dict[str, Any] = {"records_sent_on": records_sent_on, "visor_updated_on": visor_updated_on}
        stop(
            steps.sent_findings(
                records_on=records_sent_on, visor_on=visor_updated_on, since=current.requested_on, today=today
            )
        )
        entry.change(current, version=version, **{name: on for name, on in given.items() if on is not None})
        note_step(entry, current, Kind.SENT, max(on for on in given.values() if on is not None))
        return current


def dispute(
    *, actor: User, transfer: Transfer, version: int, happened_on: dt.date, manager: str, reason: str, today: dt.date
) -> TransferStep:
    """Record that a refusal is disputed, and with which senior managers; the other area sees the case again.

    Raises: NotPermitted; RuleRefused (TRF-01, TRF-13, TRF-15, TRF-17); Conflict.
    """
    verb = "transfer.disputed"
    with taking(transfer, actor=actor, may=REQUEST, step=Step.DISPUTE, verb=verb, reason=reason) as (entry, current):
        refused = TransferStep.objects.filter(transfer=current, kind=Kind.REFUSED).latest("recorded_at")
        others = Transfer.objects.filter(case=entry.case, state__in=sorted(OPEN)).exists()
        stop(steps.again_findings(in_progress=others, moved=current.from_area_id != entry.case.area_id))
        stop(standing_findings(current))
        stop(steps.order_findings(happened_on, refused.happened_on, today))
        entry.change(current, version=version, state=State.DISPUTED.value)
        open_to_receiving(entry, current, today, reason)
        row = note_step(entry, current, Kind.DISPUTED, happened_on, manager=manager)
        tell_receiving(current, Told.TRANSFER_ASKED, row)
        return row
