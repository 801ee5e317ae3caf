"""A case with the police involved and items of every kind that the police own."""

import pytest

from information.models import InformationItem
from offenders.models import Assignment, Case
from offenders.rules.sensitivity import Sensitivity
from offenders.services import access
from tests.factories import World
from tests.information import builders
from tests.meetings.conftest import level_2_case, people

__all__ = ["level_2_case", "people"]


@pytest.fixture
def shared_case(world: World, case: Case) -> Case:
    """The ordinary case with police involved, health invited, a chair, an observer, and a police officer let in."""
    builders.with_police(world, case)
    builders.take_part(world, case, "chair", Assignment.Capacity.CHAIR)
    builders.take_part(world, case, "lay_adviser", Assignment.Capacity.OBSERVER)
    builders.take_part(world, case, "vlo", Assignment.Capacity.VICTIM_LIAISON)
    ends = world.today.replace(year=world.today.year + 1, day=1)
    access.grant(
        actor=world.coordinator, case=case, user=world.police_officer, reason="Visits.", starts=world.today, ends=ends
    )
    return case


@pytest.fixture
def items(world: World, shared_case: Case) -> dict[str, InformationItem]:
    """One item of each kind, owned by the police and recorded by their manager; nothing is shared yet."""
    manager = world.police_manager
    return {
        kind.value: builders.recorded(shared_case, manager, today=world.today, sensitivity=kind.value)
        for kind in Sensitivity
    }
