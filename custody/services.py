"""Recording and correcting events of custody, and the prison's reports. All writes of this app."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from audit.refusals import Finding, stop
from custody import facts
from custody.models import CustodyEvent, PrisonReport
from custody.rules.events import Given, correction_findings, event_findings
from custody.rules.kinds import Kind
from custody.rules.report import ReportFacts, report_findings
from offenders.models import Case, CustodyPeriod
from offenders.writing import Entry, accept, recorded_already, writing


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

    Raises: NotPermitted; RuleRefused (CUS-07, CUS-14 to CUS-17; CUS-18 while not acknowledged; OFF-21 for a repeat).
    """
    with writing(case, actor=actor, may="record_custody", verb=f"custody.{given.kind}", reason=details) as entry:
        found = event_findings(given, facts.around(entry.case, today=today), today=today)
        found += _repeats(entry.case, given)
        accept(entry, found, acknowledged)
        row = _row(entry, actor, given, details, found)
        _expect_release(entry, row)
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

    Raises: NotPermitted; RuleRefused (CUS-19; as `record_event` unless it is withdrawn).
    """
    with writing(event.case, actor=actor, may="record_custody", verb="custody.corrected", reason=reason) as entry:
        corrected = CustodyEvent.objects.filter(supersedes=event).exists()
        stop(correction_findings(reason, superseded=corrected))
        found: list[Finding] = []
        if not withdrawn:
            around = facts.around(entry.case, today=today, without=event)
            found = event_findings(given, around, today=today)
            accept(entry, found, acknowledged)
        row = _row(entry, actor, given, details, found)
        row.supersedes, row.reason, row.withdrawn = event, reason, withdrawn
        row.release_before = event.release_before
        _expect_release_again(entry, row, event)
        return entry.add(row)


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


def _open_period(case: Case) -> CustodyPeriod | None:
    return CustodyPeriod.objects.filter(case=case, released_on__isnull=True).first()


def _expect_release(entry: Entry, row: CustodyEvent) -> None:
    """Let the time in custody expect the release on the day that was confirmed."""
    period = _open_period(entry.case)
    if row.kind == Kind.RELEASE_DATE and period is not None:
        row.release_before = period.release_due_on
        if period.release_due_on != row.day:
            entry.change(period, release_due_on=row.day, verb="custody.release_expected")


def _expect_release_again(entry: Entry, row: CustodyEvent, wrong: CustodyEvent) -> None:
    """Where the release is expected on the day that was wrong, expect it on the right one, or as it was before."""
    period = _open_period(entry.case)
    if row.kind != Kind.RELEASE_DATE or period is None or period.release_due_on != wrong.day:
        return
    right = wrong.release_before if row.withdrawn else row.day
    if right != wrong.day:
        entry.change(period, release_due_on=right, verb="custody.release_expected")
