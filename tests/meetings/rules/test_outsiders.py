"""Somebody from outside the agreement is there only by the chair's word, which says what came of it."""

import pytest

from meetings.rules.outsiders import admission_findings
from meetings.rules.people import Attendance, Invitee, Party
from tests.marks import rule

SAID = "They will keep it to themselves."


def found(
    attendance: Attendance | None, admitted: bool | None, said: str = SAID, *, outside: bool = True
) -> list[tuple[str, bool]]:
    who = Invitee(
        Party.ASSOCIATE, "A landlord", attendance=attendance, outside=outside, admitted=admitted, admission=said
    )
    return [(one.rule, one.stops) for one in admission_findings([who])]


@rule("MTG-92")
@pytest.mark.parametrize(
    ("admitted", "refused"), [(None, True), (False, True), (True, False)], ids=["no word", "sent away", "admitted"]
)
def test_an_outsider_came_only_if_the_chair_admitted_them(admitted: bool | None, refused: bool) -> None:
    assert found(Attendance.ATTENDED, admitted) == ([("MTG-92", True)] if refused else [])


@rule("MTG-92")
@pytest.mark.parametrize("attendance", [None, Attendance.APOLOGIES, Attendance.REPORT_ONLY, Attendance.ABSENT])
def test_who_did_not_come_needs_no_word(attendance: Attendance | None) -> None:
    assert found(attendance, None) == []
    assert found(attendance, False) == []


@rule("MTG-92")
@pytest.mark.parametrize("admitted", [None, False])
def test_an_agency_inside_the_agreement_is_never_asked(admitted: bool | None) -> None:
    assert found(Attendance.ATTENDED, admitted, "", outside=False) == []


@rule("MTG-93")
@pytest.mark.parametrize(("attendance", "admitted"), [(Attendance.ATTENDED, True), (Attendance.ABSENT, False)])
@pytest.mark.parametrize("said", ["", "  \n"])
def test_the_word_says_what_came_of_it(attendance: Attendance, admitted: bool, said: str) -> None:
    assert found(attendance, admitted, said) == [("MTG-93", True)]
    assert found(attendance, admitted) == []
