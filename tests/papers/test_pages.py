"""The pages of set forms: drawn up from the case, read, sent, confirmed, printed; nothing typed is lost."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from offenders.models import Case
from offenders.services import sentences
from papers import facts
from papers.models import Paper, PaperReceipt, PaperSending, PaperVersion
from tests.custody.builders import inside
from tests.factories import World
from tests.marks import rule
from tests.papers.builders import drawn_up, sent

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HOSTILE = "O'Brien <script>alert(1)</script>"
TYPED = {
    "family_name": "Inventedname",
    "given_names": "Testcase",
    "born": "17/5/1985",
    "basis": ["order", "barred_children"],
    "restricted": HOSTILE,
    "ends": "no",
    "staff_risk": "no",
    "told": "yes",
    "agency": "Invented Probation Hampshire",
    "contact": "Ada Testperson, 01632 960000",
}


def body(response: Any) -> str:
    return response.content.decode()


def text_of(answer: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def test_a_form_is_drawn_up_sent_and_confirmed_through_its_pages(
    world: World, category_2_case: Case, sign_in: SignIn
) -> None:
    case, client = category_2_case, sign_in(world.practitioner)
    tab = body(client.get(reverse("case_papers", args=[case.pk])))
    assert "MAPPA J: Restrictions on employment and training" in tab
    assert "MAPPA H" not in tab
    address = reverse("paper_draw_up", args=[case.pk, "J"])
    assert case.family_name in body(client.get(address))
    answer = client.post(address, TYPED)
    paper = Paper.objects.get()
    assert answer["Location"] == reverse("paper", args=[case.pk, paper.pk])
    version = PaperVersion.objects.get()
    assert version.answers["basis"] == "order,barred_children"
    page = body(client.get(answer["Location"]))
    assert "Drawn up, not sent" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    sending = {
        "version": "1",
        "to": "dwp",
        "recipient": "Ada Testperson",
        "address": "dwp@example.test",
        "sent_on": world.today.isoformat(),
    }
    client.post(reverse("paper_send", args=[case.pk, paper.pk]), sending)
    row = PaperSending.objects.get()
    receipt = {"received_on": world.today.isoformat(), "confirmed_by": "Ada Testperson", "said": "Noted."}
    client.post(reverse("paper_receipt", args=[case.pk, row.pk]), receipt)
    assert PaperReceipt.objects.get().sending == row
    assert "Received" in body(client.get(reverse("paper", args=[case.pk, paper.pk])))


@rule("FRM-02")
def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(
    world: World, category_2_case: Case, sign_in: SignIn
) -> None:
    sent_ = {**TYPED, "ends": "yes"}
    answer = sign_in(world.practitioner).post(reverse("paper_draw_up", args=[category_2_case.pk, "J"]), sent_)
    assert answer.status_code == 422
    page = body(answer)
    assert "Enter the day on which they end." in page
    assert "Inventedname" in page
    assert not Paper.objects.exists()


@rule("FRM-02")
def test_an_address_of_no_form_does_not_exist(world: World, category_2_case: Case, sign_in: SignIn) -> None:
    client = sign_in(world.practitioner)
    assert client.get(reverse("paper_draw_up", args=[category_2_case.pk, "X"])).status_code == 404


@rule("FRM-02")
def test_the_pdf_holds_the_printed_fields_and_nothing_else_of_the_case(
    world: World, category_2_case: Case, sign_in: SignIn
) -> None:
    case, me = category_2_case, world.practitioner
    version = drawn_up(case, me, "J", today=world.today, restricted="No work with fireworks.")
    answer = sign_in(me).get(reverse("paper_pdf", args=[case.pk, version.paper_id, 1]))
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer)
    assert "No work with fireworks." in said
    assert "MAPPA J" in said
    assert case.reference not in said
    assert "Has the person been told" not in said
    for offence in facts.offences_named(case):
        assert offence not in said
    assert AuditEvent.objects.filter(verb="case_paper_pdf.viewed", subject_id=str(version.pk)).exists()
    again = sign_in(me).get(reverse("paper_pdf", args=[case.pk, version.paper_id, 1]))
    assert again.content == answer.content
    assert sign_in(me).get(reverse("paper_pdf", args=[case.pk, version.paper_id, 2])).status_code == 404


@rule("FRM-07")
def test_what_has_changed_is_told_and_filled_in_anew(world: World, category_2_case: Case, sign_in: SignIn) -> None:
    case, me = category_2_case, world.practitioner
    paper = drawn_up(case, me, "J", today=world.today).paper
    sent(paper, me, today=world.today)
    client = sign_in(me)
    order = {"kind": "shpo", "starts_on": world.today.isoformat(), "details": "Not to work with children."}
    client.post(reverse("order_record", args=[case.pk]), order)
    page = body(client.get(reverse("paper", args=[case.pk, paper.pk])))
    assert "To be sent again" in page
    assert "Orders and licence conditions" in page
    again = body(client.get(reverse("paper_again", args=[case.pk, paper.pk])))
    assert "What has changed" in again


@rule("FRM-13")
def test_mappa_n_says_whether_a_review_is_mandatory(world: World, category_2_case: Case, sign_in: SignIn) -> None:
    paper = drawn_up(category_2_case, world.practitioner, "N", today=world.today, kind="murder").paper
    page = body(sign_in(world.practitioner).get(reverse("paper", args=[category_2_case.pk, paper.pk])))
    assert "the Board decides whether there is a serious case review" in page


@rule("FRM-01")
def test_the_unit_is_told_beforehand_that_a_form_is_not_its_own(
    world: World, category_2_case: Case, sign_in: SignIn
) -> None:
    page = body(sign_in(world.coordinator).get(reverse("paper_draw_up", args=[category_2_case.pk, "J"])))
    assert "MAPPA J is drawn up by the lead agency." in page


@rule("FRM-15")
@rule("FRM-16")
def test_the_tab_asks_for_what_may_have_to_be_sent(world: World, category_2_case: Case, sign_in: SignIn) -> None:
    case, me, today = category_2_case, world.practitioner, world.today
    client = sign_in(me)
    tab = reverse("case_papers", args=[case.pk])
    assert "no MAPPA J was sent" not in body(client.get(tab))
    assert "MAPPA S" not in body(client.get(tab))
    sentences.record_order(actor=me, case=case, order={"kind": "shpo", "starts_on": today, "details": "No work."})
    assert "no MAPPA J was sent" in body(client.get(tab))
    paper = drawn_up(case, me, "J", today=today).paper
    page = body(client.get(tab))
    assert "no MAPPA J was sent. Send the one that is drawn up" in page, "drawn up is not sent"
    sent(paper, me, today=today)
    assert "no MAPPA J was sent" not in body(client.get(tab))
    inside(case, me, today=today, days=100, release_due_on=today + dt.timedelta(days=90))
    assert "They ask with MAPPA S." in body(client.get(tab))


@rule("FRM-10")
@pytest.mark.parametrize(("age", "offered"), [(34, True), (35, False)])
def test_the_exemption_is_offered_to_nobody_of_35(
    world: World, category_2_case: Case, sign_in: SignIn, age: int, offered: bool
) -> None:
    born = world.today.replace(year=world.today.year - age, day=1)
    Case.objects.filter(pk=category_2_case.pk).in_bulk_with_own_audit().update(date_of_birth=born)
    client, address = sign_in(world.practitioner), reverse("paper_draw_up", args=[category_2_case.pk, "P"])
    assert (address in body(client.get(reverse("case_papers", args=[category_2_case.pk])))) is offered
    assert ("the exemption is for those under 35" not in body(client.get(address))) is offered
