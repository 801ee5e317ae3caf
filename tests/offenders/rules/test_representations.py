"""Representations of victims: to whom they go, that nothing holds them back, and the order of the days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from offenders.rules.representations import (
    Asked,
    Course,
    Maker,
    Outcome,
    Response,
    Sentence,
    Stage,
    asked_findings,
    course_findings,
    decision_maker,
    reminders,
    scheme_findings,
)
from offenders.rules.victim_contact import Standing
from tests.marks import rule

TODAY, DAY = date(2026, 5, 27), timedelta(days=1)
RECEIVED = TODAY - 10 * DAY
ASKED = Asked(stage=Stage.RELEASE, sentence=Sentence.DETERMINATE, received_on=RECEIVED)
TO_BOARD = replace(ASKED, sentence=Sentence.INDETERMINATE, statement=True)
SENT = Course(sent_on=RECEIVED + DAY)
DECIDED = replace(SENT, outcome=Outcome.ALL, decided_on=RECEIVED + 2 * DAY)
TOLD = replace(DECIDED, told_on=RECEIVED + 3 * DAY)


def of_asking(asked: Asked) -> list[tuple[str, str | None, bool]]:
    return [(one.rule, one.field, one.stops) for one in asked_findings(asked, today=TODAY)]


def of_course(course: Course) -> list[tuple[str, str | None]]:
    found = list(course_findings(course, received_on=RECEIVED, today=TODAY))
    assert all(one.stops for one in found)
    return [(one.rule, one.field) for one in found]


@rule("VIC-03")
class TestToWhomItGoes:
    @pytest.mark.parametrize(
        ("stage", "sentence", "maker"),
        [
            (Stage.RELEASE, Sentence.DETERMINATE, Maker.GOVERNOR),
            (Stage.TEMPORARY, Sentence.DETERMINATE, Maker.GOVERNOR),
            (Stage.VARIATION, Sentence.DETERMINATE, Maker.ACO),
            (Stage.RELEASE, Sentence.INDETERMINATE, Maker.PAROLE_BOARD),
            (Stage.TEMPORARY, Sentence.INDETERMINATE, Maker.PAROLE_BOARD),
            (Stage.VARIATION, Sentence.INDETERMINATE, Maker.PAROLE_BOARD),
        ],
    )
    def test_follows_from_the_sentence_and_what_is_decided(
        self, stage: Stage, sentence: Sentence, maker: Maker
    ) -> None:
        assert decision_maker(stage, sentence) is maker

    def test_it_came_today_or_before(self) -> None:
        assert of_asking(ASKED) == of_asking(replace(ASKED, received_on=TODAY)) == []
        assert of_asking(replace(ASKED, received_on=TODAY + DAY)) == [("VIC-03", "received_on", True)]

    def test_somebody_outside_the_scheme_is_reminded_of_and_not_refused(self) -> None:
        assert of_asking(replace(ASKED, in_scheme=False)) == []
        assert [(one.rule, one.stops) for one in scheme_findings(in_scheme=False)] == [("VIC-03", False)]
        assert scheme_findings(in_scheme=True) == []


@rule("VIC-05")
class TestThePersonalStatement:
    @pytest.mark.parametrize(
        ("changes", "refused"),
        [
            ({}, False),
            ({"sentence": Sentence.DETERMINATE}, True),
            ({"in_scheme": False}, True),
            ({"found": Standing.DISCRETIONARY}, True),
            ({"found": Standing.NOT_BY_RULE}, True),
            ({"found": Standing.ASK}, True),
        ],
    )
    def test_is_for_the_parole_board_and_for_victims_by_statute(self, changes: dict[str, Any], refused: bool) -> None:
        found = of_asking(replace(TO_BOARD, **changes))
        assert ("VIC-05" in [name for name, _, stops in found if stops]) is refused
        assert of_asking(replace(TO_BOARD, **{**changes, "statement": False, "in_scheme": True})) == []


@rule("VIC-04")
class TestWhatCameOfIt:
    @pytest.mark.parametrize("course", [Course(), SENT, DECIDED, TOLD])
    def test_each_step_after_the_one_before(self, course: Course) -> None:
        assert of_course(course) == []

    @pytest.mark.parametrize("course", [DECIDED, TOLD])
    def test_nothing_is_closed_that_was_not_sent(self, course: Course) -> None:
        assert of_course(replace(course, sent_on=None)) == [("VIC-04", "sent_on")]

    @pytest.mark.parametrize("response", [Response.MODIFICATION, Response.ALTERNATIVE])
    def test_the_practitioner_may_ask_or_add_and_it_still_has_to_be_sent(self, response: Response) -> None:
        assert of_course(Course(response=response)) == [("VIC-04", "response_text")]
        asked = Course(response=response, response_text="Half the county would do.")
        assert of_course(asked) == []
        assert [one.rule for one in reminders(asked, Maker.GOVERNOR)] == ["VIC-04"]

    def test_a_decision_has_its_day_and_its_words(self) -> None:
        assert of_course(replace(DECIDED, decided_on=None)) == [("VIC-04", "decided_on")]
        assert of_course(replace(DECIDED, outcome=None)) == [("VIC-04", "outcome")]
        for outcome in (Outcome.PART, Outcome.NONE):
            assert of_course(replace(DECIDED, outcome=outcome)) == [("VIC-04", "outcome_text")]
            assert of_course(replace(DECIDED, outcome=outcome, outcome_text="Too wide.")) == []

    @pytest.mark.parametrize("name", ["sent_on", "decided_on", "told_on"])
    def test_the_days_follow_each_other_and_none_lies_ahead(self, name: str) -> None:
        assert of_course(replace(TOLD, **{name: RECEIVED - DAY}))[0] == ("VIC-04", name)
        assert ("VIC-04", name) in of_course(replace(TOLD, **{name: TODAY + DAY}))
        together = Course(sent_on=RECEIVED, outcome=Outcome.ALL, decided_on=RECEIVED, told_on=RECEIVED)
        assert of_course(together) == []

    @pytest.mark.parametrize(
        ("course", "words"),
        [(Course(), "not sent to the Parole Board"), (SENT, ""), (DECIDED, "not told"), (TOLD, "")],
    )
    def test_what_is_still_to_be_done_stands_out(self, course: Course, words: str) -> None:
        found = reminders(course, Maker.PAROLE_BOARD)
        assert [words in one.message for one in found] == ([True] if words else [])
        assert not any(one.stops for one in found)
