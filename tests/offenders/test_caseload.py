"""The caseload in pages by key: nobody is left out or shown twice, and no name stands in an address."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from offenders import caseload
from offenders.models import Case
from tests import factories
from tests.factories import World

SignIn = Callable[[User], Client]


@pytest.fixture
def seven(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    monkeypatch.setattr(caseload, "PAGE_SIZE", 3)
    names = ["Éclair", "Same", "Same", "Same", "ångström", "Zebra", "de Test"]
    made = [factories.make_case(world, family_name=name) for name in names]
    return sorted(made, key=lambda case: (case.sort_name, case.pk))


def walk(client: Client, address: str, link: str) -> list[list[str]]:
    pages = []
    while address:
        context = client.get(address).context
        pages.append([row["reference"] for row in context["page"].rows])
        address = context[link]
    return pages


def test_walking_forward_and_back_meets_every_case_once_in_order(
    seven: list[Case], world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.practitioner)
    order = [case.reference for case in seven]
    assert walk(client, "/cases/", "next") == [order[:3], order[3:6], order[6:]]
    assert walk(client, f"/cases/?after={seven[5].pk}", "previous") == [order[6:], order[3:6], order[:3]]


def test_addresses_carry_filters_and_ids_and_no_name(seven: list[Case], world: World, sign_in: SignIn) -> None:
    address = sign_in(world.practitioner).get("/cases/?state=all&level=none").context["next"]
    assert address == f"/cases/?state=all&level=none&after={seven[2].pk}"


@pytest.mark.parametrize("edge", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_edge_that_leads_nowhere_shows_the_first_page(
    seven: list[Case], world: World, sign_in: SignIn, edge: str
) -> None:
    page = sign_in(world.practitioner).get(f"/cases/?after={edge}").context["page"]
    assert [row["reference"] for row in page.rows] == [case.reference for case in seven[:3]]


def test_the_edge_of_a_case_that_is_not_visible_tells_nothing_of_its_name(
    seven: list[Case], world: World, sign_in: SignIn
) -> None:
    hidden = factories.make_case(
        world,
        actor=world.stranger,
        area=world.other_area,
        lead_agency=world.other_probation,
        team=None,
        family_name="Mmmmm",
    )
    page = sign_in(world.practitioner).get(f"/cases/?after={hidden.pk}").context["page"]
    assert page.rows[0]["reference"] == seven[0].reference


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 2),
        ("level=1", 0),
        ("level=none", 2),
        ("category=2", 1),
        ("category=none", 1),
        ("state=ended", 0),
        ("state=all", 2),
        ("mine=on", 1),
        ("level=9&category=x&state=odd&agency=nonsense", 2),
    ],
)
def test_filters_narrow_the_list_and_nonsense_is_left_aside(
    category_2_case: Case, world: World, sign_in: SignIn, query: str, number: int
) -> None:
    factories.make_case(world, actor=world.team_mate)
    page = sign_in(world.practitioner).get(f"/cases/?{query}").context["page"]
    assert len(page.rows) == number


def test_the_lead_agency_filter_offers_only_agencies_of_the_viewer_s_areas(
    case: Case, world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.coordinator)
    form = client.get("/cases/").context["filters"]
    assert world.other_probation not in form.fields["agency"].queryset
    assert len(client.get(f"/cases/?agency={world.police.pk}").context["page"].rows) == 0
    assert len(client.get(f"/cases/?agency={world.probation.pk}").context["page"].rows) == 1


def test_a_long_list_is_counted_only_so_far(seven: list[Case], world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caseload, "COUNTED", 5)
    assert caseload.page(viewer=world.practitioner, filters=caseload.Filters()).total == "more than 5 cases"
