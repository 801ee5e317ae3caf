"""Recording offences with their disposals, orders and custody."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import User
from audit.refusals import Effect, Finding, stop
from offenders.facts import activation_findings, cut_short_findings, offence_findings, order_findings
from offenders.models import Case, CustodyPeriod, Offence, Order
from offenders.rules import data_checks
from offenders.writing import accept, writing
from ui.words import day


def record_offence(
    *,
    actor: User,
    case: Case,
    today: dt.date,
    offence: Mapping[str, Any],
    acknowledged: frozenset[str] = frozenset(),
) -> Offence:
    """Add an offence with its outcome and its one disposal.

    Raises: NotPermitted; RuleRefused (OFF rules: dates, term and unit, disposal against outcome; its age and length
    while they are not acknowledged: OFF-11, OFF-18; a child that need not notify: NOT-16).
    """
    with writing(case, actor=actor, may="record_case", verb="offence.recorded") as entry:
        row = Offence(case=entry.case, **offence)
        accept(entry, offence_findings(row, entry.case.date_of_birth, today), acknowledged)
        entry.add(row)
    return row


def correct_offence(
    *,
    actor: User,
    offence: Offence,
    version: int,
    today: dt.date,
    changes: Mapping[str, Any],
    acknowledged: frozenset[str] = frozenset(),
) -> Offence:
    """Correct an offence or its disposal; old values stay in the record.

    Raises: as record_offence; RuleRefused also where recorded notification would end too early (NOT-17), or where the
    court activated what it would no longer be (OFF-33); Conflict.
    """
    with writing(offence.case, actor=actor, may="record_case", verb="offence.corrected") as entry:
        proposed = Offence.recorded.select_related("specified", "activation").get(pk=offence.pk)
        for name, value in changes.items():
            setattr(proposed, name, value)
        findings = [
            *offence_findings(proposed, entry.case.date_of_birth, today),
            *activation_findings(proposed),
            *cut_short_findings(proposed, entry.case),
        ]
        accept(entry, findings, acknowledged)
        entry.change(offence, version=version, **changes)
    return offence


def take_back_offence(*, actor: User, offence: Offence, version: int, reason: str) -> Offence:
    """Mark an offence with its disposal as recorded in error: it stays in the record and counts for nothing.

    Raises: NotPermitted; RuleRefused (OFF-30 without a reason); Conflict.
    """
    verb, rules = "offence.recorded_in_error", ["OFF-30"]
    with writing(offence.case, actor=actor, may="record_case", verb=verb, reason=reason, rules=rules) as entry:
        stop(data_checks.check_mistake(reason))
        return entry.change(offence, version=version, wrong_entry=True)


def record_order(
    *, actor: User, case: Case, order: Mapping[str, Any], acknowledged: frozenset[str] = frozenset()
) -> Order:
    """Add a notification requirement or another order.

    Raises: NotPermitted; RuleRefused (OFF-10 dates; NOT-05 while a period that is not the table's is unacknowledged).
    """
    with writing(case, actor=actor, may="record_case", verb="order.recorded") as entry:
        row = Order(case=entry.case, **order)
        accept(entry, order_findings(row, entry.case), acknowledged)
        entry.add(row)
    return row


def correct_order(
    *,
    actor: User,
    order: Order,
    version: int,
    changes: Mapping[str, Any],
    reason: str,
    acknowledged: frozenset[str] = frozenset(),
) -> Order:
    """Correct an order, end it on another day, or mark it as recorded in error; old values stay in the record.

    Raises: NotPermitted; RuleRefused (OFF-26 without a reason; otherwise as record_order); Conflict.
    """
    with writing(order.case, actor=actor, may="record_case", verb="order.corrected", reason=reason) as entry:
        proposed = Order.objects.get(pk=order.pk)
        for name, value in changes.items():
            setattr(proposed, name, value)
        accept(entry, [*data_checks.check_correction(reason), *order_findings(proposed, entry.case)], acknowledged)
        entry.change(order, version=version, **changes)
    return order


def record_custody(*, actor: User, case: Case, today: dt.date, custody: Mapping[str, Any]) -> CustodyPeriod:
    """Add a time in custody.

    Raises: NotPermitted; RuleRefused (OFF-07 dates, or one is open already; CUS-22 where it would overlap).
    """
    with writing(case, actor=actor, may="record_case", verb="custody.recorded") as entry:
        row = CustodyPeriod(case=entry.case, **custody)
        findings = _custody_findings(row, today)
        others = list(CustodyPeriod.objects.filter(case=entry.case).order_by("starts_on"))
        if row.released_on is None and any(other.released_on is None for other in others):
            findings.append(
                Finding(
                    "OFF-07",
                    Effect.REFUSE,
                    "A time in custody without a release is already recorded.",
                    "starts_on",
                    "Record the release first.",
                )
            )
        stop(findings or _overlaps(row, others))
        entry.add(row)
    return row


def record_release(
    *, actor: User, custody: CustodyPeriod, version: int, released_on: dt.date, today: dt.date
) -> CustodyPeriod:
    """Record that somebody was released, or on which other day.

    Raises: NotPermitted; RuleRefused (OFF-07 dates; CUS-22 where it would overlap with another time); Conflict.
    """
    with writing(custody.case, actor=actor, may="record_case", verb="custody.released") as entry:
        proposed = CustodyPeriod.objects.get(pk=custody.pk)
        proposed.released_on = released_on
        others = list(CustodyPeriod.objects.filter(case=entry.case).exclude(pk=custody.pk).order_by("starts_on"))
        stop(_custody_findings(proposed, today) or _overlaps(proposed, others, "released_on"))
        entry.change(custody, version=version, released_on=released_on)
    return custody


def _overlaps(row: CustodyPeriod, others: Sequence[CustodyPeriod], field: str = "starts_on") -> list[Finding]:
    """The refusal of a time in custody that overlaps with another of the case (CUS-22)."""
    for other in others:
        if data_checks.overlap(row.starts_on, row.released_on, other.starts_on, other.released_on):
            message = f"It would overlap with the time in custody since {day(other.starts_on)}."
            return [Finding("CUS-22", Effect.REFUSE, message, field, "Check the days of both.")]
    return []


def _custody_findings(row: CustodyPeriod, today: dt.date) -> list[Finding]:
    findings = data_checks.check_custody(
        data_checks.CustodyEntry(
            sentenced_on=row.starts_on, released_on=row.released_on, release_due_on=row.release_due_on
        )
    )
    for column, label in (("starts_on", "start"), ("released_on", "release")):
        on = getattr(row, column)
        if on is not None and on > today:
            findings.append(Finding("OFF-07", Effect.REFUSE, f"The {label} cannot be in the future.", column))
    return findings
