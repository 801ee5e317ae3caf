"""A case on its way from Hampshire to Kent, step by step, made through the services."""

import datetime as dt
from typing import Any

from accounts.models import User
from offenders.models import Case
from tests.factories import World
from transfers import services
from transfers.models import Transfer

ACKNOWLEDGED = frozenset({"TRF-04", "TRF-05"})


def terms(world: World, **changes: Any) -> services.Request:
    """A request as typed, planned in a fortnight."""
    given: dict[str, Any] = {
        "to_agency": world.other_probation,
        "basis": "lives",
        "planned_on": world.today + dt.timedelta(days=14),
        "agreed_with": "Head of the probation unit there",
        "agreed_on": world.today,
        "reason": "They move to their sister in Kent, who was visited.",
    }
    return services.Request(**{**given, **changes})


def requested(
    world: World, case: Case, *, actor: User | None = None, today: dt.date | None = None, **changes: Any
) -> Transfer:
    """Asked for today by the manager of the lead agency."""
    return services.request(
        actor=actor or world.manager,
        case=case,
        asked=terms(world, **changes),
        today=today or world.today,
        acknowledged=ACKNOWLEDGED,
    )


def accepted(
    world: World, transfer: Transfer, *, days: int = 14, actor: User | None = None, **changes: Any
) -> Transfer:
    """Accepted by the Co-ordinator in Kent for a practitioner there, in so many days."""
    given: dict[str, Any] = {
        "owner": world.stranger,
        "moves_on": world.today + dt.timedelta(days=days),
        "reason": "",
        "today": world.today,
        "version": transfer.version,
    }
    return services.accept(actor=actor or world.other_coordinator, transfer=transfer, **{**given, **changes})


def refused(world: World, transfer: Transfer) -> Transfer:
    """Refused by the Co-ordinator in Kent."""
    services.refuse(
        actor=world.other_coordinator,
        transfer=transfer,
        version=transfer.version,
        ground="not_living",
        reason="The sister has not confirmed the address.",
        today=world.today,
    )
    return transfer
