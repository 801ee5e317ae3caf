"""What follows a referral: the meeting that was named is planned, and a category ends once it was made."""

import datetime as dt

import pytest

from deadlines.models import Deadline
from levels.models import Category3Review
from levels.services.considering import consider_category_3
from levels.services.ending import followed_up, look_ahead
from meetings.services import moving
from offenders.models import Case, Offence
from offenders.writing import announce
from referrals import services
from referrals.models import Referral
from referrals.rules.steps import Purpose
from tests import factories
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


@pytest.fixture
def stalker(world: World, case: Case) -> Case:
    """Convicted of stalking, in no category."""
    factories.conviction(
        case, world.practitioner, today=world.today, specified=None, checked_not_listed=True, stalking=True,
        disposal="community_order", term_value=None, term_unit="", licence_ends_on=None, sentence_ends_on=None,
    )  # fmt: skip
    return case


def asked_of(case: Case) -> dict[str, dt.date]:
    rows = Deadline.objects.filter(case=case, rule__in=("CAT-16", "CAT-37"), closed_at__isnull=True)
    return dict(rows.values_list("rule", "due_on"))


def to_be_referred(case: Case, world: World, **changes: str) -> Category3Review:
    said = {"outcome": "refer", "reason": "The pattern.", "based_on": "", **changes}
    return consider_category_3(actor=world.practitioner, case=case, on=world.today, today=world.today, **said)


def referred(case: Case, world: World) -> Referral:
    me, today = world.practitioner, world.today
    referral = builders.complete(builders.started(case, me, today=today, purpose=Purpose.CATEGORY_3), me)
    assert set(asked_of(case)) & {"CAT-16", "CAT-37"}, "a draft is no referral"
    builders.submitted(referral, me, today=today)
    referral.refresh_from_db()
    return referral


@rule("CAT-37")
def test_whoever_is_to_be_referred_to_category_3_is_due_until_mappa_a_is_sent(world: World, stalker: Case) -> None:
    assert asked_of(stalker) == {"CAT-16": world.today + 28 * DAY}
    to_be_referred(stalker, world)
    assert asked_of(stalker) == {"CAT-37": world.today + 10 * DAY}
    referral = referred(stalker, world)
    assert asked_of(stalker) == {}
    services.withdraw(actor=world.practitioner, referral=referral, version=referral.version, reason="Wrong person.")
    assert asked_of(stalker) == {"CAT-37": world.today + 10 * DAY}
    row = Category3Review.objects.get()
    to_be_referred(stalker, world, outcome="not_suitable", based_on=str(row.pk))
    assert asked_of(stalker) == {}


@rule("CAT-36")
def test_a_referral_to_category_3_is_the_record_that_it_was_considered(world: World, stalker: Case) -> None:
    referred(stalker, world)
    row = Category3Review.objects.get()
    assert (row.outcome, row.decided_on, row.decided_by) == ("refer", world.today, world.practitioner)
    assert row.reason == "Referred to Category 3 by Invented Probation Hampshire, with MAPPA A."
    assert asked_of(stalker) == {}


@rule("CAT-36")
def test_so_is_one_that_another_agency_sent_in_once_it_is_taken_on(world: World, stalker: Case) -> None:
    sent = builders.sent_in(world, world.spoc, purpose=Purpose.CATEGORY_3)
    assert set(asked_of(stalker)) == {"CAT-16"}
    services.take_on(
        actor=world.coordinator, sent=sent, version=sent.version, reference=stalker.reference, today=world.today
    )
    row = Category3Review.objects.get()
    assert row.outcome == "refer" and row.reason.startswith(f"Referred to Category 3 by {sent.agency.name}")
    assert asked_of(stalker) == {}


@rule("CAT-37")
def test_nobody_is_referred_for_an_offence_that_was_quashed(world: World, stalker: Case) -> None:
    to_be_referred(stalker, world)
    Offence.objects.filter(case=stalker).in_bulk_with_own_audit().update(quashed_on=world.today)
    announce(stalker)
    assert asked_of(stalker) == {}
