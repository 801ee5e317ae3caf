"""Each way in which a part in a case can end: sight is gone with the next request, on the page as in the list."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import RoleHolding, TeamMembership, User
from offenders.models import Assignment, Case
from offenders.services import access, cases
from tests.factories import World
from tests.marks import rule

pytestmark = rule("ACC-26")


def sees(sign_in: Callable, user: User, case: Case) -> bool:
    """Whether the case's page answers, and that the list says the same."""
    again = User.objects.get(pk=user.pk)
    listed = Case.objects.visible_to(again).filter(pk=case.pk).exists()
    status = sign_in(again).get(reverse("case", args=[case.pk])).status_code
    assert (status == 200) is listed
    return listed


def part(world: World, case: Case, who: str, capacity: str) -> Assignment:
    """A part in the case, from today."""
    return access.assign(actor=world.manager, case=case, user=world.people[who], capacity=capacity, starts=world.today)


@pytest.mark.parametrize(("who", "capacity"), [("police_officer", "worker"), ("vlo", "victim_liaison")])
def test_a_part_that_is_ended(world: World, case: Case, sign_in: Callable, who: str, capacity: str) -> None:
    row = part(world, case, who, capacity)
    assert sees(sign_in, world.people[who], case)
    access.end_assignment(actor=world.manager, assignment=row, version=1, on=world.today, reason="Handed on.")
    assert not sees(sign_in, world.people[who], case)


def test_an_owner_who_is_replaced(world: World, case: Case, sign_in: Callable) -> None:
    part(world, case, "police_officer", "owner")
    assert sees(sign_in, world.police_officer, case)
    part(world, case, "practitioner", "owner")
    assert not sees(sign_in, world.police_officer, case)


def test_an_agency_whose_part_is_ended(world: World, case: Case, sign_in: Callable) -> None:
    since = world.today - dt.timedelta(days=30)
    row = cases.involve_agency(actor=world.practitioner, case=case, agency=world.police, part="involved", starts=since)
    assert sees(sign_in, world.police_manager, case)
    cases.end_involvement(actor=world.practitioner, involvement=row, on=world.today)
    assert not sees(sign_in, world.police_manager, case)


def test_an_exception_that_is_ended(world: World, case: Case, sign_in: Callable) -> None:
    tomorrow = world.today + dt.timedelta(days=1)
    granted = access.grant(
        actor=world.manager, case=case, user=world.stranger, reason="Visit.", starts=world.today, ends=tomorrow
    )
    assert sees(sign_in, world.stranger, case)
    access.end_grant(actor=world.manager, granted=granted, version=1, on=world.today, reason="Done.")
    assert not sees(sign_in, world.stranger, case)


def test_a_bar(world: World, case: Case, sign_in: Callable) -> None:
    assert sees(sign_in, world.colleague, case)
    access.deny(actor=world.manager, case=case, user=world.colleague, reason="Related.", starts=world.today)
    assert not sees(sign_in, world.colleague, case)


def test_a_place_in_the_team_that_is_over(world: World, case: Case, sign_in: Callable) -> None:
    RoleHolding.objects.filter(user=world.team_mate).update(area=world.other_area)  # only the team is left
    assert sees(sign_in, world.team_mate, case)
    TeamMembership.objects.filter(user=world.team_mate).update(ends=world.today)
    assert not sees(sign_in, world.team_mate, case)


@pytest.mark.parametrize("who", ["coordinator", "manager", "auditor"])
def test_a_role_that_is_over(world: World, case: Case, sign_in: Callable, who: str) -> None:
    assert sees(sign_in, world.people[who], case)
    RoleHolding.objects.filter(user=world.people[who]).update(ends=world.today)
    assert not sees(sign_in, world.people[who], case)


def test_a_case_that_is_restricted_to_others(world: World, case: Case, sign_in: Callable) -> None:
    assert sees(sign_in, world.colleague, case)
    access.restrict(actor=world.manager, case=case, restricted=True, reason="Staff.", kind="staff")
    assert not sees(sign_in, world.colleague, case)


def test_somebody_who_goes_to_another_agency(world: World, case: Case, sign_in: Callable) -> None:
    assert sees(sign_in, world.manager, case)
    User.objects.filter(pk=world.manager.pk).update(agency=world.police)
    assert not sees(sign_in, world.manager, case)


def test_what_they_did_stays_theirs(world: World, case: Case) -> None:
    row = part(world, case, "police_officer", "worker")
    access.end_assignment(actor=world.manager, assignment=row, version=1, on=world.today, reason="Handed on.")
    assert Assignment.objects.get(pk=row.pk).user == world.police_officer
