"""Cases that lost their owner stand in the list of who names one, until somebody is named."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.services import people
from offenders import ownerless
from offenders.models import AccessDenial, Case
from offenders.services import access
from tests import factories
from tests.factories import World
from tests.marks import rule


def listed(world: World, who: str) -> list[Case]:
    return ownerless.page(viewer=User.objects.get(pk=world.people[who].pk)).rows


def leaves(world: World) -> None:
    person = User.objects.get(pk=world.practitioner.pk)
    people.remove(actor=world.agency_administrator, person=person, version=person.version, reason="Has left.")


@rule("ACC-11")
def test_a_case_whose_owner_was_removed_waits_for_the_manager_and_the_coordinator(world: World, case: Case) -> None:
    assert listed(world, "manager") == listed(world, "coordinator") == []
    leaves(world)
    assert listed(world, "manager") == listed(world, "coordinator") == [case]
    assert listed(world, "other_coordinator") == listed(world, "yjs_manager") == listed(world, "police_manager") == []
    access.assign(actor=world.manager, case=case, user=world.team_mate, capacity="owner", starts=world.today)
    assert listed(world, "manager") == listed(world, "coordinator") == []


@rule("ACC-11")
def test_a_case_whose_owners_account_is_off_waits_too(world: World, case: Case) -> None:
    User.objects.filter(pk=world.practitioner.pk).update(is_active=False)
    assert listed(world, "manager") == [case]


@rule("ACC-23")
@rule("ACC-25")
def test_it_shows_no_restricted_case_to_others_and_nothing_to_the_barred(world: World, case: Case) -> None:
    access.restrict(actor=world.coordinator, case=case, restricted=True, reason="Protected person.")
    leaves(world)
    assert listed(world, "manager") == []
    assert listed(world, "coordinator") == [case]  # named when they restricted it
    AccessDenial.objects.create(case=case, user=world.coordinator, reason="Related.", decided_by=world.manager)
    assert listed(world, "coordinator") == []


def test_ended_cases_need_nobody(world: World, case: Case) -> None:
    leaves(world)
    Case.objects.in_bulk_with_own_audit().filter(pk=case.pk).update(ended_on=world.today - dt.timedelta(days=1))
    assert listed(world, "manager") == []


@pytest.mark.parametrize("who", ["practitioner", "administrator", "auditor", "agency_administrator", "sysadmin"])
def test_the_page_is_for_who_names_owners(world: World, sign_in: Any, who: str) -> None:
    assert sign_in(world.people[who]).get(reverse("cases_ownerless")).status_code == 404


def test_home_counts_them_and_the_list_goes_on_by_key(world: World, sign_in: Any) -> None:
    made = [factories.make_case(world) for _ in range(27)]
    leaves(world)
    client = sign_in(world.manager)
    home = client.get("/").content.decode()
    assert "Cases that need an owner" in home
    assert client.get("/").context["board"].without_owner == 27
    first = client.get(reverse("cases_ownerless"))
    second = client.get(first.context["next"])
    seen = [case.pk for page in (first, second) for case in page.context["rows"]]
    assert set(seen) == {case.pk for case in made} and len(seen) == 27
