"""Judging risk of serious harm by a child beside what the matrix suggests."""

from dataclasses import replace

import pytest

from assessments.rules.levels import Imminence, RoshLevel
from audit.refusals import Effect
from tests.marks import rule
from youthjustice.rules.judgement import HarmFacts, harm_findings
from youthjustice.rules.matrix import Behaviour, Chance, Impact

LOW, MEDIUM, HIGH, VERY_HIGH = RoshLevel
CRITICAL = Behaviour("Stabbing", Impact.CRITICAL, Chance.POSSIBLE, Imminence.ANY_TIME)
SPLIT = replace(CRITICAL, label="Robbery", impact=Impact.MAJOR, chance=Chance.LIKELY)
MINOR = Behaviour("Theft", Impact.MINOR, Chance.ALMOST_CERTAIN)


def test_the_suggested_level_is_recorded_without_more() -> None:
    assert harm_findings(HarmFacts([CRITICAL], HIGH)) == []


@rule("YJ-03")
def test_a_missing_judgement_names_the_suggestion() -> None:
    (found,) = harm_findings(HarmFacts([SPLIT], None))
    assert found.rule == "YJ-03"
    assert "Medium or High" in found.message


@rule("YJ-05")
class TestBelowSeriousHarm:
    def test_low_is_recorded_and_the_behaviours_are_still_to_be_planned_for(self) -> None:
        assert [(f.rule, f.effect) for f in harm_findings(HarmFacts([MINOR], LOW))] == [("YJ-05", Effect.PROMPT)]

    @pytest.mark.parametrize("level", [MEDIUM, HIGH])
    def test_more_than_low_is_refused(self, level: RoshLevel) -> None:
        found = harm_findings(HarmFacts([MINOR], level, reason="Feels risky", manager_discussion="Agreed"))
        assert [(f.rule, f.effect) for f in found] == [("YJ-05", Effect.REFUSE)]


@rule("YJ-06")
class TestSeriousHarm:
    def test_how_near_it_is_is_recorded(self) -> None:
        (found,) = harm_findings(HarmFacts([replace(CRITICAL, imminence=None)], HIGH))
        assert (found.rule, found.effect) == ("YJ-06", Effect.REQUIRE)
        assert "Stabbing" in found.message

    @pytest.mark.parametrize("impact", [Impact.MAJOR, Impact.CRITICAL])
    def test_low_is_refused(self, impact: Impact) -> None:
        unlikely = replace(CRITICAL, impact=impact, chance=Chance.UNLIKELY)
        (found,) = harm_findings(HarmFacts([unlikely], LOW, reason="Settled", manager_discussion="Agreed"))
        assert (found.rule, found.effect) == ("YJ-06", Effect.REFUSE)


@rule("YJ-07")
class TestOutsideTheSuggestion:
    outside = HarmFacts([CRITICAL], MEDIUM, reason="Victim has moved abroad", manager_discussion="Agreed on 2 March")

    def test_with_reason_and_discussion_it_stands(self) -> None:
        assert harm_findings(self.outside) == []

    def test_without_a_reason_it_is_not_recorded(self) -> None:
        assert [(f.effect, f.field) for f in harm_findings(replace(self.outside, reason=""))] == [
            (Effect.REQUIRE, "rosh_reason")
        ]

    def test_without_a_discussion_it_is_questioned(self) -> None:
        assert [(f.effect, f.field) for f in harm_findings(replace(self.outside, manager_discussion=""))] == [
            (Effect.WARN, "manager_discussion")
        ]

    @pytest.mark.parametrize("level", [MEDIUM, HIGH])
    def test_the_choice_within_a_split_cell_needs_a_reason_only(self, level: RoshLevel) -> None:
        assert [f.field for f in harm_findings(HarmFacts([SPLIT], level))] == ["rosh_reason"]
        assert harm_findings(HarmFacts([SPLIT], level, reason="Recent escalation")) == []


@rule("YJ-08")
class TestVeryHigh:
    facts = HarmFacts(
        [replace(CRITICAL, chance=Chance.VERY_LIKELY)], VERY_HIGH, manager_informed=True, urgent_meeting="Tomorrow, 9am"
    )

    def test_with_the_manager_informed_and_a_meeting_it_stands(self) -> None:
        assert harm_findings(self.facts) == []

    def test_the_manager_must_be_informed(self) -> None:
        assert [(f.rule, f.effect) for f in harm_findings(replace(self.facts, manager_informed=False))] == [
            ("YJ-08", Effect.REQUIRE)
        ]

    def test_the_urgent_meeting_is_asked_about(self) -> None:
        assert [(f.rule, f.effect) for f in harm_findings(replace(self.facts, urgent_meeting=""))] == [
            ("YJ-08", Effect.WARN)
        ]


@rule("YJ-20")
@pytest.mark.parametrize(
    ("previous", "agreed", "asked"),
    [(None, False, False), (LOW, False, False), (MEDIUM, False, True), (VERY_HIGH, False, True), (MEDIUM, True, False)],
)
def test_going_back_to_low_needs_the_line_managers_agreement(
    previous: RoshLevel | None, agreed: bool, asked: bool
) -> None:
    found = harm_findings(HarmFacts([], LOW, previous=previous, manager_agrees_low=agreed))
    assert [f.rule for f in found] == (["YJ-20"] if asked else [])
