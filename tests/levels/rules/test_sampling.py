"""The sample of Level 1: fair, the same whenever it is drawn again, and checked by somebody else."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levels.rules.sampling import (
    CheckFacts,
    check_due,
    check_findings,
    follow_up_due,
    last_day_of,
    quarter_of,
    sample,
)
from tests.marks import rule

SEED = UUID(int=7)
CASES = [uuid5(SEED, str(number)) for number in range(200)]
OPEN = CheckFacts(level=1, checked=False, checker="manager", decided_by=frozenset({"practitioner"}))


@rule("LVL-28")
class TestTheDraw:
    @given(st.sets(st.uuids(), max_size=60), st.integers(min_value=1, max_value=100), st.randoms())
    def test_is_the_same_in_whatever_order_the_cases_come(self, cases: set[UUID], percent: int, chance) -> None:
        listed = sorted(cases)
        again = list(listed)
        chance.shuffle(again)
        drawn = sample(listed, quarter="2026-4", percent=percent)
        assert drawn == sample(again, quarter="2026-4", percent=percent)
        assert len(drawn) == -(-len(listed) * percent // 100)
        assert set(drawn) <= cases

    def test_draws_at_least_one_where_there_is_one_and_none_where_there_is_none(self) -> None:
        assert len(sample(CASES[:1], quarter="2026-4", percent=5)) == 1
        assert sample([], quarter="2026-4", percent=5) == []

    def test_no_case_is_favoured_over_the_quarters(self) -> None:
        times = Counter(case for year in range(2000, 2100) for case in sample(CASES, quarter=f"{year}-1", percent=10))
        assert len(times) == len(CASES)
        assert max(times.values()) <= 24

    @pytest.mark.parametrize(
        ("day", "quarter", "last"),
        [
            (dt.date(2026, 1, 1), "2026-1", dt.date(2026, 3, 31)),
            (dt.date(2026, 6, 30), "2026-2", dt.date(2026, 6, 30)),
            (dt.date(2026, 7, 1), "2026-3", dt.date(2026, 9, 30)),
            (dt.date(2026, 12, 31), "2026-4", dt.date(2026, 12, 31)),
        ],
    )
    def test_a_quarter_and_its_last_day(self, day: dt.date, quarter: str, last: dt.date) -> None:
        assert (quarter_of(day), last_day_of(quarter)) == (quarter, last)

    def test_a_check_is_due_at_the_end_of_its_quarter(self) -> None:
        due = check_due("2026-4", dt.date(2026, 10, 1))
        assert (due.due_on, due.rule) == (dt.date(2026, 12, 31), "LVL-28")


class TestTheCheck:
    def test_is_recorded_by_somebody_else(self) -> None:
        assert check_findings(OPEN) == []

    @rule("LVL-29")
    def test_is_not_for_who_decided(self) -> None:
        assert [one.rule for one in check_findings(replace(OPEN, checker="practitioner"))] == ["LVL-29"]

    @rule("LVL-28")
    @pytest.mark.parametrize("changes", [{"checked": True}, {"level": 2}, {"level": None}])
    def test_is_not_recorded_twice_or_at_another_level(self, changes: dict[str, object]) -> None:
        assert [one.rule for one in check_findings(replace(OPEN, **changes))] == ["LVL-28"]

    @rule("LVL-30")
    def test_what_it_asks_for_is_due_in_14_days(self) -> None:
        assert follow_up_due(dt.date(2026, 3, 2)).due_on == dt.date(2026, 3, 16)
