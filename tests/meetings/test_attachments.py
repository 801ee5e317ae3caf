"""Files of a meeting: sent, scanned, handed out, withdrawn; who sees which."""

import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import override_settings

from accounts.roles import Role
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings import scanning
from meetings.facts import Asked, party_of
from meetings.models import Attachment, AttachmentFile, InformationRequest
from meetings.rules.attachments import Place
from meetings.selectors.attachments import attachment_for, files_of
from meetings.services import attachments, moving, planning
from meetings.services.attachments import Sent
from meetings.tasks import scan_waiting_attachments, tell_waiting_of_infected
from tests.factories import World, make_user
from tests.marks import rule
from tests.meetings.conftest import approval
from tests.meetings.files import PDF, TEST_FILE, TEXT, clean_paper
from tests.meetings.test_returns import again, answer, planned

SENT = Sent("Assessment of March", "report.pdf", PDF)


@pytest.fixture
def asked(level_2_case, people: World) -> InformationRequest:
    """The request to mental health, whose contact is invited."""
    meeting = planned(level_2_case, people)
    return InformationRequest.objects.get(meeting=meeting, agency=people.mental_health)


@pytest.fixture
def paper(asked, people: World) -> Attachment:
    """A clean paper of the meeting."""
    row = clean_paper(asked.meeting, people.administrator)
    assert row.scan == "clean"
    return row


def report(asked: InformationRequest, actor: Any, place: Place = Place.REPORT, sent: Sent = SENT) -> Attachment:
    return attachments.attach_to_request(actor=again(actor), request=asked, place=place, sent=sent)


def sees(user: Any, row: Attachment) -> bool:
    return Attachment.objects.visible_to(again(user)).filter(pk=row.pk).exists()


class TestTaking:
    @rule("MTG-83")
    def test_a_file_is_kept_by_its_content_and_waits_for_the_scan(self, asked, people: World) -> None:
        row = report(asked, people.spoc)
        assert (row.kind, row.size, row.scan, row.agency) == ("pdf", len(PDF), "waiting", people.mental_health)
        assert bytes(AttachmentFile.objects.get(attachment=row).data) == PDF
        event = AuditEvent.objects.get(verb="attachment.added")
        assert event.actor_id == people.spoc.pk and "report.pdf" not in str(event.changes)

    @rule("MTG-83")
    def test_a_file_of_another_kind_than_its_name_is_refused(self, asked, people: World) -> None:
        with pytest.raises(RuleRefused):
            report(asked, people.spoc, sent=Sent("Report", "report.pdf", TEXT))
        assert not Attachment.objects.exists()

    @rule("OFF-21")
    def test_the_same_file_of_the_same_agency_is_kept_once(self, asked, people: World) -> None:
        report(asked, people.spoc)
        with pytest.raises(RuleRefused):
            report(asked, people.spoc)

    @rule("MTG-85")
    def test_with_a_return_only_where_information_was_given(self, asked, people: World) -> None:
        with pytest.raises(RuleRefused):
            report(asked, people.spoc, Place.RETURN)
        given = answer(asked, again(people.spoc), people, answer="gave", text="Missed two appointments.")
        assert report(given, people.spoc, Place.RETURN).request_id == given.pk

    def test_nobody_sends_for_another_agency_but_the_co_ordinator(self, asked, people: World) -> None:
        for other in (people.practitioner, people.manager, people.stranger):
            with pytest.raises(NotPermitted):
                report(asked, other)
        assert report(asked, people.coordinator).agency == people.mental_health

    def test_papers_are_added_by_whoever_records_the_meeting(self, asked, people: World) -> None:
        with pytest.raises(NotPermitted):
            attachments.attach_paper(actor=again(people.spoc), meeting=asked.meeting, sent=SENT)

    def test_the_database_changes_no_bytes(self, paper: Attachment) -> None:
        row = AttachmentFile.objects.get(attachment=paper)
        row.data = b"other"
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()


