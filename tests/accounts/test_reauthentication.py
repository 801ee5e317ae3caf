"""Confirming that it is oneself before approvals and downloads: nothing typed is lost, nothing is sent unseen."""

import time
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.reauthentication import RecentlyConfirmed
from audit.models import AuditEvent
from mappa.settings import base
from tests.factories import PASSWORD
from tests.house.addresses import opener, path_to
from tests.house.specimen import Specimen, build

ASKED = ("minutes_approve", "summary_issue", "summary_download", "youth_countersign")


@pytest.fixture
def specimen(db: None) -> Specimen:
    return build()


def confirmed_ago(client: Client, seconds: float) -> None:
    """Who they are was confirmed this long ago, and never since."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds}]
    session.save()


def lapse(client: Client) -> None:
    """The confirmation of this session grows too old."""
    confirmed_ago(client, settings.CONFIRMED_FOR_SECONDS + 1)


def confirms(client: Client, address: str) -> Any:
    """Follows the redirect and types the password."""
    page = client.get(address)
    assert page.status_code == 200
    path, _, query = address.partition("?")
    return client.post(path, {"password": PASSWORD, "next": page.context["redirect_field_value"]})


def approval_of(specimen: Specimen) -> str:
    return reverse("minutes_approve", args=[specimen.case.pk, specimen.meetings["closed"].pk])


def approvals(specimen: Specimen) -> int:
    return AuditEvent.objects.filter(verb="minutes.approved", case_id=specimen.case.pk).count()


def test_a_confirmation_holds_for_ten_minutes(specimen: Specimen, settings: Any) -> None:
    settings.CONFIRMED_FOR_SECONDS = base.CONFIRMED_FOR_SECONDS  # not the longer one of tests
    client, address = specimen.clients["chair"], approval_of(specimen)
    confirmed_ago(client, 9 * 60)
    assert client.get(address).status_code == 200
    confirmed_ago(client, 11 * 60)
    assert client.get(address).status_code == 302


def test_an_approval_is_not_even_opened_without_a_recent_confirmation(specimen: Specimen) -> None:
    client, address = specimen.clients["chair"], approval_of(specimen)
    lapse(client)
    answer = client.get(address)
    assert answer["Location"] == f"{reverse('account_reauthenticate')}?next={address.replace('/', '%2F')}"
    back = confirms(client, answer["Location"])
    assert back["Location"] == address
    assert client.get(address).status_code == 200


def test_what_was_typed_waits_and_is_sent_only_by_hand(specimen: Specimen) -> None:
    client, address = specimen.clients["chair"], approval_of(specimen)
    version = client.get(address).context["form"]["version"].value()
    before = approvals(specimen)
    lapse(client)
    note = "Řeč o <důvodech> & \u202eomluvách\n" + "long " * 1_000
    answer = client.post(address, {"note": note.strip(), "version": version})
    assert approvals(specimen) == before
    back = confirms(client, answer["Location"])
    page = client.get(back["Location"])
    assert approvals(specimen) == before
    form = page.context["form"]
    assert form["note"].value() == note.strip()
    assert "Nothing is saved yet" in page.content.decode()
    assert client.get(address).context["form"]["note"].value() != note.strip(), "given out once"


def test_who_may_not_open_the_page_is_not_asked_either(specimen: Specimen) -> None:
    client = specimen.clients["stranger"]
    lapse(client)
    assert client.get(approval_of(specimen)).status_code == 404


def test_being_asked_is_recorded(specimen: Specimen) -> None:
    client = specimen.clients["chair"]
    lapse(client)
    client.get(approval_of(specimen))
    assert AuditEvent.objects.filter(verb="identity.asked_again", actor_id=specimen.world.chair.pk).count() == 1


def test_a_session_without_any_confirmation_is_asked(specimen: Specimen) -> None:
    client = Client()
    client.force_login(specimen.world.chair)
    assert client.get(approval_of(specimen)).status_code == 302


def test_a_page_about_no_case_asks_by_a_mixin(specimen: Specimen) -> None:
    class Export(RecentlyConfirmed):
        def get(self, request: HttpRequest) -> HttpResponse:
            return HttpResponse("the export")

    client = specimen.clients["chair"]
    request = RequestFactory().get("/export/")
    request.user, request.session = specimen.world.chair, client.session
    assert Export.as_view()(request).content == b"the export"
    request.session["account_authentication_methods"] = []
    assert Export.as_view()(request).status_code == 302


@pytest.mark.parametrize("name", ASKED)
def test_the_pages_that_ask(specimen: Specimen, name: str) -> None:
    client = specimen.clients[opener(name)]
    lapse(client)
    assert client.get(path_to(name, specimen))["Location"].startswith(reverse("account_reauthenticate"))
