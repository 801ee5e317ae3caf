"""When a core group may meet, what is noted of it and by when, and who is told: at each boundary."""

import datetime as dt
from dataclasses import replace

import pytest

from audit.refusals import Effect, Finding
from deadlines.rules.days import Basis
from meetings.rules.group_meetings import (
    Sitting,
    ending_findings,
    held_findings,
    note_due,
    note_findings,
    open_findings,
    planning_findings,
    to_tell,
    way_to_member,
)
from meetings.rules.invitations import Way
from meetings.rules.notices import About
from tests.marks import rule
from tests.meetings.rules.policies import LOCAL, NATIONAL

FORMED = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
COMING = Sitting(on=FORMED + 7 * DAY, passed=False, place=True, asked=2)
PAST = replace(COMING, passed=True)
NOW = dt.datetime(2026, 3, 4, 9, tzinfo=dt.UTC)
LATER = NOW + DAY
STILL_LATER = NOW + 2 * DAY


def planned(sitting: Sitting = COMING, **changes: object) -> list[Finding]:
    facts = {"level": 2, "case_ended": False, "formed_on": FORMED, "reports_on": None, **changes}
    return planning_findings(sitting, **facts)  # type: ignore[arg-type]  # facts as the service hands them


def fields(found: list[Finding]) -> list[tuple[str, str | None]]:
    return [(one.rule, one.field) for one in found]


@rule("MTG-31")
class TestPlanning:
    @pytest.mark.parametrize("level", [2, 3])
    def test_is_for_a_time_to_come_at_level_2_or_3(self, level: int) -> None:
        assert planned(level=level) == []

    @pytest.mark.parametrize("level", [None, 1])
    def test_is_refused_at_another_level(self, level: int | None) -> None:
        assert [one.effect for one in planned(level=level)] == [Effect.REFUSE]

    def test_is_refused_once_management_has_ended(self) -> None:
        assert fields(planned(case_ended=True)) == [("MTG-31", None)]

    def test_is_refused_for_a_time_that_has_passed(self) -> None:
        assert fields(planned(PAST)) == [("MTG-31", "starts_at")]

    @pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
    def test_is_not_for_a_day_before_the_group_was_set_up(self, days: int, refused: bool) -> None:
        assert bool(planned(replace(COMING, on=FORMED + days * DAY))) is refused

    def test_asks_for_a_place_and_for_a_member(self) -> None:
        found = planned(replace(COMING, place=False, asked=0))
        assert fields(found) == [("MTG-31", "venue"), ("MTG-31", "members")]


@rule("MTG-34")
@pytest.mark.parametrize(("days", "warned"), [(-1, False), (0, False), (1, True)])
def test_a_day_after_the_meeting_that_it_reports_to_is_confirmed(days: int, warned: bool) -> None:
    found = planned(replace(COMING, on=FORMED + (14 + days) * DAY), reports_on=FORMED + 14 * DAY)
    assert [one.effect for one in found] == ([Effect.WARN] if warned else [])


@rule("MTG-31")
class TestPuttingDown:
    def test_is_for_what_has_passed(self) -> None:
        assert held_findings(PAST, formed_on=FORMED, ended_on=None) == []
        assert fields(held_findings(COMING, formed_on=FORMED, ended_on=None)) == [("MTG-31", "starts_at")]

    @pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
    def test_is_not_for_a_day_after_the_end_of_the_group(self, days: int, refused: bool) -> None:
        assert bool(held_findings(PAST, formed_on=FORMED, ended_on=PAST.on + days * DAY)) is refused


@rule("MTG-31")
@pytest.mark.parametrize(("days", "refused"), [(-1, False), (0, False), (1, True)])
def test_a_group_is_not_ended_before_a_meeting_of_it(days: int, refused: bool) -> None:
    assert bool(ending_findings(ended_on=FORMED, planned=[FORMED + days * DAY])) is refused


@rule("MTG-32")
class TestTheNote:
    def test_waits_until_the_time_has_come(self) -> None:
        assert [one.effect for one in note_findings(passed=False, came=2)] == [Effect.REFUSE]

    def test_says_who_came(self) -> None:
        assert note_findings(passed=True, came=1) == []
        assert fields(note_findings(passed=True, came=0)) == [("MTG-32", "came")]

    def test_is_written_once(self) -> None:
        assert open_findings(planned=True) == []
        assert [one.effect for one in open_findings(planned=False)] == [Effect.REFUSE]

    @pytest.mark.parametrize(("level", "due_on"), [(2, dt.date(2026, 3, 16)), (3, dt.date(2026, 3, 9))])
    def test_is_due_in_the_time_for_minutes_at_the_level(self, level: int, due_on: dt.date) -> None:
        due = note_due(FORMED, level, NATIONAL, None, ())
        assert due is not None
        assert (due.due_on, due.start_on, due.rule) == (due_on, FORMED, "MTG-32")
        assert "as for minutes at Level" in due.words

    @pytest.mark.parametrize(("days", "basis"), [(9, Basis.LOCAL), (11, Basis.NATIONAL)])
    def test_is_due_sooner_where_the_area_is_stricter_and_not_later(self, days: int, basis: Basis) -> None:
        due = note_due(FORMED, 2, NATIONAL, replace(LOCAL, minutes_level_2_working_days=days), ())
        assert due is not None and due.basis is basis

    def test_has_no_time_where_the_policies_say_nothing(self) -> None:
        assert note_due(FORMED, 2, replace(NATIONAL, minutes_level_2_working_days=None), None, ()) is None


@rule("MTG-33")
class TestWhatIsTold:
    @pytest.mark.parametrize(
        ("heard", "holds", "about"),
        [
            (None, LATER, About.INVITATION),
            (LATER, LATER, None),
            (LATER, STILL_LATER, About.MOVED),
            (LATER, None, About.CANCELLED),
            (None, None, None),
            (NOW, None, None),
            (NOW, LATER, About.INVITATION),
        ],
    )
    def test_is_what_a_member_does_not_know(
        self, heard: dt.datetime | None, holds: dt.datetime | None, about: About | None
    ) -> None:
        assert to_tell(heard=heard, holds=holds, now=NOW) is about

    @pytest.mark.parametrize(
        ("facts", "about", "way"),
        [
            ({}, About.INVITATION, Way.PERSON),
            ({"sees_case": False}, About.INVITATION, Way.NOBODY),
            ({"sees_case": False}, About.MOVED, Way.NOBODY),
            ({"sees_case": False}, About.CANCELLED, Way.PERSON),
            ({"barred": True}, About.CANCELLED, Way.NOBODY),
            ({"works_there": False}, About.CANCELLED, Way.NOBODY),
        ],
    )
    def test_goes_to_who_may_hear_it(self, facts: dict[str, bool], about: About, way: Way) -> None:
        told, why_not = way_to_member(**{"works_there": True, "barred": False, "sees_case": True, **facts}, about=about)
        assert (told, bool(why_not)) == (way, way is Way.NOBODY)
