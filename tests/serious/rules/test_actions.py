"""The actions of a review at each of their boundaries."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from serious.rules.actions import (
    SAY,
    ActionFacts,
    ActionState,
    Turn,
    action_findings,
    changed_findings,
    plan_findings,
    turn_findings,
)
from serious.rules.steps import due_steps, out_of_turn, step_findings
from serious.rules.timetable import Outcome, Step
from tests.marks import rule
from tests.serious.rules.test_steps import DECIDED, TODAY, decided

DAY = timedelta(days=1)
AGREED, DUE = date(2026, 4, 1), date(2026, 5, 1)
OPEN = ActionFacts(1, "Police", AGREED, DUE)
DONE, REFUSED = (replace(OPEN, number=2, state=state) for state in (ActionState.DONE, ActionState.REFUSED))
BEFORE_THE_END = {"plan_final": DECIDED, "report_approved": DECIDED, "board_met": DECIDED, "family_told": DECIDED}


@rule("SCR-24")
def test_an_open_action_is_due_on_the_day_the_board_set_also_while_the_review_waits() -> None:
    facts = replace(decided(), actions=[OPEN, DONE, REFUSED])
    found = {key: one for key, one in due_steps(facts) if key.startswith("action")}
    assert {key: one.due_on for key, one in found.items()} == {"action-1": DUE}
    assert found["action-1"].words.startswith(
        "Action 1 of the Action Plan, Police: the day that the Board set on Wednesday 1 April 2026"
    )
    waits = replace(facts, deferrals=[(DECIDED, None)])
    assert "action-1" in dict(due_steps(waits))
    for ended in (replace(facts, outcome=Outcome.NONE), replace(facts, discontinued_on=DECIDED)):
        assert dict(due_steps(ended)) == {}


@rule("SCR-24")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"what": " "}, ["what"]),
        ({"person": ""}, ["person"]),
        ({"agreed_on": TODAY, "due_on": TODAY}, []),
        ({"agreed_on": TODAY + DAY, "due_on": TODAY + DAY}, ["agreed_on"]),
        ({"agreed_on": DECIDED}, []),
        ({"agreed_on": DECIDED - DAY}, ["agreed_on"]),
        ({"due_on": AGREED}, []),
        ({"due_on": AGREED - DAY}, ["due_on"]),
    ],
)
def test_an_action_has_somebody_and_days_in_their_order(changes: dict[str, Any], fields: list[str]) -> None:
    given: dict[str, Any] = {"what": "To do", "person": "A head", "agreed_on": AGREED, "due_on": DUE}
    found = action_findings(**given | changes, since=DECIDED, today=TODAY)
    assert [one.field for one in found] == fields and all(one.stops for one in found)


@rule("SCR-24")
@pytest.mark.parametrize("turn", Turn)
def test_an_open_action_goes_on_or_ends_in_words_and_one_that_ended_opens_again(turn: Turn) -> None:
    right = DONE if turn is Turn.REOPENED else OPEN
    given: dict[str, Any] = {"said": "In words.", "on": AGREED, "today": TODAY}
    assert turn_findings(right, turn, **given) == []
    assert [one.next_step for one in turn_findings(right, turn, **given | {"said": " "})] == [SAY[turn]]
    assert [one.field for one in turn_findings(right, turn, **given | {"on": AGREED - DAY})] == ["on"]
    assert [one.field for one in turn_findings(right, turn, **given | {"on": TODAY + DAY})] == ["on"]
    for wrong in (OPEN,) if turn is Turn.REOPENED else (DONE, REFUSED):
        assert turn_findings(wrong, turn, **given)[0].stops


@rule("SCR-24")
def test_only_an_open_action_is_changed_and_with_a_reason() -> None:
    assert changed_findings(ActionState.OPEN, reason="More time.") == []
    assert changed_findings(ActionState.DONE, reason="More time.")[0].stops
    assert changed_findings(ActionState.OPEN, reason=" ")[0].field == "reason"


@rule("SCR-24")
def test_a_plan_without_any_action_is_asked_about() -> None:
    assert plan_findings([REFUSED]) == []
    assert [one.stops for one in plan_findings([])] == [False]


@rule("SCR-26")
def test_a_review_is_not_closed_while_an_action_is_open() -> None:
    facts = replace(decided(**BEFORE_THE_END), actions=[OPEN, DONE, replace(OPEN, number=3)])
    found = step_findings(facts, Step.CLOSED, on=TODAY, today=TODAY)
    assert [one.message for one in found] == ["Open in the Action Plan: actions 1, 3."]
    assert out_of_turn(replace(facts, actions=[OPEN]), Step.CLOSED)[0].message.endswith(": action 1.")
    assert step_findings(replace(facts, actions=[DONE, REFUSED]), Step.CLOSED, on=TODAY, today=TODAY) == []


@rule("SCR-25")
def test_a_review_is_not_closed_before_the_board_met_to_discuss_it() -> None:
    facts = decided(**{key: on for key, on in BEFORE_THE_END.items() if key != "board_met"})
    assert out_of_turn(facts, Step.CLOSED)[0].message == "First comes: Board met to discuss the finished review."
    assert (
        out_of_turn(decided(), Step.BOARD_MET)[0].message
        == "First comes: Overview Report completed, with nobody named."
    )
