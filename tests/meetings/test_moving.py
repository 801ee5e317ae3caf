"""Moving and cancelling a meeting: the chair's approval is kept, the new date keeps to the limit."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from audit.history import history_of
from audit.refusals import Conflict, RuleRefused
from deadlines.models import Deadline
from deadlines.rules.days import add_working_days
from meetings.models import Invitation, Meeting, Rescheduling
from meetings.services import moving, planning, record
from offenders.access import Detail, can_see
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import approval, at, schedule


def refused(call: Any, **arguments: Any) -> list[str]:
    with pytest.raises(RuleRefused) as caught:
        call(**arguments)
    return [finding.rule for finding in caught.value.findings]


def move(people: Any, meeting: Meeting, **changes: Any) -> dict[str, Any]:
    return {
        "actor": people.coordinator,
        "meeting": meeting,
        "version": meeting.version,
        "starts_at": at(meeting.held_on + dt.timedelta(days=2)),
        "reason": "The room is not free.",
        "approval": approval(people),
        "today": people.today,
        **changes,
    }


def cancel(people: Any, meeting: Meeting, **changes: Any) -> dict[str, Any]:
    arguments = move(people, meeting, reason="The chair is ill.", **changes)
    del arguments["starts_at"]
    return arguments


@rule("ACC-07")
def test_nobody_else_approves_for_the_chair(meeting, people):
    other = approval(people, by=people.coordinator)
    assert refused(moving.move_meeting, **move(people, meeting, approval=other)) == ["ACC-07"]
    assert refused(moving.cancel_meeting, **cancel(people, meeting, approval=other)) == ["ACC-07"]
    assert not Rescheduling.objects.exists()


@rule("MTG-65")
def test_the_unit_records_who_approved_and_how_it_came(meeting, people):
    was_at, moved = meeting.starts_at, moving.move_meeting(**move(people, meeting))
    assert moved.held_on == timezone_day(was_at) + dt.timedelta(days=2)
    row = Rescheduling.objects.get(meeting=meeting)
    assert (row.was_at, row.now_at, row.reason) == (was_at, moved.starts_at, "The room is not free.")
    assert (row.approved_by, row.approved_on, row.how) == (people.chair, people.today, "By secure e-mail.")
    assert row.recorded_by == people.coordinator and people.police.name in row.approved_as
    assert row.practitioner == "Told by telephone." and row.latest_on is not None


def timezone_day(moment: dt.datetime) -> dt.date:
    return Meeting(starts_at=moment).held_on


@rule("MTG-65")
def test_a_chair_who_moves_it_approves_by_doing_so(meeting, people):
    own = moving.Approval("Told at the office.")
    moving.move_meeting(**move(people, meeting, actor=people.chair, approval=own))
    row = Rescheduling.objects.get()
    assert (row.approved_by, row.recorded_by, row.approved_on, row.how) == (
        people.chair,
        people.chair,
        people.today,
        "",
    )


@rule("MTG-66")
def test_the_practitioner_is_told(meeting, people):
    silent = approval(people, practitioner="")
    assert refused(moving.move_meeting, **move(people, meeting, approval=silent)) == ["MTG-66"]


class TestTheNewDate:
    @rule("REV-07")
    def test_keeps_to_ten_working_days_at_level_2(self, meeting, people):
        late = at(meeting.held_on + dt.timedelta(days=30))
        assert refused(moving.move_meeting, **move(people, meeting, starts_at=late)) == ["REV-07"]

    @rule("REV-07")
    def test_is_counted_from_the_day_first_planned_however_often_it_is_moved(self, meeting, people):
        moving.move_meeting(**move(people, meeting))
        first = Rescheduling.objects.get().latest_on
        meeting.refresh_from_db()
        late = at(first + dt.timedelta(days=1))
        assert refused(moving.move_meeting, **move(people, meeting, starts_at=late)) == ["REV-07"]
        assert moving.move_meeting(**move(people, meeting, starts_at=at(first))).held_on == first

    def test_stands_on_the_page_before_anything_is_typed(self, meeting, people, sign_in):
        page = sign_in(people.coordinator).get(reverse("meeting_move", args=[meeting.case_id, meeting.pk]))
        assert "Last day for the new date" in page.content.decode()
        assert "Approved by" in page.content.decode()

    def test_is_asked_of_a_chair_without_asking_who_approved(self, meeting, people, sign_in):
        address = reverse("meeting_cancel", args=[meeting.case_id, meeting.pk])
        assert "Approved by" not in sign_in(people.chair).get(address).content.decode()


def test_two_who_cancel_the_same_meeting_meet_in_a_conflict(meeting, people):
    moving.cancel_meeting(**cancel(people, meeting))
    with pytest.raises(RuleRefused):
        moving.cancel_meeting(**cancel(people, meeting))
    other = schedule(meeting.case, people)
    with pytest.raises(Conflict):
        moving.cancel_meeting(**cancel(people, other, version=other.version + 1))
    assert Rescheduling.objects.count() == 1


@rule("REV-07")
def test_cancelling_closes_the_windows_and_leaves_the_clock_of_the_new_date_open(meeting, people):
    moving.cancel_meeting(**cancel(people, meeting))
    assert not can_see(people.spoc, meeting.case_id, Detail.PRESENCE)
    assert not can_see(people.chair, meeting.case_id, Detail.PRESENCE)
    row = Rescheduling.objects.get()
    assert (row.kind, row.now_at) == ("cancelled", None)
    due = Deadline.objects.get(case=meeting.case, label="New date for a cancelled meeting", closed_at=None)
    assert due.due_on <= add_working_days(meeting.held_on, 10, ())  # the review interval binds when it ends first
    assert due.due_on == row.latest_on
    sooner = meeting.held_on - dt.timedelta(days=7)
    schedule(meeting.case, people, on=sooner)
    assert not Deadline.objects.filter(label="New date for a cancelled meeting", closed_at=None).exists()


def test_the_page_of_the_meeting_shows_each_new_date(meeting, people, sign_in):
    moving.move_meeting(**move(people, meeting))
    page = sign_in(people.practitioner).get(reverse("meeting_detail", args=[meeting.case_id, meeting.pk]))
    text = page.content.decode()
    assert "Told by telephone." in text and "By secure e-mail." in text and "The room is not free." in text


@rule("MTG-99")
class TestWhatTookPlace:
    @pytest.mark.parametrize("step", ["move", "cancel"])
    @pytest.mark.parametrize("said", ["attended", "absent"])
    def test_is_neither_moved_nor_cancelled(self, meeting_today: Meeting, people: World, step: str, said: str) -> None:
        mark(meeting_today, people, people.spoc, said)
        with pytest.raises(RuleRefused) as stopped:
            change_date(meeting_today, people, step)
        assert stopped.value.rules == ("MTG-99",)
        assert Meeting.objects.get(pk=meeting_today.pk).is_open

    @pytest.mark.parametrize("step", ["move", "cancel"])
    def test_apologies_sent_before_stop_nothing(self, meeting_today: Meeting, people: World, step: str) -> None:
        mark(meeting_today, people, people.spoc, "apologies")
        change_date(meeting_today, people, step)

    @pytest.mark.parametrize("said", ["attended", "apologies", "report_only", "absent"])
    def test_an_invitation_with_attendance_is_not_taken_back(
        self, meeting_today: Meeting, people: World, said: str
    ) -> None:
        row = mark(meeting_today, people, people.spoc, said)
        with pytest.raises(RuleRefused) as stopped:
            planning.withdraw_invitation(
                actor=people.coordinator, invitation=row, version=row.version, reason="By mistake.", today=people.today
            )
        assert stopped.value.rules == ("MTG-99",)
        assert Invitation.objects.get(pk=row.pk).withdrawn_on is None


@rule("MTG-08")
class TestApologies:
    def test_for_the_old_date_do_not_stand_for_the_new_one(self, meeting: Meeting, people: World) -> None:
        row = mark(meeting, people, people.spoc, "apologies")
        move_again(meeting, people)
        row.refresh_from_db()
        assert (row.attendance, row.absence_note) == ("", "")
        kept = history_of(Invitation)._default_manager.filter(id=row.pk, case=row.case_id)
        assert ("apologies", "Called away.") in set(kept.values_list("attendance", "absence_note"))
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=row, version=row.version, reason="Sent another.", today=people.today
        )

    def test_take_the_deputy_and_the_delegated_authority_with_them(self, meeting: Meeting, people: World) -> None:
        told = {"deputy": "Imagina Deputy", "delegated": True, "delegated_by": "Head of service", "grade": "another"}
        told |= {"arrived_at": dt.time(10, 15), "left_at": dt.time(11, 0)}
        row = mark(meeting, people, people.spoc, "apologies", **told)
        move_again(meeting, people)
        row.refresh_from_db()
        assert (row.deputy, row.delegated, row.delegated_by, row.grade) == ("", None, "", "")
        assert (row.arrived_at, row.left_at) == (None, None)
        kept = history_of(Invitation)._default_manager.filter(id=row.pk, case=row.case_id)
        assert ("Imagina Deputy", "Head of service") in set(kept.values_list("deputy", "delegated_by"))

    def test_a_deputy_named_without_apologies_stays(self, meeting: Meeting, people: World) -> None:
        row = mark(meeting, people, people.spoc, "", deputy="Imagina Deputy", delegated=True)
        move_again(meeting, people)
        row.refresh_from_db()
        assert (row.deputy, row.delegated) == ("Imagina Deputy", True)

    def test_a_report_that_came_stays_with_the_new_date(self, meeting: Meeting, people: World) -> None:
        row = mark(meeting, people, people.spoc, "report_only")
        move_again(meeting, people)
        row.refresh_from_db()
        assert (row.attendance, row.absence_note) == ("report_only", "Called away.")

    def test_stand_where_the_meeting_moves_to_another_room_at_the_same_time(
        self, meeting: Meeting, people: World
    ) -> None:
        row = mark(meeting, people, people.spoc, "apologies")
        moving.move_meeting(**move(people, meeting, starts_at=meeting.starts_at))
        row.refresh_from_db()
        assert row.attendance == "apologies"

    def test_the_page_says_that_they_are_cleared(self, meeting: Meeting, people: World, sign_in: Any) -> None:
        page = sign_in(people.coordinator).get(reverse("meeting_move", args=[meeting.case_id, meeting.pk]))
        assert "Apologies for the present date are cleared" in page.content.decode()


def move_again(meeting: Meeting, people: World) -> None:
    """The meeting two days later, as it stands."""
    moving.move_meeting(**move(people, Meeting.objects.get(pk=meeting.pk)))


def mark(meeting: Meeting, people: World, who: User, attendance: str, **more: Any) -> Invitation:
    """The line of somebody invited, with their attendance recorded, and what else is told of it."""
    rows = list(Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True))
    line = {"attendance": attendance, "absence_note": "" if attendance == "attended" else "Called away.", **more}
    row = next(row for row in rows if row.person_id == who.pk)
    seen = record.attendance_version(rows)
    record.record_attendance(actor=people.administrator, meeting=meeting, seen=seen, lines={row.pk: line})
    return Invitation.objects.get(pk=row.pk)


def change_date(meeting: Meeting, people: World, step: str) -> None:
    """The meeting a week later, or cancelled."""
    version = Meeting.objects.get(pk=meeting.pk).version
    terms: dict[str, Any] = {"actor": people.coordinator, "meeting": meeting, "version": version, "reason": "No room."}
    terms |= {"approval": approval(people), "today": people.today}
    if step == "cancel":
        moving.cancel_meeting(**terms)
    else:
        moving.move_meeting(
            **terms, starts_at=meeting.starts_at + dt.timedelta(days=7), acknowledged=frozenset({"REV-07"})
        )
