"""Judging a child's own safety and well-being."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.levels import RoshLevel
from audit.refusals import Effect
from tests.marks import rule
from youthjustice.rules.matrix import Chance, Impact
from youthjustice.rules.wellbeing import (
    IMPACT_MEANINGS,
    LEVEL_MEANINGS,
    Outcome,
    WellbeingFacts,
    suggested_wellbeing,
    wellbeing_findings,
)

LOW, MEDIUM, HIGH, VERY_HIGH = RoshLevel
NEGLECT = Outcome("Neglect", Impact.MEDIUM, Chance.VERY_LIKELY, concern=MEDIUM)
ABUSE = Outcome("Physical abuse", Impact.MAJOR, Chance.LIKELY, concern=HIGH)


@rule("YJ-11")
class TestLevel:
    def test_no_concerns_fills_in_low(self) -> None:
        assert suggested_wellbeing(False, [ABUSE]) is LOW
        assert wellbeing_findings(WellbeingFacts(concerns=False, judged=LOW)) == []

    def test_no_concerns_and_more_than_low_contradict_each_other(self) -> None:
        assert [(f.rule, f.effect) for f in wellbeing_findings(WellbeingFacts(concerns=False, judged=MEDIUM))] == [
            ("YJ-11", Effect.REFUSE)
        ]

    def test_the_highest_concern_is_suggested(self) -> None:
        assert suggested_wellbeing(True, [NEGLECT, ABUSE]) is HIGH

    @pytest.mark.parametrize("concerns", [True, None])
    def test_without_rated_outcomes_nothing_is_suggested(self, concerns: bool | None) -> None:
        assert suggested_wellbeing(concerns, [replace(NEGLECT, concern=None)]) is None

    def test_a_judgement_below_the_highest_concern_needs_a_reason(self) -> None:
        below = WellbeingFacts(concerns=True, judged=MEDIUM, outcomes=[NEGLECT, ABUSE])
        assert [f.field for f in wellbeing_findings(below)] == ["wellbeing_reason"]
        assert wellbeing_findings(replace(below, reason="Now placed elsewhere")) == []

    @given(st.lists(st.sampled_from(RoshLevel), min_size=1))
    def test_the_suggestion_is_never_below_a_concern(self, concerns: list[RoshLevel]) -> None:
        suggested = suggested_wellbeing(True, [replace(ABUSE, concern=level) for level in concerns])
        assert suggested is not None
        assert all(suggested >= level for level in concerns)

    def test_the_trigger_question_is_answered(self) -> None:
        assert [f.field for f in wellbeing_findings(WellbeingFacts(concerns=None, judged=LOW))] == [
            "wellbeing_concerns"
        ]


@rule("YJ-03")
def test_safety_and_well_being_is_judged() -> None:
    assert [f.rule for f in wellbeing_findings(WellbeingFacts(concerns=True, judged=None))] == ["YJ-03"]


@rule("YJ-12")
@pytest.mark.parametrize(
    ("judged", "referred", "blocked"),
    [(HIGH, False, False), (VERY_HIGH, False, True), (VERY_HIGH, True, False)],
)
def test_very_high_has_a_child_protection_referral(judged: RoshLevel, referred: bool, blocked: bool) -> None:
    found = wellbeing_findings(WellbeingFacts(concerns=True, judged=judged, child_protection_referral=referred))
    assert [(f.rule, f.effect) for f in found] == ([("YJ-12", Effect.BLOCK)] if blocked else [])


def test_every_impact_and_level_has_a_meaning_to_show() -> None:
    assert set(IMPACT_MEANINGS) == set(Impact)
    assert set(LEVEL_MEANINGS) == set(RoshLevel)
