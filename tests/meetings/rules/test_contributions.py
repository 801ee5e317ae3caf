"""What each kind of agency contributes to the assessment of risk, and whose is missing."""

import pytest

from meetings.rules.contributions import CONTRIBUTIONS, asked_of, contributions
from tests.marks import rule

pytestmark = rule("MTG-58")


def test_of_those_invited_it_is_said_who_contributed_and_who_did_not() -> None:
    found = contributions({"police", "mental_health", "education"}, {"police", "probation"})
    assert [(one.label, one.came) for one in found] == [("Police", True), ("Mental health services", False)]


@pytest.mark.parametrize("kind", sorted(CONTRIBUTIONS))
def test_each_kind_is_named_and_asked_for_something(kind: str) -> None:
    (one,) = contributions({kind}, set())
    assert one.label and one.asked == asked_of(kind) != ()


def test_of_other_kinds_nothing_in_particular_is_asked() -> None:
    assert asked_of("education") == () and contributions({"education"}, set()) == []
