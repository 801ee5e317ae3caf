"""The executive summary: what may leave, who issues it, what is kept, and who took a copy."""

import datetime as dt
import hashlib
import io

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings import selectors
from meetings.models import ExecutiveSummary, Invitation, SummaryFile
from meetings.services import keeping_out, summary
from minutes import selectors as leaving
from minutes.models import LeakOverride, SummaryCopy, SummaryCopyFile
from minutes.services import circulation, issuing, review
from minutes.tasks import render_summary, render_waiting
from offenders.models import AccessDenial, ProtectedPerson
from tests.marks import rule


def prepare(meeting, people, *, version=0, **changes):
    first = selectors.first_wording(viewer=people.chair, meeting=meeting)
    values = {**first, **changes}
    nothing = [key for key, text in values.items() if not text]
    return summary.save_summary(
        actor=people.administrator, meeting=meeting, values=values, nothing=nothing, version=version
    )


COURT = "The clerk of the Invented Crown Court"
AT_ONCE = frozenset({"EXS-11"})  # it was not sent round, and cannot wait


def issue(meeting, people, *, actor=None, version=1, acknowledged=AT_ONCE, recipient=COURT):
    return issuing.issue_summary(
        actor=actor or people.chair,
        meeting=meeting,
        version=version,
        recipient=recipient,
        purpose="The court asked for it.",
        at=timezone.now(),
        acknowledged=acknowledged,
    )


def refused(meeting, people, **arguments):
    with pytest.raises(RuleRefused) as caught:
        issue(meeting, people, **arguments)
    assert not ExecutiveSummary.objects.exists()
    return caught.value.findings


class TestIssuing:
    def test_it_is_numbered_and_kept_with_its_hash(self, approved, people):
        prepare(approved.meeting, people)
        issued = issue(approved.meeting, people)
        file = SummaryFile.objects.get(summary=issued)
        assert (issued.reference, issued.version) == (f"ES-{approved.case.reference}-1", 1)
        assert file.sha256 == hashlib.sha256(bytes(file.pdf)).hexdigest()

    def test_sending_the_form_twice_issues_one(self, approved, people):
        prepare(approved.meeting, people)
        assert issue(approved.meeting, people) == issue(approved.meeting, people)
        assert ExecutiveSummary.objects.count() == 1

    def test_a_second_one_takes_the_place_of_the_first(self, approved, people):
        prepare(approved.meeting, people)
        issue(approved.meeting, people)
        prepare(approved.meeting, people, version=1, other_actions="A further action.")
        issue(approved.meeting, people, version=2)
        ledger = selectors.summaries(viewer=people.coordinator, case_id=approved.case_id)
        assert [(row.version, row.replaced) for row in ledger] == [(2, False), (1, True)]

    def test_an_issued_summary_and_its_file_never_change(self, approved, people):
        prepare(approved.meeting, people)
        issued = issue(approved.meeting, people)
        for rows in (ExecutiveSummary.objects.filter(pk=issued.pk), SummaryFile.objects.filter(summary=issued)):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.in_bulk_with_own_audit().delete()

    @rule("EXS-01")
    def test_not_from_minutes_that_are_a_draft(self, closed, people):
        prepare(closed, people)
        assert [one.rule for one in refused(closed, people)] == ["EXS-01"]

    @rule("EXS-02")
    def test_not_with_a_box_left_empty(self, approved, people):
        draft = prepare(approved.meeting, people)
        summary.save_summary(
            actor=people.chair,
            meeting=approved.meeting,
            values={**draft.values, "contact": ""},
            nothing=draft.nothing,
            version=1,
        )
        found = refused(approved.meeting, people, version=2)
        assert [(one.rule, one.field) for one in found] == [("EXS-02", "contact")]

    @rule("EXS-05")
    def test_only_the_chair_issues(self, approved, people):
        prepare(approved.meeting, people)
        with pytest.raises(NotPermitted):
            issue(approved.meeting, people, actor=people.coordinator)

    def test_the_chair_issues_the_wording_that_was_read(self, approved, people):
        prepare(approved.meeting, people)
        prepare(approved.meeting, people, version=1, discussion="Something else.")
        with pytest.raises(Conflict):
            issue(approved.meeting, people, version=1)


