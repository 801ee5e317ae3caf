"""Recording what happened to the record on ViSOR, and who works on it. All writes of this app."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from accounts.models import Agency, User
from audit.refusals import NotPermitted, stop
from meetings.models import Meeting
from offenders.models import Case
from offenders.writing import Entry, accept, writing
from visor import facts
from visor.access import RECORD, keeps
from visor.models import VisorEvent, VisorPart
from visor.rules.kinds import Kind
from visor.rules.parts import Part, Role, ending_findings, part_findings
from visor.rules.record import Known, entry_findings, withdrawal_findings


def record_event(
    *,
    actor: User,
    case: Case,
    given: Known,
    meeting: Meeting | None = None,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> VisorEvent:
    """Record one event of the record: made, another owner, updated after `meeting`, archived and so on.

    Raises: NotPermitted (VIS-11); RuleRefused (VIS-05, VIS-10; VIS-01, VIS-02, VIS-06, VIS-08 while not acknowledged).
    """
    with _keeping(case, actor=actor, verb=f"visor.{given.kind.value}") as entry:
        if meeting is not None:
            agreed = facts.agreed_on([entry.case.pk]).get(entry.case.pk, {})
            given = replace(given, meeting=str(meeting.pk), agreed_on=agreed.get(meeting.pk))
        known = facts.case_facts(entry.case, today)
        accept(entry, entry_findings(given, facts.known_of(entry.case), known, today=today), acknowledged)
        row = VisorEvent(
            case=entry.case,
            kind=given.kind.value,
            happened_on=given.day,
            owner=given.owner.value if given.owner else "",
            restricted=given.restricted,
            who=given.who,
            meeting=meeting,
            details=given.details,
        )
        return entry.add(_signed(row, entry, actor))


def withdraw_event(*, actor: User, event: VisorEvent, reason: str) -> VisorEvent:
    """Record that an event did not happen, or not so; the row that was wrong stays in the record.

    Raises: NotPermitted (VIS-11); RuleRefused (VIS-10).
    """
    with _keeping(event.case, actor=actor, verb="visor.taken_back", reason=reason) as entry:
        withdrawn = event.withdrawn or VisorEvent.objects.filter(supersedes=event).exists()
        events = facts.known_of(entry.case)
        stop(withdrawal_findings(Kind(event.kind), events, reason, key=str(event.pk), withdrawn=withdrawn))
        entry.rules.append("VIS-10")
        row = VisorEvent(case=entry.case, supersedes=event, withdrawn=True, reason=reason)
        for name in ("kind", "happened_on", "owner", "restricted", "who", "meeting_id"):
            setattr(row, name, getattr(event, name))
        return entry.add(_signed(row, entry, actor))


def add_part(
    *, actor: User, case: Case, role: str, holder: str, agency: Agency, starts: dt.date, today: dt.date
) -> VisorPart:
    """Record who manages the record or is a partner to it; a new manager ends the part of the one before that day.

    Raises: NotPermitted (VIS-11); RuleRefused (VIS-07).
    """
    with _keeping(case, actor=actor, verb="visor_part.added") as entry:
        given = Part(Role(role), holder, str(agency.pk), starts)
        stop(part_findings(given, facts.parts_of(entry.case), today=today))
        entry.rules.append("VIS-07")
        if given.role is Role.MANAGER:
            for former in VisorPart.objects.filter(case=entry.case, role=role, ends__isnull=True):
                entry.change(former, verb="visor_part.ended", ends=max(former.starts, starts))
        return entry.add(
            VisorPart(case=entry.case, role=role, holder=holder, agency=agency, starts=starts, recorded_by=actor)
        )


def end_part(*, actor: User, part: VisorPart, version: int, ends: dt.date, today: dt.date) -> VisorPart:
    """Record the last day of somebody's part.

    Raises: NotPermitted (VIS-11); RuleRefused (VIS-07); Conflict.
    """
    with _keeping(part.case, actor=actor, verb="visor_part.ended") as entry:
        current = VisorPart.objects.select_related("agency").get(pk=part.pk)
        stop(ending_findings(facts.as_part(current), ends, today=today))
        entry.rules.append("VIS-07")
        return entry.change(current, version=version, ends=ends)


@contextmanager
def _keeping(case: Case, *, actor: User, verb: str, reason: str = "") -> Iterator[Entry]:
    """Write to the record of a case. Raises: NotPermitted, also for who is of no agency that uses ViSOR (VIS-11)."""
    with writing(case, actor=actor, may=RECORD, verb=verb, reason=reason) as entry:
        if not keeps(actor):
            raise NotPermitted(RECORD, case_id=case.pk)
        yield entry


def _signed(row: VisorEvent, entry: Entry, actor: User) -> VisorEvent:
    row.rules = list(dict.fromkeys(entry.rules))
    row.recorded_by, row.recorded_as = actor, actor.audit_role[:200]
    return row
