"""Meeting days: how long slots are, that they end on the day, and which meeting may have one."""

import datetime as dt
from dataclasses import replace

import pytest

from audit.refusals import Effect
from deadlines.rules.policies import check_local_policy
from meetings.rules.days import (
    MOST_SLOTS,
    Booked,
    DayFacts,
    Standing,
    booking_findings,
    day_findings,
    lengths_of,
    reopening_findings,
    slot_times,
    withdrawal_findings,
)
from meetings.rules.people import Chair, Party
from tests.deadlines.rules.test_policies import HAMPSHIRE, NATIONAL
from tests.marks import rule

TODAY = dt.date(2026, 3, 2)
FACTS = DayFacts(
    on=TODAY,
    today=TODAY,
    level=2,
    starts=dt.time(9, 30),
    minutes=45,
    number=6,
    chair=Chair(Party.POLICE, trained=True),
    lengths=(30, 45),
    source="Invented protocol",
)
LENGTHS = {2: (30, 45), 3: (45, 60)}
AT = dt.datetime(2026, 3, 20, 10, 0, tzinfo=dt.UTC)
BOOKED = Booked(free=True, same_area=True, same_level=True, same_chair=True, at=AT, typed_at=AT)


def found(**changes: object) -> list[tuple[str, str | None, Effect]]:
    return [(one.rule, one.field, one.effect) for one in day_findings(replace(FACTS, **changes))]


def test_a_sound_day_has_no_findings() -> None:
    assert found() == []


@rule("MTG-70")
def test_a_day_at_a_weekend_or_on_a_bank_holiday_is_asked_about() -> None:
    assert found(working_day=False) == [("MTG-70", "on", Effect.WARN)]


@rule("MTG-71")
@pytest.mark.parametrize(
    ("level", "minutes", "asks"),
    [(2, 29, True), (2, 30, False), (2, 45, False), (2, 46, True), (3, 44, True), (3, 45, False), (3, 60, False)]
    + [(3, 61, True)],
)
def test_another_length_than_the_protocols_is_asked_about(level: int, minutes: int, asks: bool) -> None:
    assert found(level=level, minutes=minutes, lengths=LENGTHS[level]) == (
        [("MTG-71", "minutes", Effect.WARN)] if asks else []
    )


@rule("MTG-71")
def test_a_slot_without_length_is_none() -> None:
    assert found(minutes=0) == [("MTG-71", "minutes", Effect.REFUSE)]


@rule("MTG-70")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": TODAY - dt.timedelta(days=1)}, "on"),
        ({"number": 0}, "number"),
        ({"number": MOST_SLOTS + 1}, "number"),
        ({"starts": dt.time(19, 31)}, "number"),
        ({"level": 1}, "level"),
    ],
)
def test_a_day_is_to_come_has_slots_and_ends_the_same_day(changes: dict[str, object], field: str) -> None:
    assert found(**changes) == [("MTG-70", field, Effect.REFUSE)]


@rule("MTG-70")
def test_the_last_slot_may_end_just_before_midnight() -> None:
    assert found(starts=dt.time(19, 29)) == []


@rule("MTG-02")
def test_the_chair_of_a_day_is_trained_and_from_police_or_probation() -> None:
    assert [one[0] for one in found(chair=Chair(Party.OTHER_AGENCY, trained=False))] == ["MTG-01", "MTG-02"]


def test_slots_follow_one_another() -> None:
    assert list(slot_times(dt.time(9, 30), 45, 3)) == [
        (dt.time(9, 30), dt.time(10, 15)),
        (dt.time(10, 15), dt.time(11, 0)),
        (dt.time(11, 0), dt.time(11, 45)),
    ]


@rule("MTG-72")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"free": False}, "slot"),
        ({"same_area": False}, "slot"),
        ({"same_level": False}, "slot"),
        ({"typed_at": AT + dt.timedelta(minutes=1)}, "starts_at"),
        ({"same_chair": False}, "chair"),
    ],
)
def test_a_slot_is_had_for_a_meeting_that_fits_in_one_sentence(changes: dict[str, object], field: str) -> None:
    assert [(one.rule, one.field) for one in booking_findings(replace(BOOKED, **changes))] == [("MTG-72", field)]
    assert booking_findings(BOOKED) == []


