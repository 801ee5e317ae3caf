"""The pages of requests for minutes as people use them, and the letter that says nothing."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from audit.models import AuditEvent
from enquiries import services
from enquiries.models import MinutesRequest, Reply, ReportAnswer
from enquiries.paper import letter_of
from offenders.models import Case
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests.enquiries.builders import CONFIRMED, asked, clarified, drafted, recorded, took
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]


def body(response: Any) -> str:
    return str(response.content.decode())


def typed(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@rule("ENQ-01")
@rule("ENQ-24")
def test_whoever_records_a_request_sees_what_they_wrote_and_the_unit_the_rest(
    world: World, case: Case, sign_in: SignIn
) -> None:
    spoc = sign_in(world.spoc)
    sent = {
        "agency": str(world.mental_health.pk),
        "received_on": typed(world.today),
        "requester": "offender",
        "requester_name": "Alaric Quorndonsby",
        "subject": "Himself",
        "sought": "All papers about me.",
        "names_foi": "on",
    }
    shown = body(spoc.post(reverse("enquiry_new"), sent, follow=True))
    row = MinutesRequest.objects.get()
    assert "All papers about me." in shown and "With the Unit" in shown and "On record" not in shown
    unit = sign_in(world.coordinator)
    services.identify(
        actor=world.coordinator, request=row, version=row.version, reference=case.reference, today=world.today
    )
    again = body(spoc.get(reverse("enquiries"), {"show": "own"}))
    assert case.reference not in again and case.name not in again
    assert spoc.get(reverse("enquiry", args=[row.pk])).status_code == 404
    assert spoc.get(reverse("enquiries"), {"show": "open"}).context["show"] == "own"
    page = body(unit.get(reverse("enquiry", args=[row.pk])))
    assert "Ask whether a subject access request is meant." in page and case.name in page
    assert row.reference in body(unit.get(reverse("enquiries")))
    assert row.reference not in body(unit.get(reverse("enquiries"), {"show": "overdue"}))
    assert row.reference not in body(unit.get(reverse("enquiries"), {"show": "closed"}))


@rule("ENQ-08")
@rule("ENQ-10")
def test_a_request_goes_from_clarifying_to_closing_on_the_pages(world: World, sign_in: SignIn) -> None:
    unit, today = sign_in(world.coordinator), typed(world.today)
    row = recorded(world, world.spoc, agency=world.police, requester="offender", names_foi=True)

    def send(name: str, *more: str, **data: str) -> str:
        row.refresh_from_db()
        answer = unit.post(reverse(name, args=[row.pk, *more]), {"version": row.version, **data}, follow=True)
        assert answer.status_code == 200, answer.context["form"].errors
        return body(answer)

    assert "Not on record here" in send("enquiry_identify", known="nobody", reference="")
    asked_them = {"question": "Your own data?", "answer": "No, the Act.", "insists_on_foi": "yes"}
    assert "insist on this Act" in send("enquiry_clarify", happened_on=today, **asked_them)
    send("enquiry_draft", happened_on=today, response="ncnd", reason="To say more would say who is managed.")
    send("enquiry_step", "approved", happened_on=today, said="Nothing else may be said.")
    send("enquiry_step", "sent", happened_on=today, said="By post.")
    later = typed(world.today + dt.timedelta(days=300))
    closed = send("enquiry_step", "closed", happened_on=today, said="", copied_on=today, destroy_on=later)
    assert "Closed" in closed and "Co-ordinator’s copy of the reply" in closed
    refused = unit.get(reverse("enquiry_draft", args=[row.pk]))
    assert "This request is answered or withdrawn." in body(refused)
    assert unit.get(reverse("enquiry_step", args=[row.pk, "nonsense"])).status_code == 404


class TestTheLetter:
    @staticmethod
    def answered(world: World, case: Case | None, **changes: Any) -> Reply:
        row = recorded(world, world.coordinator, case, **changes)
        clarified(row, world.coordinator, today=world.today)
        reply = drafted(row, world.coordinator, "ncnd", today=world.today, covering="He is at Level 3.")
        took(row, world.coordinator, "approved", today=world.today)
        return reply

    @rule("ENQ-16")
    def test_is_the_same_byte_for_byte_for_somebody_on_record_and_somebody_who_is_not(
        self, world: World, case: Case
    ) -> None:
        made, at = set(), timezone.now()
        for about in (case, None):
            reply = self.answered(world, about)
            request = MinutesRequest.objects.select_related("area").get(pk=reply.request_id)
            request.pk = request.id = MinutesRequest.objects.order_by("recorded_at").values_list("pk", flat=True)[0]
            made.add(bytes(letter_of(request, reply, [], on=at, approved=True).content))
        assert len(made) == 1

    @rule("ENQ-16")
    @rule("ENQ-17")
    def test_names_neither_the_person_nor_the_requester(self, world: World, case: Case, sign_in: SignIn) -> None:
        reply = self.answered(world, case)
        answer = sign_in(world.coordinator).get(reverse("enquiry_letter", args=[reply.request_id]))
        assert answer["Content-Type"] == "application/pdf" and case.reference not in answer["Content-Disposition"]
        said = text_of(answer.content)
        assert "neither confirm nor deny" in said and reply.request.reference in said
        for word in (case.family_name, case.reference, "Askwith", "nephew", "MAPPA", "Level 3"):
            assert word not in said
        assert AuditEvent.objects.filter(verb="enquiry_letter.downloaded", case_id=case.pk).exists()

    def test_says_that_it_is_a_draft_and_is_not_there_without_one(
        self, world: World, case: Case, sign_in: SignIn
    ) -> None:
        unit, row = sign_in(world.coordinator), recorded(world, world.coordinator, case)
        assert unit.get(reverse("enquiry_letter", args=[row.pk])).status_code == 404
        clarified(row, world.coordinator, today=world.today)
        drafted(row, world.coordinator, "ncnd", today=world.today)
        assert "not approved" in text_of(unit.get(reverse("enquiry_letter", args=[row.pk])).content)
        assert sign_in(world.practitioner).get(reverse("enquiry_letter", args=[row.pk])).status_code == 404


@rule("ENQ-19")
@rule("ENQ-20")
def test_a_wording_that_cites_the_meeting_comes_back_and_another_is_agreed(
    world: World, approved: Any, sign_in: SignIn
) -> None:
    item, client = asked(approved.meeting, world.practitioner, world), sign_in(world.practitioner)
    at = reverse("report_answer", args=[item.case_id, item.pk])
    sent = {
        "agreed": "yes",
        "who": "The sergeant who came",
        "agreed_wording": "The MAPPA meeting heard that he was seen near the school.",
        "reason": "",
        "happened_on": typed(world.today),
    }
    refused = client.post(at, sent)
    assert refused.status_code == 422 and "cites the meeting" in body(refused)
    kept = client.post(at, {**sent, "agreed_wording": "Police saw him near the school."}, follow=True)
    assert "May be used" in body(kept) and ReportAnswer.objects.get().wording == "Police saw him near the school."
    left = {"recipients": "The invented court", "happened_on": typed(world.today)}
    assert "The invented court" in body(
        client.post(reverse("report_leave", args=[item.case_id, item.pk]), left, follow=True)
    )
    again = body(client.get(at))
    assert "The report left on" in again and "The invented court" in again
    no = {**sent, "agreed": "no", "agreed_wording": "", "reason": "A source is at risk.", "told": "The court."}
    gone = body(client.post(at, no, follow=True))
    assert "Agency does not agree" in gone and "Told that it does not agree any more" in gone
    sheet = body(client.get(reverse("case_enquiries", args=[item.case_id])))
    assert "Requests for minutes</h2>" not in sheet and "Record a request" not in sheet


@rule("ENQ-23")
def test_minutes_that_went_astray_stand_on_the_tab_of_those_who_see_requests(
    world: World, case: Case, sign_in: SignIn
) -> None:
    sent = {
        "happened": "A copy lies on a victim's file.",
        "found_on": typed(world.today),
        "told": "The chair.",
        "referred_on": "",
        "reason": "Taken back unread.",
    }
    shown = sign_in(world.coordinator).post(reverse("minutes_loss", args=[case.pk]), sent, follow=True)
    assert "Taken back unread." in body(shown)
    assert "Taken back unread." not in body(sign_in(world.manager).get(reverse("case_enquiries", args=[case.pk])))


def test_the_case_as_it_stood_tells_of_a_request_to_who_may_see_it(world: World, case: Case) -> None:
    before = timezone.now()
    row = recorded(world, world.coordinator, case)
    assert CONFIRMED and row.case == case
    for who, expected in ((world.coordinator, True), (world.practitioner, False)):
        sections = {one.title: one for one in compare(viewer=who, case=case, then=AsRecordedBy(case.pk, before))}
        assert ("Requests for minutes" in sections) is expected
    assert sections["Information for reports"].lines == []


@rule("ENQ-24")
def test_the_register_asks_no_more_of_the_database_for_many_requests(world: World, case: Case, sign_in: SignIn) -> None:
    unit, counted = sign_in(world.coordinator), []
    for number in range(6):
        recorded(world, world.coordinator, case if number % 2 else None, sought=f"Paper {number}.")
        if number in (1, 5):
            for show in ("open", "own"):
                unit.get(reverse("enquiries"), {"show": show})
                with CaptureQueriesContext(connection) as captured:
                    page = unit.get(reverse("enquiries"), {"show": show})
                assert len(page.context["rows"]) == number + 1
                counted.append(len(captured))
    assert counted[:2] == counted[2:]
