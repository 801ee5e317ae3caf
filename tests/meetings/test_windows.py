"""How long each part in a meeting opens the case: just before, at and just after each end of each window."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import RoleHolding, User
from meetings import facts
from meetings.facts import Asked, party_of
from meetings.models import Invitation, Meeting
from meetings.rules.minutes import MinutesState
from meetings.rules.people import Party
from meetings.services import closing, minutes, moving, planning
from offenders.access import Detail
from offenders.models import Assignment, Case
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import READY, all_came, answered, approval, plan_for, schedule

LONDON = ZoneInfo("Europe/London")
CORRECT = {"note": "Read and agreed.", "correct": "yes"}
ACKNOWLEDGED = READY | frozenset({"MTG-06", "MTG-08", "MTG-41", "LVL-15", "LVL-16"})


def seen(user: User, case: Case) -> Detail:
    """How much somebody sees with their next request."""
    found = Case.objects.seen_by(User.objects.get(pk=user.pk)).filter(pk=case.pk).first()
    return Detail(found.detail) if found else Detail.NOTHING


def minute(day: dt.date, hour: int, of_hour: int) -> dt.datetime:
    """An instant in London."""
    return dt.datetime.combine(day, dt.time(hour, of_hour), LONDON)


@pytest.fixture
def other_chair(people: World) -> User:
    """A second trained chair, of the police."""
    other = people.police_manager
    other.may_chair = True
    other.save()
    RoleHolding(user=other, role="chair", area=people.area, starts=people.today - dt.timedelta(days=30)).save()
    return other


def next_meeting(case: Case, world: World, chair: User, on: dt.date, planned_on: dt.date) -> Meeting:
    """A further meeting, to which health sends nobody by name."""
    asked = [Asked(one, "Representative", party_of(one)) for one in (world.police, world.probation)]
    asked.append(Asked(world.probation, "Probation practitioner", Party.PRACTITIONER))
    plan = plan_for(world, on, chair=chair)
    return planning.schedule_meeting(
        actor=world.coordinator, case=case, plan=plan, asked=asked, today=planned_on, acknowledged=ACKNOWLEDGED
    )


def hold(meeting: Meeting, world: World, chair: User, *, correct: bool = True) -> Meeting:
    """The meeting recorded and closed on its day, the minutes before it found correct or not."""
    answered(meeting, world, previous_minutes=CORRECT if correct else {"note": "To be amended.", "correct": "no"})
    all_came(meeting, world)
    with time_machine.travel(minute(meeting.held_on, 15, 0), tick=False):
        closing.close_meeting(
            actor=User.objects.get(pk=chair.pk), meeting=meeting, today=meeting.held_on, acknowledged=ACKNOWLEDGED
        )
    meeting.refresh_from_db()
    return meeting


@rule("ACC-28")
@rule("ACC-66")
class TestFromInvitation:
    @pytest.mark.parametrize(("who", "detail"), [("spoc", Detail.PACK), ("chair", Detail.FULL)])
    def test_the_window_opens_with_the_day_of_the_invitation(
        self, level_2_case: Case, people: World, who: str, detail: Detail
    ) -> None:
        assert seen(people.people[who], level_2_case) is Detail.NOTHING
        schedule(level_2_case, people)
        assert seen(people.people[who], level_2_case) is detail
        with time_machine.travel(minute(people.today - dt.timedelta(days=1), 23, 59), tick=False):
            assert seen(people.people[who], level_2_case) is Detail.NOTHING
        with time_machine.travel(minute(people.today, 0, 0), tick=False):
            assert seen(people.people[who], level_2_case) is detail

    @rule("ACC-44")
    def test_a_lay_adviser_observes_for_as_long(self, meeting: Meeting, people: World) -> None:
        asked = Asked(people.probation, "Lay adviser", party_of(people.probation), people.lay_adviser)
        planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)
        assert seen(people.lay_adviser, meeting.case) is Detail.PACK
        invitation = Invitation.objects.get(meeting=meeting, person=people.lay_adviser)
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=invitation, version=1, reason="Term over.", today=people.today
        )
        assert seen(people.lay_adviser, meeting.case) is Detail.NOTHING


@rule("ACC-26")
@rule("ACC-28")
class TestUntil:
    def test_a_withdrawn_invitation_ends_it_with_the_next_request(self, meeting: Meeting, people: World) -> None:
        invitation = Invitation.objects.get(meeting=meeting, person=people.spoc)
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=invitation, version=1, reason="Sent another.", today=people.today
        )
        assert seen(people.spoc, meeting.case) is Detail.NOTHING
        assert not Meeting.objects.visible_to(User.objects.get(pk=people.spoc.pk)).exists()

    @rule("ACC-66")
    def test_a_cancelled_meeting_ends_every_window_that_it_opened(self, meeting: Meeting, people: World) -> None:
        moving.cancel_meeting(
            actor=people.chair,
            meeting=meeting,
            version=1,
            reason="No room.",
            approval=approval(people),
            today=people.today,
        )
        assert not Assignment.objects.filter(meeting_id=meeting.pk, ends__isnull=True).exists()
        assert {seen(people.people[who], meeting.case) for who in ("chair", "spoc")} == {Detail.NOTHING}

    @rule("ACC-66")
    def test_a_chair_replaced_by_planning_anew_sees_nothing_more(
        self, meeting: Meeting, people: World, other_chair: User
    ) -> None:
        moving.cancel_meeting(
            actor=people.coordinator,
            meeting=meeting,
            version=1,
            reason="Ill.",
            approval=approval(people),
            today=people.today,
        )
        on = people.today + dt.timedelta(days=21)
        next_meeting(meeting.case, people, other_chair, on, people.today)
        assert seen(people.chair, meeting.case) is Detail.NOTHING
        assert seen(other_chair, meeting.case) is Detail.FULL

    def test_approval_leaves_it_open_and_the_last_minute_of_the_last_day_is_in_it(self, approved, people) -> None:
        case, last = approved.case, approved.meeting.next_review_on
        assert seen(people.spoc, case) is Detail.PACK
        with time_machine.travel(minute(last, 23, 59), tick=False):
            assert seen(people.spoc, case) is Detail.PACK
        with time_machine.travel(minute(last + dt.timedelta(days=1), 0, 0), tick=False):
            assert seen(people.spoc, case) is Detail.NOTHING

    def test_days_end_at_midnight_in_london_in_summer_too(self, meeting: Meeting, people: World) -> None:
        rows = Assignment.objects.filter(meeting_id=meeting.pk, user=people.spoc).in_bulk_with_own_audit()
        rows.update(ends=dt.date(2027, 6, 15))
        with time_machine.travel(dt.datetime(2027, 6, 14, 22, 59, tzinfo=dt.UTC), tick=False):
            assert seen(people.spoc, meeting.case) is Detail.PACK
        with time_machine.travel(dt.datetime(2027, 6, 14, 23, 0, tzinfo=dt.UTC), tick=False):
            assert seen(people.spoc, meeting.case) is Detail.NOTHING

    def test_confirmation_ends_it_before_the_last_day(self, approved, people: World) -> None:
        on = people.today + dt.timedelta(days=21)
        following = next_meeting(approved.case, people, people.chair, on, people.today)
        with time_machine.travel(minute(on, 14, 59), tick=False):
            assert seen(people.spoc, approved.case) is Detail.PACK
        hold(following, people, people.chair)
        with time_machine.travel(minute(on, 15, 0), tick=False):
            assert seen(people.spoc, approved.case) is Detail.NOTHING


@rule("ACC-66")
class TestChairsInTurn:
    @pytest.fixture
    def following(self, approved, people: World, other_chair: User) -> Meeting:
        """A second meeting by another chair, three weeks after the first one, whose minutes are approved."""
        return next_meeting(approved.case, people, other_chair, people.today + dt.timedelta(days=21), people.today)

    def test_the_earlier_chair_sees_it_until_the_minutes_are_confirmed(
        self, following: Meeting, people: World, other_chair: User
    ) -> None:
        with time_machine.travel(minute(following.held_on, 14, 59), tick=False):
            assert seen(people.chair, following.case) is Detail.FULL
            assert seen(other_chair, following.case) is Detail.FULL
        hold(following, people, other_chair)
        with time_machine.travel(minute(following.held_on, 15, 0), tick=False):
            assert seen(people.chair, following.case) is Detail.NOTHING
            assert seen(other_chair, following.case) is Detail.FULL

    def test_minutes_that_are_not_confirmed_keep_it_open(
        self, following: Meeting, people: World, other_chair: User
    ) -> None:
        hold(following, people, other_chair, correct=False)
        with time_machine.travel(minute(following.held_on, 15, 1), tick=False):
            later = User.objects.get(pk=other_chair.pk)
            minutes.approve_minutes(actor=later, meeting=following, based_on=1, today=following.held_on)
            assert seen(people.chair, following.case) is Detail.FULL

    def test_the_most_recent_chair_keeps_sight_for_requests_about_the_minutes(self, approved, people: World) -> None:
        with time_machine.travel(people.today + dt.timedelta(days=400), tick=False):
            assert seen(people.chair, approved.case) is Detail.FULL

    def test_the_minute_taker_has_the_same_window(self, following: Meeting, people: World, other_chair: User) -> None:
        hold(following, people, other_chair)
        ended = Assignment.objects.filter(capacity="minute_taker", ends=following.held_on)
        assert list(ended.values_list("user", flat=True)) == [people.administrator.pk]
        assert Assignment.objects.filter(capacity="minute_taker", ends__isnull=True).count() == 1

    def test_a_chair_whose_minutes_are_still_a_draft_keeps_it_until_they_are_approved(
        self, level_2_case: Case, people: World, other_chair: User
    ) -> None:
        first = schedule(level_2_case, people, on=people.today, today=people.today - dt.timedelta(days=21))
        hold(first, people, people.chair)
        second_on, third_on = people.today + dt.timedelta(days=21), people.today + dt.timedelta(days=42)
        second = next_meeting(level_2_case, people, other_chair, second_on, people.today)
        hold(second, people, other_chair, correct=False)
        third = next_meeting(level_2_case, people, other_chair, third_on, people.today)
        with time_machine.travel(minute(third_on, 9, 0), tick=False):
            later = User.objects.get(pk=other_chair.pk)
            minutes.approve_minutes(actor=later, meeting=second, based_on=1, today=third_on)
        hold(third, people, other_chair)
        with time_machine.travel(minute(third_on, 16, 0), tick=False):
            assert facts.minutes_state(second) == MinutesState.CONFIRMED
            assert seen(people.chair, level_2_case) is Detail.FULL
            late = User.objects.get(pk=people.chair.pk)
            minutes.approve_minutes(actor=late, meeting=first, based_on=1, today=third_on)
            assert seen(people.chair, level_2_case) is Detail.FULL, "for the rest of the day"
        with time_machine.travel(minute(third_on + dt.timedelta(days=1), 0, 0), tick=False):
            assert seen(people.chair, level_2_case) is Detail.NOTHING
            assert seen(other_chair, level_2_case) is Detail.FULL
        fourth_on = third_on + dt.timedelta(days=21)
        with time_machine.travel(minute(third_on + dt.timedelta(days=1), 9, 0), tick=False):
            later = User.objects.get(pk=other_chair.pk)
            minutes.approve_minutes(actor=later, meeting=third, based_on=1, today=third_on + dt.timedelta(days=1))
            fourth = next_meeting(level_2_case, people, other_chair, fourth_on, third_on + dt.timedelta(days=1))
        hold(fourth, people, other_chair)
        assert [facts.minutes_state(one) for one in (first, second, third)] == [MinutesState.CONFIRMED] * 3
