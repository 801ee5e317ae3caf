"""When a level is to be decided that nobody decided, and from when it has been missing."""

import datetime as dt
from dataclasses import replace

import pytest

from deadlines.rules.days import Basis
from deadlines.rules.policies import Limit
from deadlines.rules.reviews import ReviewFacts
from levels.awaited import since
from levels.models import CategoryDecision, LevelDecision
from levels.rules.awaited import level_due, outcome_due
from offenders.models import Case
from tests.marks import rule

DAY = dt.date(2026, 3, 3)
WITHOUT = ReviewFacts(level=None, level_awaited_since=DAY)


@rule("LVL-38")
@pytest.mark.parametrize(
    ("changes", "on"),
    [
        ({}, dt.date(2026, 3, 31)),
        ({"released_on": dt.date(2026, 3, 31)}, dt.date(2026, 3, 31)),
        ({"released_on": dt.date(2026, 4, 1)}, dt.date(2026, 4, 1)),
        ({"level_awaited_since": None}, None),
        ({"in_custody": True}, None),
        ({"ended_on": DAY}, None),
    ],
    ids=str,
)
def test_a_level_is_decided_within_28_days_or_by_the_release(changes: dict[str, object], on: dt.date | None) -> None:
    found = level_due(replace(WITHOUT, **changes), None, frozenset())
    assert (found.due_on if found else None) == on


@rule("LVL-38")
def test_an_area_may_set_its_own_figure() -> None:
    found = level_due(WITHOUT, Limit(10, Basis.LOCAL, "Theirs", "Their protocol"), frozenset())
    assert found is not None
    assert (found.due_on, found.basis, found.policy) == (dt.date(2026, 3, 13), Basis.LOCAL, "Theirs")
    assert "Their protocol" in found.words


@rule("LVL-39")
def test_what_a_dispute_came_to_is_decided_within_14_days() -> None:
    assert outcome_due(DAY, 2).due_on == dt.date(2026, 3, 17)


def at(days: int) -> dt.datetime:
    return dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=days)


def placed(days: int, category: int | None, route: str = "CJA_S15") -> CategoryDecision:
    return CategoryDecision(category=category, route=route, decided_on=at(days).date(), recorded_at=at(days))


def decided(days: int, level: int | None) -> LevelDecision:
    return LevelDecision(level=level, decided_on=at(days).date(), recorded_at=at(days))


@rule("LVL-38")
@pytest.mark.parametrize(
    ("case", "categories", "level", "days"),
    [
        (Case(category=2), [placed(0, 2)], None, 0),
        (Case(category=2), [placed(0, 2), placed(5, 2)], None, 0),
        (Case(category=1), [placed(0, 2), placed(5, None, ""), placed(9, 1)], decided(5, None), 9),
        (Case(category=1), [placed(0, 4), placed(5, 1)], decided(5, None), 5),
        (Case(category=3), [placed(0, 2), placed(5, 3), placed(9, 3)], decided(1, 1), 5),
        (Case(category=2, level=1), [placed(0, 2)], decided(1, 1), None),
        (Case(category=None), [placed(0, None, "")], None, None),
    ],
    ids=["new", "decided again", "managed again", "level ended", "level not possible", "has one", "no category"],
)
def test_it_is_missing_from_the_day_on_which_there_was_none(
    case: Case, categories: list[CategoryDecision], level: LevelDecision | None, days: int | None
) -> None:
    began_on = level.decided_on if level is not None else None
    expected = at(days).date() if days is not None else None
    assert since(case, categories, level, began_on) == expected