class TestNames:
    @rule("EXS-03")
    def test_a_victim_s_name_is_refused_and_the_place_is_told(self, approved, people):
        ProtectedPerson(case=approved.case, kind="victim", name="Wilhelmina Thrupp").save()
        prepare(approved.meeting, people, risk_nature="Violence against Wilhelmina Thrupp.")
        (finding,) = refused(approved.meeting, people)
        assert (finding.rule, finding.field) == ("EXS-03", "risk_nature")
        assert "Wilhelmina Thrupp" in finding.message

    @rule("EXS-03")
    @pytest.mark.parametrize("name", ["Iolanthe Dreckmann", "O. Brackwater", "Ms Vantongeren"])
    def test_names_of_attendees_minute_taker_and_chair_are_refused(self, approved, people, name):
        prepare(approved.meeting, people, discussion=f"{name} gave an update.")
        assert {one.rule for one in refused(approved.meeting, people)} == {"EXS-03"}

    def test_the_person_s_own_name_may_stand(self, approved, people):
        prepare(approved.meeting, people)
        assert approved.case.name in issue(approved.meeting, people).content["values"]["person"]

    @rule("EXS-04")
    def test_a_post_that_names_somebody_is_refused(self, approved, people):
        row = approved.meeting.invitations.get(person=people.spoc)
        row.role_title = "Iolanthe Dreckmann, nurse"
        row.save()
        prepare(approved.meeting, people)
        assert [one.rule for one in refused(approved.meeting, people)] == ["EXS-04"]

    @rule("EXS-04")
    def test_attendance_is_kept_without_names(self, approved, people):
        prepare(approved.meeting, people)
        lines = issue(approved.meeting, people).content["attendance"]
        assert {"role": "Community nurse", "organisation": "Invented NHS Trust", "attendance": "Apologies"} in lines
        assert all(set(line) == {"role", "organisation", "attendance"} for line in lines)


class TestFile:
    def test_a_long_summary_is_made_in_the_background_and_only_once(
        self, approved, people, django_capture_on_commit_callbacks
    ):
        prepare(approved.meeting, people, discussion="Long words. " * 600, plan_actions="More words. " * 2_000)
        with django_capture_on_commit_callbacks(execute=False) as waiting:
            issued = issue(approved.meeting, people)
        assert not SummaryFile.objects.exists()
        assert len(waiting) >= 1
        assert render_summary(str(issued.pk)) == 2
        assert render_summary(str(issued.pk)) == 0
        assert (SummaryFile.objects.count(), SummaryCopyFile.objects.count()) == (1, 1)

    def test_what_a_killed_worker_left_is_made_later_and_what_it_made_stays(
        self, approved, people, django_capture_on_commit_callbacks, monkeypatch
    ):
        prepare(approved.meeting, people, discussion="Long words. " * 600, plan_actions="More words. " * 2_000)
        with django_capture_on_commit_callbacks(execute=False):
            issued = issue(approved.meeting, people)

        def killed(*arguments):
            raise SystemExit

        with monkeypatch.context() as patched, pytest.raises(SystemExit):
            patched.setattr(issuing, "_keep_copy_file", killed)
            issuing.make_files(summary_id=issued.pk)
        kept = SummaryFile.objects.get().sha256
        assert not SummaryCopyFile.objects.exists()
        assert render_waiting() == 1
        assert render_waiting() == 0
        assert SummaryFile.objects.get().sha256 == kept
        assert ExecutiveSummary.objects.count() == SummaryCopy.objects.count() == SummaryCopyFile.objects.count() == 1

    def test_a_download_is_recorded_with_who_and_which_copy(self, approved, people):
        prepare(approved.meeting, people)
        issued = issue(approved.meeting, people)
        file = summary.download(actor=people.coordinator, summary=issued)
        event = AuditEvent.objects.get(verb="summary.downloaded")
        assert (event.actor_id, event.subject_id) == (people.coordinator.pk, str(issued.pk))
        assert event.changes["sha256"] == [None, file.sha256]

    @pytest.mark.parametrize("viewer", ["stranger", "spoc", "sysadmin"])
    def test_who_does_not_see_the_case_in_full_downloads_nothing_by_any_door(self, approved, people, viewer):
        prepare(approved.meeting, people)
        issued = issue(approved.meeting, people)
        with pytest.raises(NotPermitted):
            summary.download(actor=people.people[viewer], summary=issued)
        event = AuditEvent.objects.get(verb="summary.downloaded")
        assert (event.refused, event.actor_id) == (True, people.people[viewer].pk)


