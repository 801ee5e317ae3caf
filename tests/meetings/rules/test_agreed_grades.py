"""The Board's grade: what may be agreed, by whom, from which day, and how a meeting is judged by it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from audit.refusals import Effect, Finding
from meetings.rules.agreed_grades import agreeing_findings, choices_at, deciding_findings, in_force
from meetings.rules.grades import LADDERS, Agreed, grade_findings
from meetings.rules.people import Attendance, Circumstances, Invitee, Party
from tests.marks import rule

pytestmark = rule("MTG-59")
TODAY = date(2026, 11, 23)
BOARD = Agreed("police", 3, "superintendent", TODAY, TODAY - timedelta(days=30), "Minute 4")


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def against(**changes: object) -> list[str | None]:
    sound = {
        "ladder": "police",
        "level": 3,
        "grade": "superintendent",
        "now": "",
        "agreed_on": day(-30),
        "starts_on": TODAY,
        "today": TODAY,
    }
    found = agreeing_findings(**{**sound, **changes})  # type: ignore[arg-type]  # of the rule
    assert all((one.rule, one.effect) == ("MTG-59", Effect.REFUSE) for one in found)
    return [one.field for one in found]


class TestWhatMayBeAgreed:
    def test_a_higher_grade_of_every_agency_that_has_one(self) -> None:
        for name, ladder in LADDERS.items():
            for level, least in ladder.least.items():
                keys = list(ladder.grades)
                for grade in keys[keys.index(least) :]:
                    assert against(ladder=name, level=level, grade=grade) == []

    @pytest.mark.parametrize("name", list(LADDERS))
    @pytest.mark.parametrize("level", [2, 3])
    def test_a_lower_one_only_where_the_guidance_calls_its_own_best_practice_or_usual(
        self, name: str, level: int
    ) -> None:
        ladder = LADDERS[name]
        below = list(ladder.grades)[list(ladder.grades).index(ladder.least[level]) - 1]
        lowers = name in {"police", "probation"}
        assert against(ladder=name, level=level, grade=below) == ([] if lowers else ["grade"])
        assert (below in dict(choices_at(name, level))) is lowers

    def test_no_grade_of_another_agency_nor_one_that_is_no_grade(self) -> None:
        assert against(grade="governor") == ["grade"]
        assert against(grade="another") == ["grade"]

    def test_no_agency_and_no_level_that_the_table_does_not_have(self) -> None:
        assert against(ladder="education") == [None]
        assert against(level=1) == [None]

    def test_nothing_that_is_so_already(self) -> None:
        assert against(grade="") == ["grade"]
        assert against(now="superintendent") == ["grade"]
        assert against(grade="", now="superintendent") == []

    @pytest.mark.parametrize(
        ("agreed_on", "starts_on", "fields"),
        [
            (-30, -1, ["starts_on"]),
            (-30, 0, []),
            (-30, 1, []),
            (0, 0, []),
            (1, 1, ["agreed_on"]),
            (1, 0, ["agreed_on", "starts_on"]),
        ],
    )
    def test_it_begins_today_or_later_and_after_the_board_met(
        self, agreed_on: int, starts_on: int, fields: list[str]
    ) -> None:
        assert against(agreed_on=day(agreed_on), starts_on=day(starts_on)) == fields


def test_another_person_decides_and_once() -> None:
    assert deciding_findings(decided=False, by_proposer=False) == []
    assert len(deciding_findings(decided=False, by_proposer=True)) == 1
    assert len(deciding_findings(decided=True, by_proposer=False)) == 1


class TestWhatHolds:
    @pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True)])
    def test_from_its_day_on(self, days: int, holds: bool) -> None:
        assert (("police", 3) in in_force([BOARD], day(days))) is holds

    def test_a_later_one_goes_before_it_also_one_approved_later_for_the_same_day(self) -> None:
        later = replace(BOARD, grade="inspector", holds_from=day(10))
        same = replace(BOARD, grade="chief_inspector")
        assert in_force([later, BOARD], day(9))["police", 3] == BOARD
        assert in_force([later, BOARD], day(10))["police", 3] == later
        assert in_force([BOARD, same], TODAY)["police", 3] == same

    def test_going_back_to_the_guidance_ends_it(self) -> None:
        back = replace(BOARD, grade="", holds_from=day(10))
        assert ("police", 3) in in_force([BOARD, back], day(9))
        assert in_force([BOARD, back], day(10)) == {}


def came(grade: str, **changes: object) -> Invitee:
    invitee = Invitee(Party.POLICE, "Police", attendance=Attendance.ATTENDED, kind="police", grade=grade)
    return replace(invitee, **changes)  # type: ignore[arg-type]  # of the invitee


def said(grade: str, board: Agreed | None = BOARD, level: int = 3, **changes: object) -> list[Finding]:
    agreed = in_force([board], TODAY) if board else {}
    return grade_findings(Circumstances(level=level, category=2), [came(grade, **changes)], "", agreed)


class TestJudgingAMeeting:
    def test_a_higher_grade_of_the_board_is_asked_for_and_its_words_say_so(self) -> None:
        assert said("superintendent") == []
        assert said("chief_inspector", delegated=True) == []
        (found,) = said("chief_inspector")
        assert found.effect is Effect.REQUIRE
        assert "Superintendent or above is expected" in found.message
        assert "The Board agreed this grade on Saturday 24 October 2026 (Minute 4)." in found.message

    def test_without_the_board_the_guidance_is_named(self) -> None:
        assert said("chief_inspector", board=None) == []
        (found,) = said("inspector", board=None)
        assert "This is the grade of the guidance." in found.message

    def test_a_lower_grade_of_the_board_is_enough_and_the_one_below_is_not(self) -> None:
        board = replace(BOARD, grade="inspector")
        assert said("inspector", board=board) == []
        assert len(said("sergeant", board=board)) == 1

    def test_it_is_for_its_level_and_agency_alone(self) -> None:
        assert said("inspector", level=2) == []
        assert said("inspector", board=replace(BOARD, ladder="probation", grade="head_of_unit")) != []
