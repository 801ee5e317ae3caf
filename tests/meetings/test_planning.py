"""Planning a meeting: what is refused, and whom it lets see the case, from when until when."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline
from levels.models import HeldMeeting
from meetings import clocks, facts
from meetings.facts import Asked, party_of
from meetings.models import Invitation, Meeting
from meetings.rules.people import Party
from meetings.services import planning
from offenders.access import Detail, can_see
from offenders.models import Assignment
from tests.marks import rule
from tests.meetings.conftest import at_level, plan_for, schedule, those_asked
from tests.meetings.test_the_day import inside


def refused(call, **arguments) -> list[str]:
    with pytest.raises(RuleRefused) as caught:
        call(**arguments)
    return [finding.rule for finding in caught.value.findings]


def planned(people, case, *, asked=None, acknowledged=frozenset(), today=None, **changes):
    day = changes.pop("on", people.today + dt.timedelta(days=21))
    return {
        "actor": people.coordinator,
        "case": case,
        "plan": plan_for(people, day, **changes),
        "asked": those_asked(people) if asked is None else asked,
        "today": today or people.today,
        "acknowledged": acknowledged,
    }


def met_before(case, people, *, days, level=2):
    """A meeting was held so many days ago; by when the next one is owed."""
    held_on = people.today - dt.timedelta(days=days)
    HeldMeeting(case=case, meeting_id=uuid4(), level=level, held_on=held_on).save(force_insert=True)
    return clocks.review_owed(case, facts.policy_of(case, people.today)).due_on


class TestPlanning:
    def test_a_meeting_is_at_the_level_of_the_case_and_asks_the_chair_too(self, meeting, people):
        assert meeting.level == 2
        assert {row.person for row in Invitation.objects.filter(meeting=meeting)} >= {people.chair, people.spoc}

    def test_it_is_recorded_who_planned_it(self, meeting, people):
        event = AuditEvent.objects.get(verb="meeting.scheduled")
        assert (event.actor_id, event.case_id) == (people.coordinator.pk, meeting.case_id)

    def test_a_practitioner_does_not_plan_meetings(self, level_2_case, people):
        with pytest.raises(NotPermitted):
            planning.schedule_meeting(**{**planned(people, level_2_case), "actor": people.practitioner})

    @rule("MTG-05")
    def test_no_meeting_without_a_level(self, category_2_case, people):
        assert refused(planning.schedule_meeting, **planned(people, category_2_case)) == ["MTG-05"]
        assert not Meeting.objects.exists()

    @rule("MTG-05")
    def test_a_level_1_case_has_no_meetings(self, level_2_case, people):
        Meeting.objects.all()
        level_2_case.__class__.objects.filter(pk=level_2_case.pk).in_bulk_with_own_audit().update(level=1)
        assert "MTG-05" in refused(planning.schedule_meeting, **planned(people, level_2_case))

    @rule("MTG-03")
    def test_the_chair_is_not_the_only_one_of_their_agency(self, level_2_case, people):
        without_police = [one for one in those_asked(people) if one.agency != people.police]
        found = refused(planning.schedule_meeting, **planned(people, level_2_case, asked=without_police))
        assert "MTG-03" in found

    @rule("MTG-02")
    def test_an_untrained_chair_is_refused(self, level_2_case, people):
        people.chair.may_chair = False
        people.chair.save()
        assert refused(planning.schedule_meeting, **planned(people, level_2_case)) == ["MTG-02"]

    @rule("MTG-01")
    def test_a_chair_from_health_is_refused(self, level_2_case, people):
        people.chair.agency = people.mental_health
        people.chair.save()
        assert "MTG-01" in refused(planning.schedule_meeting, **planned(people, level_2_case))

    @rule("MTG-06")
    @pytest.mark.parametrize(("days", "fine"), [(14, True), (13, False)])
    def test_fourteen_days_notice(self, level_2_case, people, days, fine):
        arguments = planned(people, level_2_case, on=people.today + dt.timedelta(days=days))
        if fine:
            assert planning.schedule_meeting(**arguments).pk
        else:
            assert refused(planning.schedule_meeting, **arguments) == ["MTG-06"]

    @rule("MTG-06")
    def test_an_emergency_meeting_goes_through_once_the_short_notice_is_acknowledged(self, level_2_case, people):
        soon = {"on": people.today + dt.timedelta(days=2), "emergency": True, "emergency_reason": "Release moved."}
        assert refused(planning.schedule_meeting, **planned(people, level_2_case, **soon)) == ["MTG-06"]
        accepted = planned(people, level_2_case, acknowledged=frozenset({"MTG-06"}), **soon)
        assert planning.schedule_meeting(**accepted).emergency_reason == "Release moved."

    @rule("MTG-28")
    def test_a_meeting_later_than_the_review_is_owed_keeps_its_reason(self, level_2_case, people, sign_in):
        owed = met_before(level_2_case, people, days=60)
        in_time = planned(people, level_2_case, on=owed, kind="review")
        late = planned(people, level_2_case, on=owed + dt.timedelta(days=1), kind="review")
        assert refused(planning.schedule_meeting, **late) == ["MTG-28"]
        said = {**late, "plan": replace(late["plan"], late_reason="The chair is away.")}
        meeting = planning.schedule_meeting(**said)
        assert (meeting.owed_on, meeting.late_reason) == (owed, "The chair is away.")
        assert "MTG-28" in AuditEvent.objects.get(verb="meeting.scheduled", refused=False).rules
        page = sign_in(people.coordinator).get(reverse("meeting_detail", args=[level_2_case.pk, meeting.pk]))
        assert "The chair is away." in page.content.decode()
        said = {**in_time, "plan": replace(in_time["plan"], late_reason="Not needed.")}
        assert planning.schedule_meeting(**said).late_reason == ""

    @rule("MTG-28")
    def test_with_one_planned_in_time_a_later_one_says_nothing(self, level_2_case, people):
        owed = met_before(level_2_case, people, days=60)
        planning.schedule_meeting(**planned(people, level_2_case, on=owed, kind="review"))
        later = planned(people, level_2_case, on=owed + dt.timedelta(days=7), kind="review")
        assert planning.schedule_meeting(**later).late_reason == ""

    @rule("MTG-28")
    def test_an_overdue_meeting_is_planned_with_the_reason(self, level_2_case, people):
        at_level(level_2_case, people, 3)
        level_2_case.refresh_from_db()
        owed = met_before(level_2_case, people, days=58, level=3)
        assert owed < people.today
        late = planned(people, level_2_case, kind="review")
        assert refused(planning.schedule_meeting, **late) == ["MTG-28"]
        said = {**late, "plan": replace(late["plan"], late_reason="Two chairs were ill.")}
        assert planning.schedule_meeting(**said).owed_on == owed

    @rule("MTG-28")
    def test_in_custody_no_interval_runs_and_nothing_is_asked(self, level_2_case, people):
        met_before(level_2_case, people, days=58)
        inside(level_2_case, people.today - dt.timedelta(days=50))
        prison = Asked(people.prison, "Prison offender manager", party_of(people.prison))
        late = planned(people, level_2_case, asked=[*those_asked(people), prison], kind="review")
        assert planning.schedule_meeting(**late).owed_on is None

    @rule("MTG-28")
    def test_the_page_says_by_when_the_review_is_owed(self, level_2_case, people, sign_in):
        met_before(level_2_case, people, days=60)
        page = sign_in(people.coordinator).get(reverse("meeting_schedule", args=[level_2_case.pk])).content.decode()
        assert "The next review is owed by" in page

    @rule("MTG-12")
    def test_victim_liaison_is_needed_where_a_victim_is_in_contact(self, level_2_case, people):
        from offenders.models import ProtectedPerson

        ProtectedPerson(case=level_2_case, kind="victim", name="Wilhelmina Thrupp", victim_contact=True).save()
        assert refused(planning.schedule_meeting, **planned(people, level_2_case)) == ["MTG-12"]
        vlo = Asked(people.probation, "Victim Liaison Officer", Party.VICTIM_LIAISON_OFFICER)
        arguments = planned(people, level_2_case, asked=[*those_asked(people), vlo])
        assert planning.schedule_meeting(**arguments).pk

    @rule("ACC-25")
    def test_a_barred_person_cannot_be_invited_and_nothing_is_planned(self, level_2_case, people):
        from offenders.services.access import deny

        deny(actor=people.coordinator, case=level_2_case, user=people.spoc, reason="A relative.", starts=people.today)
        assert refused(planning.schedule_meeting, **planned(people, level_2_case)) == ["ACC-25"]
        assert not Meeting.objects.exists()


class TestSight:
    def test_planning_opens_the_case_to_chair_and_invitees(self, level_2_case, people):
        assert not can_see(people.chair, level_2_case.pk, Detail.PRESENCE)
        schedule(level_2_case, people)
        assert can_see(people.chair, level_2_case.pk, Detail.FULL)
        assert can_see(people.spoc, level_2_case.pk, Detail.PACK)
        assert not can_see(people.spoc, level_2_case.pk, Detail.FULL)

    @rule("ACC-26")
    def test_sight_ends_with_a_withdrawn_invitation(self, meeting, people):
        row = Invitation.objects.get(meeting=meeting, person=people.spoc)
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=row, version=row.version, reason="Not needed.", today=people.today
        )
        assert not can_see(people.spoc, meeting.case_id, Detail.PRESENCE)

    @rule("MTG-03")
    def test_the_last_colleague_of_the_chair_stays_invited(self, meeting, people):
        row = Invitation.objects.get(meeting=meeting, agency=people.police, person=None)
        found = refused(
            planning.withdraw_invitation,
            actor=people.coordinator,
            invitation=row,
            version=row.version,
            reason="x",
            today=people.today,
        )
        assert found == ["MTG-03"]

    @rule("OFF-21")
    def test_a_plan_that_is_sent_twice_is_one_meeting(self, meeting, people):
        assert refused(planning.schedule_meeting, **planned(people, meeting.case)) == ["OFF-21"]
        assert Meeting.objects.filter(case=meeting.case).count() == 1

    def test_an_invitee_sees_this_meeting_and_no_other_of_the_case(self, meeting, people):
        asked = those_asked(people)[:2]
        other = planning.schedule_meeting(
            **planned(people, meeting.case, asked=asked, on=people.today + dt.timedelta(days=22))
        )
        seen = set(Meeting.objects.visible_to(people.spoc).values_list("pk", flat=True))
        assert seen == {meeting.pk}
        assert other.pk in set(Meeting.objects.visible_to(people.chair).values_list("pk", flat=True))

    def test_a_lay_adviser_only_watches(self, meeting, people):
        asked = Asked(people.police, "Lay adviser", party_of(people.police), people.lay_adviser)
        planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)
        assert Assignment.objects.get(user=people.lay_adviser).capacity == "observer"

    @rule("MTG-14")
    def test_the_person_managed_is_never_invited(self, meeting, people):
        asked = replace(those_asked(people)[0], party=Party.OFFENDER)
        found = refused(planning.invite, actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)
        assert found == ["MTG-14"]


class TestInvitationClock:
    @rule("MTG-06")
    def test_invitations_are_due_fourteen_days_before_until_they_are_sent(self, meeting, people):
        due = Deadline.objects.get(case=meeting.case, rule="MTG-06", closed_at=None)
        assert due.due_on == meeting.held_on - dt.timedelta(days=14)
        planning.record_invitations_sent(
            actor=people.administrator, meeting=meeting, version=meeting.version, on=people.today, today=people.today
        )
        assert not Deadline.objects.filter(case=meeting.case, rule="MTG-06", closed_at=None).exists()


def test_a_level_3_meeting_is_planned_at_level_3(level_2_case, people):
    at_level(level_2_case, people, 3)
    assert schedule(level_2_case, people).level == 3
