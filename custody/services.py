"""Recording and correcting events of custody, and the prison's reports. All writes of this app."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from accounts.models import User
from audit.refusals import Finding, stop
from custody import facts
from custody.models import CustodyEvent, PrisonReport
from custody.rules.events import Around, Given, Known, correction_findings, event_findings, known_later, notices
from custody.rules.kinds import Kind
from custody.rules.periods import CLOSING, Closing, Move, Opening, mistake_findings, move_of, shift_findings
from custody.rules.report import ReportFacts, report_findings
from offenders.models import Case, CustodyPeriod
from offenders.writing import Entry, accept, fields_of, recorded_already, writing


def record_event(
    *,
    actor: User,
    case: Case,
    given: Given,
    details: str,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> CustodyEvent:
    """Record an event of custody, hospital or release; a confirmed release date becomes the one that is expected.

    A reception or return opens a time in custody, a release or discharge closes it, unless one is recorded that stands.
    Raises: NotPermitted; RuleRefused (CUS-07, CUS-14 to CUS-17; CUS-16, CUS-18, CUS-23, CUS-36 while not acknowledged;
    OFF-21 for a repeat).
    """
    with writing(case, actor=actor, may="record_custody", verb=f"custody.{given.kind}", reason=details) as entry:
        around = facts.around(entry.case, today=today)
        move, said = move_of(given, around)
        found = [*event_findings(given, around, today=today), *said, *_repeats(entry.case, given)]
        accept(entry, found, acknowledged)
        row = _row(entry, actor, given, details, found)
        _expect_release(entry, row, given, around)
        _held_at(entry, row)
        row.period_key = _moved(entry, move, given)
        return entry.add(row)


def correct_event(
    *,
    actor: User,
    event: CustodyEvent,
    given: Given,
    details: str,
    reason: str,
    today: dt.date,
    withdrawn: bool = False,
    acknowledged: frozenset[str] = frozenset(),
) -> CustodyEvent:
    """Record what an event should have said, or that it did not happen; the row that was wrong stays in the record.

    The time in custody that it opened or closed follows, unless that was changed since.
    Raises: NotPermitted; RuleRefused (CUS-19; CUS-22 for times that would overlap; CUS-23 while not acknowledged; as
    `record_event` unless it is withdrawn).
    """
    with writing(event.case, actor=actor, may="record_custody", verb="custody.corrected", reason=reason) as entry:
        corrected = CustodyEvent.objects.filter(supersedes=event).exists()
        stop(correction_findings(reason, superseded=corrected))
        around = facts.around(entry.case, today=today, without=event)
        given = replace(given, recorded_at=facts.begun_at(event))
        found = [] if withdrawn else event_findings(given, around, today=today)
        move: Move = None
        period = CustodyPeriod.objects.filter(pk=event.period_key).first() if event.period_key else None
        if period is not None:
            found += shift_findings(facts.stay_of(period), Known(given.kind, event.day), given, around, withdrawn)
        elif not withdrawn:
            move, said = move_of(given, around)
            found += said
        accept(entry, found, acknowledged)
        row = _row(entry, actor, given, details, found)
        if period is None:
            row.period_key = _moved(entry, move, given)
        elif not any(finding.rule == "CUS-23" for finding in found):
            row.period_key = _shifted(entry, period, given, withdrawn=withdrawn)
        row.supersedes, row.reason, row.withdrawn = event, reason, withdrawn
        row.release_before = event.release_before
        _expect_release_again(entry, row, event, given, around)
        if not withdrawn:
            _held_at(entry, row, before=event.place)
        return entry.add(row)


def take_back_time(*, actor: User, custody: CustodyPeriod, version: int, reason: str) -> CustodyPeriod:
    """Mark a time in custody that was typed as recorded in error: it stays in the record and counts for nothing.

    Raises: NotPermitted; RuleRefused (OFF-26 without a reason; CUS-23 where an event opened or closed it); Conflict.
    """
    verb, rules = "custody.recorded_in_error", ["OFF-26"]
    with writing(custody.case, actor=actor, may="record_case", verb=verb, reason=reason, rules=rules) as entry:
        stop(mistake_findings(reason, of_an_event=facts.follows_an_event(custody)))
        return entry.change(custody, version=version, wrong_entry=True)


def record_report(
    *, actor: User, case: Case, report: Mapping[str, Any], today: dt.date, reason: str = ""
) -> PrisonReport:
    """Record the prison's report for a meeting (MAPPA F); a later one for the same day takes the place of the first.

    Raises: NotPermitted; RuleRefused (CUS-20: not countersigned, dates, an earlier report and no reason).
    """
    with writing(case, actor=actor, may="record_custody", verb="custody.prison_report", reason=reason) as entry:
        row = PrisonReport(case=entry.case, reason=reason, **report)
        row.recorded_by, row.recorded_as = actor, actor.audit_role[:200]
        earlier = PrisonReport.objects.filter(
            case=entry.case, meeting_on=row.meeting_on, superseded_by__isnull=True
        ).first()
        row.supersedes = earlier
        held = facts.around(entry.case, today=today).stays
        stop(
            report_findings(
                ReportFacts(row.meeting_on, row.countersigned_on, row.prepared_by, row.countersigned_by, reason),
                stays=held,
                again=earlier is not None,
                today=today,
            )
        )
        return entry.add(row)


def _repeats(case: Case, given: Given) -> list[Finding]:
    same = CustodyEvent.objects.filter(
        case=case,
        kind=given.kind,
        day=given.day,
        until=given.until,
        told_on=given.told_on,
        choice=given.choice,
        superseded_by__isnull=True,
        withdrawn=False,
    )
    return [recorded_already("such an event with these dates", "day")] if same.exists() else []


def _row(entry: Entry, actor: User, given: Given, details: str, found: list[Finding]) -> CustodyEvent:
    return CustodyEvent(
        case=entry.case,
        kind=given.kind,
        day=given.day,
        until=given.until,
        choice=given.choice,
        place=given.place,
        source=given.source,
        told_on=given.told_on,
        consulted=sorted(given.consulted),
        details=details,
        rules=[finding.rule for finding in found],
        recorded_by=actor,
        recorded_as=actor.audit_role[:200],
    )


def _moved(entry: Entry, move: Move, given: Given) -> UUID | None:
    """Open or close a time in custody, and return its key; None where the event does neither."""
    if isinstance(move, Opening):
        begun = CustodyPeriod(
            case=entry.case,
            place=move.place,
            establishment=given.place,
            starts_on=move.since,
            release_due_on=move.release_due_on,
            recall=move.recall,
        )
        entry.rules.append("CUS-22")
        return entry.add(begun, verb="custody.recorded").pk
    if isinstance(move, Closing):
        period = CustodyPeriod.objects.get(pk=move.key, case=entry.case)
        entry.rules.append("CUS-22")
        return entry.change(period, released_on=move.until, verb="custody.released").pk
    return None


def _shifted(entry: Entry, period: CustodyPeriod, given: Given, *, withdrawn: bool) -> UUID | None:
    """Let a time in custody follow the correction of the event that made it; None once the event made nothing."""
    entry.rules.append("CUS-22")
    if given.kind in CLOSING:
        entry.change(period, released_on=None if withdrawn else given.day, verb="custody.released")
        return None if withdrawn else period.pk
    if not withdrawn:
        place = given.choice if given.kind is Kind.RECEIVED else period.place
        return entry.change(period, starts_on=given.day, establishment=given.place, place=place).pk
    entry.note(period, {name: (value, None) for name, value in fields_of(period).items()})
    key = period.pk
    period.delete()
    period.pk = key  # the audit event still names it
    return None


def _open_period(case: Case) -> CustodyPeriod | None:
    return CustodyPeriod.objects.filter(case=case, released_on__isnull=True).first()


def _held_at(entry: Entry, row: CustodyEvent, before: str = "") -> None:
    """After a move the time in custody is spent in the receiving prison; `before` is what a corrected move said."""
    period = _open_period(entry.case)
    if row.kind == Kind.PRISON_MOVE and period is not None and (not before or period.establishment == before):
        entry.change(period, establishment=row.place, verb="custody.moved")


def _expect_release(entry: Entry, row: CustodyEvent, given: Given, around: Around) -> None:
    """Let the time in custody expect the release on the day that was confirmed, unless another became known later."""
    period = _open_period(entry.case)
    if row.kind != Kind.RELEASE_DATE or period is None or row.day < period.starts_on:
        return
    later = known_later(given, facts.stay_of(period), around.events)
    row.release_before = later[0].before if later else period.release_due_on
    if not later and period.release_due_on != row.day:
        entry.change(period, release_due_on=row.day, verb="custody.release_expected")


def _expect_release_again(entry: Entry, row: CustodyEvent, wrong: CustodyEvent, given: Given, around: Around) -> None:
    """Expect the release by the notice that became known last, once one was corrected; else as it was before any.

    A day that no notice gave stays, except where the corrected one was kept out by a later one and is so no longer.
    """
    period = _open_period(entry.case)
    if row.kind != Kind.RELEASE_DATE or period is None:
        return
    stay, stood = facts.stay_of(period), period.release_due_on == wrong.day
    others = notices(stay, Kind.RELEASE_DATE, around.events)
    right = period.release_due_on
    before = replace(facts.known(wrong), recorded_at=given.recorded_at)
    if row.withdrawn or known_later(given, stay, around.events):
        if stood:
            right = others[-1].day if others else wrong.release_before
    elif stood or known_later(before, stay, around.events):
        right = row.day
    if right != period.release_due_on:
        entry.change(period, release_due_on=right, verb="custody.release_expected")
