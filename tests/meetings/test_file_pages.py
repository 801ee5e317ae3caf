"""The pages by which files are sent, downloaded and withdrawn, and what is tried with them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from meetings.models import Attachment, AttachmentFile, InformationRequest, Meeting
from meetings.rules.attachments import Place
from meetings.services import attachments, closing, moving, planning
from meetings.services.attachments import Sent
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import all_came, answered, approval
from tests.meetings.files import PDF, TEST_FILE, TEXT, Again, clean_paper
from tests.meetings.test_returns import again, answer, planned

SignIn = Callable[..., Client]
MARKUP = b"<!doctype html><script>alert(document.cookie)</script>"


@pytest.fixture
def asked(level_2_case: Any, people: World) -> InformationRequest:
    """The request to mental health, whose contact is invited."""
    meeting = planned(level_2_case, people)
    return InformationRequest.objects.get(meeting=meeting, agency=people.mental_health)


@pytest.fixture
def paper(asked: InformationRequest, people: World) -> Attachment:
    """A clean paper of the meeting."""
    return clean_paper(asked.meeting, people.administrator)


def of_meeting(name: str, row: Any, *more: Any) -> str:
    return reverse(name, args=[row.case_id, row.meeting_id, *more])


def address(name: str, row: Attachment) -> str:
    return of_meeting(name, row, row.pk)


def meeting_page(client: Client, row: Any) -> str:
    return client.get(of_meeting("meeting_detail", row)).content.decode()


def post(client: Client, to: str, file: Any = None, **changes: Any) -> Any:
    """What a browser sends from a freshly opened page."""
    form = client.get(to).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "file"}
    return client.post(to, {**typed, "title": "Assessment of March", **changes, **({"file": file} if file else {})})


@pytest.fixture
def place(asked: InformationRequest) -> str:
    """Where mental health sends its files."""
    return of_meeting("return_attach", asked, asked.pk)


class TestSending:
    @rule("MTG-83")
    def test_the_contact_sends_a_report_and_sees_where_it_stands(
        self,
        asked: InformationRequest,
        people: World,
        place: str,
        sign_in: SignIn,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        client = sign_in(people.spoc)
        assert place in meeting_page(client, asked)
        sent = post(client, place, Again("Alaric Quorn secret.pdf", PDF))
        assert (sent.status_code, sent["Location"]) == (302, of_meeting("meeting_detail", asked))
        assert Attachment.objects.get().place == "report"
        page = meeting_page(client, asked)
        assert "Assessment of March" in page and "Waiting for the virus scan" in page and "Quorn" not in page
        assert "/files/" + str(Attachment.objects.get().pk) + '/"' not in page
        with django_capture_on_commit_callbacks(execute=True):
            post(client, place, Again("second.txt", TEXT), title="Second")
        assert "Scanned" in meeting_page(client, asked)

    @rule("MTG-85")
    def test_with_the_return_once_it_gave_information(
        self, asked: InformationRequest, people: World, place: str, sign_in: SignIn
    ) -> None:
        client = sign_in(people.spoc)
        refused = post(client, place, Again("a.txt", TEXT), place="return")
        assert refused.status_code == 422
        assert "A file comes with a return that gives information." in refused.content.decode()
        answer(asked, again(people.spoc), people, answer="gave", text="Missed two appointments.")
        assert client.get(place).context["form"]["place"].value() == "return"
        assert post(client, place, Again("a.txt", TEXT)).status_code == 302
        assert Attachment.objects.get().place == "return"

    def test_after_a_return_the_page_says_that_a_file_can_come_with_it(
        self, asked: InformationRequest, people: World, place: str, sign_in: SignIn
    ) -> None:
        client, opened = sign_in(people.spoc), of_meeting("return_record", asked, asked.pk)
        assert place in client.get(opened).content.decode()
        form = client.get(opened).context["form"]
        typed = {name: form[name].value() or "" for name in form.fields}
        typed |= {"answer": "gave", "text": "Missed two appointments."}
        page = client.post(opened, typed, follow=True).content.decode()
        assert "A file can be sent with it" in page and place in page

    def test_the_co_ordinator_sends_for_an_agency_from_the_list_of_returns(
        self, asked: InformationRequest, people: World, place: str, sign_in: SignIn
    ) -> None:
        client = sign_in(people.coordinator)
        assert place in client.get(of_meeting("meeting_people", asked)).content.decode()
        assert post(client, place, Again("a.txt", TEXT)).status_code == 302
        assert Attachment.objects.get().agency == people.mental_health

    def test_papers(self, asked: InformationRequest, people: World, sign_in: SignIn) -> None:
        client, to = sign_in(people.administrator), of_meeting("meeting_attach", asked)
        assert to in meeting_page(client, asked)
        assert post(client, to, Again("a.txt", TEXT)).status_code == 302
        assert to not in meeting_page(sign_in(people.spoc), asked)

    @pytest.mark.parametrize(
        ("name", "data", "sentence"),
        [
            ("a.exe", b"MZ", "Choose a PDF"),
            ("a", TEXT, "Choose a PDF"),
            ("a.pdf.html", MARKUP, "Choose a PDF"),
            ("a.pdf", MARKUP, "damaged or not what its name says"),
            ("a.pdf", TEXT, "damaged or not what its name says"),
            ("a.txt", b"\x00\x01", "damaged or not what its name says"),
            ("a.txt", b"", "The file is empty."),
            ("report\u202etxt.exe", b"MZ", "Choose a PDF"),
        ],
    )
    @rule("MTG-83")
    def test_a_file_that_is_not_taken_gets_one_sentence_beside_it_and_the_title_stays(
        self, people: World, place: str, sign_in: SignIn, name: str, data: bytes, sentence: str
    ) -> None:
        refused = post(sign_in(people.spoc), place, SimpleUploadedFile(name, data))
        assert refused.status_code == 422
        page, errors = refused.content.decode(), refused.context["form"].errors
        assert list(errors) == ["file"] and len(errors["file"]) == 1
        assert page.count(sentence) >= 2  # in the summary and beside the field
        assert 'value="Assessment of March"' in page and 'href="#id_file"' in page
        assert not Attachment.objects.exists()

    def test_without_a_file_it_asks_for_one(self, people: World, place: str, sign_in: SignIn) -> None:
        missing = post(sign_in(people.spoc), place)
        assert missing.status_code == 422
        assert missing.context["form"].errors == {"file": ["Choose the file"]}

    @pytest.mark.parametrize(
        "name", ["../../etc/passwd.txt", "\u202e\u0645\u062d.txt", "x" * 200 + ".txt", "C:\\a\\b.TXT"]
    )
    def test_what_a_file_is_called_neither_matters_nor_is_kept(
        self, people: World, place: str, sign_in: SignIn, name: str
    ) -> None:
        client = sign_in(people.spoc)
        assert post(client, place, SimpleUploadedFile(name, TEXT)).status_code == 302
        row = Attachment.objects.get()
        attachments.scan(attachment_id=row.pk)
        answered = client.get(address("attachment_download", row))
        assert answered["Content-Disposition"] == f'attachment; filename="meeting-file-{str(row.pk)[:8]}.txt"'
        assert not AuditEvent.objects.filter(changes__icontains="passwd").exists()

    @rule("OFF-21")
    def test_the_same_page_twice_the_same_bytes_twice_and_another_file_from_the_same_page(
        self, people: World, place: str, sign_in: SignIn
    ) -> None:
        client = sign_in(people.spoc)
        page = {"once": client.get(place).context["form"]["once"].value(), "title": "Report", "place": "report"}
        assert client.post(place, {**page, "file": Again("a.pdf", PDF)}).status_code == 302
        assert client.post(place, {**page, "file": Again("a.pdf", PDF)}).status_code == 302
        assert Attachment.objects.count() == 1
        assert client.post(place, {**page, "file": Again("a.txt", TEXT)}).status_code == 422
        same = post(client, place, Again("b.pdf", PDF))
        assert same.status_code == 422 and "There is already this file" in same.content.decode()
        assert Attachment.objects.count() == 1

    @rule("MTG-85")
    def test_after_the_meeting_nothing_is_put_before_it(
        self, asked: InformationRequest, people: World, place: str, sign_in: SignIn
    ) -> None:
        to, client = of_meeting("meeting_attach", asked), sign_in(people.coordinator)
        moving.cancel_meeting(
            actor=people.coordinator,
            meeting=asked.meeting,
            version=asked.meeting.version,
            reason="Recalled.",
            approval=approval(people),
            today=people.today,
        )
        assert to not in meeting_page(client, asked)
        assert "The meeting is over" in client.get(to).content.decode()
        refused = post(client, to, Again("a.txt", TEXT))
        assert refused.status_code == 422 and "The meeting is over" in refused.content.decode()
        assert client.get(place).status_code == 404
        assert not Attachment.objects.exists()

    def test_who_is_not_asked_finds_no_page(
        self, asked: InformationRequest, people: World, place: str, sign_in: SignIn
    ) -> None:
        for user in (people.stranger, people.other_coordinator, people.practitioner):
            assert sign_in(user).get(place).status_code == 404
        for user in (people.stranger, people.other_coordinator, people.practitioner, people.spoc):
            assert sign_in(user).get(of_meeting("meeting_attach", asked)).status_code == 404


@rule("MTG-84")
class TestDownloading:
    def test_it_is_a_download_in_which_nothing_runs_and_it_is_recorded(
        self, paper: Attachment, people: World, sign_in: SignIn
    ) -> None:
        client = sign_in(people.spoc)
        assert address("attachment_download", paper) in meeting_page(client, paper)
        answered = client.get(address("attachment_download", paper), headers={"range": "bytes=0-3"})
        assert (answered.status_code, answered.content) == (200, PDF)
        assert answered["Content-Disposition"].startswith('attachment; filename="meeting-file-')
        assert answered["Content-Type"] == "application/pdf"
        assert answered["X-Content-Type-Options"] == "nosniff"
        assert answered["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answered["Cache-Control"] == "no-store"
        assert AuditEvent.objects.get(verb="attachment.downloaded").actor_id == people.spoc.pk

    def test_asking_for_the_head_hands_nothing_out_and_is_recorded(
        self, paper: Attachment, people: World, sign_in: SignIn
    ) -> None:
        answered = sign_in(people.spoc).head(address("attachment_download", paper))
        assert (answered.status_code, answered.content) == (200, b"")
        assert AuditEvent.objects.filter(verb="attachment.downloaded").count() == 1

    def test_one_that_waits_or_is_infected_is_not_handed_out(
        self, asked: InformationRequest, people: World, sign_in: SignIn
    ) -> None:
        client = sign_in(people.spoc)
        row = attachments.attach_to_request(
            actor=again(people.spoc), request=asked, place=Place.REPORT, sent=Sent("Notes", "a.txt", TEST_FILE)
        )
        waits = client.get(address("attachment_download", row), follow=True)
        assert "Waiting for the virus scan." in waits.content.decode()
        attachments.scan(attachment_id=row.pk)
        infected = client.get(address("attachment_download", row), follow=True)
        assert "Refused by the virus scan" in infected.content.decode()
        assert not AuditEvent.objects.filter(verb="attachment.downloaded", refused=False).exists()

    def test_who_may_not_see_it_finds_no_page(self, paper: Attachment, people: World, sign_in: SignIn) -> None:
        for user in (people.stranger, people.other_coordinator, people.sysadmin):
            assert sign_in(user).get(address("attachment_download", paper)).status_code == 404
            assert sign_in(user).get(address("attachment_withdraw", paper)).status_code == 404
        assert sign_in(people.spoc).get(address("attachment_withdraw", paper)).status_code == 404

    @rule("MTG-86")
    def test_a_file_with_a_return_is_no_page_for_who_may_not_read_the_return(
        self, asked: InformationRequest, people: World, sign_in: SignIn
    ) -> None:
        given = answer(
            asked, again(people.spoc), people, answer="gave", text="Of the family.", sensitivity="third_party"
        )
        row = attachments.attach_to_request(
            actor=again(people.spoc), request=given, place=Place.RETURN, sent=Sent("Notes", "a.txt", TEXT)
        )
        attachments.scan(attachment_id=row.pk)
        reads = Attachment.objects.visible_to(again(people.administrator)).filter(pk=row.pk).exists()
        found = sign_in(people.administrator).get(address("attachment_download", row))
        assert found.status_code == (200 if reads else 404)
        assert ("Notes" in meeting_page(sign_in(people.administrator), row)) is reads
        assert sign_in(people.spoc).get(address("attachment_download", row)).status_code == 200


class TestWithdrawing:
    def test_with_a_reason_it_stays_on_the_list_and_is_handed_out_no_more(
        self, paper: Attachment, people: World, sign_in: SignIn
    ) -> None:
        client, to = sign_in(people.coordinator), address("attachment_withdraw", paper)
        assert to in meeting_page(client, paper)
        form = client.get(to).context["form"]
        typed = {"once": form["once"].value(), "version": form["version"].value()}
        assert client.post(to, {**typed, "reason": ""}).status_code == 422
        assert client.post(to, {**typed, "reason": "The wrong person."}).status_code == 302
        page = meeting_page(sign_in(people.spoc), paper)
        assert "The wrong person." in page and address("attachment_download", paper) not in page
        back = client.get(address("attachment_download", paper), follow=True)
        assert "This file was withdrawn." in back.content.decode()
        assert client.get(to).status_code == 404
        assert AttachmentFile.objects.filter(attachment=paper).exists()

    def test_of_two_the_second_is_told(self, paper: Attachment, people: World, sign_in: SignIn) -> None:
        client, to = sign_in(people.coordinator), address("attachment_withdraw", paper)
        form = client.get(to).context["form"]
        typed = {"once": form["once"].value(), "version": form["version"].value(), "reason": "Wrong."}
        attachments.withdraw(
            actor=people.administrator,
            attachment=paper,
            version=paper.version,
            reason="Another person.",
            today=people.today,
        )
        assert client.post(to, typed).status_code in {409, 422}
        assert Attachment.objects.get(pk=paper.pk).withdrawn_reason == "Another person."


@rule("MTG-85")
def test_a_late_file_comes_with_a_late_return_and_no_report_does(
    meeting_today: Meeting, people: World, sign_in: SignIn
) -> None:
    before = people.today - dt.timedelta(days=21)
    meeting = planning.record_invitations_sent(
        actor=people.coordinator, meeting=meeting_today, version=meeting_today.version, on=before, today=before
    )
    answered(meeting, people)
    all_came(meeting, people, mental_health="apologies")
    closing.close_meeting(actor=people.chair, meeting=meeting, today=people.today)
    asked = InformationRequest.objects.get(meeting=meeting, agency=people.mental_health)
    client, to = sign_in(people.coordinator), of_meeting("return_attach", asked, asked.pk)
    assert "The meeting is over" in client.get(to).content.decode()
    answer(asked, people.coordinator, people, answer="gave", text="Missed two appointments.", note="By letter.")
    assert post(client, to, Again("a.txt", TEXT), place="report").status_code == 422
    assert post(client, to, Again("a.txt", TEXT), place="return").status_code == 302
    assert Attachment.objects.get().place == "return"
