"""Referral to the High Risk Panel."""

from dataclasses import replace

import pytest

from assessments.rules.levels import RoshLevel
from audit.refusals import Effect
from tests.marks import rule
from youthjustice.rules.panel import PanelFacts, panel_findings, panel_flag

LOW, MEDIUM, HIGH, VERY_HIGH = RoshLevel
HIGH_HARM = PanelFacts(harm=HIGH, wellbeing=LOW, mappa_level=None)


@rule("YJ-09")
class TestThreshold:
    @pytest.mark.parametrize(
        ("harm", "wellbeing", "consider"),
        [
            (None, None, False),
            (MEDIUM, MEDIUM, False),
            (HIGH, LOW, True),
            (LOW, HIGH, True),
            (VERY_HIGH, None, True),
            (None, VERY_HIGH, True),
        ],
    )
    def test_either_risk_at_high_or_above_is_enough(
        self, harm: RoshLevel | None, wellbeing: RoshLevel | None, consider: bool
    ) -> None:
        assert panel_flag(PanelFacts(harm, wellbeing, mappa_level=None)).consider is consider

    def test_the_flag_says_which_risk_it_is(self) -> None:
        assert "risk of serious harm is High" in panel_flag(HIGH_HARM).words

    def test_below_it_nothing_is_asked(self) -> None:
        assert panel_findings(replace(HIGH_HARM, harm=MEDIUM)) == []

    def test_undecided_it_is_pointed_out(self) -> None:
        assert [(f.rule, f.effect) for f in panel_findings(HIGH_HARM)] == [("YJ-09", Effect.WARN)]

    def test_referred_it_stands(self) -> None:
        assert panel_findings(replace(HIGH_HARM, referred=True)) == []

    def test_not_referred_it_needs_the_managers_reason(self) -> None:
        not_referred = replace(HIGH_HARM, referred=False)
        assert [(f.effect, f.field) for f in panel_findings(not_referred)] == [(Effect.REQUIRE, "manager_reason")]
        assert panel_findings(replace(not_referred, manager_reason="Heard there last week")) == []


@rule("YJ-10")
@pytest.mark.parametrize(("level", "refused"), [(None, False), (1, False), (2, True), (3, True)])
def test_cases_at_mappa_level_2_and_3_stay_out_of_the_panel(level: int | None, refused: bool) -> None:
    at_level = replace(HIGH_HARM, mappa_level=level)
    assert panel_flag(at_level).consider is not refused
    found = panel_findings(replace(at_level, referred=True))
    assert [(f.rule, f.effect) for f in found] == ([("YJ-10", Effect.REFUSE)] if refused else [])


@rule("YJ-10")
def test_at_mappa_level_2_no_reason_for_not_referring_is_asked() -> None:
    assert panel_findings(replace(HIGH_HARM, mappa_level=2, referred=False)) == []
