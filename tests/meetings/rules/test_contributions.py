"""What each kind of agency contributes to the assessment of risk, and whose is missing."""

import pytest

from meetings.rules.contributions import CONTRIBUTIONS, GIVEN_WORDS, Given, asked_of, contributions, given
from meetings.rules.people import Attendance
from tests.marks import rule

pytestmark = rule("MTG-58")
CAME, REPORT, AWAY = Attendance.ATTENDED, Attendance.REPORT_ONLY, Attendance.APOLOGIES


def test_of_those_invited_it_is_said_who_contributed_and_who_did_not() -> None:
    found = contributions({"police", "mental_health", "education"}, {"police", "probation"})
    assert [(one.label, one.came) for one in found] == [("Police", True), ("Mental health services", False)]


@pytest.mark.parametrize("kind", sorted(CONTRIBUTIONS))
def test_each_kind_is_named_and_asked_for_something(kind: str) -> None:
    (one,) = contributions({kind}, set())
    assert one.label and one.asked == asked_of(kind) != ()


def test_of_other_kinds_nothing_in_particular_is_asked() -> None:
    assert asked_of("education") == () and contributions({"education"}, set()) == []


@rule("MTG-56")
@pytest.mark.parametrize(
    ("answer", "attended", "reported", "how"),
    [
        ("", [], False, Given.MISSING),
        ("", [AWAY], False, Given.MISSING),
        ("", [CAME], False, Given.MEETING),
        ("", [AWAY, CAME], False, Given.MEETING),
        ("", [REPORT], False, Given.REPORT),
        ("", [], True, Given.REPORT),
        ("gave", [], False, Given.RETURN),
        ("gave", [CAME], False, Given.RETURN),
        ("nothing", [CAME], False, Given.NOTHING),
        ("nothing", [REPORT], False, Given.REPORT),
        ("declined", [AWAY], False, Given.DECLINED),
        ("declined", [CAME], False, Given.MEETING),
    ],
)
def test_how_an_agency_has_given_its_information(
    answer: str, attended: list[Attendance], reported: bool, how: Given
) -> None:
    assert given(answer=answer, attended=attended, reported=reported) is how
    assert GIVEN_WORDS[how]
