"""MAPPA G in versions: what changed since it was sent, who is told, and what each area reads."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from offenders import timeline
from offenders.models import AccessNotice, Case
from offenders.services.cases import add_address
from offenders.services.sentences import record_order
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.transfers.builders import accepted, refused, requested
from transfers import services
from transfers.models import Transfer, TransferForm

SignIn = Callable[..., Client]
NEW_HOME = "9 Imaginary Street, Invented Town"


def waiting(case: Case) -> list[dt.date]:
    rows = Deadline.objects.filter(case=case, rule="TRF-19", closed_at__isnull=True)
    return list(rows.values_list("due_on", flat=True))


def moves_house(world: World, case: Case, lines: str = NEW_HOME) -> None:
    home = {"kind": "current", "lines": lines, "postcode": "", "starts": world.today}
    add_address(actor=world.practitioner, case=case, today=world.today, **home)


def again(world: World, transfer: Transfer, **changes: Any) -> TransferForm:
    given = {"actor": world.manager, "version": transfer.version, "reason": "The address.", "today": world.today}
    return services.send_again(transfer=transfer, **{**given, **changes})


def page(client: Client, transfer: Transfer) -> str:
    return str(client.get(reverse("transfer", args=[transfer.case_id, transfer.pk])).content.decode())


@rule("TRF-19")
def test_a_change_of_what_stands_on_it_asks_for_a_further_version_until_that_is_sent(world: World, case: Case) -> None:
    transfer = requested(world, case)
    assert waiting(case) == []
    moves_house(world, case)
    transfer.refresh_from_db()
    assert transfer.changed_on == world.today and waiting(case) == [world.today]
    assert AuditEvent.objects.get(verb="transfer.form.out_of_date", case_id=case.pk).actor_id is None
    row = again(world, transfer)
    assert row.step is not None and (row.number, row.sent_on, row.step.kind) == (2, world.today, "again")
    transfer.refresh_from_db()
    assert transfer.changed_on is None and waiting(case) == []
    first, second = TransferForm.objects.filter(transfer=transfer).order_by("number")
    assert NEW_HOME not in str(first.content) and NEW_HOME in str(second.content)
    assert ["What is new", "The address."] in second.content[0]["rows"]
    assert first.content[0]["rows"][-1] in second.content[0]["rows"], "the reason of the request stays on it"


@rule("TRF-19")
def test_what_does_not_stand_on_it_asks_for_nothing(world: World, case: Case) -> None:
    transfer = accepted(world, requested(world, case))
    order = {"kind": "other", "starts_on": world.today, "details": "Not on the form."}
    record_order(actor=world.practitioner, case=case, order=order)
    transfer.refresh_from_db()
    assert transfer.changed_on is None and waiting(case) == []


@rule("TRF-19")
def test_what_is_as_it_was_again_asks_no_more(world: World, case: Case) -> None:
    moves_house(world, case, "1 Invented Road")
    transfer = requested(world, case)
    moves_house(world, case)
    assert waiting(case) == [world.today]
    moves_house(world, case, "1 Invented Road")
    transfer.refresh_from_db()
    assert transfer.changed_on is None and waiting(case) == []
    assert AuditEvent.objects.filter(verb="transfer.form.up_to_date", case_id=case.pk).exists()


@rule("TRF-19")
@pytest.mark.parametrize("end", ["refused", "withdrawn", "moved"])
def test_once_the_transfer_is_over_nothing_is_asked(world: World, case: Case, end: str) -> None:
    transfer = requested(world, case)
    moves_house(world, case)
    transfer.refresh_from_db()
    if end == "refused":
        refused(world, transfer)
    elif end == "withdrawn":
        version = transfer.version
        services.withdraw(actor=world.manager, transfer=transfer, version=version, reason="No.", today=world.today)
    else:
        accepted(world, transfer, days=0)
    assert waiting(case) == []
    transfer.refresh_from_db()
    with pytest.raises((RuleRefused, NotPermitted)):
        again(world, transfer)


@rule("TRF-19")
def test_a_disputed_refusal_asks_again(world: World, case: Case) -> None:
    transfer = refused(world, requested(world, case))
    moves_house(world, case)
    assert waiting(case) == []
    transfer.refresh_from_db()
    services.dispute(
        actor=world.manager,
        transfer=transfer,
        version=transfer.version,
        happened_on=world.today,
        manager="Heads of both units",
        reason="They do live there.",
        today=world.today,
    )
    assert waiting(case) == [world.today]


@rule("TRF-19")
def test_who_sends_it_says_what_is_new_and_sends_over_nothing_unseen(world: World, case: Case) -> None:
    transfer = requested(world, case)
    with pytest.raises(RuleRefused) as silent:
        again(world, transfer, reason=" ")
    assert silent.value.rules == ("TRF-19",)
    for who in (world.practitioner, world.other_coordinator, world.stranger):
        with pytest.raises(NotPermitted):
            again(world, transfer, actor=who)
    with pytest.raises(Conflict):
        again(world, transfer, version=transfer.version + 1)
    assert TransferForm.objects.filter(transfer=transfer).count() == 1
    assert again(world, transfer).number == 2


@rule("TRF-19")
def test_no_version_is_changed_afterwards(world: World, case: Case) -> None:
    transfer = requested(world, case)
    with pytest.raises(InternalError), transaction.atomic():
        TransferForm.objects.filter(transfer=transfer).in_bulk_with_own_audit().update(number=3)


@rule("TRF-19")
def test_both_areas_are_told_and_the_timeline_tells_it(world: World, case: Case) -> None:
    transfer = requested(world, case)
    moves_house(world, case)
    transfer.refresh_from_db()
    step = again(world, transfer).step
    assert step is not None
    told = AccessNotice.objects.filter(kind=AccessNotice.Kind.TRANSFER_ANSWERED, about=step.pk)
    recipients = set(told.values_list("recipient", flat=True))
    assert {world.other_coordinator.pk, world.practitioner.pk} <= recipients and world.manager.pk not in recipients
    titles = [event.title for event in timeline.events(viewer=world.other_coordinator, case=case)]
    assert "Transfer to Kent: MAPPA G sent again" in titles


@rule("TRF-19")
def test_both_areas_see_what_differs_then_the_latest_version_and_the_earlier_ones(
    world: World, case: Case, sign_in: SignIn
) -> None:
    factories.at_level_1(case, world.practitioner, today=world.today)
    transfer = requested(world, case)
    moves_house(world, case)
    here, there = sign_in(world.manager), sign_in(world.other_coordinator)
    for client in (here, there):
        shown = page(client, transfer)
        assert "MAPPA G is out of date" in shown and NEW_HOME in shown and "Version 1 of" in shown
    assert "Send MAPPA G again" in page(here, transfer) and "Send MAPPA G again" not in page(there, transfer)
    assert "MAPPA G is out of date" in str(there.get(reverse("transfers")).content.decode())
    transfer.refresh_from_db()
    typed = {"reason": "They have moved.", "version": str(transfer.version)}
    sent = here.post(reverse("transfer_again", args=[case.pk, transfer.pk]), typed, follow=True)
    assert sent.status_code == 200
    for client in (here, there):
        shown = page(client, transfer)
        assert "MAPPA G: version 2, as sent on" in shown and "out of date" not in shown
        assert "Version 1 (PDF)" in shown and "Version 2 (PDF)" in shown and "They have moved." in shown


@rule("TRF-19")
def test_the_pdf_says_which_version_it_is(world: World, case: Case, sign_in: SignIn) -> None:
    transfer = requested(world, case)
    again(world, transfer)
    client, said = sign_in(world.other_coordinator), {}
    for number in (1, 2):
        answer = client.get(reverse("transfer_pdf", args=[case.pk, transfer.pk, number]))
        pages = PdfReader(io.BytesIO(answer.content)).pages
        said[number] = " ".join(" ".join(one.extract_text() for one in pages).split())
        assert f"MAPPA G, version {number}" in said[number]
    assert "takes the place of version 1" in said[2] and "takes the place" not in said[1]
    assert client.get(reverse("transfer_pdf", args=[case.pk, transfer.pk, 3])).status_code == 404
