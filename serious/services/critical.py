"""What becomes of a Critical Public Protection Case: referred, registered or not, money, the letter, the end."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from audit.refusals import Finding, stop
from meetings.facts import answers_of
from meetings.models import Meeting
from offenders.models import Case
from offenders.writing import Entry, accept, writing
from serious import facts
from serious.access import CRITICAL
from serious.models import CriticalEvent
from serious.rules import critical
from serious.rules.critical import Criterion, Event

LEVEL_3 = 3


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as typed. Which of the others is asked depends on its kind."""

    on: dt.date
    criterion: str = ""
    national: bool | None = None
    responder: str = ""
    details: str = ""


RULES = {
    Event.AGREED: "CPC-09",
    Event.REFERRED: "CPC-02",
    Event.REGISTERED: "CPC-03",
    Event.NOT_REGISTERED: "CPC-03",
    Event.FUNDING: "CPC-04",
    Event.LETTER: "CPC-05",
    Event.ENDED: "CPC-03",
}


def record_event(
    *,
    actor: User,
    case: Case,
    kind: Event,
    happened: Happened,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> CriticalEvent:
    """Record what happened to the case as a critical one.

    Raises: NotPermitted (CPC-06); RuleRefused (CPC-01 to CPC-05).
    """
    with writing(case, actor=actor, may=CRITICAL, verb=f"critical_case.{kind.value}") as entry:
        accept(entry, _findings(entry.case, kind, happened, today), acknowledged)
        entry.rules.append(RULES[kind])
        return entry.add(_row(entry, actor, kind, happened))


def start_at_meeting(entry: Entry, meeting: Meeting, actor: User) -> None:
    """Inside the closing of a meeting at Level 3: one that agreed on the referral begins the record, once (CPC-09)."""
    said = answers_of(meeting).get("cppc", {})
    agreed = meeting.level == LEVEL_3 and said.get("referred") == "yes"
    if not agreed or not critical.starts_with_meeting(facts.critical_events_of(entry.case), agreed=agreed):
        return
    papers = f"Papers: {said['papers']}" if said.get("papers") else ""
    details = "\n".join(part for part in (said.get("reason", ""), papers) if part)
    row = _row(entry, actor, Event.AGREED, Happened(on=meeting.held_on, details=details))
    row.rules = ["CPC-09"]
    entry.rules.append("CPC-09")
    entry.add(row, verb="critical_case.agreed")


def correct_event(
    *,
    actor: User,
    event: CriticalEvent,
    happened: Happened,
    reason: str,
    today: dt.date,
    withdrawn: bool = False,
) -> CriticalEvent:
    """Record what an event should have said, or that it did not happen; the row that was wrong stays in the record.

    Raises: NotPermitted (CPC-06); RuleRefused (CPC-07, also for what somebody else put right before; CPC-02, CPC-05).
    """
    kind = Event(event.kind)
    with writing(event.case, actor=actor, may=CRITICAL, verb="critical_case.corrected", reason=reason) as entry:
        on = None if withdrawn else happened.on
        known = facts.critical_events_of(entry.case)
        stop(critical.correction_findings(known, str(event.pk), on=on, reason=reason, today=today))
        if not withdrawn:
            stop(critical.said_findings(kind, criterion=_criterion(happened), responder=happened.responder))
        entry.rules += ["CPC-07", RULES[kind]]
        row = _row(entry, actor, kind, _as_it_was(event) if withdrawn else happened)
        row.supersedes, row.reason, row.withdrawn = event, reason, withdrawn
        return entry.add(row)


def _as_it_was(event: CriticalEvent) -> Happened:
    return Happened(event.happened_on, event.criterion, event.national, event.responder, event.details)


def _row(entry: Entry, actor: User, kind: Event, happened: Happened) -> CriticalEvent:
    return CriticalEvent(
        case=entry.case,
        kind=kind.value,
        happened_on=happened.on,
        criterion=happened.criterion,
        national=happened.national,
        responder=happened.responder,
        details=happened.details,
        rules=list(dict.fromkeys(entry.rules)),
        recorded_by=actor,
        recorded_as=actor.audit_role[:200],
    )


def _criterion(happened: Happened) -> Criterion | None:
    return Criterion(happened.criterion) if happened.criterion else None


def _findings(case: Case, kind: Event, happened: Happened, today: dt.date) -> list[Finding]:
    if kind is Event.AGREED:
        return critical.agreeing_findings()
    known, on = facts.critical_of(case), happened.on
    if kind is Event.REFERRED:
        return critical.referral_findings(known, _criterion(happened), on=on, today=today)
    if kind in (Event.REGISTERED, Event.NOT_REGISTERED):
        return critical.registration_findings(known, on=on, today=today)
    if kind is Event.FUNDING:
        return critical.funding_findings(known, on=on, today=today)
    if kind is Event.ENDED:
        return critical.ending_findings(known, on=on, today=today)
    released = facts.released_on(case)
    return critical.letter_findings(known, responder=happened.responder, on=on, released_on=released, today=today)
