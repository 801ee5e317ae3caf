"""Placing in Category 3, and what the end of a category does to the ledger."""

import datetime as dt

import pytest

from accounts.models import User
from audit.refusals import RuleRefused
from levels.models import LevelDecision
from levels.selectors import current_category, current_level
from levels.services import decide_category, place_in_category_3, review_at_level_1
from levels.services.approving import approve_lowering
from offenders.models import Case, Offence
from tests import factories
from tests.factories import World
from tests.marks import rule


@pytest.fixture
def stalker(world: World, case: Case) -> Case:
    """In Category 3 at Level 3 since ten days ago, for an offence that meets no other category."""
    factories.conviction(
        case, world.practitioner, today=world.today, specified=None, disposal="community_order", term_value=None,
        term_unit="", licence_ends_on=None, sentence_ends_on=None, stalking=True,
    )  # fmt: skip
    place(case, world, level=3, on=world.today - dt.timedelta(days=10))
    return case


def place(case: Case, world: World, *, level: int, on: dt.date, acknowledged: frozenset[str] = frozenset()) -> None:
    current = current_category(case)
    place_in_category_3(
        actor=world.coordinator, case=case, offence=Offence.objects.get(case=case), reason="Capable of serious harm.",
        level=level, on=on, today=world.today, based_on=str(current.pk) if current else "", acknowledged=acknowledged,
    )  # fmt: skip


def approve(world: World, case: Case, actor: User, *accepts: str) -> None:
    approve_lowering(
        actor=actor,
        case=case,
        to="2",
        accepts=accepts,
        reason="Every agency was asked.",
        today=world.today,
        based_on="",
    )


@rule("LVL-24")
@rule("LVL-18")
def test_a_placing_at_a_lower_level_waits_for_the_approval_of_somebody_else(world: World, stalker: Case) -> None:
    def lowered(*acknowledged: str) -> tuple[str, ...]:
        with pytest.raises(RuleRefused) as refused:
            place(stalker, world, level=2, on=world.today, acknowledged=frozenset(acknowledged))
        return refused.value.rules

    against = lowered()
    assert "LVL-24" in against
    approve(world, stalker, world.manager, *against)
    assert set(lowered()) == set(against), "what the approval takes upon itself is confirmed"
    place(stalker, world, level=2, on=world.today, acknowledged=frozenset(against))
    decision = current_level(stalker)
    assert (decision.level, decision.second_approval) == (2, world.manager)
    assert set(against) <= set(decision.rules)


@rule("LVL-18")
def test_nobody_approves_the_lower_level_of_their_own_placing(world: World, stalker: Case) -> None:
    approve(world, stalker, world.coordinator, "LVL-24")
    with pytest.raises(RuleRefused) as refused:
        place(stalker, world, level=2, on=world.today, acknowledged=frozenset({"LVL-24"}))
    assert "LVL-24" in refused.value.rules


@rule("LVL-09")
def test_a_placing_is_not_dated_before_the_present_level(world: World, stalker: Case) -> None:
    with pytest.raises(RuleRefused) as refused:
        place(stalker, world, level=3, on=world.today - dt.timedelta(days=11))
    assert "LVL-09" in refused.value.rules


@rule("LVL-02")
def test_a_placing_at_level_1_is_refused_and_nothing_changes(world: World, stalker: Case) -> None:
    with pytest.raises(RuleRefused) as refused:
        place(stalker, world, level=1, on=world.today)
    assert "LVL-02" in refused.value.rules
    stalker.refresh_from_db()
    assert (stalker.category, stalker.level) == (3, 3)


def test_the_ledger_says_so_when_a_category_ends(world: World, category_2_case: Case) -> None:
    case = factories.at_level_1(factories.make_case(world), world.practitioner, today=world.today)
    offence = Offence.objects.get(case=case)
    ended = world.today - dt.timedelta(days=1)
    Offence.objects.filter(pk=offence.pk).in_bulk_with_own_audit().update(licence_ends_on=ended, sentence_ends_on=ended)
    decide_category(
        actor=world.practitioner, case=case, reason="The licence has ended.", on=world.today, today=world.today,
        based_on=str(current_category(case).pk),
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.category, case.level, case.ended_on) == (None, None, world.today)
    assert current_level(case).level is None
    assert LevelDecision.objects.filter(case=case).count() == 2


@rule("OFF-21")
def test_a_review_sent_twice_is_recorded_once(world: World, case: Case) -> None:
    factories.at_level_1(case, world.practitioner, today=world.today)

    def review() -> None:
        review_at_level_1(
            actor=world.practitioner, case=case, on=world.today, today=world.today, new_information="Asked; nothing.",
            action_progress="On time.", victim_information="Nothing new.", records_checked="ViSOR.",
            plan_revised=False, disclosure_considered="No: nobody is at risk.", outcome="stays", reason="Stable.",
        )  # fmt: skip

    review()
    with pytest.raises(RuleRefused) as refused:
        review()
    assert refused.value.rules == ("OFF-21",)
