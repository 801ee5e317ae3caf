"""The pages about information: who meets what, what is shown, what bad input gets."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from information.models import InformationItem, InformationShare
from offenders.models import Case
from tests.factories import World
from tests.information import builders
from tests.marks import rule

SignIn = Callable[..., Client]
Items = dict[str, InformationItem]
HOSTILE = "O'Brien <script>alert(1)</script> \u0645\u0631\u062d\u0628\u0627 Dvořák"


def body(response: Any) -> str:
    return response.content.decode()


def at(name: str, item: InformationItem, *more: Any) -> str:
    return reverse(name, args=[item.case_id, item.pk, *more])


def test_an_item_is_recorded_shown_and_listed(world: World, shared_case: Case, sign_in: SignIn) -> None:
    client = sign_in(world.police_manager)
    sent = builders.item_form(world, text=HOSTILE, handling="C", conditions="Not to the family.")
    answer = client.post(reverse("information_record", args=[shared_case.pk]), sent, follow=True)
    assert answer.status_code == 200
    listed = body(answer)
    assert "Police intelligence" in listed
    assert "2BC" in listed
    assert "O&#x27;Brien" not in listed
    item = InformationItem.objects.get()
    page = body(client.get(at("information_item", item)))
    assert "O&#x27;Brien &lt;script&gt;" in page
    assert "Not to the family." in page
    assert "2: untested" in page
    assert AuditEvent.objects.filter(verb="information_item.viewed", subject_id=str(item.pk)).count() == 1


@rule("INF-06")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sensitivity": ""}, "Choose the kind of information"),
        ({"sensitivity": "top secret"}, "Choose"),
        ({"owner_agency": ""}, "Choose the agency that gave it"),
        ({"owner_agency": str(uuid4())}, "Choose"),
        ({"text": ""}, "Write the information down"),
        ({"dated_on": "31/02/2026"}, "date"),
        ({"dated_on": 1}, "is in the future"),
        ({"review_on": 500}, "is too far away"),
        ({"source_evaluation": ""}, "Intelligence is evaluated"),
        ({"handling": "C"}, "the conditions are missing"),
        ({"text": "x" * 10_001}, "Shorten this"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(
    world: World, shared_case: Case, sign_in: SignIn, changes: dict[str, Any], sentence: str
) -> None:
    client = sign_in(world.police_manager)
    days = {name: world.today + dt.timedelta(days=value) for name, value in changes.items() if isinstance(value, int)}
    typed = {name: day.strftime("%d/%m/%Y") for name, day in days.items()}
    sent = builders.item_form(world, **{**changes, **typed})
    answer = client.post(reverse("information_record", args=[shared_case.pk]), sent)
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert not InformationItem.objects.exists()


@rule("INF-04")
@rule("INF-07")
def test_sharing_asks_for_confirmation_and_then_opens_the_item(
    world: World, shared_case: Case, sign_in: SignIn
) -> None:
    item = builders.recorded(
        shared_case, world.police_manager, today=world.today, handling="C", conditions="Not to the family."
    )
    client = sign_in(world.police_manager)
    page = body(client.get(at("information_share", item)))
    assert "Not to the family." in page
    sent: dict[str, Any] = {"agency": str(world.mental_health.pk), "reason": "They visit."}
    asked = client.post(at("information_share", item), sent)
    assert asked.status_code == 422
    assert 'value="INF-07"' in body(asked)
    assert client.post(at("information_share", item), {**sent, "acknowledge": "INF-07"}).status_code == 302
    assert sign_in(world.spoc).get(at("information_item", item)).status_code == 200
    share = InformationShare.objects.get()
    ended = client.post(at("information_share_end", item, share.pk), {"reason": "Over."})
    assert ended.status_code == 302
    assert sign_in(world.spoc).get(at("information_item", item)).status_code == 404
    again = client.post(at("information_share_end", item, share.pk), {"reason": "Over."})
    assert again.status_code == 422
    assert "This has ended already" in body(again)


@rule("INF-11")
def test_a_restricted_item_is_opened_to_a_person_by_name(world: World, items: Items, sign_in: SignIn) -> None:
    client, item = sign_in(world.police_manager), items["restricted"]
    page = body(client.get(at("information_share", item)))
    assert "Open this information to a named person" in page
    sent = {"person": str(world.spoc.pk), "reason": "Briefing."}
    assert client.post(at("information_share", item), sent).status_code == 302
    assert sign_in(world.spoc).get(at("information_item", item)).status_code == 200
    assert (
        client.post(at("information_share", item), {"person": str(world.auditor.pk), "reason": "x"}).status_code == 422
    )


@rule("INF-08")
def test_a_correction_shows_both_versions_and_a_stale_one_is_not_lost(
    world: World, items: Items, sign_in: SignIn
) -> None:
    client, item = sign_in(world.police_manager), items["intelligence"]
    sent = builders.item_form(world, text="The van is green.", reason="A wrong colour.", version=str(item.version))
    assert client.post(at("information_correct", item), sent).status_code == 302
    page = body(client.get(at("information_item", item)))
    assert "The van is green." in page
    assert builders.TEXT in page
    assert "A wrong colour." in page
    stale = client.post(at("information_correct", item), {**sent, "text": "The van is red."})
    assert stale.status_code == 409
    assert "The van is red." in body(stale)
    assert "The van is green." in body(stale)


@rule("INF-09")
@rule("INF-10")
def test_an_item_is_kept_and_then_withdrawn(world: World, items: Items, sign_in: SignIn) -> None:
    client, item = sign_in(world.police_manager), items["intelligence"]
    later = world.today + dt.timedelta(days=100)
    sent = {"review_on": later.strftime("%d/%m/%Y"), "reason": "Still true.", "version": str(item.version)}
    assert client.post(at("information_keep", item), sent).status_code == 302
    item.refresh_from_db()
    assert item.review_on == later
    sent = {"reason": "Was false.", "version": str(item.version)}
    assert client.post(at("information_withdraw", item), sent).status_code == 302
    tab = reverse("case_information", args=[item.case_id])
    address = at("information_item", item)
    assert address not in body(client.get(tab))
    assert address in body(client.get(tab, {"state": "withdrawn"}))
    page = body(client.get(address))
    assert "Was false." in page
    assert "Correct it" not in page


def test_the_list_is_filtered_by_kind_and_takes_any_address(world: World, items: Items, sign_in: SignIn) -> None:
    client, case_id = sign_in(world.police_manager), items["legal"].case_id
    tab = reverse("case_information", args=[case_id])
    shown = body(client.get(tab, {"kind": "legal"}))
    assert at("information_item", items["legal"]) in shown
    assert at("information_item", items["ordinary"]) not in shown
    for query in ({"kind": HOSTILE}, {"state": HOSTILE}, {"older": HOSTILE}, {"older": str(uuid4())}):
        assert at("information_item", items["ordinary"]) in body(client.get(tab, query))


def test_somebody_who_only_receives_an_item_learns_of_nobody_else_who_does(
    world: World, items: Items, sign_in: SignIn
) -> None:
    item = items["intelligence"]
    for agency in (world.mental_health, world.probation):
        builders.shared(item, world.police_manager, agency, today=world.today)
    page = body(sign_in(world.spoc).get(at("information_item", item)))
    assert "Correct it" not in page
    assert page.count('<th scope="row" class="govuk-table__header">') == 1


def test_the_overview_and_the_timeline_tell_of_open_items(world: World, items: Items, sign_in: SignIn) -> None:
    client, case_id = sign_in(world.police_manager), items["legal"].case_id
    for name in ("case", "case_timeline"):
        page = body(client.get(reverse(name, args=[case_id])))
        assert at("information_item", items["legal"]) in page
        assert builders.TEXT not in page


def test_the_list_costs_as_much_for_many_items_as_for_few(world: World, shared_case: Case, sign_in: SignIn) -> None:
    client, tab = sign_in(world.police_manager), reverse("case_information", args=[shared_case.pk])

    def cost(number: int) -> int:
        for _ in range(number):
            builders.recorded(shared_case, world.police_manager, today=world.today, text=f"Told {uuid4()}")
        with CaptureQueriesContext(connection) as made:
            assert client.get(tab).status_code == 200
        return len(made)

    client.get(tab)
    assert cost(2) == cost(10)
