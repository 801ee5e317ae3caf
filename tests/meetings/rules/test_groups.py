"""Core groups answer to a meeting; professionals' meetings are told apart from MAPPA meetings."""

import datetime as dt

import pytest

from audit.refusals import Effect
from meetings.rules import groups
from tests.marks import rule

TODAY = dt.date(2026, 3, 20)
DAY = dt.timedelta(days=1)


def set_up(**changes: object) -> list[tuple[str, str | None]]:
    facts: dict[str, object] = {
        "level": 2,
        "cancelled": False,
        "held_on": TODAY - DAY,
        "formed_on": TODAY - DAY,
        "today": TODAY,
        **changes,
    }
    return [(one.rule, one.field) for one in groups.group_findings(**facts)]  # type: ignore[arg-type]


@rule("MTG-74")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"level": 3}, []),
        ({"level": 1}, [("MTG-74", None)]),
        ({"cancelled": True}, [("MTG-74", None)]),
        ({"formed_on": TODAY - 2 * DAY}, [("MTG-74", "formed_on")]),
        ({"formed_on": TODAY}, []),
        ({"formed_on": TODAY + DAY}, [("MTG-74", "formed_on")]),
    ],
)
def test_a_level_2_or_3_meeting_sets_it_up(changes: dict[str, object], found: list[tuple[str, str | None]]) -> None:
    assert set_up(**changes) == found


@rule("MTG-74")
def test_nothing_more_in_a_group_that_was_ended() -> None:
    assert groups.standing_findings(None) == []
    assert [one.rule for one in groups.standing_findings(TODAY)] == ["MTG-74"]


@rule("MTG-74")
@pytest.mark.parametrize(("ended_on", "stopped"), [(TODAY, False), (TODAY + DAY, True), (TODAY - 3 * DAY, True)])
def test_it_ends_after_it_began_and_not_in_the_future(ended_on: dt.date, stopped: bool) -> None:
    found = groups.ending_findings(ended_on=ended_on, formed_on=TODAY - 2 * DAY, today=TODAY)
    assert bool(found) is stopped


@rule("MTG-75")
@pytest.mark.parametrize(("done_on", "stopped"), [(TODAY, False), (TODAY + DAY, True)])
def test_an_outcome_is_of_a_day_that_came(done_on: dt.date, stopped: bool) -> None:
    assert bool(groups.done_findings(done_on=done_on, today=TODAY)) is stopped


@rule("MTG-76")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "none"),
        ({"cancelled": True}, "meeting"),
        ({"reported_on": TODAY + DAY}, "reported_on"),
        ({"reported_on": TODAY - 3 * DAY}, "reported_on"),
    ],
)
def test_it_reports_to_a_meeting_that_was_not_cancelled(changes: dict[str, object], field: str) -> None:
    facts: dict[str, object] = {"cancelled": False, "reported_on": TODAY, "formed_on": TODAY - 2 * DAY, **changes}
    found = groups.report_findings(today=TODAY, **facts)  # type: ignore[arg-type]
    assert [(one.rule, one.field) for one in found] == ([] if field == "none" else [("MTG-76", field)])


def professionals(**changes: object) -> list[tuple[str, Effect]]:
    facts: dict[str, object] = {
        "people": ["A", "B"],
        "held_on": TODAY,
        "notes_on": TODAY,
        "leads": True,
        "today": TODAY,
        **changes,
    }
    return [(one.rule, one.effect) for one in groups.professionals_findings(**facts)]  # type: ignore[arg-type]


@rule("MTG-77")
@pytest.mark.parametrize(
    ("others", "found"),
    [
        (0, [("MTG-77", Effect.REQUIRE)]),
        (1, [("MTG-77", Effect.WARN)]),
        (2, []),
        (3, []),
        (4, [("MTG-77", Effect.WARN)]),
    ],
)
def test_three_or_four_people_with_the_referrer_are_usual(others: int, found: list[tuple[str, Effect]]) -> None:
    assert professionals(people=["Somebody"] * others) == found


@rule("MTG-77")
def test_the_lead_agency_holds_it() -> None:
    assert professionals(leads=False) == [("MTG-77", Effect.REFUSE)]


@rule("MTG-78")
def test_the_notes_are_of_that_day_or_later_and_not_to_come() -> None:
    assert professionals(notes_on=TODAY - DAY) == [("MTG-78", Effect.REFUSE)]
    assert professionals(notes_on=TODAY + DAY) == [("MTG-78", Effect.REFUSE)]
    assert professionals(held_on=TODAY - DAY) == []


ELSEWHERE = groups.Goes(groups.Becomes.ELSEWHERE, "The police do it.")


@rule("MTG-79")
@pytest.mark.parametrize(
    ("number", "goes", "found"),
    [
        (0, groups.Goes(None, ""), []),
        (1, groups.Goes(None, ""), ["becomes"]),
        (2, groups.Goes(groups.Becomes.NOT_NEEDED, " "), ["words"]),
        (2, ELSEWHERE, []),
    ],
)
def test_a_group_ends_over_no_open_task(number: int, goes: groups.Goes, found: list[str]) -> None:
    assert [one.field for one in groups.open_tasks_findings(number, goes)] == found


@rule("MTG-79")
@pytest.mark.parametrize(
    ("goes", "found"),
    [
        (groups.Goes(groups.Becomes.GROUP, "On."), ["to_group"]),
        (groups.Goes(groups.Becomes.GROUP, "On.", group=False), ["to_group"]),
        (groups.Goes(groups.Becomes.GROUP, "On.", group=True), []),
        (groups.Goes(groups.Becomes.ACTION, "On."), ["to_meeting", "pillar", "how"]),
        (groups.Goes(groups.Becomes.ACTION, "On.", meeting=True, pillar="supervision", how=" "), ["how"]),
        (groups.Goes(groups.Becomes.ACTION, "On.", meeting=True, pillar="supervision", how="So."), []),
    ],
)
def test_what_is_carried_on_goes_somewhere(goes: groups.Goes, found: list[str]) -> None:
    assert [one.field for one in groups.goes_findings(goes)] == found


@rule("MTG-79")
@pytest.mark.parametrize("days", [-1, 0, 5])
def test_a_task_is_due_on_its_own_day(days: int) -> None:
    due_on = TODAY + days * DAY
    due = groups.task_due(due_on=due_on, set_by=TODAY - DAY, recorded_on=TODAY)
    assert (due.due_on, due.start_on, due.rule) == (due_on, min(TODAY, due_on), "MTG-79")
