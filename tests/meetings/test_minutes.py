"""Minutes: versions, the chair's approval, amendments, and whose sight ends with it."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, transaction

from accounts.models import User
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from meetings.content import fingerprint
from meetings.models import Meeting, Minutes, MinutesApproval
from meetings.services import minutes
from offenders.access import Detail, can_see
from tests.marks import rule
from tests.meetings.conftest import schedule


def afresh(user: User) -> User:
    """The same person on their next request: what they are is asked again."""
    return User.objects.get(pk=user.pk)


def word(actor, meeting, people, *, based_on=1, reason="", **texts):
    texts = texts or {"media.note": "Interest is expected."}
    return minutes.word_minutes(
        actor=actor, meeting=meeting, based_on=based_on, texts=texts, reason=reason, today=people.today
    )


class TestDraft:
    def test_a_better_wording_is_a_further_version_and_the_first_stays(self, closed, people):
        second = word(people.administrator, closed, people)
        assert (second.number, second.sha256) == (2, fingerprint(second.content))
        assert Minutes.objects.get(meeting=closed, number=1).content != second.content

    def test_what_was_decided_cannot_be_reworded(self, closed, people):
        second = word(people.administrator, closed, people, **{"level.reason": "Another reason."})
        assert "Another reason." not in str(second.content)

    def test_two_who_word_the_same_version_meet_in_a_conflict(self, closed, people):
        word(people.administrator, closed, people)
        with pytest.raises(Conflict):
            word(people.chair, closed, people)

    def test_the_database_keeps_every_version(self, closed):
        with pytest.raises(DatabaseError), transaction.atomic():
            Minutes.objects.filter(meeting=closed).in_bulk_with_own_audit().update(content={})


class TestApproval:
    @rule("MIN-02")
    def test_the_co_ordinator_cannot_approve(self, closed, people):
        with pytest.raises(NotPermitted):
            minutes.approve_minutes(actor=people.coordinator, meeting=closed, based_on=1, today=people.today)

    @rule("MIN-02")
    def test_the_chair_of_another_meeting_cannot_approve(self, closed, people):
        from accounts.models import RoleHolding

        other = people.police_manager
        other.may_chair = True
        other.save()
        RoleHolding(user=other, role="chair", area=people.area, starts=people.today).save()
        following = schedule(closed.case, people)
        following.__class__.objects.filter(pk=following.pk).in_bulk_with_own_audit().update(chair=other)
        from offenders.models import Assignment

        Assignment(case=closed.case, user=other, capacity="chair", starts=people.today, meeting_id=following.pk).save()
        with pytest.raises(RuleRefused) as caught:
            minutes.approve_minutes(actor=other, meeting=closed, based_on=1, today=people.today)
        assert caught.value.rules == ("MIN-02",)

    def test_the_chair_approves_the_version_that_was_read(self, closed, people):
        word(people.administrator, closed, people)
        with pytest.raises(Conflict):
            minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=1, today=people.today)
        approval = minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=2, today=people.today)
        assert (approval.state, approval.minutes.number) == ("approved", 2)

    @rule("MIN-03")
    def test_minutes_are_approved_once(self, approved, people):
        with pytest.raises(RuleRefused):
            minutes.approve_minutes(actor=people.chair, meeting=approved.meeting, based_on=1, today=people.today)

    @rule("MIN-01")
    def test_approval_settles_the_clock(self, approved):
        assert not Deadline.objects.filter(case=approved.case, rule="MIN-01", closed_at=None).exists()

    @rule("ACC-26")
    @rule("ACC-28")
    def test_invitees_read_the_minutes_up_to_the_day_of_the_agreed_next_meeting(self, approved, people):
        meeting = approved.meeting
        assert can_see(people.spoc, meeting.case_id, Detail.PACK)
        with time_machine.travel(meeting.next_review_on, tick=False):
            assert can_see(afresh(people.spoc), meeting.case_id, Detail.PACK)
        with time_machine.travel(meeting.next_review_on + dt.timedelta(days=1), tick=False):
            assert not can_see(afresh(people.spoc), meeting.case_id, Detail.PRESENCE)
            assert can_see(afresh(people.chair), meeting.case_id, Detail.FULL)

    @rule("ACC-28")
    def test_without_a_next_meeting_invitees_read_for_four_weeks(self, closed, people):
        Meeting.objects.filter(pk=closed.pk).in_bulk_with_own_audit().update(next_review_on=None)
        minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=1, today=people.today)
        with time_machine.travel(people.today + dt.timedelta(days=28), tick=False):
            assert can_see(afresh(people.spoc), closed.case_id, Detail.PACK)
        with time_machine.travel(people.today + dt.timedelta(days=29), tick=False):
            assert not can_see(afresh(people.spoc), closed.case_id, Detail.PRESENCE)


class TestAmendment:
    @rule("MIN-02")
    def test_only_the_chair_amends_what_was_approved(self, approved, people):
        with pytest.raises(RuleRefused) as caught:
            word(people.administrator, approved.meeting, people, reason="A slip.")
        assert caught.value.rules == ("MIN-02",)
        word(people.chair, approved.meeting, people, reason="A slip.")
        assert MinutesApproval.objects.filter(meeting=approved.meeting).first().state == "amended"

    @rule("MIN-03")
    def test_an_amendment_says_why(self, approved, people):
        with pytest.raises(RuleRefused):
            word(people.chair, approved.meeting, people)