class TestLeaks:
    def hit(self, approved, people, text="Ring him on 07700 900123."):
        prepare(approved.meeting, people, discussion=text)
        (hit,) = (one for one in refused(approved.meeting, people) if one.rule == "EXS-07")
        return hit

    def settle(self, approved, actor, reason="It is the number of a public office."):
        (key,) = (one.key for one in found(approved, actor))
        return review.let_stand(actor=actor, meeting=approved.meeting, reasons={key: reason})

    @rule("EXS-10")
    def test_a_hit_stops_until_somebody_else_lets_it_stand_with_a_reason(self, approved, people):
        self.hit(approved, people)
        self.settle(approved, people.coordinator)
        assert issue(approved.meeting, people)
        assert LeakOverride.objects.get().reviewed_by == people.coordinator

    @rule("EXS-10")
    def test_nobody_who_ever_wrote_to_the_draft_reviews_it(self, approved, people):
        self.hit(approved, people)
        draft = approved.meeting.summary_draft
        summary.save_summary(
            actor=people.coordinator, meeting=approved.meeting, values=draft.values, nothing=draft.nothing, version=1
        )
        for writer in (people.administrator, people.coordinator):
            with pytest.raises(RuleRefused) as caught:
                self.settle(approved, writer)
            assert caught.value.rules == ("EXS-10",)

    @rule("EXS-10")
    def test_without_a_reason_nothing_stands(self, approved, people):
        self.hit(approved, people)
        with pytest.raises(RuleRefused):
            self.settle(approved, people.coordinator, reason="  ")
        with pytest.raises(RuleRefused):
            review.let_stand(actor=people.coordinator, meeting=approved.meeting, reasons={})

    @rule("EXS-10")
    def test_a_changed_text_voids_it(self, approved, people):
        self.hit(approved, people)
        self.settle(approved, people.coordinator)
        prepare(approved.meeting, people, version=1, discussion="Ring her on 07700 900123.")
        assert "EXS-07" in {one.rule for one in refused(approved.meeting, people, version=2)}

    def test_only_the_chair_and_the_unit_review(self, approved, people):
        self.hit(approved, people)
        (key,) = (one.key for one in found(approved, people.coordinator))
        for actor in (people.practitioner, people.spoc, people.stranger):
            with pytest.raises(NotPermitted):
                review.let_stand(actor=actor, meeting=approved.meeting, reasons={key: "It may."})

    @rule("EXS-03", "EXS-06")
    def test_the_recipient_s_words_name_nobody_protected(self, approved, people):
        ProtectedPerson(case=approved.case, kind="victim", name="Wilhelmina Thrupp").save()
        prepare(approved.meeting, people)
        for recipient in ("Wilhelmina Thrupp", "Solicitor of Ms Thrupp", "Solicitor of Billie"):
            with pytest.raises(RuleRefused):
                issue(approved.meeting, people, recipient=recipient)


def found(approved, viewer):
    meeting = approved.meeting
    draft = selectors.summary_draft(viewer=viewer, meeting=meeting)
    return leaving.hits(meeting=meeting, case=meeting.case, draft=draft)


def test_the_check_reassures_nobody_before_there_is_a_wording(approved, people, sign_in):
    address = reverse("summary_leaks", args=[approved.case_id, approved.meeting_id])
    assert "so nothing was checked" in sign_in(people.chair).get(address).content.decode()
    prepare(approved.meeting, people)
    assert "Nothing was found that may not leave" in sign_in(people.chair).get(address).content.decode()


