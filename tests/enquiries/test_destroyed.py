"""What is left of a request that was destroyed: number, days, kind and decision, and no text of it anywhere."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.verification import verify
from enquiries import services
from enquiries.models import MinutesRequest, Reply, RequestStep
from enquiries.rules.steps import State, keeps_texts
from offenders import timeline
from offenders.models import Case
from sealed.keys import CannotOpen
from sealed.own_key import new_key
from tests.enquiries.builders import clarified, drafted, recorded, took
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
WORDS = ("Prunella Askwith", "Every paper about him", "Which meeting", "The last one", "To say more", "Left aside")
GONE = "Shredded by the Unit."


@rule("ENQ-27")
def test_texts_are_kept_until_they_are_destroyed() -> None:
    assert [state for state in State if not keeps_texts(state)] == [State.DESTROYED]


def closed(world: World, case: Case) -> MinutesRequest:
    """Answered and closed, with something left out, and to be kept for a year."""
    unit, today = world.coordinator, world.today
    row = recorded(world, unit, case)
    clarified(row, unit, today=today)
    services.exempt(actor=unit, request=row, exemption="foia_38", item="Left aside", reason="To say more would harm.")
    drafted(row, unit, "ncnd", today=today, reason="To say more would say who is managed.")
    for step in ("approved", "sent", "closed"):
        took(row, unit, step, today=today, said="To say more is not asked.")
    return row


def everything() -> str:
    """What the database holds of requests: their tables, their history and the audit record, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        names = [name for (name,) in cursor.fetchall() if name.startswith("enquiries_") or name == "audit_event"]
        held = []
        for name in sorted(names):
            cursor.execute(f"SELECT string_agg(one::text, ' ') FROM {name} AS one")  # noqa: S608 - names of tables
            held.append(cursor.fetchone()[0] or "")
    return " ".join(held)


@rule("ENQ-27")
def test_a_destroyed_request_says_nothing_more_and_the_chain_holds(world: World, case: Case, sign_in: SignIn) -> None:
    row, client = closed(world, case), sign_in(world.coordinator)
    page, letter = reverse("enquiry", args=[row.pk]), reverse("enquiry_letter", args=[row.pk])
    before = client.get(page).content.decode()
    assert all(words in before for words in WORDS) and client.get(letter).status_code == 200
    key = MinutesRequest.objects.get(pk=row.pk).key
    assert key and not any(words in everything() for words in WORDS)
    took(row, world.coordinator, "destroyed", today=world.today, said=GONE)
    after = client.get(page).content.decode()
    assert not any(words in after for words in WORDS) and letter not in after
    for left in (row.reference, "Closed, copies destroyed", GONE, "The texts of this request were destroyed"):
        assert left in after, left
    assert client.get(letter).status_code == 404
    told = " ".join(f"{one.title} {one.text}" for one in timeline.events(viewer=world.coordinator, case=case))
    assert GONE in told and not any(words in told for words in WORDS)
    assert key not in everything()
    again = MinutesRequest.objects.get(pk=row.pk)
    assert (again.key, again.sought, again.subject, again.state) == ("", "", "", "destroyed")
    assert Reply.objects.get(request=again).response == "ncnd" and Reply.objects.get(request=again).reason == ""
    assert RequestStep.objects.get(request=again, kind="destroyed").said == GONE
    event = AuditEvent.objects.get(verb="enquiry.destroyed", subject_type="requeststep")
    assert event.reason == GONE and {"ENQ-18", "ENQ-27"} <= set(event.rules)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not verify().broken_at


@rule("ENQ-27")
def test_the_same_request_is_still_recorded_once(world: World, case: Case) -> None:
    first = recorded(world, world.coordinator, case)
    again = recorded(world, world.coordinator, case, sought="Only the last paper.")
    assert first.key != again.key


@rule("ENQ-27")
def test_words_from_before_there_were_keys_stay_and_the_page_says_so(
    world: World, case: Case, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enquiries.services.requests.new_key", str)
    row = closed(world, case)
    took(row, world.coordinator, "destroyed", today=world.today, said=GONE)
    shown = sign_in(world.coordinator).get(reverse("enquiry", args=[row.pk])).content.decode()
    assert "Every paper about him" not in shown and "recorded before texts had a key" in shown


def test_a_wrong_key_is_told_by_the_name_of_the_field_and_nothing_is_looked_for(world: World, case: Case) -> None:
    row = recorded(world, world.coordinator, case)
    row.refresh_from_db()
    wrong: Any = MinutesRequest.objects.get(pk=row.pk)
    wrong.key = new_key()
    with pytest.raises(CannotOpen, match=r"enquiries\.MinutesRequest\.sought"):
        _ = wrong.sought
    with pytest.raises(FieldError):
        MinutesRequest.objects.filter(sought="Every paper about him.")
    only = MinutesRequest.objects.only("id").get(pk=row.pk)
    assert only.sought == "Every paper about him." and only.received_on == world.today - dt.timedelta(days=7)
