"""Events of custody made the way the product makes them, with plainly invented content."""

import datetime as dt
from typing import Any

from accounts.models import User
from custody.models import CustodyEvent, PrisonReport
from custody.rules.events import Given
from custody.rules.kinds import Kind
from custody.services import record_event, record_report
from offenders.models import Case, CustodyPeriod
from offenders.services.sentences import record_custody


def inside(case: Case, actor: User, *, today: dt.date, days: int = 400, **changes: Any) -> CustodyPeriod:
    """A time in prison that began so many days ago and lasts."""
    custody = {"place": "prison", "establishment": "HMP Invented", "starts_on": today - dt.timedelta(days=days)}
    return record_custody(actor=actor, case=case, today=today, custody={**custody, **changes})


def recorded(
    case: Case, actor: User, kind: Kind, day: dt.date, *, today: dt.date, details: str = "", **given: Any
) -> CustodyEvent:
    """Record an event of this kind, warnings acknowledged."""
    return record_event(
        actor=actor,
        case=case,
        given=Given(kind, day, **given),
        details=details,
        today=today,
        acknowledged=frozenset({"CUS-18"}),
    )


def confirmed(case: Case, actor: User, day: dt.date, *, today: dt.date, choice: str = "first") -> CustodyEvent:
    """The prison confirms a release date today."""
    source = "Ada Testperson, HMP Invented"
    return recorded(case, actor, Kind.RELEASE_DATE, day, today=today, told_on=today, source=source, choice=choice)


def referred(case: Case, actor: User, *, today: dt.date) -> CustodyEvent:
    """A referral to invented approved premises, a year ago."""
    day = today - dt.timedelta(days=365)
    return recorded(case, actor, Kind.PREMISES_REFERRAL, day, today=today, place="Invented House", details="By post.")


def report_fields(meeting_on: dt.date, **changes: Any) -> dict[str, Any]:
    """The fields of a report for a meeting, countersigned a week before."""
    fields = {
        "meeting_on": meeting_on,
        "establishment": "HMP Invented",
        "conduct": "Keeps to himself.",
        "work": "Works in the kitchen.",
        "contact": "",
        "psychology": "",
        "relationship": "Single",
        "domestic_abuse": False,
        "possible_victims": False,
        "intelligence": True,
        "release_plan": "",
        "prepared_by": "Ada Testperson",
        "countersigned_by": "Ben Testperson",
        "countersigned_on": meeting_on - dt.timedelta(days=7),
    }
    return {**fields, **changes}


def reported(case: Case, actor: User, *, today: dt.date, **changes: Any) -> PrisonReport:
    """The prison's report for a meeting, on that day unless said otherwise."""
    fields = report_fields(changes.pop("meeting_on", today), **changes)
    return record_report(actor=actor, case=case, report=fields, today=today)