class TestCirculation:
    def circulate(self, approved, people, *, days=5):
        return circulation.circulate(
            actor=people.administrator,
            meeting=approved.meeting,
            version=1,
            comments_by=people.today + dt.timedelta(days=days),
            today=people.today,
        )

    def comment(self, approved, people, **more):
        said = {"agency": people.probation, "text": "The second sentence is about a neighbour."}
        return circulation.comment(
            actor=people.practitioner, meeting=approved.meeting, exemption="other_person", **(said | more)
        )

    @rule("EXS-11")
    def test_a_draft_that_nobody_was_asked_about_is_issued_only_with_the_chair_s_word(self, approved, people):
        prepare(approved.meeting, people)
        assert [one.rule for one in refused(approved.meeting, people, acknowledged=frozenset())] == ["EXS-11"]

    @rule("EXS-11")
    def test_those_who_attended_are_asked_and_those_who_sent_apologies_are_not(self, approved, people):
        prepare(approved.meeting, people)
        asked = {one["organisation"] for one in self.circulate(approved, people).asked}
        assert people.probation.name in asked
        assert people.mental_health.name not in asked

    @rule("EXS-11")
    @pytest.mark.parametrize("days", [0, -1])
    def test_the_day_for_comments_is_to_come(self, approved, people, days):
        prepare(approved.meeting, people)
        with pytest.raises(RuleRefused):
            self.circulate(approved, people, days=days)

    @rule("EXS-11")
    def test_wording_changed_after_contributors_saw_it_is_issued_only_with_the_chair_s_word(self, approved, people):
        prepare(approved.meeting, people)
        self.circulate(approved, people)
        prepare(approved.meeting, people, version=1, discussion="He has missed one appointment.")
        told = [one.message for one in refused(approved.meeting, people, version=2, acknowledged=frozenset())]
        assert "The wording was changed after contributors saw it." in told

    @rule("EXS-11")
    def test_nobody_who_is_barred_from_the_case_is_asked(self, approved, people):
        prepare(approved.meeting, people)
        before = {one["role"] for one in self.circulate(approved, people).asked}
        barred = Invitation.objects.filter(meeting=approved.meeting, attendance="attended", person__isnull=False)
        barred = barred.exclude(person=approved.meeting.chair).first()
        AccessDenial(case=approved.case, user=barred.person, reason="Related.", decided_by=people.coordinator).save()
        assert before - {one["role"] for one in self.circulate(approved, people).asked} == {barred.role_title}

    @rule("EXS-12")
    def test_a_comment_stops_nothing_but_waits_for_the_chair_s_decision(self, approved, people):
        prepare(approved.meeting, people)
        self.circulate(approved, people)
        said = self.comment(approved, people)
        assert [one.rule for one in refused(approved.meeting, people) if one.stops] == ["EXS-12"]
        circulation.answer(actor=people.chair, comment=said, followed=False, reason="The sentence names nobody.")
        assert issue(approved.meeting, people)

    @rule("EXS-12")
    def test_each_comment_is_decided_once_and_by_the_chair(self, approved, people):
        prepare(approved.meeting, people)
        self.circulate(approved, people)
        said = self.comment(approved, people)
        with pytest.raises(NotPermitted):
            circulation.answer(actor=people.coordinator, comment=said, followed=True, reason="Yes.")
        circulation.answer(actor=people.chair, comment=said, followed=True, reason="Left out.")
        with pytest.raises(RuleRefused):
            circulation.answer(actor=people.chair, comment=said, followed=False, reason="After all.")

    @rule("EXS-12")
    def test_an_agency_that_was_not_asked_does_not_comment(self, approved, people):
        prepare(approved.meeting, people)
        with pytest.raises(RuleRefused):
            self.comment(approved, people)
        self.circulate(approved, people)
        with pytest.raises(RuleRefused):
            self.comment(approved, people, agency=people.mental_health)


