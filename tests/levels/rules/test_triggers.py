"""What asks why a case is not at Level 2, and what a Level 1 review has to say."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from audit.refusals import Effect
from levels.rules import LevelFacts, ProposedLevel, findings
from levels.rules.triggers import MUST_DO, TriggerFacts, must_do_findings, not_answered, shown, triggers
from tests.marks import rule

TODAY = date(2026, 3, 2)
QUIET = TriggerFacts(rosh="medium")
EACH: list[tuple[dict[str, Any], str, str]] = [
    ({"rosh": "high"}, "rosh", "The risk of serious harm is high"),
    ({"rosh": "very_high"}, "rosh", "The risk of serious harm is very high"),
    ({"terrorist": True}, "terrorist", "There is an offence of terrorism, or one with a terrorist connection"),
    ({"indeterminate": True}, "indeterminate", "The sentence is for life or indeterminate"),
    ({"domestic_abuse": True}, "abuse", "An offence is one of domestic abuse"),
    ({"domestic_abuse": True, "stalking": True}, "abuse", "An offence is one of domestic abuse and stalking"),
    ({"recalled_on": TODAY}, "recalled", "They were recalled on Monday 2 March 2026"),
    ({"at_large_on": TODAY}, "at_large", "They escaped, absconded or did not come back on Monday 2 March 2026"),
    ({"leave_on": TODAY}, "leave", "Unescorted leave was recorded on Monday 2 March 2026"),
    ({"discharge_on": TODAY}, "discharge", "Discharge from hospital was planned on Monday 2 March 2026"),
    ({"higher_until": TODAY}, "higher", "The case was at Level 2 or 3 until Monday 2 March 2026"),
    ({"overdue_actions": 1}, "overdue", "1 action of the plan is overdue"),
    ({"overdue_actions": 2}, "overdue", "2 actions of the plan are overdue"),
    ({"told_by": ("Example Housing",)}, "told", "New information came from Example Housing"),
]


@rule("LVL-26")
class TestWhyNotLevel2:
    @pytest.mark.parametrize(("changes", "key", "holds"), EACH)
    def test_each_fact_asks_by_itself(self, changes: dict[str, Any], key: str, holds: str) -> None:
        assert [(one.key, one.holds) for one in triggers(replace(QUIET, **changes))] == [(key, holds)]

    @pytest.mark.parametrize("rosh", [None, "low", "medium"])
    def test_a_quiet_case_asks_nothing(self, rosh: str | None) -> None:
        assert triggers(replace(QUIET, rosh=rosh)) == []

    def test_level_1_needs_an_answer_and_level_2_does_not(self) -> None:
        asked = triggers(replace(QUIET, rosh="high", stalking=True))
        known = LevelFacts(category=2, information_sources=1, triggers=asked)
        level_1 = ProposedLevel(1, TODAY, "One agency is enough.")
        (finding,) = [one for one in findings(known, level_1, today=TODAY) if one.rule == "LVL-26"]
        assert (finding.effect, finding.field) == (Effect.REQUIRE, "why_not_level_2")
        assert "high; An offence is one of stalking." in finding.message
        answered = replace(level_1, why_not_level_2="The plan covers both.")
        assert "LVL-26" not in [one.rule for one in findings(known, answered, today=TODAY)]
        assert "LVL-26" not in [one.rule for one in findings(known, replace(level_1, level=2), today=TODAY)]

    def test_blank_is_no_answer_and_nothing_asked_needs_none(self) -> None:
        assert not_answered(triggers(replace(QUIET, rosh="high")), " \n") != []
        assert not_answered([], "") == []

    def test_is_shown_before_anything_is_typed_and_stops_nothing(self) -> None:
        assert [one.stops for one in shown(triggers(replace(QUIET, rosh="high")))] == [False]


@rule("LVL-27")
class TestTheMustDoList:
    @pytest.mark.parametrize("left_out", list(MUST_DO))
    def test_each_part_is_said(self, left_out: str) -> None:
        said = dict.fromkeys(MUST_DO, "Said.") | {left_out: "  "}
        (finding,) = must_do_findings(said)
        assert (finding.effect, finding.field) == (Effect.REQUIRE, left_out)

    def test_a_whole_review_goes_through(self) -> None:
        assert must_do_findings(dict.fromkeys(MUST_DO, "Said.")) == []
