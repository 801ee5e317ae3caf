"""Signs that the risk of domestic abuse or stalking has risen, and when they ask for another look at the level."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from audit.refusals import Effect
from levels.rules.escalation import EscalationFacts, another_look_findings, escalations
from levels.rules.triggers import TriggerFacts, triggers
from tests.marks import rule

DAY = date(2026, 3, 2)
QUIET = EscalationFacts(level=1, abuse=True, rosh_then="medium", rosh_now="medium", judged_on=DAY)
SIGNS: list[tuple[dict[str, Any], str]] = [
    ({"rosh_now": "high"}, "The risk of serious harm rose from medium to high on Monday 2 March 2026"),
    ({"rosh_now": "very_high"}, "The risk of serious harm rose from medium to very high on Monday 2 March 2026"),
    ({"sara_on": DAY}, "The risk of spousal assault was assessed with SARA on Monday 2 March 2026"),
    ({"marac_on": DAY}, "A victim was referred to MARAC on Monday 2 March 2026"),
    ({"prison_on": DAY}, "The prison reported concerns about domestic abuse on Monday 2 March 2026"),
]


@rule("LVL-37")
class TestEscalation:
    @pytest.mark.parametrize(("changes", "holds"), SIGNS)
    def test_each_sign_asks_by_itself(self, changes: dict[str, Any], holds: str) -> None:
        (found,) = another_look_findings(replace(QUIET, **changes))
        assert (found.rule, found.effect, found.message) == ("LVL-37", Effect.PROMPT, f"{holds}.")

    @pytest.mark.parametrize(("changes", "_"), SIGNS)
    def test_nothing_is_asked_without_abuse_or_stalking(self, changes: dict[str, Any], _: str) -> None:
        assert another_look_findings(replace(QUIET, abuse=False, **changes)) == []

    @pytest.mark.parametrize(
        ("then", "now"), [("medium", "medium"), ("high", "medium"), (None, "high"), ("medium", None), (None, None)]
    )
    def test_a_risk_that_did_not_rise_is_no_sign(self, then: str | None, now: str | None) -> None:
        assert escalations(replace(QUIET, rosh_then=then, rosh_now=now)) == []

    @pytest.mark.parametrize(("level", "asked"), [(None, False), (1, True), (2, True), (3, False)])
    def test_another_look_is_asked_for_below_level_3(self, level: int | None, asked: bool) -> None:
        assert bool(another_look_findings(replace(QUIET, level=level, sara_on=DAY))) is asked

    def test_level_1_answers_to_each(self) -> None:
        signs = escalations(replace(QUIET, rosh_now="high", sara_on=DAY))
        assert [one.key for one in triggers(TriggerFacts(escalations=signs))] == ["raised", "sara"]
