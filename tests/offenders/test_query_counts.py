"""How many queries a page costs does not depend on how many rows it shows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from offenders.models import Case
from offenders.services.cases import add_address, add_alias, involve_agency
from offenders.services.sentences import record_order
from tests import factories
from tests.factories import World

SignIn = Callable[[User], Client]
PAGES = ("case", "case_timeline", "case_offences", "case_level", "case_access")


def cost(client: Client, address: str) -> int:
    client.get(address)  # the first visit writes the session's last-seen time
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_caseload_costs_the_same_for_one_case_and_for_a_full_page(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.coordinator)
    factories.make_case(world)
    one = cost(client, "/cases/")
    for _ in range(12):
        factories.make_case(world)
    assert cost(client, "/cases/") == one <= 16


def test_a_search_costs_the_same_for_one_match_and_for_many(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.coordinator)
    client.get("/search/")  # the first visit writes the session's last-seen time
    costs = []
    for number in (1, 8):
        for _ in range(number):
            factories.make_case(world, family_name="Samename")
        with CaptureQueriesContext(connection) as caught:
            client.post("/search/", {"name": "Samename"})
        costs.append(len(caught))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", PAGES)
def test_a_tab_costs_the_same_however_much_it_lists(
    category_2_case: Case, world: World, sign_in: SignIn, name: str
) -> None:
    client, address = sign_in(world.manager), reverse(name, args=[category_2_case.pk])
    actor, case, today = world.practitioner, category_2_case, world.today
    involve_agency(actor=actor, case=case, agency=world.police, part="involved", starts=today)
    few = cost(client, address)
    for number, agency in enumerate((world.prison, world.mental_health, world.childrens_services)):
        factories.conviction(case, actor, today=today)
        record_order(actor=actor, case=case, order={"kind": "shpo", "starts_on": today})
        add_alias(actor=actor, case=case, name=f"Other Name {number}", kind="alias")
        add_address(
            actor=actor, case=case, kind="previous", lines="1 Test Street", postcode="", starts=today, today=today
        )
        involve_agency(actor=actor, case=case, agency=agency, part="involved", starts=today)
    assert cost(client, address) == few
