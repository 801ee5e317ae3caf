"""At which stage a deadline stands, and who is told."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.rules.alerts import USUAL, Audience, Stage, Threshold, escalation, thresholds
from deadlines.rules.policies import check_local_policy
from tests.deadlines.rules.test_policies import HAMPSHIRE, NATIONAL
from tests.marks import rule

TABLE = escalation(NATIONAL)


def rows_reached(days: int, level: int | None = 2, table: Iterable[Threshold] = TABLE) -> list[Threshold]:
    """The rows whose stage is reached so many days after the due date."""
    return [row for row in thresholds(level, table) if row.days <= days]


def reached(days: int, level: int | None = 2) -> list[Stage]:
    """Their stages."""
    return [row.stage for row in rows_reached(days, level)]


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
    late = [row for row in rows_reached(days, level) if row.days > 0]
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
    late = [row for row in rows_reached(days, 3) if row.days > 0]
    assert [row.audience for row in late] == told
    assert {row.rule for row in late} <= {"ALT-03"}


@rule("ALT-04")
@given(level=st.sampled_from([None, 1, 2, 3]), day=st.integers(-30, 60), more=st.integers(0, 60))
def test_a_stage_once_reached_stays_reached(level: int | None, day: int, more: int) -> None:
    assert set(reached(day, level)) <= set(reached(day + more, level))


def test_every_level_has_every_stage_once() -> None:
    for level in (None, 1, 2, 3):
        assert sorted(row.stage for row in thresholds(level, TABLE)) == sorted(Stage)


def test_what_holds_without_a_policy_is_what_the_national_one_says() -> None:
    assert {name: getattr(NATIONAL, name) for name in USUAL} == USUAL
    assert escalation(replace(NATIONAL, **dict.fromkeys(USUAL))) == TABLE


class TestAnAreaOfItsOwnWays:
    def days(self, level: int, **own: int) -> list[int]:
        return [row.days for row in thresholds(level, escalation(NATIONAL, replace(HAMPSHIRE, **own)))]

    @rule("ALT-01")
    def test_is_reminded_when_it_chose(self) -> None:
        assert self.days(2, remind_first_days=28, remind_again_days=3) == [-28, -3, 0, 1, 3, 7]

    @rule("ALT-02")
    def test_escalates_sooner(self) -> None:
        assert self.days(1, tell_manager_days=1, tell_coordinator_days=2)[-3:] == [1, 1, 2]

    @rule("ALT-02")
    @rule("ALT-03")
    @pytest.mark.parametrize(
        ("level", "setting", "usual"),
        [
            (2, "tell_manager_days", [1, 3, 7]),
            (2, "tell_coordinator_days", [1, 3, 7]),
            (3, "tell_manager_level_3_days", [1, 1, 2]),
            (3, "tell_coordinator_level_3_days", [1, 1, 2]),
        ],
    )
    def test_never_escalates_later(self, level: int, setting: str, usual: list[int]) -> None:
        assert self.days(level, **{setting: 30})[-3:] == usual
        assert "REV-08" in {one.rule for one in check_local_policy(replace(HAMPSHIRE, **{setting: 30}), NATIONAL)}

    @rule("ALT-01")
    @pytest.mark.parametrize(("own", "refused"), [({"remind_first_days": 6}, True), ({"remind_first_days": 7}, False)])
    def test_is_not_reminded_a_second_time_first(self, own: dict[str, int], refused: bool) -> None:
        found = check_local_policy(replace(HAMPSHIRE, **own), NATIONAL)
        assert ("remind_again_days" in {one.field for one in found}) is refused
