"""Requests for minutes, step by step, made through the services."""

import datetime as dt
from typing import Any

from accounts.models import User
from enquiries import services
from enquiries.models import MinutesRequest, Reply, ReportItem, RequestStep
from enquiries.rules.replies import Draft
from enquiries.rules.routing import Response
from enquiries.rules.steps import Step
from meetings.models import Meeting
from offenders.models import Case
from tests.factories import World

SHARED = {
    "lawful_basis": "The court's order.",
    "necessity": "Nothing else answers it.",
    "proportionality": "Only what was decided.",
    "suppliers": "Police and health were asked.",
}
CONFIRMED = frozenset({"ENQ-02", "ENQ-13", "ENQ-16", "ENQ-18", "ENQ-21", "ENQ-22"})


def wrote(world: World, **changes: Any) -> services.Wrote:
    """A relative's letter to the police, received a week ago."""
    given: dict[str, Any] = {
        "agency": world.police,
        "received_on": world.today - dt.timedelta(days=7),
        "requester": "other",
        "requester_name": "Prunella Askwith, an aunt",
        "subject": "A nephew",
        "sought": "Every paper about him.",
    }
    return services.Wrote(**given | changes)


def recorded(world: World, actor: User, case: Case | None = None, **changes: Any) -> MinutesRequest:
    """The request as somebody records it today; with `case`, as one about that person."""
    return services.record(actor=actor, wrote=wrote(world, **changes), today=world.today, case=case)


def clarified(request: MinutesRequest, actor: User, *, today: dt.date, **said: Any) -> MinutesRequest:
    """Asked and answered today."""
    given: dict[str, Any] = {"on": today, "question": "Which meeting?", "answer": "The last one."}
    return services.clarify(
        actor=actor,
        request=request,
        version=request.version,
        clarified=services.Clarified(**given | said),
        today=today,
    )


def identified(request: MinutesRequest, actor: User, reference: str, *, today: dt.date) -> MinutesRequest:
    """Tied to the case of this reference; empty for somebody who is not on record."""
    return services.identify(actor=actor, request=request, version=request.version, reference=reference, today=today)


def drafted(request: MinutesRequest, actor: User, response: str, *, today: dt.date, **said: Any) -> Reply:
    """A reply drafted today with everything that it asks for."""
    given: dict[str, Any] = {"reason": "It answers what is asked.", **SHARED, "agreement": "All agreed in writing."}
    return services.draft(
        actor=actor,
        request=request,
        version=request.version,
        reply=Draft(Response(response), **given | said),
        on=today,
        today=today,
        acknowledged=CONFIRMED,
    )


def took(request: MinutesRequest, actor: User, step: str, *, today: dt.date, **said: Any) -> RequestStep:
    """A plain step today."""
    given: dict[str, Any] = {"on": today, "said": "As the rules say."}
    if step in ("closed", "withdrawn"):
        given |= {"destroy_on": today + dt.timedelta(days=365)}
    if step == "closed":
        given |= {"copied_on": today}
    return services.take(
        actor=actor,
        request=request,
        version=request.version,
        step=Step(step),
        took=services.Took(**given | said),
        today=today,
        acknowledged=CONFIRMED,
    )


def asked(meeting: Meeting, actor: User, world: World, **changes: Any) -> ReportItem:
    """Information of the police that a report for the court is to use."""
    given: dict[str, Any] = {
        "report": "court",
        "agency": world.police,
        "information": "He was seen near the school.",
        "mentions_minutes": False,
        "on": world.today,
    }
    return services.ask_agency(actor=actor, meeting=meeting, today=world.today, **given | changes)
