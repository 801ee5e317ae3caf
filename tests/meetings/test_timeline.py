"""New dates, core groups and professionals' meetings in the timeline, and in the picture of a case on a day."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.services import groups, moving
from offenders import timeline
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests.marks import rule
from tests.meetings.conftest import approval, core_group, professionals_meeting
from tests.meetings.test_moving import cancel, move
from tests.oversight.past import age_the_record


def titles(viewer, case) -> str:
    return " | ".join(f"{one.title}: {one.text}" for one in timeline.events(viewer=viewer, case=case))


def sections(viewer, case, on):
    found = compare(viewer=viewer, case=case, then=AsRecordedBy(case.pk, on))
    return {one.title: one.lines for one in found}


@pytest.fixture
def group(meeting_today, people):
    row = core_group(people, meeting_today)
    groups.add_member(
        actor=people.chair,
        group=row,
        agency=people.police,
        name="Imagina Sergeant",
        post="Sergeant",
        vetted=True,
        joined_on=people.today,
    )
    return row


def leave(group, people):
    member = group.members.get()
    groups.end_membership(
        actor=people.chair,
        member=member,
        version=member.version,
        left_on=people.today,
        reason="Moved to another force.",
        today=people.today,
    )


class TestTheTimeline:
    @rule("MTG-65")
    def test_tells_each_new_date_and_that_a_meeting_was_cancelled(self, meeting, people):
        moving.move_meeting(**move(people, meeting))
        meeting.refresh_from_db()
        moving.cancel_meeting(**cancel(people, meeting))
        told = titles(people.practitioner, meeting.case)
        assert " moved to " in told and "The room is not free." in told
        assert " cancelled: The chair is ill." in told

    @rule("MTG-74")
    def test_tells_a_core_group_from_its_beginning_to_its_end(self, group, people):
        leave(group, people)
        groups.report(
            actor=people.practitioner,
            group=group,
            meeting=group.meeting,
            reported_on=people.today,
            text="Contact was kept.",
            today=people.today,
        )
        groups.end_group(
            actor=people.chair,
            group=group,
            version=group.version,
            ended_on=people.today,
            reason="Its work is done.",
            today=people.today,
        )
        told = titles(people.practitioner, group.case)
        for words in (
            "Core group set up",
            "left the core group: Moved",
            "Contact was kept.",
            "ended: Its work is done.",
        ):
            assert words in told

    @rule("MTG-77")
    def test_tells_a_professionals_meeting_by_its_day(self, level_2_case, people):
        row = professionals_meeting(people, level_2_case)
        event = next(
            e for e in timeline.events(viewer=people.practitioner, case=level_2_case) if "Professionals" in e.title
        )
        assert (event.at, event.text) == (row.held_on, row.purpose)

    def test_tells_whoever_is_asked_to_one_meeting_nothing_of_groups(self, group, level_2_case, people):
        professionals_meeting(people, level_2_case)
        assert "ore group" not in titles(people.spoc, level_2_case)
        assert "Professionals" not in titles(people.spoc, level_2_case)


@rule("AUD-41")
class TestAsItStood:
    def test_the_meeting_stands_at_the_time_that_was_known(self, meeting, people):
        age_the_record(10)
        meeting.refresh_from_db()
        was = meeting.starts_at
        moving.move_meeting(**move(people, meeting, approval=approval(people)))
        (line,) = sections(people.practitioner, meeting.case, timezone.localdate() - dt.timedelta(days=5))["Meetings"]
        assert line.change == "Changed" and "moved from" in line.now and "moved from" not in line.then
        assert f"{timezone.localtime(was).day} " in line.then

    def test_a_core_group_and_who_was_in_it(self, group, people):
        age_the_record(10)
        group.refresh_from_db()
        leave(group, people)
        professionals_meeting(people, group.case)
        told = sections(people.practitioner, group.case, timezone.localdate() - dt.timedelta(days=5))
        (whole, member) = told["Core groups"]
        assert (whole.change, member.change) == ("", "Changed")
        assert "left" not in member.then and "Moved to another force." in member.now
        assert [one.change for one in told["Professionals’ meetings"]] == ["New since"]
