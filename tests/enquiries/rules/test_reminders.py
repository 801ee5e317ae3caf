"""When the Co-ordinators are told of a request that has no case."""

import datetime as dt

import pytest

from enquiries.rules.reminders import Loose, reminders
from enquiries.rules.steps import DONE, KEPT, State
from tests.marks import rule

DUE = dt.date(2026, 6, 20)
DAY = dt.timedelta(days=1)


def told(days: int, **known: object) -> list[tuple[str, dt.date]]:
    """What is told so many days after the answer was due; before it when negative."""
    facts: dict[str, object] = {"state": State.REQUESTED, "looked_up": True, "due_on": DUE} | known
    return [(one.value, day) for one, day in reminders(Loose(**facts), DUE + days * DAY)]  # type: ignore[arg-type]


@rule("ENQ-26")
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-6, []),
        (-5, [("enquiry_due", DUE - 5 * DAY)]),
        (-1, [("enquiry_due", DUE - 5 * DAY)]),
        (0, [("enquiry_due", DUE)]),
        (1, [("enquiry_late", DUE + DAY)]),
        (30, [("enquiry_late", DUE + 30 * DAY)]),
    ],
)
def test_an_answer_is_asked_for_five_days_before_on_the_day_and_every_day_after(
    days: int, expected: list[tuple[str, dt.date]]
) -> None:
    assert told(days) == expected


@rule("ENQ-26")
def test_what_is_not_looked_up_is_told_every_day_also_without_a_last_day() -> None:
    assert told(-20, looked_up=False) == [("enquiry_made", DUE - 20 * DAY)]
    assert told(3, looked_up=False, due_on=None) == [("enquiry_made", DUE + 3 * DAY)]
    assert told(3, due_on=None) == []


@rule("ENQ-26")
@pytest.mark.parametrize("state", sorted(DONE - KEPT))
def test_what_is_answered_or_withdrawn_is_told_no_more(state: State) -> None:
    assert told(3, state=state, looked_up=False) == []


@rule("ENQ-26")
@rule("ENQ-18")
@pytest.mark.parametrize("state", sorted(KEPT))
def test_the_end_of_the_keeping_is_told_from_its_day_on_once_a_request_is_closed_or_withdrawn(state: State) -> None:
    kept = {"state": state, "destroy_on": DUE}
    assert [told(days, **kept) for days in (-1, 0)] == [[], [("enquiry_kept", DUE)]]
    assert told(0, state=State.DESTROYED, destroy_on=DUE) == []


@rule("ENQ-18")
def test_one_withdrawn_before_a_day_was_asked_for_is_told_at_once() -> None:
    assert told(0, state=State.WITHDRAWN) == [("enquiry_kept", DUE)]


@rule("ENQ-28")
def test_a_request_that_is_not_closed_is_told_fourteen_days_after_the_reply() -> None:
    sent = {"state": State.SENT, "sent_on": DUE}
    assert [told(days, **sent) for days in (13, 14)] == [[], [("enquiry_sent", DUE + 14 * DAY)]]
    assert told(20, **{**sent, "state": State.CLOSED, "destroy_on": DUE + 30 * DAY}) == []