class TestCopies:
    def ledger(self, approved, viewer):
        rows = leaving.copies(viewer=viewer, meeting=approved.meeting)
        return [(row.summary.version, row.number, row.recipient, row.replaced) for row in rows]

    @rule("EXS-13")
    def test_each_recipient_has_a_marked_copy_with_a_hash_of_its_own(self, approved, people):
        prepare(approved.meeting, people)
        issued = issue(approved.meeting, people)
        added = issuing.add_recipient(
            actor=people.chair, summary=issued, recipient="Parole Board, invented panel", purpose="It asked."
        )
        first = SummaryCopy.objects.get(summary=issued, number=1)
        assert first.file.sha256 != added.file.sha256 != issued.file.sha256
        for copy in (first, added):
            for page in PdfReader(io.BytesIO(bytes(copy.file.pdf))).pages:
                assert f"Copy {copy.number} for {copy.recipient}" in " ".join(page.extract_text().split())

    @rule("EXS-13")
    def test_a_corrected_summary_makes_a_new_copy_for_everybody_who_has_one(self, approved, people):
        prepare(approved.meeting, people)
        issued = issue(approved.meeting, people)
        board = "Parole Board, invented panel"
        issuing.add_recipient(actor=people.chair, summary=issued, recipient=board, purpose="It asked.")
        prepare(approved.meeting, people, version=1, other_actions="Corrected.")
        issue(approved.meeting, people, version=2)
        issuing.make_waiting()
        assert self.ledger(approved, people.coordinator) == [
            (2, 1, COURT, False),
            (2, 2, board, False),
            (1, 1, COURT, True),
            (1, 2, board, True),
        ]
        assert not SummaryCopy.objects.filter(file__isnull=True).exists()
        prepare(approved.meeting, people, version=2, other_actions="Corrected again.")
        issue(approved.meeting, people, version=3, recipient=board)
        assert [row[:3] for row in self.ledger(approved, people.coordinator)[:2]] == [(3, 1, board), (3, 2, COURT)]

    @rule("EXS-13")
    def test_a_copy_is_sent_once_and_never_after_it_was_replaced(self, approved, people):
        prepare(approved.meeting, people)
        first = SummaryCopy.objects.get(summary=issue(approved.meeting, people))
        prepare(approved.meeting, people, version=1, other_actions="Corrected.")
        second = SummaryCopy.objects.get(summary=issue(approved.meeting, people, version=2))

        def send(copy):
            return issuing.mark_sent(
                actor=people.administrator, copy=copy, on=people.today, way="Secure e-mail", today=people.today
            )

        with pytest.raises(RuleRefused) as caught:
            send(first)
        assert caught.value.rules == ("EXS-13",)
        send(second)
        with pytest.raises(RuleRefused) as caught:
            send(second)
        assert caught.value.rules == ("OFF-21",)

    @rule("EXS-13", "ACC-73")
    def test_a_copy_for_somebody_kept_out_since_is_not_sent_whatever_stands_by_then(self, approved, people):
        prepare(approved.meeting, people)
        copy = SummaryCopy.objects.get(summary=issue(approved.meeting, people, recipient="Imagina Conflicted, clerk"))
        other = {"recipient": "Parole Board, invented panel", "purpose": "It asked."}
        issuing.add_recipient(actor=people.chair, summary=copy.summary, **other)

        def send(copy):
            values = {"on": people.today, "way": "Secure e-mail", "today": people.today}
            with pytest.raises(RuleRefused) as caught:
                issuing.mark_sent(actor=people.administrator, copy=copy, **values)
            return caught.value.rules

        values = {"actor": people.coordinator, "case": approved.case, "reason": "A cousin.", "today": people.today}
        row = keeping_out.keep_out(**values, agency=None, person_name="Imagina Conflicted")
        assert send(copy) == ("ACC-73",)
        prepare(approved.meeting, people, version=1, other_actions="Corrected.")
        issue(approved.meeting, people, version=2, recipient="Parole Board, invented panel")
        assert not SummaryCopy.objects.filter(replaces=copy).exists()
        assert send(copy) == ("ACC-73",)
        values = {"version": row.version, "on": people.today, "reason": "Not the cousin."}
        keeping_out.end_keeping_out(actor=people.coordinator, row=row, **values)
        assert send(copy) == ("EXS-13",)

    @rule("EXS-14")
    def test_a_hash_tells_whether_it_stands_and_nothing_else(self, approved, people, client):
        prepare(approved.meeting, people)
        first = SummaryCopy.objects.get(summary=issue(approved.meeting, people)).file.sha256
        assert leaving.verdict_on(first) == "valid"
        prepare(approved.meeting, people, version=1, other_actions="Corrected.")
        second = issue(approved.meeting, people, version=2)
        assert leaving.verdict_on(first) == "superseded"
        assert leaving.verdict_on(second.file.sha256) == "valid"
        assert leaving.verdict_on("0" * 64) == "unknown"
        for sha256, word in ((first.upper(), "Superseded"), ("0" * 64, "Unknown"), (second.file.sha256, "Valid")):
            answer = client.post(reverse("verify"), {"sha256": sha256})
            text = answer.content.decode()
            assert (answer.status_code, word in text) == (200, True)
            for secret in (approved.case.reference, second.reference, COURT, approved.case.family_name):
                assert secret not in text

    def test_a_hash_that_is_none_is_refused_in_words(self, client, db):
        answer = client.post(reverse("verify"), {"sha256": "abc"})
        assert answer.status_code == 422
        assert "64 letters" in answer.content.decode()
