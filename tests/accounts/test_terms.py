"""The terms of use: accepted once for each version, before anything else."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts import terms
from accounts.models import TermsAcceptance, User
from accounts.terms import Terms
from audit.models import AuditEvent
from tests.factories import World
from tests.marks import rule

NEXT = Terms("2", dt.date(2026, 1, 2), "reading is checked every month", (("Heading", ("A line.",)),))


@pytest.fixture
def newcomer(world: World) -> User:
    """Somebody who has not accepted the terms."""
    person = world.practitioner
    return User.objects.create_user("newcomer@example.test", None, full_name="Nev Comerton", agency=person.agency)


@rule("PPL-10")
def test_every_page_leads_to_the_terms_until_they_are_accepted(newcomer: User, sign_in: Any) -> None:
    client = sign_in(newcomer)
    answer = client.get("/cases/?level=2")
    assert answer["Location"] == f"{reverse('terms')}?next=%2Fcases%2F%3Flevel%3D2"
    assert client.post("/search/", {"name": "x"}).status_code == 302
    assert client.post(answer["Location"], {}).status_code == 422
    assert client.get("/cases/").status_code == 302
    accepted = client.post(answer["Location"], {"agree": "on"})
    assert accepted["Location"] == "/cases/?level=2"
    assert client.get("/cases/").status_code == 200


@rule("PPL-10")
def test_accepting_is_recorded_with_version_instant_and_text_once(newcomer: User, sign_in: Any) -> None:
    client = sign_in(newcomer)
    for _ in range(2):
        client.post(reverse("terms"), {"agree": "on"})
    row = TermsAcceptance.objects.get(user=newcomer)
    event = AuditEvent.objects.get(verb="terms.accepted", actor_id=newcomer.pk)
    assert row.version == event.changes["version"][1]
    assert len(event.changes["sha256"][1]) == 64


@rule("PPL-10")
def test_a_new_version_asks_everybody_again_but_loses_nobody_their_words(
    world: World, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(world.practitioner)
    assert client.get("/cases/").status_code == 200
    monkeypatch.setattr(terms, "versions", lambda: (NEXT,))
    assert client.post("/search/", {"name": "Somebody"}).status_code == 200  # was writing when it began
    assert client.get("/cases/").status_code == 302
    page = client.get(reverse("terms")).content.decode()
    assert "The terms have changed: reading is checked every month" in page
    fresh = sign_in(world.practitioner)
    assert fresh.post("/search/", {"name": "Somebody"}).status_code == 302


def test_another_site_is_no_place_to_go_on_to(newcomer: User, sign_in: Any) -> None:
    answer = sign_in(newcomer).post(f"{reverse('terms')}?next=https://elsewhere.example/", {"agree": "on"})
    assert answer["Location"] == reverse("home")


def test_who_has_accepted_reads_them_at_any_time(world: World, sign_in: Any) -> None:
    page = sign_in(world.practitioner).get(reverse("terms")).content.decode()
    assert "You accepted these terms on" in page and "<form method" not in page.split("<main")[1].split("</main")[0]


def test_a_visitor_is_sent_to_sign_in_first(db: None) -> None:
    assert Client().get(reverse("terms"))["Location"].startswith("/account/login/")


def test_the_database_keeps_what_was_accepted(world: World) -> None:
    rows = TermsAcceptance.objects.filter(user=world.practitioner)
    for change in (lambda: rows.update(version="9"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_present_version_is_the_latest_that_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    first = terms.versions()[0]
    monkeypatch.setattr(terms, "versions", lambda: (first, NEXT))
    assert terms.present(dt.date(2026, 1, 1)) is first
    assert terms.present(dt.date(2026, 1, 2)) is NEXT
    assert first.digest != NEXT.digest


def test_a_partner_system_accepts_nothing() -> None:
    from accounts.gates import TermsAccepted

    assert "/api/" in TermsAccepted.OPEN
