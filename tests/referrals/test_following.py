"""What follows a referral: the meeting that was named is planned, and a category ends once it was made."""

import datetime as dt

import pytest

from deadlines.models import Deadline
from levels.services.ending import followed_up, look_ahead
from meetings.services import moving
from offenders.models import Case
from referrals.models import Referral
from referrals.rules.steps import Purpose
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import approval, at, schedule
from tests.referrals import builders

DAY = dt.timedelta(days=1)


@rule("REF-25")
def test_the_meeting_that_was_named_is_due_until_one_is_planned(world: World, submitted: Referral) -> None:
    owed = Deadline.objects.filter(case=submitted.case, rule="REF-25", closed_at__isnull=True)
    builders.decided(submitted, world.coordinator, today=world.today, meeting_on=world.today + 20 * DAY)
    assert [(row.start_on, row.due_on) for row in owed.all()] == [(world.today, world.today + 20 * DAY)]
    case = Case.objects.get(pk=submitted.case_id)
    schedule(case, world, on=world.today - DAY, today=world.today - 22 * DAY)
    assert owed.exists(), "an old one that nobody closed is no plan"
    meeting = schedule(case, world, on=world.today + 20 * DAY)
    assert not owed.exists()
    moving.cancel_meeting(
        actor=world.coordinator, meeting=meeting, version=meeting.version, reason="The room burned.",
        approval=approval(world), today=world.today,
    )  # fmt: skip
    assert owed.exists()


@rule("REF-25")
@pytest.mark.parametrize(("first", "owing"), [(0, True), (1, False)])
def test_a_meeting_after_the_day_that_was_named_counts_where_the_chair_approved_putting_it_off(
    world: World, submitted: Referral, first: int, owing: bool
) -> None:
    owed = Deadline.objects.filter(case=submitted.case, rule="REF-25", closed_at__isnull=True)
    named = world.today + 20 * DAY
    builders.decided(submitted, world.coordinator, today=world.today, meeting_on=named)
    meeting = schedule(Case.objects.get(pk=submitted.case_id), world, on=named + (1 - first) * DAY)
    assert owed.exists() is owing
    moving.move_meeting(
        actor=world.coordinator, meeting=meeting, version=meeting.version, starts_at=at(named + 2 * DAY),
        reason="The room burned.", approval=approval(world), today=world.today, acknowledged=frozenset({"REV-07"}),
    )  # fmt: skip
    assert owed.exists() is owing


@rule("LIFE-07")
@pytest.mark.parametrize(("purpose", "followed"), [(Purpose.CATEGORY_3, True), (Purpose.LEVEL, False)])
def test_a_referral_to_category_3_follows_the_decision_to_make_one(
    world: World, screened: Case, purpose: Purpose, followed: bool
) -> None:
    me, today = world.practitioner, world.today
    look_ahead(actor=me, case=screened, outcome="category_3", reason="It goes on.", on=today, today=today, based_on="")
    referral = builders.complete(builders.started(screened, me, today=today, purpose=purpose), me)
    assert not followed_up(screened), "a draft is no referral"
    builders.submitted(referral, me, today=today)
    assert followed_up(screened) is followed
