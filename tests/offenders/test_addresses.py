"""Addresses: somebody has one home, or one place where they can regularly be found."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import RuleRefused
from offenders.facts import accommodation_prompts
from offenders.models import Address, Case
from offenders.services.cases import add_address, assess_address
from papers.facts import of_case
from tests.factories import World, in_category_2, make_case
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


@rule("OFF-29")
def test_accommodation_of_a_managed_case_is_asked_about_and_assessed(world: World, case: Case, sign_in: SignIn) -> None:
    row, client = add(case, world, "current", world.today), sign_in(world.practitioner)
    page, form = reverse("case", args=[case.pk]), reverse("address_assess", args=[case.pk, row.pk])
    unassessed = "Nobody has assessed how living here bears on the risk of serious harm."
    assert unassessed not in client.get(page).content.decode()
    in_category_2(case, world.practitioner, today=world.today)
    shown = client.get(page).content.decode()
    assert unassessed in shown and form in shown
    sent = {
        **{"assessed_on": f"{world.today:%d/%m/%Y}", "location_risk": "Near an invented school", "linked": "yes"},
        **{"residents_risk": "Two brothers", "linked_how": "", "staff_risk": "He threatened a warden", "version": "1"},
    }
    refused = client.post(form, sent)
    assert refused.status_code == 422
    assert "It is not said how it is linked to the risk of serious harm." in refused.content.decode()
    assert client.post(form, {**sent, "linked_how": "He watches the gate"}).status_code == 302
    shown = client.get(page).content.decode()
    assert unassessed not in shown
    for words in ("Near an invented school", "Two brothers", "He watches the gate", "He threatened a warden"):
        assert words in shown
    assert "Housing staff may be at risk here." in shown
    late = client.post(form, {**sent, "linked": "no"})
    assert late.status_code == 409
    row.refresh_from_db()
    assert (row.version, row.linked) == (2, "yes")


@rule("OFF-29")
def test_a_new_home_is_assessed_anew_and_one_left_is_not_asked_about(world: World, case: Case) -> None:
    in_category_2(case, world.practitioner, today=world.today)
    first = add(case, world, "current", world.today - DAY)
    assert [one.rule for one in accommodation_prompts(first)] == ["OFF-29"]
    found = {"assessed_on": world.today, "location_risk": "Quiet", "residents_risk": "Alone", "linked": "no"}
    assess_address(actor=world.practitioner, address=first, version=1, today=world.today, assessment=found)
    assert accommodation_prompts(first) == []
    second = add(case, world, "current", world.today)
    first.refresh_from_db()
    assert accommodation_prompts(first) == [] and first.ends == world.today
    assert [one.rule for one in accommodation_prompts(second)] == ["OFF-29"]


def test_the_address_of_another_case_is_not_found(world: World, case: Case, sign_in: SignIn) -> None:
    row = add(make_case(world), world, "current", world.today)
    assert sign_in(world.practitioner).get(reverse("address_assess", args=[case.pk, row.pk])).status_code == 404
