"""Moving and cancelling: no new date without the chair, and what is kept of the approval."""

import datetime as dt
from dataclasses import replace

import pytest

from meetings.rules.moving import ApprovalFacts, approval_findings
from tests.marks import rule

TODAY = dt.date(2026, 3, 2)
FACTS = ApprovalFacts(by_chair=True, own=False, on=TODAY, how="By secure e-mail.", practitioner="Told by telephone.")


def found(**changes: object) -> list[tuple[str, str | None]]:
    return [(one.rule, one.field) for one in approval_findings(replace(FACTS, **changes), today=TODAY)]


def test_an_approval_with_everything_said_has_no_findings() -> None:
    assert found() == []


@rule("ACC-07")
@pytest.mark.parametrize("changes", [{"by_chair": False}, {"on": None}])
def test_nobody_but_the_chair_approves(changes: dict[str, object]) -> None:
    assert found(**changes) == [("ACC-07", "approved_by")]


@rule("MTG-65")
@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True), (-1, False)])
def test_an_approval_is_not_of_a_day_to_come(days: int, refused: bool) -> None:
    assert found(on=TODAY + dt.timedelta(days=days)) == ([("MTG-65", "approved_on")] if refused else [])


@rule("MTG-65")
def test_how_it_came_is_asked_of_whoever_records_it_for_the_chair() -> None:
    assert found(how=" ") == [("MTG-65", "how")]
    assert found(how="", own=True) == []


@rule("MTG-66")
def test_what_the_practitioner_was_told_is_always_said() -> None:
    assert found(practitioner=" ") == [("MTG-66", "practitioner")]
