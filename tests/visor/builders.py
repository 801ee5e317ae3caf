"""Records on ViSOR made the way the product makes them, with plainly invented content."""

import datetime as dt
from typing import Any

from accounts.models import Agency, User
from levels.models import CategoryDecision, LevelDecision
from meetings.models import Meeting
from offenders.models import Case
from tests.factories import World
from visor import services
from visor.models import VisorEvent, VisorPart
from visor.rules.kinds import Kind, Owner
from visor.rules.record import Known

CONFIRMED = frozenset({"VIS-01", "VIS-02", "VIS-06", "VIS-08"})


def happened(
    case: Case, actor: User, kind: str, on: dt.date, *, today: dt.date, meeting: Meeting | None = None, **said: Any
) -> VisorEvent:
    """An event of the record with whatever it asks for, warnings acknowledged."""
    given = {"who": "Imagina Sergeant, police", "details": "As it was agreed."} | said
    return services.record_event(
        actor=actor,
        case=case,
        given=Known(Kind(kind), on, **given),
        meeting=meeting,
        today=today,
        acknowledged=CONFIRMED,
    )


def made(case: Case, actor: User, *, today: dt.date, days: int = 50, owner: Owner = Owner.PROBATION) -> VisorEvent:
    """A record made so many days ago."""
    return happened(case, actor, "made", today - dt.timedelta(days=days), today=today, owner=owner)


def added(
    case: Case, actor: User, *, agency: Agency, today: dt.date, role: str = "partner", days: int = 40, holder: str = ""
) -> VisorPart:
    """Somebody with a part in the record since so many days ago."""
    starts = today - dt.timedelta(days=days)
    return services.add_part(
        actor=actor,
        case=case,
        role=role,
        holder=holder or "Imagina Constable",
        agency=agency,
        starts=starts,
        today=today,
    )


def placed(world: World, case: Case, category: int | None, level: int | None, *, days: int = 30) -> Case:
    """The case in this category and at this level since so many days ago."""
    on = world.today - dt.timedelta(days=days)
    signed = {"decided_on": on, "decided_by": world.coordinator, "decided_as": "Co-ordinator", "reason": "Invented."}
    CategoryDecision.objects.create(case=case, category=category, begins_on=on, **signed)
    if level is not None:
        LevelDecision.objects.create(case=case, level=level, **signed)
    case.category, case.level = category, level
    case.save(update_fields=["category", "level"])
    return case
