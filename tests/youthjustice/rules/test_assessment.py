"""Who counts as a child, the three risks together, and review dates."""

from datetime import date

import pytest

from assessments.rules.levels import RoshLevel
from audit.refusals import Effect
from tests.marks import rule
from youthjustice.rules.assessment import (
    ThreeRisks,
    assessment_review_due,
    completeness_findings,
    home_visit_findings,
    in_scope,
    risk_review_due,
    scope_findings,
)
from youthjustice.rules.reoffending import Likelihood


@rule("YJ-17")
class TestScope:
    @pytest.mark.parametrize(
        ("age", "supervised", "child"), [(17, False, True), (18, False, False), (18, True, True), (10, False, True)]
    )
    def test_a_child_is_under_18_or_still_supervised(self, age: int, supervised: bool, child: bool) -> None:
        assert in_scope(age, under_yjs_supervision=supervised) is child
        found = scope_findings(age, under_yjs_supervision=supervised)
        assert [(f.rule, f.effect) for f in found] == ([] if child else [("YJ-17", Effect.REFUSE)])

    def test_an_unknown_age_is_not_taken_for_a_childs(self) -> None:
        assert [f.rule for f in scope_findings(None, under_yjs_supervision=True)] == ["YJ-17"]


@rule("YJ-03")
class TestThreeRisks:
    def test_all_three_given_is_complete(self) -> None:
        assert completeness_findings(ThreeRisks(Likelihood.LOW, RoshLevel.LOW, RoshLevel.LOW)) == []

    @pytest.mark.parametrize(
        ("risks", "field"),
        [
            (ThreeRisks(None, RoshLevel.LOW, RoshLevel.LOW), "reoffending"),
            (ThreeRisks(Likelihood.LOW, None, RoshLevel.LOW), "rosh"),
            (ThreeRisks(Likelihood.LOW, RoshLevel.LOW, None), "wellbeing"),
        ],
    )
    def test_a_missing_one_blocks_and_is_named(self, risks: ThreeRisks, field: str) -> None:
        assert [(f.effect, f.field) for f in completeness_findings(risks)] == [(Effect.BLOCK, field)]


@rule("YJ-15")
class TestRiskReview:
    @pytest.mark.parametrize(
        ("reviewed_on", "due_on"),
        [
            (date(2026, 3, 2), date(2026, 6, 2)),
            (date(2025, 11, 30), date(2026, 2, 28)),
            (date(2027, 11, 30), date(2028, 2, 29)),
        ],
    )
    def test_it_is_due_three_months_on(self, reviewed_on: date, due_on: date) -> None:
        due = risk_review_due(reviewed_on)
        assert (due.due_on, due.start_on, due.rule) == (due_on, reviewed_on, "YJ-15")

    @pytest.mark.parametrize(
        ("changed_on", "due_on"),
        [
            (date(2026, 3, 1), date(2026, 6, 2)),
            (date(2026, 3, 2), date(2026, 6, 2)),
            (date(2026, 3, 3), date(2026, 3, 3)),
        ],
    )
    def test_a_change_since_the_review_makes_it_due_at_once(self, changed_on: date, due_on: date) -> None:
        assert risk_review_due(date(2026, 3, 2), changed_on).due_on == due_on


@rule("YJ-16")
class TestAssessmentReview:
    @pytest.mark.parametrize(
        ("completed_on", "due_on"), [(date(2026, 3, 2), date(2026, 9, 2)), (date(2025, 8, 31), date(2026, 2, 28))]
    )
    def test_it_is_due_six_months_on(self, completed_on: date, due_on: date) -> None:
        due = assessment_review_due(completed_on)
        assert (due.due_on, due.start_on, due.rule) == (due_on, completed_on, "YJ-16")

    @pytest.mark.parametrize(
        ("changed_on", "due_on"), [(date(2026, 3, 2), date(2026, 9, 2)), (date(2026, 3, 3), date(2026, 3, 3))]
    )
    def test_a_change_since_makes_it_due_at_once(self, changed_on: date, due_on: date) -> None:
        assert assessment_review_due(date(2026, 3, 2), changed_on).due_on == due_on


@rule("YJ-22")
class TestHomeVisit:
    def test_is_asked_after_while_none_is_recorded(self) -> None:
        (finding,) = home_visit_findings(None)
        assert (finding.rule, finding.effect, finding.field) == ("YJ-22", Effect.WARN, "home_visit_on")

    def test_is_not_asked_after_once_made(self) -> None:
        assert home_visit_findings(date(2026, 1, 14)) == []
