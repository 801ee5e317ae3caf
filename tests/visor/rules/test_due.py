"""When a record on ViSOR is made, updated and archived, at each boundary."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.marks import rule
from visor.rules.due import ClockFacts, archived, made, updated

MONDAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
EASTER = frozenset({dt.date(2026, 4, 3), dt.date(2026, 4, 6)})


class TestMaking:
    @rule("VIS-03")
    def test_in_category_1_is_due_three_days_after_the_sentence(self) -> None:
        facts = ClockFacts(category=1, level=1, sentenced_on=MONDAY)
        [(key, due)] = made(facts, frozenset())
        assert (key, due.due_on, due.start_on, due.rule) == ("", MONDAY + 3 * DAY, MONDAY, "VIS-03")
        assert "best practice" in due.words

    @rule("VIS-03")
    def test_is_not_moved_by_a_weekend_and_shows_the_working_day_before(self) -> None:
        [(_, due)] = made(ClockFacts(category=1, sentenced_on=MONDAY + 3 * DAY), frozenset())
        assert due.due_on == dt.date(2026, 3, 8) and due.last_working_day == dt.date(2026, 3, 6)

    @rule("VIS-03")
    def test_is_met_once_a_record_is_known_of_and_not_asked_after_the_end(self) -> None:
        facts = ClockFacts(category=1, sentenced_on=MONDAY)
        assert list(made(replace(facts, exists=True), frozenset())) == []
        assert list(made(replace(facts, ended_on=MONDAY), frozenset())) == []
        assert list(made(replace(facts, sentenced_on=None), frozenset())) == []

    @rule("VIS-04")
    @pytest.mark.parametrize(
        ("release", "due_on"),
        [
            (dt.date(2027, 1, 15), dt.date(2026, 7, 15)),
            (dt.date(2026, 8, 31), dt.date(2026, 3, 2)),
            (dt.date(2026, 9, 2), dt.date(2026, 3, 2)),
            (dt.date(2026, 9, 3), dt.date(2026, 3, 3)),
        ],
    )
    def test_in_category_2_is_due_six_months_before_release_or_at_once(self, release: dt.date, due_on: dt.date) -> None:
        facts = ClockFacts(
            category=2, level=2, inside_since=dt.date(2024, 1, 1), managed_since=MONDAY, release_due_on=release
        )
        [(_, due)] = made(facts, frozenset())
        assert (due.due_on, due.start_on, due.rule) == (due_on, release, "VIS-04")
        assert ("At once" in due.words) is (release == dt.date(2026, 8, 31))

    @rule("VIS-04")
    def test_in_category_2_is_not_timed_at_level_1_nor_without_custody_or_a_release_date(self) -> None:
        facts = ClockFacts(
            category=2, level=3, inside_since=MONDAY, managed_since=MONDAY, release_due_on=MONDAY + 400 * DAY
        )
        assert len(list(made(facts, frozenset()))) == 1
        for other in (
            {"level": 1},
            {"inside_since": None},
            {"release_due_on": None},
            {"category": 3},
            {"exists": True},
        ):
            assert list(made(replace(facts, **other), frozenset())) == []


class TestMakingActiveAgain:
    ARCHIVED = MONDAY - 100 * DAY

    @rule("VIS-03")
    def test_in_category_1_is_due_three_days_after_the_new_sentence_or_decision(self) -> None:
        facts = ClockFacts(
            category=1, exists=True, archived_on=self.ARCHIVED, sentenced_on=MONDAY - 900 * DAY, renewed_on=MONDAY
        )
        [(key, due)] = made(facts, frozenset())
        assert (key, due.due_on, due.start_on, due.rule) == ("", MONDAY + 3 * DAY, MONDAY, "VIS-03")
        assert "made active again" in due.words
        for other in ({"archived_on": None}, {"ended_on": MONDAY}, {"category": None}):
            assert list(made(replace(facts, **other), frozenset())) == []

    @rule("VIS-04")
    @pytest.mark.parametrize(
        ("release", "due_on"),
        [(dt.date(2027, 1, 15), dt.date(2026, 7, 15)), (dt.date(2026, 8, 31), MONDAY)],
    )
    def test_in_category_2_is_due_six_months_before_release_or_at_once(self, release: dt.date, due_on: dt.date) -> None:
        facts = ClockFacts(
            category=2,
            level=2,
            exists=True,
            archived_on=MONDAY,
            inside_since=dt.date(2024, 1, 1),
            managed_since=self.ARCHIVED,
            release_due_on=release,
        )
        [(_, due)] = made(facts, frozenset())
        assert (due.due_on, due.rule) == (due_on, "VIS-04") and "made active again" in due.words
        assert list(made(replace(facts, level=1), frozenset())) == []


class TestUpdating:
    @rule("VIS-05")
    @pytest.mark.parametrize(
        ("agreed_on", "due_on"),
        [
            (MONDAY, MONDAY + 3 * DAY),
            (MONDAY + 3 * DAY, MONDAY + 8 * DAY),
            (MONDAY + 5 * DAY, MONDAY + 9 * DAY),
            (dt.date(2026, 4, 2), dt.date(2026, 4, 9)),
        ],
    )
    def test_is_due_three_working_days_after_the_minutes_were_agreed(self, agreed_on: dt.date, due_on: dt.date) -> None:
        facts = ClockFacts(category=2, level=2, agreed=[("m", agreed_on)])
        [(key, due)] = updated(facts, EASTER)
        assert (key, due.due_on, due.start_on, due.rule) == ("m", due_on, agreed_on, "VIS-05")

    @rule("VIS-05")
    def test_runs_for_each_meeting_and_stops_only_with_the_record(self) -> None:
        facts = ClockFacts(category=2, level=2, agreed=[("a", MONDAY), ("b", MONDAY + DAY)])
        assert [key for key, _ in updated(facts, frozenset())] == ["a", "b"]
        level_1 = replace(facts, level=1, exists=True)
        assert len(list(updated(level_1, frozenset()))) == 2
        assert list(updated(replace(level_1, archived_on=MONDAY - DAY), frozenset())) == []
        ended = replace(facts, category=None, level=None, ended_on=MONDAY)
        assert list(updated(ended, frozenset())) == []
        assert len(list(updated(replace(ended, exists=True), frozenset()))) == 2
        assert list(updated(replace(ended, exists=True, archived_on=MONDAY - DAY), frozenset())) == []

    @rule("VIS-05")
    @pytest.mark.parametrize(("category", "level"), [(1, 1), (1, 2), (2, 3), (3, 2)])
    def test_runs_after_new_meetings_where_an_archived_record_must_be_active(self, category: int, level: int) -> None:
        agreed = [("before", MONDAY - DAY), ("that day", MONDAY), ("after", MONDAY + DAY)]
        facts = ClockFacts(category=category, level=level, exists=True, archived_on=MONDAY, agreed=agreed)
        assert [key for key, _ in updated(facts, frozenset())] == ["after"]


@rule("VIS-06")
def test_archiving_is_due_at_once_when_management_ends() -> None:
    facts = ClockFacts(ended_on=MONDAY, exists=True)
    [(key, due)] = archived(facts, frozenset())
    assert (key, due.due_on, due.rule) == ("", MONDAY, "VIS-06")
    for other in ({"exists": False}, {"archived_on": MONDAY}, {"ended_on": None}):
        assert list(archived(replace(facts, **other), frozenset())) == []
