"""Counts for people who see no case."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from offenders.models import Case
from reporting import selectors
from tests import factories
from tests.factories import World
from tests.marks import rule

pytestmark = rule("ACC-63")


def with_category(world: World, category: int, number: int, **more: Any) -> None:
    """So many managed people of a category, at Level 2."""
    for _ in range(number):
        case = factories.make_case(world)
        rows = Case.objects.filter(pk=case.pk).in_bulk_with_own_audit()
        rows.update(**{"category": category, "level": 2, "rosh": "high", **more})


def shown(world: World, who: str = "smb_member") -> dict[str, int | None]:
    """The area's counts by category, and in all."""
    board = selectors.counts(viewer=world.people[who])[0]
    return {label[:10]: number for label, number in board.lists[0].lines} | {"all": board.total}


def test_counts_are_of_the_area_without_small_numbers(world: World) -> None:
    with_category(world, 1, 7)
    with_category(world, 2, 6)
    with_category(world, 3, 2)
    counted = shown(world)
    assert counted["all"] == 15
    assert [counted[f"Category {number}"] for number in (1, 2, 3)] == [None, 6, None]


def test_restricted_and_ended_cases_and_other_areas_are_not_counted(world: World) -> None:
    with_category(world, 1, 6)
    with_category(world, 1, 1, restricted=True)
    with_category(world, 1, 1, ended_on=world.today)
    assert shown(world)["all"] == 6
    assert selectors.counts(viewer=world.other_coordinator)[0].total == 0


def test_nothing_is_shown_of_very_few(world: World) -> None:
    with_category(world, 1, 4)
    assert set(shown(world).values()) == {None}


def test_an_area_may_leave_out_more(world: World, settings: Any) -> None:
    with_category(world, 1, 7)
    settings.SMALL_NUMBERS_BELOW = 8
    assert shown(world)["all"] is None


def test_the_page_says_what_is_left_out_and_is_recorded(world: World, sign_in: Callable) -> None:
    with_category(world, 1, 7)
    with_category(world, 3, 2)
    text = sign_in(world.lay_adviser).get(reverse("area_counts")).content.decode()
    assert "9 people in all" in text
    assert text.count("Not shown") == 2
    assert AuditEvent.objects.filter(actor_id=world.lay_adviser.pk, verb="counts.viewed").exists()


@pytest.mark.parametrize("who", ["practitioner", "manager", "administrator", "auditor", "sysadmin", "chair"])
def test_other_roles_are_given_none(world: World, sign_in: Callable, who: str) -> None:
    assert selectors.counts(viewer=world.people[who]) == []
    assert sign_in(world.people[who]).get(reverse("area_counts")).status_code == 404
