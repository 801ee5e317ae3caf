"""At which stage a deadline stands, and who is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.rules.alerts import DEFAULT_ESCALATION, Audience, Stage, Standing, stages_reached, standing, thresholds
from tests.marks import rule

DUE = date(2026, 3, 20)


def reached(days: int, level: int | None = 2) -> list[Stage]:
    """The stages so many days after the due date."""
    return [row.stage for row in stages_reached(DUE, DUE + timedelta(days=days), level)]


@rule("ALT-01")
@pytest.mark.parametrize(
    ("days", "stages"),
    [
        (-15, []),
        (-14, [Stage.DUE_SOON]),
        (-8, [Stage.DUE_SOON]),
        (-7, [Stage.DUE_SOON, Stage.DUE_VERY_SOON]),
        (-1, [Stage.DUE_SOON, Stage.DUE_VERY_SOON]),
        (0, [Stage.DUE_SOON, Stage.DUE_VERY_SOON, Stage.DUE_TODAY]),
    ],
)
def test_reminders_come_14_and_7_days_before_and_on_the_day(days: int, stages: list[Stage]) -> None:
    assert reached(days) == stages


@rule("ALT-02")
@pytest.mark.parametrize("level", [None, 1, 2])
@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, []),
        (1, [Audience.PRACTITIONER]),
        (2, [Audience.PRACTITIONER]),
        (3, [Audience.PRACTITIONER, Audience.MANAGER]),
        (6, [Audience.PRACTITIONER, Audience.MANAGER]),
        (7, [Audience.PRACTITIONER, Audience.MANAGER, Audience.COORDINATOR]),
    ],
)
def test_lateness_climbs_from_practitioner_to_coordinator(level: int | None, days: int, told: list[Audience]) -> None:
    late = [row for row in stages_reached(DUE, DUE + timedelta(days=days), level) if row.days > 0]
    assert [row.audience for row in late] == told
    assert {row.rule for row in late} <= {"ALT-02"}


@rule("ALT-03")
@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, []),
        (1, [Audience.PRACTITIONER, Audience.MANAGER]),
        (2, [Audience.PRACTITIONER, Audience.MANAGER, Audience.COORDINATOR]),
    ],
)
def test_lateness_climbs_faster_at_level_3(days: int, told: list[Audience]) -> None:
    late = [row for row in stages_reached(DUE, DUE + timedelta(days=days), 3) if row.days > 0]
    assert [row.audience for row in late] == told
    assert {row.rule for row in late} <= {"ALT-03"}


@rule("ALT-04")
@given(level=st.sampled_from([None, 1, 2, 3]), day=st.integers(-30, 60), more=st.integers(0, 60))
def test_a_stage_once_reached_stays_reached(level: int | None, day: int, more: int) -> None:
    assert set(reached(day, level)) <= set(reached(day + more, level))


@rule("ALT-04")
@given(level=st.sampled_from([None, 1, 2, 3]), day=st.integers(-30, 60))
def test_the_table_alone_tells_the_stages_as_a_query_would(level: int | None, day: int) -> None:
    by_table = {row.stage for row in DEFAULT_ESCALATION if row.level == (level or 0) and row.days <= day}
    assert set(reached(day, level)) == by_table


def test_every_level_has_every_stage_once() -> None:
    for level in (None, 1, 2, 3):
        assert sorted(row.stage for row in thresholds(level)) == sorted(Stage)


@rule("ALT-01")
@pytest.mark.parametrize(
    ("days", "level", "word"),
    [
        (-15, 2, Standing.NOT_DUE),
        (-14, 2, Standing.DUE_SOON),
        (-1, 2, Standing.DUE_SOON),
        (0, 2, Standing.DUE_TODAY),
        (1, 2, Standing.OVERDUE),
        (2, 2, Standing.OVERDUE),
        (3, 2, Standing.ESCALATED),
        (1, 3, Standing.ESCALATED),
    ],
)
def test_a_deadline_has_one_word_on_a_day(days: int, level: int, word: Standing) -> None:
    assert standing(DUE, DUE + timedelta(days=days), level) is word


def test_met_is_met_however_late() -> None:
    assert standing(DUE, DUE + timedelta(days=40), 3, met=True) is Standing.MET
