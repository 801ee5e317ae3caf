"""YOGRS bands at their edges, and the judgement beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusals import Effect
from tests.marks import rule
from youthjustice.rules.reoffending import (
    BANDS,
    Likelihood,
    integrated_offender_management_findings,
    reoffending_findings,
    yogrs_band,
)


@rule("YJ-01")
class TestBands:
    @pytest.mark.parametrize(
        ("percentage", "expected"),
        [
            (0, Likelihood.LOW),
            (43, Likelihood.LOW),
            (44, Likelihood.MEDIUM),
            (76, Likelihood.MEDIUM),
            (77, Likelihood.HIGH),
            (100, Likelihood.HIGH),
        ],
    )
    def test_each_band_starts_and_ends_where_the_guidance_says(self, percentage: int, expected: Likelihood) -> None:
        assert yogrs_band(percentage).likelihood is expected

    @pytest.mark.parametrize("percentage", [-1, 101])
    def test_nothing_outside_0_to_100_has_a_band(self, percentage: int) -> None:
        with pytest.raises(ValueError, match="between 0 and 100"):
            yogrs_band(percentage)
        assert [(f.rule, f.effect) for f in reoffending_findings(percentage, Likelihood.LOW, "")] == [
            ("YJ-01", Effect.REFUSE)
        ]

    @given(st.integers(0, 100))
    def test_every_percentage_lies_in_exactly_one_band(self, percentage: int) -> None:
        within = [likelihood for low, high, likelihood in BANDS if low <= percentage <= high]
        assert within == [yogrs_band(percentage).likelihood]

    @given(st.integers(0, 99))
    def test_a_higher_percentage_never_lowers_the_band(self, percentage: int) -> None:
        assert yogrs_band(percentage).likelihood <= yogrs_band(percentage + 1).likelihood

    def test_the_sum_is_shown_in_words(self) -> None:
        assert yogrs_band(44).words == "YOGRS 44% lies in 44 to 76, which is Medium."

    def test_the_percentage_is_required(self) -> None:
        assert [(f.rule, f.effect) for f in reoffending_findings(None, Likelihood.LOW, "")] == [
            ("YJ-01", Effect.REQUIRE)
        ]


@rule("YJ-02")
class TestJudgement:
    def test_agreeing_with_the_band_needs_no_reason(self) -> None:
        assert reoffending_findings(50, Likelihood.MEDIUM, "") == []

    @pytest.mark.parametrize("judged", [Likelihood.LOW, Likelihood.HIGH])
    def test_differing_in_either_direction_does(self, judged: Likelihood) -> None:
        (found,) = reoffending_findings(50, judged, " ")
        assert (found.rule, found.field) == ("YJ-02", "reoffending_reason")
        assert reoffending_findings(50, judged, "New associates") == []


@rule("YJ-03")
def test_the_likelihood_of_reoffending_is_judged() -> None:
    assert [f.rule for f in reoffending_findings(50, None, "")] == ["YJ-03"]


@rule("YJ-21")
@pytest.mark.parametrize("judged", [None, *Likelihood])
def test_only_a_high_likelihood_prompts_integrated_offender_management(judged: Likelihood | None) -> None:
    found = integrated_offender_management_findings(judged)
    assert [f.effect for f in found] == ([Effect.PROMPT] if judged is Likelihood.HIGH else [])
