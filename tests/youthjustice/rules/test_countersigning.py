"""Countersigning: the steps that follow each other, and nobody's own work."""

import pytest

from audit.refusals import Effect
from tests.marks import rule
from youthjustice.rules.countersigning import TRANSITIONS, SignState, sign_findings

ALLOWED = {
    (SignState.DRAFT, SignState.SUBMITTED),
    (SignState.SUBMITTED, SignState.RETURNED),
    (SignState.SUBMITTED, SignState.COUNTERSIGNED),
    (SignState.RETURNED, SignState.SUBMITTED),
}


@rule("YJ-18")
class TestSteps:
    @pytest.mark.parametrize("current", SignState)
    @pytest.mark.parametrize("wanted", SignState)
    def test_only_the_steps_of_the_table_are_taken(self, current: SignState, wanted: SignState) -> None:
        found = sign_findings(current, wanted, author=1, actor=2, instructions="Add the home visit")
        assert [f.rule for f in found] == ([] if (current, wanted) in ALLOWED else ["YJ-18"])
        assert set(TRANSITIONS) == set(SignState)

    def test_returning_says_what_has_to_be_done(self) -> None:
        found = sign_findings(SignState.SUBMITTED, SignState.RETURNED, author=1, actor=2, instructions=" ")
        assert [(f.effect, f.field) for f in found] == [(Effect.REQUIRE, "instructions")]


@rule("YJ-19")
class TestOwnWork:
    @pytest.mark.parametrize("wanted", [SignState.COUNTERSIGNED, SignState.RETURNED])
    def test_the_author_decides_nothing_on_it(self, wanted: SignState) -> None:
        found = sign_findings(SignState.SUBMITTED, wanted, author=1, actor=1, instructions="Add the home visit")
        assert [(f.rule, f.effect) for f in found] == [("YJ-19", Effect.REFUSE)]

    def test_the_author_may_submit_it(self) -> None:
        assert sign_findings(SignState.DRAFT, SignState.SUBMITTED, author=1, actor=1) == []
