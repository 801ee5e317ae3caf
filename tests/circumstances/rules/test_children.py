"""The referral of a child to children's social care: what is refused, and what stands out while it is missing."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from circumstances.rules.children import Child, ChildReferral, reminders
from circumstances.rules.given import Around, findings
from tests.marks import rule

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 5, 27)
BARE = ChildReferral(about=Child.OTHER, authority="Imaginary Council", concern="Shouting at night.")
REFERRED = replace(BARE, told_on=TODAY - 2 * DAY, written_on=TODAY - DAY)
DECIDED = replace(REFERRED, outcome_on=TODAY, outcome="Early help.", outcome_why="The family asks for it.")
WHOLE = replace(DECIDED, entered_on=TODAY)


def said(given: ChildReferral) -> list[tuple[str, str | None]]:
    found = findings(given, on=TODAY, source="They said so.", around=Around(today=TODAY))
    return [(one.rule, one.field) for one in found if one.stops]


@rule("CIR-17")
class TestReferring:
    @pytest.mark.parametrize("name", ["authority", "concern"])
    def test_it_says_to_whom_and_why(self, name: str) -> None:
        assert said(BARE) == said(REFERRED) == []
        assert said(replace(REFERRED, **{name: " "})) == [("CIR-17", name)]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"told_on": None, "written_on": None}, "was told of the child"),
            ({"written_on": None}, "not yet in writing"),
            ({"told_on": None}, "was not told verbally"),
            ({}, ""),
        ],
    )
    def test_telling_or_writing_that_is_missing_stands_out_even_when_it_is_decided(
        self, changes: dict[str, Any], words: str
    ) -> None:
        found = [one for one in reminders(replace(WHOLE, **changes)) if one.rule == "CIR-17"]
        assert [words in one.message for one in found] == ([True] if words else [])

    def test_nothing_is_decided_that_was_not_referred(self) -> None:
        assert said(replace(DECIDED, told_on=None, written_on=None)) == [("CIR-17", "told_on")]

    def test_nothing_stands_out_where_no_child_was_referred(self) -> None:
        assert reminders(None) == []


@rule("CIR-18")
class TestAssessingAndDeciding:
    def test_an_assessment_says_who_made_it_and_when(self) -> None:
        assessed = replace(REFERRED, joint_asked_on=TODAY, assessed_on=TODAY, assessors="Both services")
        assert said(assessed) == []
        assert said(replace(assessed, assessors=" ")) == [("CIR-18", "assessors")]
        assert said(replace(assessed, assessed_on=None)) == [("CIR-18", "assessed_on")]
        assert said(replace(assessed, assessed_on=TODAY - DAY)) == [("CIR-18", "assessed_on")]
        assert said(replace(assessed, joint_asked_on=None)) == []

    @pytest.mark.parametrize("name", ["outcome", "outcome_why"])
    def test_a_decision_has_its_words_its_reasons_and_its_day(self, name: str) -> None:
        assert said(DECIDED) == said(WHOLE) == []
        assert said(replace(DECIDED, **{name: " "})) == [("CIR-18", name)]
        assert said(replace(REFERRED, **{name: "Something"})) == [("CIR-18", "outcome_on")]
        assert said(replace(REFERRED, entered_on=TODAY)) == [("CIR-18", "outcome_on")]

    def test_the_days_follow_each_other(self) -> None:
        first = REFERRED.told_on
        assert first is not None
        assert said(replace(DECIDED, outcome_on=first)) == []
        assert said(replace(DECIDED, outcome_on=first - DAY)) == [("CIR-18", "outcome_on")]
        assert said(replace(WHOLE, entered_on=TODAY - DAY)) == [("CIR-18", "entered_on")]

    @pytest.mark.parametrize(
        ("about", "changes", "words"),
        [
            (Child.OTHER, {}, ["No decision"]),
            (Child.PERSON, {}, ["is not asked for", "No decision"]),
            (Child.PERSON, {"joint_asked_on": TODAY}, ["is not done", "No decision"]),
            (Child.PERSON, {"assessed_on": TODAY, "assessors": "Both services"}, ["No decision"]),
        ],
    )
    def test_what_is_missing_stands_out_until_it_is_decided(
        self, about: Child, changes: dict[str, Any], words: list[str]
    ) -> None:
        found = reminders(replace(REFERRED, about=about, **changes))
        assert len(found) == len(words)
        assert all(word in one.message for word, one in zip(words, found, strict=True))
        assert REFERRED.is_open and not DECIDED.is_open

    def test_a_decision_is_done_when_it_stands_in_both_records(self) -> None:
        (found,) = reminders(DECIDED)
        assert "does not stand in the record" in found.message
        assert reminders(WHOLE) == []
