"""Lists looked for along each way of seeing: the same cases as `visible_to`, in one statement, whoever looks."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Area, PartnerSystem, RoleHolding, User
from accounts.roles import Role
from accounts.standing import standing_of
from offenders import listing
from offenders.access import Detail, can_see
from offenders.eyes import APART
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.house.partners import partner_of, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(world: World) -> list[Case]:
    """An ordinary, a restricted, a team's and another area's case."""
    made = [factories.make_case(world), factories.make_case(world), factories.make_child_case(world)]
    Case.objects.filter(pk=made[1].pk).in_bulk_with_own_audit().update(restricted=True)
    elsewhere: dict[str, Any] = {"area": world.other_area, "lead_agency": world.other_probation, "team": None}
    return [*made, factories.make_case(world, actor=world.stranger, **elsewhere)]


def by_name() -> Any:
    return Case.objects.select_related("area", "lead_agency").order_by("sort_name", "id")


@pytest.mark.rule("ACC-20")
def test_everybody_is_listed_what_all_ways_together_name(world: World, cases: list[Case]) -> None:
    """For every person of the invented areas, whatever their role."""
    for who, viewer in world.people.items():
        for level in (Detail.PRESENCE, Detail.SUMMARY, Detail.PACK, Detail.FULL):
            seen = list(by_name().visible_to(viewer, level))
            assert list(listing.first(by_name(), 9, viewer=viewer, at_least=level)) == seen, who
            assert listing.count(by_name(), 9, viewer=viewer, at_least=level) == len(seen), who
            assert set(seen) == {case for case in cases if can_see(viewer, case.pk, level)}, who


def test_many_areas_are_asked_together_and_few_apart(world: World, cases: list[Case]) -> None:
    """On both sides of the number of areas up to which each is asked by itself."""
    for number in (APART, APART + 1):
        user = factories.make_user("Far", agency=world.police, area=world.area, roles=(Role.COORDINATOR,))
        others = [world.other_area, *Area.objects.exclude(pk__in=[world.area.pk, world.other_area.pk])]
        for area in others[: number - 1]:
            RoleHolding.objects.create(user=user, role=Role.COORDINATOR, area=area)
        assert len(standing_of(user).all_areas) == number
        assert list(listing.first(by_name(), 9, viewer=user)) == list(by_name().visible_to(user))
        assert len(list(listing.first(by_name(), 9, viewer=user))) == 3


@pytest.mark.rule("ACC-46")
@pytest.mark.parametrize(
    "agreement",
    [
        {"areas": []},
        {"areas": ["hampshire", "kent"], "agency_involved": False},
        {"areas": ["hampshire"], "agency_involved": True},
        {"areas": ["hampshire"], "agency_involved": False, "levels": [2, 3]},
        {"areas": ["hampshire"], "agency_involved": False, "categories": [1]},
    ],
)
def test_a_partner_system_is_listed_what_its_agreement_names(
    world: World, cases: list[Case], agreement: dict[str, Any]
) -> None:
    """Whatever its filter says."""
    account = partner_account(world, **agreement)
    assert list(listing.first(by_name(), 9, viewer=account)) == list(by_name().visible_to(account))


def partner_account(world: World, **agreement: Any) -> User:
    """A partner system of the lead agency under such an agreement."""
    account = partner_of(world, world.probation)
    register(account, world, "cases:read")
    PartnerSystem.objects.filter(account=account).update(**agreement)
    return User.objects.get(pk=account.pk)


def test_a_page_and_a_count_are_one_statement_each(world: World, cases: list[Case]) -> None:
    """However many ways there are; and none for somebody who sees no case at all."""
    standing_of(world.coordinator)
    list(listing.first(by_name(), 9, viewer=world.coordinator))
    with CaptureQueriesContext(connection) as asked:
        list(listing.first(by_name(), 9, viewer=world.coordinator))
        listing.count(by_name(), 9, viewer=world.coordinator)
    assert len(asked) == 2
    for nobody in (None, factories.make_user("Nobody", agency=None, area=world.area, roles=())):
        standing_of(nobody)
        with CaptureQueriesContext(connection) as asked:
            assert list(listing.first(by_name(), 9, viewer=nobody)) == []
            assert listing.count(by_name(), 9, viewer=nobody) == 0
        assert len(asked) == 0
