"""When alerts go out by e-mail, and how long one may be put off: at the edges, and across the change of the clocks."""

import datetime as dt

import pytest

from deadlines.rules import telling as rules
from deadlines.rules.alerts import Stage, escalation
from deadlines.rules.telling import Way
from tests.deadlines.rules.test_policies import NATIONAL
from tests.marks import rule

DUE = dt.date(2026, 6, 15)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@rule("ALT-05")
@pytest.mark.parametrize(
    ("way", "stages"),
    [
        (Way.EACH, {"due_soon", "due_very_soon", "due_today", "overdue", "manager_told", "coordinator_told"}),
        (Way.LATE_AT_ONCE, {"overdue", "manager_told", "coordinator_told"}),
        (Way.DIGEST, {"manager_told", "coordinator_told"}),
    ],
)
def test_what_goes_out_at_once(way: Way, stages: set[str]) -> None:
    assert {stage.value for stage in Stage if rules.at_once(stage, way)} == stages


@rule("ALT-06")
@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("stage", [Stage.MANAGER_TOLD, Stage.COORDINATOR_TOLD])
def test_an_escalation_goes_out_at_once_whatever_was_chosen(way: Way, stage: Stage) -> None:
    assert rules.at_once(stage, way)


@rule("ALT-07")
@pytest.mark.parametrize(
    ("now", "hour", "last", "due"),
    [
        ("2026-01-10T06:59", 7, None, False),
        ("2026-01-10T07:00", 7, None, True),
        ("2026-01-10T07:00", 7, dt.date(2026, 1, 10), False),
        ("2026-01-10T23:59", 7, dt.date(2026, 1, 9), True),  # a late worker
        ("2026-01-10T07:00", 7, dt.date(2026, 1, 2), True),  # missed days
        ("2026-07-10T05:59", 7, None, False),  # 6.59am in summer
        ("2026-07-10T06:00", 7, None, True),  # 7am in summer
        ("2026-07-10T23:30", 5, dt.date(2026, 7, 10), False),  # half past midnight of the 11th in London
        ("2026-03-29T04:00", 5, dt.date(2026, 3, 28), True),  # the day on which the clocks go forward: 5am
        ("2026-03-29T03:59", 5, dt.date(2026, 3, 28), False),
        ("2026-10-25T05:00", 5, dt.date(2026, 10, 24), True),  # the day on which they go back: 5am
        ("2026-10-25T04:30", 5, dt.date(2026, 10, 24), False),
    ],
)
def test_the_digest_is_due_once_a_day_from_its_hour_on(now: str, hour: int, last: dt.date | None, due: bool) -> None:
    assert rules.digest_is_due(utc(now), hour, last) is due


@rule("ALT-07")
@pytest.mark.parametrize(
    "day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 6, 1), dt.date(2028, 2, 29)]
)
@pytest.mark.parametrize("hour", range(rules.FIRST_HOUR, rules.LAST_HOUR + 1))
def test_every_hour_there_is_gives_one_digest_on_every_day(day: dt.date, hour: int) -> None:
    sent: list[dt.date] = []
    now = utc(f"{day}T00:15") - dt.timedelta(hours=2)
    while now < utc(f"{day}T00:15") + dt.timedelta(days=1, hours=3):
        if rules.digest_is_due(now, hour, sent[-1] if sent else None):
            sent.append(now.astimezone(rules.LONDON).date())
        now += dt.timedelta(hours=1)
    assert sent.count(day) == 1


@rule("ALT-08")
@pytest.mark.parametrize(
    ("stage", "level", "latest"),
    [
        (Stage.DUE_SOON, 2, DUE),
        (Stage.DUE_VERY_SOON, None, DUE),
        (Stage.DUE_TODAY, 2, None),
        (Stage.OVERDUE, 2, DUE + dt.timedelta(days=3)),
        (Stage.OVERDUE, 3, DUE + dt.timedelta(days=1)),
        (Stage.MANAGER_TOLD, 2, None),
        (Stage.COORDINATOR_TOLD, 2, None),
    ],
)
def test_the_latest_day_on_which_an_alert_comes_back(stage: Stage, level: int | None, latest: dt.date | None) -> None:
    assert rules.longest_snooze(stage, DUE, level, escalation(NATIONAL)) == latest
    assert rules.can_be_put_off(stage) is (latest is not None)


@rule("ALT-08")
@pytest.mark.parametrize(
    ("stages", "until", "latest", "refused"),
    [
        (["due_soon"], DUE, DUE, False),
        (["due_soon"], DUE + dt.timedelta(days=1), DUE, True),
        (["due_soon"], dt.date(2026, 6, 2), DUE, False),
        (["due_soon"], dt.date(2026, 6, 1), DUE, True),
        (["due_soon"], dt.date(2026, 5, 31), DUE, True),
        (["due_soon", "overdue", "manager_told"], DUE, DUE, True),
        (["due_today"], DUE, None, True),
    ],
)
def test_until_when_an_alert_is_put_off(
    stages: list[str], until: dt.date, latest: dt.date | None, refused: bool
) -> None:
    found = rules.snoozing([Stage(stage) for stage in stages], until, dt.date(2026, 6, 1), latest)
    assert bool(found) is refused
    assert all(one.stops and one.rule == "ALT-08" for one in found)
