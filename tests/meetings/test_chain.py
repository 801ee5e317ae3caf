"""Cancelling and planning again and again puts no limit off: it runs from the first meeting until one is held."""

import datetime as dt
from uuid import uuid4

import pytest

from audit.refusals import RuleRefused
from deadlines.models import Deadline
from deadlines.policies import CasePolicy
from deadlines.rules.days import add_working_days
from levels.models import HeldMeeting, LevelDecision
from meetings import clocks, facts
from meetings.models import Meeting, Rescheduling
from meetings.services import moving
from offenders.models import Case
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import approval, at, schedule

LABEL = "New date for a cancelled meeting"


def policy(case: Case, people: World) -> CasePolicy:
    return facts.policy_of(case, people.today)


def cancel(meeting: Meeting, people: World) -> None:
    current = Meeting.objects.get(pk=meeting.pk)
    terms = {"reason": "The chair is ill.", "approval": approval(people), "today": people.today}
    moving.cancel_meeting(actor=people.coordinator, meeting=current, version=current.version, **terms)


def move(meeting: Meeting, people: World, on: dt.date) -> Meeting:
    current = Meeting.objects.get(pk=meeting.pk)
    terms = {"reason": "No room.", "approval": approval(people), "today": people.today}
    return moving.move_meeting(
        actor=people.coordinator, meeting=current, version=current.version, starts_at=at(on), **terms
    )


def due_on(case: Case) -> dt.date | None:
    row = Deadline.objects.filter(case=case, label=LABEL, closed_at=None).first()
    return row.due_on if row else None


@pytest.fixture
def meeting(level_2_case: Case, people: World) -> Meeting:
    """A meeting three weeks ahead, with the review interval far from its end."""
    met_on = people.today - dt.timedelta(days=7)
    HeldMeeting(case=level_2_case, meeting_id=uuid4(), level=2, held_on=met_on).save(force_insert=True)
    return schedule(level_2_case, people)


@pytest.fixture
def limit(meeting: Meeting, people: World) -> dt.date:
    """Ten working days from the first meeting, inside the review interval."""
    holidays = policy(meeting.case, people).holidays
    found = clocks.latest_new_date(meeting, meeting.case, policy(meeting.case, people))
    assert found is not None and found.due_on == add_working_days(meeting.held_on, 10, holidays)
    return found.due_on


@rule("REV-07")
class TestChain:
    def test_of_three_keeps_the_limit_of_the_first(self, meeting: Meeting, people: World, limit: dt.date) -> None:
        case = meeting.case
        cancel(meeting, people)
        for days in (3, 5):
            assert due_on(case) == limit
            following = schedule(case, people, on=meeting.held_on + dt.timedelta(days=days))
            assert due_on(case) is None
            cancel(following, people)
        assert due_on(case) == limit
        assert set(Rescheduling.objects.values_list("latest_on", flat=True)) == {limit}

    @rule("MTG-26")
    def test_refuses_the_next_beyond_it_and_takes_its_last_day(
        self, meeting: Meeting, people: World, limit: dt.date
    ) -> None:
        cancel(meeting, people)
        cancel(schedule(meeting.case, people, on=limit), people)
        with pytest.raises(RuleRefused) as stopped:
            schedule(meeting.case, people, on=limit + dt.timedelta(days=1))
        assert stopped.value.rules == ("MTG-26",)
        assert schedule(meeting.case, people, on=limit).is_open

    def test_planned_first_and_cancelled_then_leaves_the_limit(
        self, meeting: Meeting, people: World, limit: dt.date
    ) -> None:
        later = schedule(meeting.case, people, on=limit + dt.timedelta(days=1))
        cancel(meeting, people)
        assert due_on(meeting.case) == limit
        with pytest.raises(RuleRefused) as stopped:
            move(later, people, limit + dt.timedelta(days=2))
        assert stopped.value.rules == ("REV-07",)
        move(later, people, limit)
        assert due_on(meeting.case) is None

    def test_a_meeting_in_its_place_is_moved_within_it_however_often(
        self, meeting: Meeting, people: World, limit: dt.date
    ) -> None:
        cancel(meeting, people)
        following = schedule(meeting.case, people, on=meeting.held_on + dt.timedelta(days=4))
        for days in (5, 6):
            move(following, people, meeting.held_on + dt.timedelta(days=days))
        with pytest.raises(RuleRefused) as stopped:
            move(following, people, limit + dt.timedelta(days=1))
        assert stopped.value.rules == ("REV-07",)
        assert move(following, people, limit).held_on == limit

    def test_moved_and_cancelled_counts_from_the_day_first_planned(
        self, meeting: Meeting, people: World, limit: dt.date
    ) -> None:
        move(meeting, people, limit)
        cancel(meeting, people)
        assert due_on(meeting.case) == limit

    def test_a_further_meeting_beside_the_one_in_its_place_has_its_own(
        self, meeting: Meeting, people: World, limit: dt.date
    ) -> None:
        cancel(meeting, people)
        schedule(meeting.case, people, on=limit)
        beside = schedule(meeting.case, people, on=limit + dt.timedelta(days=1))
        assert move(beside, people, limit + dt.timedelta(days=2)).is_open


@rule("REV-07")
class TestItsEnd:
    def test_a_meeting_held_since_ends_it(self, meeting: Meeting, people: World) -> None:
        case = meeting.case
        held = schedule(case, people, on=meeting.held_on - dt.timedelta(days=1))
        cancel(meeting, people)
        Meeting.objects.filter(pk=held.pk).in_bulk_with_own_audit().update(status="held", starts_at=at(people.today))
        assert clocks.latest_to_plan(case, policy(case, people)) is None
        following = schedule(case, people, on=people.today + dt.timedelta(days=30))
        found = clocks.latest_new_date(following, case, policy(case, people))
        assert found is not None and found.start_on == following.held_on

    def test_the_end_of_the_level_ends_it(self, meeting: Meeting, people: World) -> None:
        case = meeting.case
        cancel(meeting, people)
        assert clocks.latest_to_plan(case, policy(case, people)) is not None
        was = LevelDecision.objects.get(case=case)
        lowered = LevelDecision(case=case, level=1, reason="One agency.", supersedes=was)
        again = LevelDecision(case=case, level=2, reason="Several again.", supersedes=lowered)
        for row in (lowered, again):
            row.decided_on, row.decided_by, row.role = people.today, people.coordinator, "coordinator"
            row.save(force_insert=True)
        assert clocks.latest_to_plan(case, policy(case, people)) is None