@rule("MTG-70")
@pytest.mark.parametrize(("booked", "withdrawn", "stopped"), [(0, False, False), (1, False, True), (0, True, True)])
def test_a_day_with_a_meeting_is_not_withdrawn(booked: int, withdrawn: bool, stopped: bool) -> None:
    assert bool(withdrawal_findings(booked=booked, withdrawn=withdrawn)) is stopped


@rule("MTG-71")
def test_where_no_length_is_laid_down_none_is_asked_about() -> None:
    assert found(minutes=90, lengths=None) == []


@rule("MTG-71")
@pytest.mark.parametrize(
    ("own", "lengths"),
    [
        ({}, (30, 45)),
        ({"slot_level_2_longest_minutes": 50}, (30, 50)),
        ({"slot_level_2_shortest_minutes": 20}, (20, 45)),
    ],
)
def test_an_areas_own_lengths_take_the_place_of_the_products(own: dict[str, int], lengths: tuple[int, int]) -> None:
    local = replace(HAMPSHIRE, slot_level_2_shortest_minutes=None, slot_level_2_longest_minutes=None)
    limits = lengths_of(2, NATIONAL, replace(local, **own))
    assert limits is not None and (limits[0].value, limits[1].value) == lengths


@rule("MTG-71")
@pytest.mark.parametrize(("longest", "refused"), [(29, True), (30, False)])
def test_the_longest_slot_is_not_shorter_than_the_shortest(longest: int, refused: bool) -> None:
    local = replace(HAMPSHIRE, slot_level_2_shortest_minutes=None, slot_level_2_longest_minutes=longest)
    assert [one.rule for one in check_local_policy(local, NATIONAL)] == (["MTG-71"] if refused else [])


DAY = Standing(dt.time(10), 30, 4, chair="chair", minute_taker="taker", venue="Room 1")


@rule("MTG-95")
@pytest.mark.parametrize(
    ("changes", "in_the_way"),
    [
        ({}, True),
        ({"venue": "Room 2"}, True),
        ({"venue": "Room 2", "chair": "another"}, True),
        ({"chair": "another", "minute_taker": "other"}, True),
        ({"venue": "room 1", "chair": "another", "minute_taker": "other"}, True),
        ({"venue": "Room 2", "chair": "another", "minute_taker": "other"}, False),
        ({"venue": "Room 2", "chair": "taker", "minute_taker": "other"}, True),
        ({"starts": dt.time(12)}, False),
        ({"starts": dt.time(11, 59)}, True),
        ({"starts": dt.time(8)}, False),
        ({"starts": dt.time(8, 1)}, True),
    ],
)
def test_a_day_that_took_its_place_keeps_it_withdrawn(changes: dict[str, object], in_the_way: bool) -> None:
    other = replace(DAY, **changes)  # type: ignore[arg-type]  # fields by name
    assert DAY.is_in_the_way_of(other) is other.is_in_the_way_of(DAY) is in_the_way
    found = reopening_findings(withdrawn=True, on=TODAY, today=TODAY, chair=FACTS.chair, day=DAY, others=[other])
    assert [one.rule for one in found] == (["MTG-95"] if in_the_way else [])


@rule("MTG-95")
@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, []),
        ({"withdrawn": False}, ["MTG-95"]),
        ({"on": TODAY - dt.timedelta(days=1)}, ["MTG-95"]),
        ({"chair": Chair(Party.POLICE, trained=False)}, ["MTG-02"]),
    ],
)
def test_only_a_withdrawn_day_to_come_with_a_chair_is_opened_again(
    changes: dict[str, object], rules: list[str]
) -> None:
    known = {"withdrawn": True, "on": TODAY, "chair": FACTS.chair, **changes}
    found = reopening_findings(today=TODAY, day=DAY, others=[], **known)  # type: ignore[arg-type]  # fields by name
    assert [one.rule for one in found] == rules
