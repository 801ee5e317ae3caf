"""Who signed the information-sharing agreement, since when and by whom it was recorded."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.context import acting
from oversight.selectors.agreements import signatories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
pytestmark = rule("ACC-60")


def test_each_change_is_told_newest_first_with_who_recorded_it(world: World) -> None:
    agency = world.mental_health
    with acting(world.coordinator.pk):
        for signed in (False, False, True):
            agency.shares_information = signed
            agency.name = f"{agency.name}."  # another change is none of the agreement
            agency.save()
    row = next(row for row in signatories(world.coordinator) if row.agency == agency)
    assert [(change.signed, change.by) for change in row.changes][:2] == [
        (True, world.coordinator.full_name),
        (False, world.coordinator.full_name),
    ]
    assert len(row.changes) == 3
    assert {change.on for change in row.changes} == {world.today}


def test_only_of_one_s_own_area(world: World) -> None:
    assert {row.agency.area_id for row in signatories(world.coordinator)} == {"hampshire"}


@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("auditor", 200), ("manager", 404), ("spoc", 404)])
def test_who_opens_the_page(world: World, sign_in: SignIn, who: str, status: int) -> None:
    answer = sign_in(world.people[who]).get(reverse("sharing_agreements"))
    assert answer.status_code == status
    assert status != 200 or world.mental_health.name in answer.content.decode()
