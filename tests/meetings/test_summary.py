"""The executive summary: what may leave, who issues it, what is kept, and who took a copy."""

import hashlib

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings import selectors
from meetings.models import ExecutiveSummary, SummaryFile
from meetings.services import summary
from meetings.tasks import render_summary
from offenders.models import ProtectedPerson
from tests.marks import rule


def prepare(meeting, people, *, version=0, **changes):
    first = selectors.first_wording(viewer=people.chair, meeting=meeting)
    values = {**first, **changes}
    nothing = [key for key, text in values.items() if not text]
    return summary.save_summary(
        actor=people.administrator, meeting=meeting, values=values, nothing=nothing, version=version
    )


def issue(meeting, people, *, actor=None, version=1, acknowledged=frozenset()):
    return summary.issue_summary(
        actor=actor or people.chair,
        meeting=meeting,
        version=version,
        recipient="The clerk of the Invented Crown Court",
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

    @rule("EXS-03")
    def test_a_forename_that_may_be_a_word_is_acknowledged_by_the_chair(self, approved, people):
        ProtectedPerson(case=approved.case, kind="victim", name="Grace Thrupp").save()
        prepare(approved.meeting, people, discussion="He was given a Grace period.")
        assert {one.rule for one in refused(approved.meeting, people)} == {"EXS-03"}
        issued = issue(approved.meeting, people, acknowledged=frozenset({"EXS-03"}))
        assert "EXS-03" in issued.rules

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
        assert render_summary(str(issued.pk)) is True
        assert render_summary(str(issued.pk)) is False
        assert SummaryFile.objects.count() == 1

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
