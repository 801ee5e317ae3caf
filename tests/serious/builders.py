"""A serious further offence and its review, step by step, made through the services."""

import datetime as dt
from typing import Any

from accounts.models import User
from offenders.models import Case
from serious import services
from serious.models import CriticalEvent, ReviewAction, ReviewDecision, ReviewStep, SeriousOffence
from serious.rules.critical import Event
from serious.rules.timetable import Step

CHAIR = "Augusta Boardman, Assistant Chief Constable"
CONFIRMED = frozenset({"SCR-10", "SCR-11", "SCR-14", "SCR-21", "SCR-24", "CPC-02", "CPC-05"})


def charged(today: dt.date, **changes: Any) -> services.Charged:
    """A charge of murder a fortnight after the offence, which reached the Chair eight days ago."""
    given: dict[str, Any] = {
        "kind": "murder",
        "charge": "Murder, contrary to common law.",
        "committed_on": today - dt.timedelta(days=26),
        "charged_on": today - dt.timedelta(days=12),
        "told_on": today - dt.timedelta(days=10),
        "received_on": today - dt.timedelta(days=8),
    }
    return services.Charged(**given | changes)


def recorded(case: Case, actor: User, *, today: dt.date, **changes: Any) -> SeriousOffence:
    """The charge as the Co-ordinator records it."""
    return services.record(actor=actor, case=case, charged=charged(today, **changes), today=today)


def decided(offence: SeriousOffence, actor: User, *, today: dt.date, **changes: Any) -> ReviewDecision:
    """The Chair decided a week ago that there is a review: of a case at Level 2 or 3 it is mandatory."""
    given: dict[str, Any] = {
        "outcome": "mandatory",
        "chair": CHAIR,
        "reason": "The charge is murder, and agencies met about the case the month before.",
        "on": today - dt.timedelta(days=7),
        "version": offence.version,
    }
    return services.decide(actor=actor, offence=offence, today=today, **given | changes)


def took(offence: SeriousOffence, actor: User, step: str, *, on: dt.date, today: dt.date, **said: Any) -> ReviewStep:
    """A step of the review, with whatever it asks for."""
    given = {"who": "Somebody Invented", "details": "As the Board asked.", "lay_adviser": True}
    return services.take(
        actor=actor,
        offence=offence,
        version=offence.version,
        step=Step(step),
        took=services.Took(on, **given | said),
        today=today,
        acknowledged=CONFIRMED,
    )


def planned(offence: SeriousOffence, *, today: dt.date, **changes: Any) -> services.Planned:
    """An action for the agency that leads the case, agreed five days ago and due in ten days."""
    given: dict[str, Any] = {
        "what": "Every referral is answered by somebody senior.",
        "agency": offence.case.lead_agency,
        "person": "Hortensia Farfield, head of service",
        "agreed_on": today - dt.timedelta(days=5),
        "due_on": today + dt.timedelta(days=10),
    }
    return services.Planned(**given | changes)


def action(offence: SeriousOffence, actor: User, *, today: dt.date, **changes: Any) -> ReviewAction:
    """The same recorded."""
    return services.add_action(
        actor=actor,
        offence=offence,
        version=offence.version,
        planned=planned(offence, today=today, **changes),
        today=today,
    )


def lead(on: dt.date, **changes: Any) -> services.Lead:
    """Somebody without an account, who declares both."""
    given: dict[str, Any] = {
        "person": None,
        "name": "Hortensia Farfield",
        "post": "Head of public protection, another area",
        "unconnected": True,
        "outside_line": True,
    }
    return services.Lead(on=on, **given | changes)


def critical(case: Case, actor: User, *, today: dt.date, event: str = "referred", **said: Any) -> CriticalEvent:
    """An event of a critical case today."""
    given: dict[str, Any] = {"on": today, "details": "The papers went to the CPPC Team."}
    given |= {"criterion": "media"} if event == "referred" else {}
    return services.record_event(
        actor=actor,
        case=case,
        kind=Event(event),
        happened=services.Happened(**given | said),
        today=today,
        acknowledged=CONFIRMED,
    )
