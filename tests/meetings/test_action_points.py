"""What is left of a meeting for those invited: their own agency's actions; outside the agreement, no papers."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from assessments.services import NewAction
from audit.models import AuditEvent
from audit.refusals import RuleRefused
from meetings import selectors
from meetings.models import Invitation, Meeting
from meetings.services import minutes, planning, record
from offenders.access import Detail
from offenders.models import Case
from offenders.services import access
from tests.factories import World
from tests.information import builders as information
from tests.marks import rule
from tests.meetings.conftest import schedule
from tests.meetings.test_windows import hold, next_meeting, seen

OURS, THEIRS, SECRET = "Offer an appointment each week.", "Visit the house each month.", "Watch the back door."
AFTER = dt.timedelta(days=365)


def agreed(meeting: Meeting, world: World, agency: object, what: str, *, sensitive: bool = False) -> None:
    """An action that the meeting agreed."""
    action = NewAction(
        pillar="supervision",
        description=what,
        how_it_manages_risk="It keeps a risk of harm in sight.",
        agency=agency,  # type: ignore[arg-type]
        owner_role="Duty officer",
        due_on=world.today + dt.timedelta(days=90),
        sensitive=sensitive,
    )
    allowed = frozenset({f"RMP-{number:02}" for number in range(20)})
    record.agree_action(actor=world.administrator, meeting=meeting, action=action, acknowledged=allowed)


@pytest.fixture
def outside(people: World) -> World:
    """The world in which health has not signed the information-sharing agreement."""
    people.mental_health.shares_information = False
    people.mental_health.save()
    return people


def held(case: Case, world: World) -> Meeting:
    """A meeting of today with actions of health and of the police, closed."""
    meeting = schedule(case, world, on=world.today, today=world.today - dt.timedelta(days=21))
    agreed(meeting, world, world.mental_health, OURS)
    agreed(meeting, world, world.police, THEIRS)
    agreed(meeting, world, world.mental_health, SECRET, sensitive=True)
    return hold(meeting, world, world.chair)


def points(world: World, meeting: Meeting, who: str = "spoc") -> list[str]:
    """The actions that somebody is given, asked afresh."""
    viewer = User.objects.get(pk=world.people[who].pk)
    given = selectors.action_points(viewer=viewer, case_id=meeting.case_id, meeting_id=meeting.pk)
    return sorted(action.description for action in given.actions)


def none(world: World, meeting: Meeting, who: str = "spoc") -> bool:
    """Whether the page does not exist for somebody."""
    try:
        points(world, meeting, who)
    except Http404:
        return True
    return False


@rule("ACC-61")
class TestAfterwards:
    def test_the_own_agency_s_actions_stay_when_the_papers_are_closed(self, level_2_case: Case, people: World) -> None:
        meeting = held(level_2_case, people)
        minutes.approve_minutes(actor=people.chair, meeting=meeting, based_on=1, today=people.today)
        with time_machine.travel(people.today + AFTER, tick=False):
            assert seen(people.spoc, level_2_case) is Detail.NOTHING
            assert points(people, meeting) == [OURS]

    def test_what_the_own_agency_gave_stays_and_nothing_that_others_gave(
        self, level_2_case: Case, people: World
    ) -> None:
        meeting = held(level_2_case, people)
        information.recorded(level_2_case, people.spoc, today=people.today, text="Seen weekly.", source="")
        information.recorded(level_2_case, people.practitioner, today=people.today, text="Seen daily.", source="")
        given = selectors.action_points(viewer=people.spoc, case_id=level_2_case.pk, meeting_id=meeting.pk).given
        assert [item.newest_first[0].text for item in given] == ["Seen weekly."]

    def test_a_withdrawn_invitation_leaves_nothing(self, level_2_case: Case, people: World) -> None:
        meeting = schedule(level_2_case, people, on=people.today, today=people.today - dt.timedelta(days=21))
        agreed(meeting, people, people.mental_health, OURS)
        invitation = Invitation.objects.get(meeting=meeting, person=people.spoc)
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=invitation, version=1, reason="Not needed.", today=people.today
        )
        hold(meeting, people, people.chair)
        assert none(people, meeting)

    def test_whoever_has_gone_to_another_agency_sees_nothing(self, level_2_case: Case, people: World) -> None:
        meeting = held(level_2_case, people)
        people.spoc.agency = people.police
        people.spoc.save()
        assert none(people, meeting)

    def test_a_bar_and_a_restriction_close_it(self, level_2_case: Case, people: World) -> None:
        meeting = held(level_2_case, people)
        rows = Case.objects.filter(pk=level_2_case.pk).in_bulk_with_own_audit()
        rows.update(restricted=True)
        assert none(people, meeting)
        rows.update(restricted=False)
        access.deny(
            actor=people.coordinator, case=level_2_case, user=people.spoc, reason="Related.", starts=people.today
        )
        assert none(people, meeting)

    @pytest.mark.parametrize("who", ["stranger", "police_manager", "practitioner", "coordinator", "sysadmin"])
    def test_it_is_for_those_invited_by_name(self, level_2_case: Case, people: World, who: str) -> None:
        assert none(people, held(level_2_case, people), who)

    def test_nothing_before_the_meeting_is_held(self, meeting: Meeting, people: World) -> None:
        assert none(people, meeting)

    def test_the_page_tells_the_reference_and_not_the_name(
        self, level_2_case: Case, people: World, sign_in: Callable
    ) -> None:
        meeting = held(level_2_case, people)
        client = sign_in(people.spoc)
        listed = client.get(reverse("action_points")).content.decode()
        text = client.get(reverse("meeting_action_points", args=[level_2_case.pk, meeting.pk])).content.decode()
        for page in (listed, text):
            assert level_2_case.reference in page
            assert level_2_case.family_name not in page
        assert OURS in text
        assert THEIRS not in text
        assert SECRET not in text
        assert AuditEvent.objects.filter(
            actor_id=people.spoc.pk, verb="action_points.viewed", case_id=level_2_case.pk
        ).exists()


@rule("ACC-60")
class TestOutsideTheAgreement:
    def test_an_invitation_opens_no_papers(self, level_2_case: Case, outside: World) -> None:
        meeting = schedule(level_2_case, outside)
        assert seen(outside.spoc, level_2_case) is Detail.NOTHING
        assert not Meeting.objects.visible_to(outside.spoc).filter(pk=meeting.pk).exists()

    def test_it_brings_the_agreed_action_points_until_the_day_of_the_next_meeting(
        self, level_2_case: Case, outside: World
    ) -> None:
        meeting = held(level_2_case, outside)
        assert points(outside, meeting) == [OURS, THEIRS]
        minutes.approve_minutes(actor=outside.chair, meeting=meeting, based_on=1, today=outside.today)
        assert points(outside, meeting) == [OURS, THEIRS]
        last = meeting.next_review_on
        with time_machine.travel(dt.datetime.combine(last, dt.time(12), dt.UTC), tick=False):
            assert points(outside, meeting) == [OURS, THEIRS]
        with time_machine.travel(dt.datetime.combine(last + dt.timedelta(days=1), dt.time(12), dt.UTC), tick=False):
            assert points(outside, meeting) == [OURS]

    def test_of_a_last_meeting_they_are_read_for_as_long_as_its_papers(
        self, level_2_case: Case, outside: World
    ) -> None:
        meeting = held(level_2_case, outside)
        Meeting.objects.filter(pk=meeting.pk).in_bulk_with_own_audit().update(next_review_on=None)
        minutes.approve_minutes(actor=outside.chair, meeting=meeting, based_on=1, today=outside.today)
        Case.objects.filter(pk=level_2_case.pk).in_bulk_with_own_audit().update(restricted=True)
        last = outside.today + minutes.READING_TIME
        with time_machine.travel(dt.datetime.combine(last, dt.time(12), dt.UTC), tick=False):
            assert points(outside, meeting) == [OURS, THEIRS]
        with time_machine.travel(dt.datetime.combine(last + dt.timedelta(days=1), dt.time(12), dt.UTC), tick=False):
            assert none(outside, meeting)

    def test_confirmed_minutes_leave_the_own_agency_s(self, level_2_case: Case, outside: World) -> None:
        meeting = held(level_2_case, outside)
        minutes.approve_minutes(actor=outside.chair, meeting=meeting, based_on=1, today=outside.today)
        following = next_meeting(
            level_2_case, outside, outside.chair, outside.today + dt.timedelta(days=21), outside.today
        )
        hold(following, outside, outside.chair)
        with time_machine.travel(dt.datetime.combine(following.held_on, dt.time(16), dt.UTC), tick=False):
            assert points(outside, meeting) == [OURS]

    def test_an_agency_that_leaves_the_agreement_gets_them_too(self, level_2_case: Case, people: World) -> None:
        meeting = held(level_2_case, people)
        assert points(people, meeting) == [OURS]
        people.mental_health.shares_information = False
        people.mental_health.save()
        assert points(people, meeting) == [OURS, THEIRS]

    def test_a_barred_person_is_not_invited_that_way_either(self, level_2_case: Case, outside: World) -> None:
        access.deny(
            actor=outside.coordinator, case=level_2_case, user=outside.spoc, reason="Related.", starts=outside.today
        )
        with pytest.raises(RuleRefused) as refused:
            schedule(level_2_case, outside)
        assert refused.value.rules == ("ACC-25",)
