"""By when requests, emergency access and restrictions are looked at."""

import datetime as dt

import pytest

from deadlines.rules import sight
from deadlines.rules.days import Basis
from deadlines.rules.policies import PolicyValues
from tests.marks import rule

THURSDAY = dt.date(2026, 4, 2)
EASTER = {dt.date(2026, 4, 3), dt.date(2026, 4, 6)}
NATIONAL = PolicyValues(
    key="n",
    name="National",
    source="",
    basis=Basis.NATIONAL,
    effective_from=THURSDAY,
    access_request_working_days=2,
    emergency_review_working_days=1,
    product_defaults=frozenset({"access_request_working_days", "emergency_review_working_days"}),
)


def local(**settings: int) -> PolicyValues:
    return PolicyValues(key="l", name="Local", source="", basis=Basis.LOCAL, effective_from=THURSDAY, **settings)


@rule("ACC-32")
def test_a_request_is_answered_within_two_working_days() -> None:
    due = sight.request_answered_by(THURSDAY, NATIONAL, None, EASTER)
    assert due is not None
    assert (due.due_on, due.words) == (dt.date(2026, 4, 8), "2 working days from the request of Thursday 2 April 2026")


@rule("ACC-34")
def test_emergency_access_is_reviewed_within_one_working_day() -> None:
    due = sight.emergency_reviewed_by(THURSDAY, NATIONAL, None, EASTER)
    assert due is not None
    assert (due.due_on, due.rule) == (dt.date(2026, 4, 7), "ACC-34")
    assert due.words.startswith("1 working day from the emergency access of")


@rule("ACC-32")
@pytest.mark.parametrize(("days", "expected"), [(1, dt.date(2026, 4, 7)), (5, dt.date(2026, 4, 13))])
def test_an_area_may_say_otherwise(days: int, expected: dt.date) -> None:
    due = sight.request_answered_by(THURSDAY, NATIONAL, local(access_request_working_days=days), EASTER)
    assert due is not None
    assert (due.due_on, due.policy) == (expected, "Local")


@rule("ACC-35")
def test_a_restriction_is_reviewed_on_the_day_it_names() -> None:
    due = sight.restriction_reviewed_by(EASTER_MONDAY, THURSDAY, EASTER)
    assert (due.due_on, due.last_working_day) == (EASTER_MONDAY, THURSDAY)


EASTER_MONDAY = dt.date(2026, 4, 6)
