"""How a category comes to its end, and what is asked of agencies."""

import datetime as dt
from dataclasses import replace

import pytest

from levels.rules.asking import answer_due, answer_findings, asking_findings
from levels.rules.ending import (
    EndFacts,
    consideration_findings,
    end_to_record,
    ending_findings,
    look_ahead,
)
from tests.marks import rule

LAST = dt.date(2026, 6, 1)
TODAY = dt.date(2026, 4, 1)
AT_2 = EndFacts(category=1, level=2, ends_on=LAST)
CONSIDERED = replace(AT_2, considered_for=(1, LAST))


def ahead(facts: EndFacts, *, today: dt.date = TODAY, months: int = 3) -> tuple[dt.date, str] | None:
    due = look_ahead(facts, today=today, months=months, holidays=frozenset())
    return (due.due_on, due.rule) if due else None


class TestLookingAhead:
    @rule("CAT-28")
    @pytest.mark.parametrize("level", [2, 3])
    def test_a_level_2_or_3_case_is_considered_again_before_its_category_ends(self, level: int) -> None:
        assert ahead(replace(AT_2, level=level)) == (LAST, "CAT-28")

    @rule("LIFE-06")
    @pytest.mark.parametrize("level", [None, 1])
    def test_every_other_case_is_looked_at_too(self, level: int | None) -> None:
        assert ahead(replace(AT_2, level=level)) == (LAST, "LIFE-06")

    @rule("LIFE-06")
    @pytest.mark.parametrize(
        ("today", "months", "open_"),
        [
            (dt.date(2026, 2, 28), 3, False),
            (dt.date(2026, 3, 1), 3, True),
            (dt.date(2026, 2, 28), 6, True),
            (dt.date(2026, 7, 1), 3, True),
        ],
    )
    def test_from_the_horizon_on_and_until_it_is_decided(self, today: dt.date, months: int, open_: bool) -> None:
        assert (ahead(AT_2, today=today, months=months) is not None) is open_
        assert ahead(CONSIDERED, today=today, months=months) is None

    @rule("LIFE-06")
    def test_another_last_day_asks_again_and_no_last_day_asks_nothing(self) -> None:
        assert ahead(replace(CONSIDERED, ends_on=LAST + dt.timedelta(days=1))) is not None
        assert ahead(replace(AT_2, ends_on=None)) is None
        assert ahead(replace(AT_2, category=None)) is None

    @rule("LIFE-06")
    def test_says_what_follows_and_why_of_a_category_that_there_is(self) -> None:
        assert consideration_findings(AT_2, outcome="ends", reason="No need.") == []
        assert [one.effect for one in consideration_findings(AT_2, outcome="ends", reason=" ")] == ["require"]
        assert consideration_findings(replace(AT_2, category=None), outcome="ends", reason="x") != []
        assert consideration_findings(replace(AT_2, category=3), outcome="category_3", reason="x") != []
        assert consideration_findings(replace(AT_2, category=3), outcome="ends", reason="x") == []
        assert consideration_findings(AT_2, outcome="category_3", reason="x") == []


class TestTheEnd:
    @rule("LIFE-07")
    @pytest.mark.parametrize(
        ("facts", "new", "stopped"),
        [
            (AT_2, None, True),
            (replace(AT_2, level=3), None, True),
            (replace(AT_2, category=4), None, True),
            (CONSIDERED, None, False),
            (replace(AT_2, level=1), None, False),
            (replace(AT_2, category=3), None, False),
            (AT_2, 2, False),
            (replace(AT_2, ends_on=None), None, True),
            (replace(AT_2, ends_on=None, considered_for=(1, None)), None, False),
        ],
    )
    def test_of_a_level_2_or_3_case_was_considered(self, facts: EndFacts, new: int | None, stopped: bool) -> None:
        assert [one.rule for one in ending_findings(facts, new_category=new)] == (["LIFE-07"] if stopped else [])

    @rule("LIFE-08")
    def test_is_recorded_within_three_days_of_the_last_one(self) -> None:
        assert end_to_record(AT_2, today=LAST, holidays=frozenset()) is None
        due = end_to_record(AT_2, today=LAST + dt.timedelta(days=1), holidays=frozenset())
        assert due is not None
        assert (due.due_on, due.rule) == (LAST + dt.timedelta(days=3), "LIFE-08")
        after = LAST + dt.timedelta(days=1)
        assert end_to_record(replace(AT_2, category=None), today=after, holidays=frozenset()) is None
        assert end_to_record(replace(AT_2, ends_on=None), today=after, holidays=frozenset()) is None


@rule("LVL-31")
class TestAsking:
    def test_the_answer_is_due_in_14_days(self) -> None:
        assert answer_due(TODAY).due_on == TODAY + dt.timedelta(days=14)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"on": TODAY + dt.timedelta(days=1)}, "asked_on"),
            ({"asked_already": True}, "agency"),
            ({"asks_itself": True}, "agency"),
        ],
    )
    def test_is_refused_for_each_reason_by_itself(self, changes: dict[str, object], field: str) -> None:
        sound: dict[str, object] = {"on": TODAY, "today": TODAY, "asked_already": False, "asks_itself": False}
        assert asking_findings(**sound) == []
        assert [one.field for one in asking_findings(**{**sound, **changes})] == [field]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"on": TODAY - dt.timedelta(days=9)}, "on"),
            ({"on": TODAY + dt.timedelta(days=1)}, "on"),
            ({"note": " "}, "note"),
            ({"answered": True}, None),
        ],
    )
    def test_an_answer_has_a_day_and_words_and_comes_once(self, changes: dict[str, object], field: str | None) -> None:
        sound: dict[str, object] = {
            "asked_on": TODAY - dt.timedelta(days=8),
            "on": TODAY,
            "today": TODAY,
            "answered": False,
            "note": "Nothing.",
        }
        assert answer_findings(**sound) == []
        assert [one.field for one in answer_findings(**{**sound, **changes})] == [field]
