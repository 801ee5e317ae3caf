"""Addresses: somebody has one home, or one place where they can regularly be found."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import RuleRefused
from offenders.models import Address, Case
from offenders.services.cases import add_address
from papers.facts import of_case
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


def add(case: Case, world: World, kind: str, starts: dt.date, lines: str = "1 Invented Street") -> Address:
    return add_address(
        actor=world.practitioner, case=case, kind=kind, lines=lines, postcode="", starts=starts, today=world.today
    )


@rule("OFF-25")
@pytest.mark.parametrize(("first", "second"), [("current", "regular_place"), ("regular_place", "current")])
def test_a_home_and_a_regular_place_take_each_others_place(world: World, case: Case, first: str, second: str) -> None:
    before, after = add(case, world, first, world.today - DAY), add(case, world, second, world.today)
    before.refresh_from_db()
    assert (before.kind, before.ends) == ("previous", world.today)
    assert (after.kind, after.ends) == (second, None)


@rule("OFF-25")
def test_other_addresses_leave_it_as_it_is(world: World, case: Case) -> None:
    found = add(case, world, "regular_place", world.today)
    for kind in ("proposed", "before_custody", "previous"):
        add(case, world, kind, world.today)
    found.refresh_from_db()
    assert (found.kind, found.ends) == ("regular_place", None)


@rule("OFF-03")
@pytest.mark.parametrize("kind", ["current", "regular_place"])
def test_neither_begins_in_the_future(world: World, case: Case, kind: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        add(case, world, kind, world.today + DAY)
    assert refused.value.rules == ("OFF-03",) and not Address.objects.filter(case=case).exists()


@rule("OFF-25")
def test_the_page_takes_it_and_the_case_and_forms_show_it(world: World, case: Case, sign_in: SignIn) -> None:
    client, form = sign_in(world.practitioner), reverse("address_add", args=[case.pk])
    sent = {"kind": "regular_place", "lines": "", "postcode": "", "starts": f"{world.today:%d/%m/%Y}"}
    assert "Enter the address or the place" in client.post(form, sent).content.decode()
    assert client.post(form, {**sent, "lines": "Imaginary Day Centre"}).status_code == 302
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    assert "No fixed home: where they can regularly be found" in page and "Imaginary Day Centre" in page
    assert of_case(case)["current_address"] == "No fixed home. Can regularly be found at:\nImaginary Day Centre"
