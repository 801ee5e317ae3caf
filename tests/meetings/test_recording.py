"""Writing during a meeting: items apart from one another, attendance, actions."""

import datetime as dt

import pytest

from assessments.models import PlanAction
from assessments.services import NewAction
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings.models import AgendaEntry, Invitation
from meetings.services import record
from tests.marks import rule


def write(actor, meeting, item="media", version=0, **answers):
    return record.write_item(actor=actor, meeting=meeting, item=item, answers=answers, version=version)


class TestAgenda:
    def test_the_minute_taker_writes_an_item(self, meeting, people):
        entry = write(people.administrator, meeting, note="No interest.")
        assert (entry.answers["note"], entry.version) == ("No interest.", 1)

    def test_two_in_one_item_meet_in_a_conflict_that_shows_both(self, meeting, people):
        write(people.administrator, meeting, note="Hers.")
        with pytest.raises(Conflict) as caught:
            write(people.chair, meeting, note="His.")
        assert caught.value.theirs["note"] == "Hers."
        assert caught.value.yours["note"] == "His."
        assert AgendaEntry.objects.get(meeting=meeting, item="media").answers["note"] == "Hers."

    def test_two_in_different_items_do_not(self, meeting, people):
        write(people.administrator, meeting, note="Media.")
        write(people.chair, meeting, item="smb", note="Nothing to report.")
        assert AgendaEntry.objects.filter(meeting=meeting).count() == 2

    def test_an_invitee_reads_but_does_not_write(self, meeting, people):
        with pytest.raises(NotPermitted):
            write(people.spoc, meeting, note="Mine.")

    def test_a_level_2_meeting_has_no_item_of_level_3(self, meeting, people):
        with pytest.raises(RuleRefused):
            write(people.administrator, meeting, item="cppc", referred="no")

    @rule("MIN-03")
    def test_nothing_is_written_after_the_meeting_is_closed(self, closed, people):
        with pytest.raises(RuleRefused):
            write(people.administrator, closed, item="media", version=1, note="Late.")


class TestAttendance:
    def test_two_who_record_attendance_meet_in_a_conflict(self, meeting, people):
        rows = list(Invitation.objects.filter(meeting=meeting))
        seen = record.attendance_version(rows)
        lines = {rows[0].pk: {"attendance": "attended"}}
        record.record_attendance(actor=people.administrator, meeting=meeting, lines=lines, seen=seen)
        with pytest.raises(Conflict):
            record.record_attendance(actor=people.chair, meeting=meeting, lines=lines, seen=seen)

    def test_another_person_in_the_place_of_one_taken_back_is_another_list(self, meeting, people):
        rows = list(Invitation.objects.filter(meeting=meeting))
        seen = record.attendance_version(rows)
        assert record.attendance_version(list(reversed(rows))) == seen
        other = Invitation(agency=people.yjs, version=rows[0].version)
        assert record.attendance_version([other, *rows[1:]]) != seen

    def test_posts_can_still_be_corrected_after_closing(self, closed, people):
        rows = list(Invitation.objects.filter(meeting=closed))
        row = next(one for one in rows if one.person == people.spoc)
        record.correct_posts(
            actor=people.administrator,
            meeting=closed,
            posts={row.pk: "Mental health nurse"},
            seen=record.attendance_version(rows),
        )
        row.refresh_from_db()
        assert (row.role_title, row.attendance) == ("Mental health nurse", "apologies")


class TestActions:
    def action(self, people, **changes):
        values = {
            "pillar": "supervision",
            "description": "Weekly appointments",
            "how_it_manages_risk": "Changes are seen early.",
            "agency": people.probation,
            "owner": people.practitioner,
            "due_on": people.today + dt.timedelta(days=30),
        }
        return NewAction(**{**values, **changes})

    def test_an_action_agreed_at_the_meeting_is_on_the_plan_with_the_meeting(self, meeting, people):
        record.agree_action(actor=people.administrator, meeting=meeting, action=self.action(people))
        assert PlanAction.objects.get(case=meeting.case).meeting_id == meeting.pk

    @rule("RMP-03")
    def test_as_soon_as_possible_is_no_date(self, meeting, people):
        vague = self.action(people, due_on=None, due_text="as soon as possible")
        with pytest.raises(RuleRefused) as caught:
            record.agree_action(actor=people.administrator, meeting=meeting, action=vague)
        assert "RMP-03" in caught.value.rules
        assert not PlanAction.objects.exists()
