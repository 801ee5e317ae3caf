"""Potentially dangerous people outside MAPPA, and reviews of retention: the rules at their edges."""

import datetime as dt
from dataclasses import replace

import pytest

from levels.rules import outside, retention
from levels.rules.outside import Considered
from tests.marks import rule

TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)
MARKED = Considered(outside.MARKED, TODAY, TODAY, category=None, marked=False)
BORN = dt.date(1926, 9, 14)
TURNS = dt.date(2026, 9, 14)


def fields(said: Considered) -> list[str | None]:
    return [found.field for found in outside.findings(said)]


@rule("LIFE-12")
class TestTheMarker:
    def test_is_for_people_in_no_category(self) -> None:
        assert fields(MARKED) == []
        assert fields(replace(MARKED, category=3)) == ["outcome"]

    def test_may_be_considered_and_not_set_whatever_the_category(self) -> None:
        assert fields(replace(MARKED, outcome=outside.NOT_MARKED, category=2)) == []

    @pytest.mark.parametrize(("marked", "refused"), [(True, []), (False, ["outcome"])])
    def test_is_lifted_only_where_it_stands(self, marked: bool, refused: list[str]) -> None:
        assert fields(replace(MARKED, outcome=outside.LIFTED, marked=marked)) == refused

    def test_is_not_dated_in_the_future(self) -> None:
        assert fields(replace(MARKED, on=TODAY + DAY)) == ["decided_on"]


@rule("LIFE-13")
class TestOnVisor:
    SAID = replace(MARKED, on_visor=True, authorised_by="Ada Testperson", rank=outside.SUPERINTENDENT)

    @pytest.mark.parametrize("rank", sorted(outside.RANKS))
    def test_by_a_superintendent_at_least(self, rank: str) -> None:
        assert fields(replace(self.SAID, rank=rank)) == []

    @pytest.mark.parametrize("missing", [{"authorised_by": " "}, {"rank": ""}, {"rank": "inspector"}])
    def test_not_without_officer_and_rank(self, missing: dict[str, str]) -> None:
        assert fields(replace(self.SAID, **missing)) == ["authorised_by"]

    def test_only_with_the_marker(self) -> None:
        assert fields(replace(self.SAID, outcome=outside.NOT_MARKED)) == ["on_visor"]


@rule("LIFE-10")
class TestRetention:
    def due(
        self, today: dt.date, reviewed: tuple[dt.date, str] | None = None, ended_on: dt.date | None = None
    ) -> dt.date | None:
        found = retention.review_due(BORN, reviewed, ended_on=ended_on, today=today, holidays=frozenset())
        return found.due_on if found else None

    def test_is_due_on_the_100th_birthday_and_told_a_year_before(self) -> None:
        assert self.due(dt.date(2025, 9, 13)) is None
        assert self.due(dt.date(2025, 9, 14)) == TURNS
        assert self.due(TURNS + DAY) == TURNS

    def test_comes_again_a_year_after_a_review_that_kept_the_record(self) -> None:
        assert self.due(TURNS, (TURNS, retention.KEEP)) == dt.date(2027, 9, 14)

    def test_a_review_in_the_year_before_counts_from_its_first_day(self) -> None:
        assert self.due(TURNS, (dt.date(2025, 9, 14), retention.KEEP)) == TURNS
        later = self.due(TURNS + DAY, (dt.date(2025, 9, 15), retention.KEEP))
        assert later == dt.date(2026, 9, 15)
        assert self.due(TURNS, (dt.date(2025, 9, 13), retention.KEEP)) == TURNS

    def test_is_over_once_the_record_is_to_be_removed(self) -> None:
        assert self.due(TURNS, (TURNS, retention.REMOVE), TURNS) is None

    @rule("LIFE-11")
    def test_a_removal_counts_no_longer_once_management_began_anew(self) -> None:
        removed = (TURNS, retention.REMOVE)
        assert self.due(TURNS + 2 * DAY, removed, None) == TURNS
        assert self.due(TURNS + 2 * DAY, removed, TURNS + DAY) == TURNS
        assert self.due(TURNS + 2 * DAY, removed, TURNS - DAY) is None

    def test_a_review_long_before_counts_for_nothing(self) -> None:
        assert self.due(TURNS, (dt.date(2020, 1, 1), retention.KEEP)) == TURNS

    def test_says_its_sum_in_words(self) -> None:
        found = retention.review_due(BORN, None, ended_on=None, today=TURNS, holidays=frozenset())
        assert found is not None
        assert found.words.startswith("The 100th birthday, Monday 14 September 2026")

    @pytest.mark.parametrize(("today", "refused"), [(dt.date(2025, 9, 13), True), (dt.date(2025, 9, 14), False)])
    def test_is_not_done_before_its_year(self, today: dt.date, refused: bool) -> None:
        found = retention.findings(BORN, ended=True, outcome=retention.KEEP, on=today, today=today)
        assert bool(found) is refused

    def test_is_not_dated_in_the_future(self) -> None:
        found = retention.findings(BORN, ended=True, outcome=retention.KEEP, on=TURNS + DAY, today=TURNS)
        assert [one.field for one in found] == ["decided_on"]


@rule("LIFE-11")
@pytest.mark.parametrize(
    ("ended", "outcome", "refused"), [(False, "remove", True), (False, "keep", False), (True, "remove", False)]
)
def test_nothing_is_removed_of_somebody_who_is_managed(ended: bool, outcome: str, refused: bool) -> None:
    found = retention.findings(BORN, ended=ended, outcome=outcome, on=TURNS, today=TURNS)
    assert ("LIFE-11" in {one.rule for one in found}) is refused
