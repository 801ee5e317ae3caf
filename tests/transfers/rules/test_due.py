"""What falls due because of a transfer."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from deadlines.rules.days import Basis
from deadlines.rules.policies import Limit
from tests.marks import rule
from transfers.rules import due
from transfers.rules.due import TransferFacts
from transfers.rules.steps import State

DAY = dt.date(2026, 3, 3)  # a Tuesday
GOOD_FRIDAY = dt.date(2026, 4, 3)
ASKED = TransferFacts(key="t", state=State.REQUESTED, requested_on=DAY, answer_from=DAY)
ACCEPTED = replace(ASKED, state=State.ACCEPTED, accepted_on=DAY, moves_on=dt.date(2026, 3, 20))
MOVED = replace(ACCEPTED, state=State.MOVED, moved_on=dt.date(2026, 3, 20), level=2)
HELD = replace(ASKED, level=2, inside=True)


def on(rule_of: Callable, facts: TransferFacts, *holidays: dt.date) -> dt.date | None:
    found = list(rule_of(facts, set(holidays)))
    assert all(key == "t" for key, _ in found)
    return found[0][1].due_on if found else None


@rule("TRF-12")
def test_an_answer_is_asked_for_within_ten_days() -> None:
    assert on(due.answer, ASKED) == dt.date(2026, 3, 13)
    assert on(due.answer, ACCEPTED) is None


@rule("TRF-06")
@rule("TRF-07")
@rule("TRF-12")
@pytest.mark.parametrize(
    ("rule_of", "facts"), [(due.answer, ASKED), (due.level_review, MOVED), (due.joint_meeting, HELD)]
)
def test_an_area_may_set_figures_of_its_own(rule_of: Callable, facts: TransferFacts) -> None:
    theirs = Limit(7, Basis.LOCAL, "Theirs", "Their protocol, Transfers")
    [(_, usual)], [(_, own)] = list(rule_of(facts, set())), list(rule_of(facts, set(), theirs))
    assert own.due_on == own.start_on + dt.timedelta(days=7) != usual.due_on
    assert (own.basis, own.policy) == (Basis.LOCAL, "Theirs")
    assert own.words.startswith("7 days from")
    assert "Their protocol" in own.words


@rule("TRF-08")
def test_records_go_within_five_working_days_of_the_acceptance() -> None:
    assert on(due.records, ACCEPTED) == dt.date(2026, 3, 10)
    assert on(due.records, replace(ACCEPTED, accepted_on=dt.date(2026, 4, 1)), GOOD_FRIDAY) == dt.date(2026, 4, 9)
    assert on(due.records, replace(MOVED, records_sent_on=DAY)) is None
    assert on(due.records, ASKED) is None


@rule("TRF-10")
def test_the_move_is_due_on_its_day() -> None:
    assert on(due.move, ACCEPTED) == dt.date(2026, 3, 20)
    assert on(due.move, MOVED) is None


@rule("TRF-06")
@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({}, dt.date(2026, 4, 17)),
        ({"level_reviewed_on": dt.date(2026, 3, 19)}, dt.date(2026, 4, 17)),
        ({"level_reviewed_on": dt.date(2026, 3, 20)}, None),
        ({"level": None}, None),
        ({"ended": True}, None),
        ({"latest": False}, dt.date(2026, 4, 17)),
        ({"latest_move": False}, None),
    ],
)
def test_the_new_area_reviews_the_level(changes: dict[str, object], last: dt.date | None) -> None:
    assert on(due.level_review, replace(MOVED, **changes)) == last


@rule("TRF-07")
@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({}, dt.date(2026, 3, 31)),
        ({"level": 1}, None),
        ({"inside": False}, None),
        ({"met_together": True}, None),
        ({"ended": True}, None),
        ({"state": State.DISPUTED}, dt.date(2026, 3, 31)),
        ({"state": State.REFUSED}, None),
    ],
)
def test_both_areas_meet_about_somebody_who_is_still_held(changes: dict[str, object], last: dt.date | None) -> None:
    assert on(due.joint_meeting, replace(HELD, **changes)) == last


@rule("TRF-12")
def test_the_sum_is_said_in_words() -> None:
    [(_, found)] = due.answer(ASKED, set())
    assert found.words == "10 days from the request, as it stood on Tuesday 3 March 2026: by Friday 13 March 2026."


@rule("TRF-18")
def test_a_dispute_is_settled_within_14_days() -> None:
    disputed = replace(ASKED, state=State.DISPUTED, disputed_on=dt.date(2026, 3, 5))
    assert on(due.dispute, disputed) == dt.date(2026, 3, 19)
    assert on(due.dispute, replace(disputed, state=State.REFUSED)) is None


@rule("TRF-19")
def test_a_form_out_of_date_is_sent_again_on_the_day_that_is_seen_while_the_transfer_goes_on() -> None:
    changed = {"changed_on": dt.date(2026, 3, 9)}
    assert on(due.form_again, ASKED) is None
    for state in (State.REQUESTED, State.ACCEPTED, State.DISPUTED):
        assert on(due.form_again, replace(ASKED, state=state, **changed)) == dt.date(2026, 3, 9)
    for state in (State.MOVED, State.REFUSED, State.WITHDRAWN):
        assert on(due.form_again, replace(ASKED, state=state, **changed)) is None
