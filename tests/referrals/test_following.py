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
from tests.meetings.conftest import approval, schedule
from tests.referrals import builders

DAY = dt.timedelta(days=1)


@rule("REF-25")
def test_the_meeting_that_was_named_is_due_until_one_is_planned(world: World, submitted: Referral) -> None:
    owed = Deadline.objects.filter(case=submitted.case, rule="REF-25", closed_at__isnull=True)
    builders.decided(submitted, world.coordinator, today=world.today, meeting_on=world.today + 20 * DAY)
    assert [(row.start_on, row.due_on) for row in owed.all()] == [(world.today, world.today + 20 * DAY)]
    case = Case.objects.get(pk=submitted.case_id)
    meeting = schedule(case, world)
    assert not owed.exists()
    moving.cancel_meeting(
        actor=world.coordinator, meeting=meeting, version=meeting.version, reason="The room burned.",
        approval=approval(world), today=world.today,
    )  # fmt: skip
    assert owed.exists()


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
