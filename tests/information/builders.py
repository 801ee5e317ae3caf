"""Items of information made the way the product makes them, with plainly invented content."""

import datetime as dt
from typing import Any

from accounts.models import Agency, User
from information.models import InformationItem, InformationShare
from information.services import Given, record_item, share_with_agency
from offenders.models import Assignment, Case
from offenders.services import cases
from tests.factories import World

TEXT = "Was seen near the Invented Viaduct with a grey van."
ACKNOWLEDGED = frozenset({"INF-05", "INF-07"})


def given(today: dt.date, sensitivity: str = "intelligence", **changes: Any) -> Given:
    """What an item of this kind says, complete."""
    evaluated = {"source_evaluation": "2", "assessment": "B", "handling": "P"} if sensitivity == "intelligence" else {}
    said: dict[str, Any] = {
        "sensitivity": sensitivity,
        "dated_on": today - dt.timedelta(days=3),
        "text": f"{TEXT} ({sensitivity})",
        "review_on": today + dt.timedelta(days=90),
        "source": "A neighbour",
        **evaluated,
    }
    return Given(**{**said, **changes})


def recorded(
    case: Case,
    actor: User,
    *,
    today: dt.date,
    sensitivity: str = "intelligence",
    owner: Agency | None = None,
    **said: Any,
) -> InformationItem:
    """An item that the actor records, of their own agency unless `owner` says otherwise."""
    agency = owner or actor.agency
    assert agency is not None
    return record_item(actor=actor, case=case, owner=agency, given=given(today, sensitivity, **said), today=today)


def shared(item: InformationItem, actor: User, agency: Agency, *, today: dt.date, **changes: Any) -> InformationShare:
    """The item shared with an agency that has a part in the case."""
    arguments: dict[str, Any] = {"reason": "They visit at home.", "acknowledged": ACKNOWLEDGED, **changes}
    return share_with_agency(actor=actor, item=item, agency=agency, today=today, **arguments)


def with_police(world: World, case: Case) -> Case:
    """The case with the police involved, and health asked to a meeting by name."""
    cases.involve_agency(actor=world.practitioner, case=case, agency=world.police, part="involved", starts=world.today)
    take_part(world, case, "spoc", Assignment.Capacity.INVITEE)
    return case


def take_part(world: World, case: Case, who: str, capacity: Assignment.Capacity) -> None:
    """Somebody's part in the case from today."""
    Assignment(case=case, user=world.people[who], capacity=capacity, starts=world.today).save()


def again(world: World, who: str) -> User:
    """Somebody as the next request finds them."""
    return User.objects.get(pk=world.people[who].pk)


def item_form(world: World, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete item of intelligence."""
    sent: dict[str, Any] = {
        "sensitivity": "intelligence",
        "owner_agency": str(world.police.pk),
        "source": "A neighbour",
        "dated_on": world.today.strftime("%d/%m/%Y"),
        "text": TEXT,
        "source_evaluation": "2",
        "assessment": "B",
        "handling": "P",
        "conditions": "",
        "review_on": (world.today + dt.timedelta(days=90)).strftime("%d/%m/%Y"),
    }
    return {**sent, **changes}
