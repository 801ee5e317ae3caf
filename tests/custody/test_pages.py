"""The pages of custody and release: who meets them, what they show, what bad input gets."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from custody.models import CustodyEvent, PrisonReport
from custody.rules.kinds import SPECS, Kind
from offenders.models import Case
from tests.custody.builders import confirmed, inside, recorded, reported
from tests.factories import World, conviction
from tests.marks import rule

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HOSTILE = "O'Brien <script>alert(1)</script> Dvořák"


def typed(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")


def address(case: Case, kind: Kind) -> str:
    return reverse("custody_event_record", args=[case.pk, kind.value])


def test_the_page_says_where_the_person_is_what_is_due_and_what_was_recorded(
    world: World, case: Case, sign_in: SignIn
) -> None:
    me = world.practitioner
    inside(case, me, today=world.today, release_due_on=world.today + dt.timedelta(days=100))
    recorded(case, me, Kind.AT_LARGE, world.today, today=world.today, choice="escape", place=HOSTILE)
    page = sign_in(me).get(reverse("case_custody", args=[case.pk])).content.decode()
    assert "Unlawfully at large since" in page
    assert "not confirmed by the prison" in page
    assert "Police to be told of an escape or absconding" in page
    assert "<script>alert" not in page
    assert "O&#x27;Brien &lt;script&gt;" in page


def test_a_date_is_confirmed_and_corrected_on_screen(world: World, case: Case, sign_in: SignIn) -> None:
    me, client = world.practitioner, sign_in(world.practitioner)
    inside(case, me, today=world.today)
    sent = {
        "day": typed(world.today + dt.timedelta(days=300)),
        "choice": "first",
        "source": "Ada Testperson, HMP Invented",
        "told_on": typed(world.today),
        "details": "By e-mail.",
    }
    assert client.post(address(case, Kind.RELEASE_DATE), sent).status_code == 302
    event = CustodyEvent.objects.get(case=case)
    correct = reverse("custody_event_correct", args=[case.pk, event.pk])
    assert client.get(correct).context["form"].initial["source"] == "Ada Testperson, HMP Invented"
    changed = {**sent, "day": typed(world.today + dt.timedelta(days=301)), "reason": "Misread."}
    assert client.post(correct, changed).status_code == 302
    page = client.get(reverse("case_custody", args=[case.pk])).content.decode()
    assert "Misread." in page
    assert "Recorded before" in page
    again = client.post(correct, {**changed, "reason": "Misread again."})
    assert again.status_code == 422
    assert "This event was corrected already." in again.content.decode()


def test_what_contradicts_is_said_beside_the_field_and_nothing_is_lost(
    world: World, case: Case, sign_in: SignIn
) -> None:
    sent = {"day": typed(world.today), "choice": "standard", "details": "Taken back at once."}
    answer = sign_in(world.practitioner).post(address(case, Kind.RECALL), sent)
    assert answer.status_code == 422
    assert "is not recorded as in the community after a release" in answer.content.decode()
    assert "Taken back at once." in answer.content.decode()
    assert not CustodyEvent.objects.filter(case=case).exists()


def test_what_only_warns_is_recorded_once_it_is_acknowledged(world: World, case: Case, sign_in: SignIn) -> None:
    client = sign_in(world.practitioner)
    inside(case, world.practitioner, today=world.today)
    sent = {"day": typed(world.today + dt.timedelta(days=9)), "until": "", "details": ""}
    asked = client.post(address(case, Kind.TEMPORARY_RELEASE), sent)
    assert asked.status_code == 422
    assert "Not consulted beforehand" in asked.content.decode()
    ticked = {**sent, "acknowledge": "CUS-18"}
    assert client.post(address(case, Kind.TEMPORARY_RELEASE), ticked).status_code == 302


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_form_of_its_own(world: World, case: Case, sign_in: SignIn, kind: Kind) -> None:
    page = sign_in(world.practitioner).get(address(case, kind))
    assert page.status_code == 200
    assert f'<h1 class="govuk-heading-l">{SPECS[kind].label}' in page.content.decode().replace("&#x27;", "'")


def test_a_kind_that_does_not_exist_is_not_found(world: World, case: Case, sign_in: SignIn) -> None:
    answer = sign_in(world.practitioner).get(reverse("custody_event_record", args=[case.pk, "holiday"]))
    assert answer.status_code == 404


def test_the_report_of_the_prison_is_recorded_and_shown(world: World, case: Case, sign_in: SignIn) -> None:
    client, today = sign_in(world.practitioner), world.today
    inside(case, world.practitioner, today=today)
    path = reverse("prison_report_record", args=[case.pk])
    assert client.get(path).context["form"].initial["establishment"] == "HMP Invented"
    sent = {
        "meeting_on": typed(today + dt.timedelta(days=9)),
        "establishment": "HMP Invented",
        "conduct": "Keeps to himself.",
        "domestic_abuse": "no",
        "possible_victims": "yes",
        "intelligence": "no",
        "prepared_by": "Ada Testperson",
        "countersigned_by": "Ben Testperson",
        "countersigned_on": typed(today),
    }
    assert client.post(path, sent).status_code == 302
    assert PrisonReport.objects.get(case=case).possible_victims
    assert "Keeps to himself." in client.get(reverse("case_custody", args=[case.pk])).content.decode()


def test_the_timeline_tells_of_custody_and_an_outsider_meets_nothing(world: World, case: Case, sign_in: SignIn) -> None:
    me = world.practitioner
    inside(case, me, today=world.today)
    confirmed(case, me, world.today, today=world.today)
    reported(case, me, today=world.today)
    timeline = sign_in(me).get(reverse("case_timeline", args=[case.pk])).content.decode()
    assert "Release date confirmed" in timeline
    assert "Report of the prison for a meeting" in timeline
    outsider = sign_in(world.stranger)
    for path in (reverse("case_custody", args=[case.pk]), address(case, Kind.RECALL)):
        assert outsider.get(path).status_code == 404


@rule("CUS-20")
def test_mappa_f_is_printed_with_its_own_fields_and_nothing_else(world: World, case: Case, sign_in: SignIn) -> None:
    me = world.practitioner
    inside(case, me, today=world.today)
    report = reported(case, me, today=world.today)
    client = sign_in(me)
    address_ = reverse("prison_report_pdf", args=[case.pk, report.pk])
    assert address_ in client.get(reverse("case_custody", args=[case.pk])).content.decode()
    answer = client.get(address_)
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    assert {"Keeps to himself.", "Ben Testperson", "Works in the kitchen."} <= {
        words for words in ("Keeps to himself.", "Ben Testperson", "Works in the kitchen.") if words in said
    }
    assert case.family_name not in said
    assert client.get(address_).content == answer.content
    assert AuditEvent.objects.filter(verb="case_prison_report_pdf.viewed", subject_id=str(report.pk)).exists()
    assert sign_in(world.stranger).get(address_).status_code == 404


@rule("CUS-25")
def test_the_page_prompts_early_allocation_for_a_terrorist_offence(world: World, case: Case, sign_in: SignIn) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today, days=100, release_due_on=today + dt.timedelta(days=400))
    address_, client = reverse("case_custody", args=[case.pk]), sign_in(me)
    assert "a referral for early allocation" not in client.get(address_).content.decode()
    conviction(case, me, today=today, terrorist_connection=True)
    assert "With a terrorist offence, a referral for early allocation" in client.get(address_).content.decode()
