"""The pages of transfers: from the request to the day of the move, in both areas, as people use them."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from offenders import timeline
from offenders.mail import send_notices
from offenders.models import Case
from offenders.services import access
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.transfers.builders import accepted, refused, requested
from transfers.models import BorderMove, Transfer

SignIn = Callable[..., Client]


def body(response: Any) -> str:
    return str(response.content.decode())


def at(name: str, transfer: Transfer) -> str:
    return reverse(name, args=[transfer.case_id, transfer.pk])


def typed(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def asked(world: World, **changes: str) -> dict[str, str]:
    sent = {
        "to_agency": str(world.other_probation.pk),
        "basis": "lives",
        "planned_on": typed(world.today + dt.timedelta(days=14)),
        "agreed_with": "Head of unit, Kent",
        "agreed_on": typed(world.today),
        "reason": "They move to their sister.",
    }
    return {**sent, **changes}


@rule("TRF-03")
def test_from_the_request_to_the_move(world: World, case: Case, sign_in: SignIn) -> None:
    factories.at_level_1(case, world.practitioner, today=world.today)
    here, there = sign_in(world.manager), sign_in(world.other_coordinator)
    answer = here.post(reverse("transfer_request", args=[case.pk]), asked(world), follow=True)
    assert "Answer awaited" in body(answer)
    transfer = Transfer.objects.get()
    listed = body(there.get(reverse("transfers")))
    assert case.family_name in listed and "To your area" in listed
    assert "Transfers to answer" in body(there.get(reverse("dashboard")))
    assert case.family_name in body(there.get(reverse("case", args=[case.pk])))
    sent = {"owner": str(world.stranger.pk), "moves_on": typed(world.today), "reason": "", "version": "1"}
    moved = there.post(at("transfer_accept", transfer), sent, follow=True)
    assert "Moved" in body(moved)
    assert here.get(reverse("case", args=[case.pk])).status_code == 404
    assert sign_in(world.stranger).get(reverse("case", args=[case.pk])).status_code == 200
    assert case.family_name not in body(there.get(reverse("transfers")))


def test_what_was_typed_stays_when_something_is_against_it(world: World, case: Case, sign_in: SignIn) -> None:
    client = sign_in(world.manager)
    past = typed(world.today - dt.timedelta(days=1))
    answer = client.post(reverse("transfer_request", args=[case.pk]), asked(world, planned_on=past))
    assert answer.status_code == 422 and "They move to their sister." in body(answer)
    warned = client.post(reverse("transfer_request", args=[case.pk]), asked(world))
    assert warned.status_code == 422 and "No level is decided" in body(warned)
    assert not Transfer.objects.exists()


@rule("TRF-16")
def test_a_restricted_case_asks_who_is_to_answer(world: World, case: Case, sign_in: SignIn) -> None:
    client = sign_in(world.manager)
    page = reverse("transfer_request", args=[case.pk])
    assert 'name="coordinator"' not in body(client.get(page))
    access.restrict(actor=world.manager, case=case, restricted=True, reason="Protected person.")
    assert 'name="coordinator"' in body(client.get(page))
    sent = asked(world, coordinator=str(world.other_coordinator.pk), acknowledge="TRF-04")
    client.post(page, sent)
    assert Transfer.objects.get().coordinator == world.other_coordinator


@rule("TRF-04")
def test_mappa_g_on_paper(world: World, case: Case, sign_in: SignIn) -> None:
    factories.at_level_1(case, world.practitioner, today=world.today)
    transfer = requested(world, case)
    answer = sign_in(world.other_coordinator).get(reverse("transfer_pdf", args=[transfer.case_id, transfer.pk, 1]))
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("MAPPA G: transfer to another area", case.family_name, "Kent, Invented Probation Kent", "Basis"):
        assert words in text
    assert AuditEvent.objects.filter(verb="case_transfer_pdf.viewed", actor_id=world.other_coordinator.pk).exists()


@rule("TRF-10")
def test_the_record_of_a_day_and_the_timeline_tell_the_move(world: World, case: Case, sign_in: SignIn) -> None:
    refused(world, requested(world, case))
    accepted(world, requested(world, case), days=0)
    case.refresh_from_db()
    told = [event.title for event in timeline.events(viewer=world.other_coordinator, case=case)]
    assert "Moved from Hampshire to Kent" in told and "Transfer to Kent: refused" in told
    then = AsRecordedBy(case.pk, world.today)
    sections = {one.title: one for one in compare(viewer=world.other_coordinator, case=case, then=then)}
    assert [line.now for line in sections["Transfers"].lines][-1].startswith("Moved")
    seen = {line.label for line in sections["Who could see the case"].lines}
    assert {"Kent", "Stranger Example", "Practitioner Example"} <= seen


def test_the_list_takes_the_same_statements_however_many_transfers(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.other_coordinator)
    counts = []
    for number in (1, 4):
        for _ in range(number):
            requested(world, factories.make_case(world))
        client.get(reverse("transfers"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("transfers"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_both_areas_are_told_without_a_name(world: World, case: Case, mailoutbox: list[Any]) -> None:
    requested(world, case)
    send_notices()
    by = {mail.to[0]: mail.body for mail in mailoutbox}
    assert "Another area asks yours to take over a case." in by[world.other_coordinator.email]
    assert "There is news of a transfer" in by[world.practitioner.email]
    assert not any(case.family_name in text for text in by.values())


@rule("TRF-22")
def test_a_move_across_a_border_is_recorded_and_shown(world: World, case: Case, sign_in: SignIn) -> None:
    client = sign_in(world.manager)
    sent = {
        "jurisdiction": "scotland",
        "kind": "restricted",
        "moves_on": typed(world.today),
        "protocol": "",
        "counterpart": "",
        "informed_on": "",
        "visor_updated_on": "",
        "reason": "Work on a rig.",
        "version": "",
    }
    refusal = client.post(reverse("border_move", args=[case.pk]), sent)
    assert refusal.status_code == 422 and "say who was told, and when" in body(refusal)
    told = sent | {"counterpart": "Police Scotland, Aberdeen", "informed_on": typed(world.today)}
    shown = body(client.post(reverse("border_move", args=[case.pk]), told, follow=True))
    assert "Police Scotland, Aberdeen" in shown and "Scotland" in shown
    assert BorderMove.objects.get().jurisdiction == "scotland"


@pytest.mark.parametrize("who", ["practitioner", "chair", "stranger", "smb_member"])
def test_nobody_else_asks(world: World, case: Case, sign_in: SignIn, who: str) -> None:
    answer = sign_in(world.people[who]).get(reverse("transfer_request", args=[case.pk]))
    assert answer.status_code == 404