@rule("MTG-84")
class TestScanning:
    def test_an_infected_file_is_refused_its_bytes_go_and_its_sender_is_told(
        self, asked, people: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            row = report(asked, people.spoc, sent=Sent("Notes", "notes.txt", TEST_FILE))
        row.refresh_from_db()
        assert row.scan == "infected" and not AttachmentFile.objects.filter(attachment=row).exists()
        (message,) = mail.outbox
        assert message.to == [people.spoc.email]
        said = f"{message.subject} {message.body}"
        assert not any(secret in said for secret in (row.case.family_name, row.case.reference, "Notes"))
        assert AuditEvent.objects.filter(verb="attachment.scanned").exists()

    @rule("MTG-98")
    def test_a_sender_whom_a_lost_worker_left_untold_is_told_by_the_sweep_once(self, asked, people: World) -> None:
        mail.outbox.clear()
        row = report(asked, people.spoc, sent=Sent("Notes", "notes.txt", TEST_FILE))
        assert scan_waiting_attachments() == 1 and not mail.outbox
        assert [tell_waiting_of_infected(), tell_waiting_of_infected()] == [1, 0]
        (message,) = mail.outbox
        assert message.to == [people.spoc.email]
        row.refresh_from_db()
        assert row.sender_told_at is not None
        assert AuditEvent.objects.filter(verb="attachment.sender_told", case_id=row.case_id).count() == 1

    @rule("MTG-98")
    def test_a_sender_goes_on_waiting_while_the_mail_server_is_away(
        self, asked, people: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        row = report(asked, people.spoc, sent=Sent("Notes", "notes.txt", TEST_FILE))
        scan_waiting_attachments()

        def away(message: Any) -> int:
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
        with pytest.raises(ConnectionRefusedError):
            attachments.tell_waiting()
        row.refresh_from_db()
        assert row.sender_told_at is None

    @rule("MTG-98")
    def test_a_sender_who_works_here_no_longer_is_settled_untold(self, asked, people: World) -> None:
        mail.outbox.clear()
        row = report(asked, people.spoc, sent=Sent("Notes", "notes.txt", TEST_FILE))
        scan_waiting_attachments()
        people.spoc.is_active = False
        people.spoc.save()
        assert tell_waiting_of_infected() == 0 and not mail.outbox
        row.refresh_from_db()
        assert row.sender_told_at is not None

    def test_what_a_lost_worker_left_is_scanned_by_the_sweep(self, asked, people: World) -> None:
        row = report(asked, people.spoc)
        assert scan_waiting_attachments() == 1
        assert scan_waiting_attachments() == 0
        row.refresh_from_db()
        assert row.scan == "clean" and row.scanned_at is not None

    def test_without_an_answer_of_the_scanner_it_goes_on_waiting(self, asked, people: World) -> None:
        row = report(asked, people.spoc)
        nowhere = override_settings(ATTACHMENT_SCANNER="meetings.scanning.clamd", CLAMD_ADDRESS="/nowhere/clamd.sock")
        with nowhere, pytest.raises(FileNotFoundError):
            attachments.scan(attachment_id=row.pk)
        row.refresh_from_db()
        assert row.scan == "waiting"
        with pytest.raises(RuleRefused, match="Waiting for the virus scan"):
            attachments.download(actor=again(people.spoc), attachment=row)

    @pytest.mark.parametrize(
        ("said", "clean"), [(b"stream: OK\0", True), (b"stream: Eicar-Signature FOUND\0", False), (b"ERROR\0", None)]
    )
    def test_clamav_is_asked_over_its_socket(self, tmp_path: Path, said: bytes, clean: bool | None) -> None:
        place, heard = str(tmp_path / "clamd.sock"), bytearray()
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(place)
        server.listen(1)

        def daemon() -> None:
            asks, _ = server.accept()
            with asks:
                while not heard.endswith(b"\0\0\0\0"):
                    heard.extend(asks.recv(65536))
                asks.sendall(said)

        thread = threading.Thread(target=daemon)
        thread.start()
        with override_settings(CLAMD_ADDRESS=place):
            if clean is None:
                with pytest.raises(OSError, match="could not look"):
                    scanning.clamd(TEXT)
            else:
                assert scanning.clamd(TEXT) is clean
        thread.join()
        server.close()
        assert heard.startswith(b"zINSTREAM\0") and TEXT in heard


@rule("MTG-86")
class TestWhoSees:
    def test_a_paper_is_seen_by_whoever_sees_the_papers(self, paper: Attachment, people: World) -> None:
        assert all(sees(user, paper) for user in (people.spoc, people.coordinator, people.practitioner, people.chair))
        assert not any(sees(user, paper) for user in (people.stranger, people.other_coordinator, people.sysadmin))

    def test_a_file_with_a_return_only_where_the_information_is_open(self, asked, people: World) -> None:
        given = answer(asked, again(people.spoc), people, answer="gave", text="Missed two appointments.")
        row = report(given, people.spoc, Place.RETURN)
        other = make_user("Contact", agency=people.childrens_services, area=people.area, roles=(Role.SPOC,))
        invited = Asked(people.childrens_services, "Social worker", party_of(people.childrens_services), other)
        planning.invite(actor=people.coordinator, meeting=asked.meeting, asked=invited, today=people.today)
        as_report = report(given, people.spoc, Place.REPORT, Sent("Report", "report.txt", TEXT))
        assert sees(people.spoc, row) and sees(people.coordinator, row)
        assert sees(other, as_report) and not sees(other, row)

    def test_after_the_invitation_is_withdrawn_nothing_is_seen(self, paper: Attachment, people: World) -> None:
        invitation = paper.meeting.invitations.get(agency=people.mental_health)
        planning.withdraw_invitation(
            actor=people.coordinator,
            invitation=invitation,
            version=invitation.version,
            reason="Another comes.",
            today=people.today,
        )
        assert not sees(people.spoc, paper)


@rule("MTG-84")
class TestHandingOut:
    def test_it_is_handed_out_to_whoever_sees_it_and_recorded(self, paper: Attachment, people: World) -> None:
        held = attachments.download(actor=again(people.spoc), attachment=paper)
        assert held is not None and bytes(held.data) == PDF
        event = AuditEvent.objects.get(verb="attachment.downloaded")
        assert event.actor_id == people.spoc.pk

    def test_a_withdrawn_file_stays_on_the_record_and_is_handed_out_no_more(
        self, paper: Attachment, people: World
    ) -> None:
        row = attachments.withdraw(
            actor=people.coordinator,
            attachment=paper,
            version=paper.version,
            reason="The wrong person.",
            today=people.today,
        )
        with pytest.raises(RuleRefused, match="withdrawn"):
            attachments.download(actor=again(people.spoc), attachment=row)
        (line,) = files_of(
            viewer=again(people.spoc), meeting=row.meeting, case=row.case, may_record=False, may_return=True
        )
        assert (line.words, line.can_be_read, line.may_withdraw) == ("Withdrawn", False, False)
        assert AttachmentFile.objects.filter(attachment=paper).exists()

    def test_withdrawing_is_for_who_sent_it_and_two_at_once_conflict(self, asked, people: World) -> None:
        row = report(asked, people.spoc)
        given = {"attachment": row, "version": row.version, "reason": "Wrong.", "today": people.today}
        with pytest.raises(NotPermitted):
            attachments.withdraw(actor=again(people.practitioner), **given)
        attachments.withdraw(actor=again(people.spoc), **given)
        with pytest.raises(Conflict):
            attachments.withdraw(actor=again(people.spoc), **given)

    def test_who_may_not_see_it_is_handed_nothing(self, paper: Attachment, people: World) -> None:
        for user in (people.stranger, people.other_coordinator):
            with pytest.raises(NotPermitted):
                attachments.download(actor=again(user), attachment=paper)
            with pytest.raises(Http404):
                attachment_for(viewer=again(user), meeting=paper.meeting, attachment_id=paper.pk)


class TestAfterwards:
    def test_a_cancelled_request_takes_no_file(self, asked, people: World) -> None:
        meeting = asked.meeting
        moving.cancel_meeting(
            actor=people.coordinator,
            meeting=meeting,
            version=meeting.version,
            reason="Recalled.",
            approval=approval(people),
            today=people.today,
        )
        with pytest.raises(NotPermitted):
            report(asked, people.coordinator)
