"""What each step of a transfer asks for."""

import datetime as dt
from dataclasses import replace

import pytest

from audit.refusals import Effect
from tests.marks import rule
from transfers.rules import steps
from transfers.rules.steps import Asked, Basis, Ground, State, Step

TODAY = dt.date(2026, 3, 3)
ASKED = Asked(
    from_area="hampshire",
    to_area="kent",
    from_kind="probation",
    to_kind="probation",
    agreed_on=TODAY,
    planned_on=TODAY,
    today=TODAY,
    level=1,
    minutes=False,
)


def effects(asked: Asked) -> dict[str, Effect]:
    return {found.rule: found.effect for found in steps.request_findings(asked)}


@rule("TRF-01")
@rule("TRF-03")
def test_a_complete_request_goes_through() -> None:
    assert effects(ASKED) == {}


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"in_progress": True}, "TRF-01"),
        ({"ended": True}, "TRF-01"),
        ({"to_area": "hampshire"}, "TRF-01"),
        ({"planned_on": TODAY - dt.timedelta(days=1)}, "TRF-15"),
        ({"to_kind": "police"}, "TRF-03"),
        ({"from_kind": "youth_offending_team"}, "TRF-03"),
        ({"to_kind": "prison"}, "LIFE-05"),
        ({"agreed_on": TODAY + dt.timedelta(days=1)}, "TRF-03"),
    ],
)
@rule("TRF-01")
@rule("TRF-03")
@rule("TRF-15")
def test_a_request_is_refused(changes: dict[str, object], refused: str) -> None:
    assert effects(replace(ASKED, **changes)) == {refused: Effect.REFUSE}


@rule("TRF-04")
@rule("TRF-05")
@pytest.mark.parametrize(
    ("level", "minutes", "warned"), [(None, False, "TRF-04"), (2, False, "TRF-05"), (3, False, "TRF-05")]
)
def test_what_is_missing_is_a_warning_and_never_a_delay(level: int | None, minutes: bool, warned: str) -> None:
    assert effects(replace(ASKED, level=level, minutes=minutes)) == {warned: Effect.WARN}
    assert effects(replace(ASKED, level=2, minutes=True)) == {}


@rule("TRF-16")
def test_a_restricted_case_needs_somebody_named_there() -> None:
    assert effects(replace(ASKED, restricted=True)) == {"TRF-16": Effect.REQUIRE}
    assert effects(replace(ASKED, restricted=True, named_there=True)) == {}


@rule("TRF-02")
@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("ground", list(Ground))
def test_the_area_where_they_live_cannot_leave_them_to_another(basis: Basis, ground: Ground) -> None:
    refused = bool(steps.refuse_findings(basis, ground))
    assert refused is (basis is Basis.LIVES and ground is Ground.RISK)


@rule("TRF-10")
@rule("TRF-12")
@rule("TRF-15")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, None),
        ({"owner_is_theirs": False}, "TRF-10"),
        ({"owner_can_own": False}, "TRF-10"),
        ({"moves_on": TODAY - dt.timedelta(days=1)}, "TRF-15"),
        ({"by_requester": True}, "TRF-12"),
    ],
)
def test_acceptance(changes: dict[str, object], refused: str | None) -> None:
    facts = {"owner_is_theirs": True, "owner_can_own": True, "moves_on": TODAY, "today": TODAY, **changes}
    assert [found.rule for found in steps.accept_findings(**facts)] == ([refused] if refused else [])  # type: ignore[arg-type]


@rule("TRF-15")
def test_each_step_follows_from_its_states_alone() -> None:
    for step in Step:
        for state in State:
            assert bool(steps.step_findings(step, state)) is not steps.can(step, state)
    assert not any(steps.can(step, State.WITHDRAWN) for step in Step)
    assert [step for step in Step if steps.can(step, State.MOVED)] == [Step.SEND]


@rule("TRF-13")
@pytest.mark.parametrize(("days", "right"), [(-1, False), (0, True), (2, True), (3, False)])
def test_a_dispute_keeps_its_order(days: int, right: bool) -> None:
    today = TODAY + dt.timedelta(days=2)
    assert (steps.order_findings(TODAY + dt.timedelta(days=days), TODAY, today) == []) is right
    assert steps.again_findings(in_progress=False, moved=False) == []
    assert steps.again_findings(in_progress=True, moved=False) and steps.again_findings(in_progress=False, moved=True)


@rule("TRF-08")
@rule("TRF-09")
@pytest.mark.parametrize(
    ("records", "visor", "rules"),
    [(0, None, []), (None, 0, []), (None, None, ["TRF-08"]), (-1, None, ["TRF-08"]), (None, 1, ["TRF-09"])],
)
def test_what_was_sent_has_a_day_since_the_request(records: int | None, visor: int | None, rules: list[str]) -> None:
    def on(days: int | None) -> dt.date | None:
        return None if days is None else TODAY + dt.timedelta(days=days)

    found = steps.sent_findings(records_on=on(records), visor_on=on(visor), since=TODAY, today=TODAY)
    assert [one.rule for one in found] == rules


@rule("TRF-19")
def test_the_form_is_sent_again_while_the_transfer_goes_on_and_says_what_is_new() -> None:
    may = {state for state in State if steps.can(Step.AGAIN, state)}
    assert may == {State.REQUESTED, State.ACCEPTED, State.DISPUTED}
    assert steps.again_form_findings("A new address.") == []
    assert [(one.rule, one.field) for one in steps.again_form_findings(" ")] == [("TRF-19", "reason")]
