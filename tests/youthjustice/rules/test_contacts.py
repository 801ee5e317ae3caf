"""Intervention level and contacts a month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.levels import RoshLevel
from audit.refusals import Effect
from tests.marks import rule
from youthjustice.rules.contacts import (
    BY_HARM,
    BY_REOFFENDING,
    InterventionLevel,
    contact_plan,
    level_findings,
    lower_frequency_from,
)
from youthjustice.rules.reoffending import Likelihood

START = date(2026, 1, 31)
ENHANCED = contact_plan(RoshLevel.MEDIUM, Likelihood.LOW)


@rule("YJ-13")
class TestLevelAndContacts:
    @pytest.mark.parametrize(
        ("harm", "reoffending", "level", "contacts"),
        [
            (RoshLevel.LOW, Likelihood.LOW, InterventionLevel.STANDARD, (2, 1)),
            (RoshLevel.MEDIUM, Likelihood.LOW, InterventionLevel.ENHANCED, (4, 2)),
            (RoshLevel.LOW, Likelihood.MEDIUM, InterventionLevel.ENHANCED, (4, 2)),
            (RoshLevel.LOW, Likelihood.HIGH, InterventionLevel.INTENSIVE, (8, 4)),
            (RoshLevel.HIGH, Likelihood.LOW, InterventionLevel.INTENSIVE, (8, 4)),
            (RoshLevel.VERY_HIGH, Likelihood.LOW, InterventionLevel.INTENSIVE, (8, 4)),
        ],
    )
    def test_the_higher_risk_sets_level_and_contacts(
        self, harm: RoshLevel, reoffending: Likelihood, level: InterventionLevel, contacts: tuple[int, int]
    ) -> None:
        plan = contact_plan(harm, reoffending)
        assert plan.level is level
        assert (plan.frequency.first_three_months, plan.frequency.remainder) == contacts

    @given(st.sampled_from(RoshLevel), st.sampled_from(Likelihood))
    def test_the_level_is_never_below_what_either_risk_gives(self, harm: RoshLevel, reoffending: Likelihood) -> None:
        level = contact_plan(harm, reoffending).level
        assert level >= BY_HARM[harm]
        assert level >= BY_REOFFENDING[reoffending]
        assert level in (BY_HARM[harm], BY_REOFFENDING[reoffending])

    def test_the_lower_number_starts_three_months_after_the_order_by_the_calendar(self) -> None:
        assert lower_frequency_from(START) == "Thursday 30 April 2026"

    def test_choosing_the_suggested_level_needs_nothing(self) -> None:
        assert level_findings(ENHANCED, ENHANCED.level, reason="", wellbeing_is_the_only_reason=False) == []

    @pytest.mark.parametrize("chosen", [InterventionLevel.STANDARD, InterventionLevel.INTENSIVE])
    def test_another_level_needs_a_reason(self, chosen: InterventionLevel) -> None:
        found = level_findings(ENHANCED, chosen, reason=" ", wellbeing_is_the_only_reason=False)
        assert [(f.rule, f.effect) for f in found] == [("YJ-13", Effect.REQUIRE)]

    @pytest.mark.parametrize(
        ("chosen", "effects"),
        [(InterventionLevel.STANDARD, [Effect.WARN]), (InterventionLevel.INTENSIVE, [])],
    )
    def test_with_a_reason_only_fewer_contacts_are_questioned(
        self, chosen: InterventionLevel, effects: list[Effect]
    ) -> None:
        found = level_findings(ENHANCED, chosen, reason="Progress", wellbeing_is_the_only_reason=False)
        assert [f.effect for f in found] == effects


@rule("YJ-14")
class TestWellbeingAlone:
    def test_it_never_raises_the_level(self) -> None:
        found = level_findings(
            ENHANCED, InterventionLevel.INTENSIVE, reason="Very High well-being", wellbeing_is_the_only_reason=True
        )
        assert [(f.rule, f.effect) for f in found] == [("YJ-14", Effect.REFUSE)]

    def test_it_does_not_stand_in_the_way_of_fewer_contacts(self) -> None:
        found = level_findings(
            ENHANCED, InterventionLevel.STANDARD, reason="Overload", wellbeing_is_the_only_reason=True
        )
        assert [f.rule for f in found] == ["YJ-13"]
