"""Counter-terrorism meetings: two chairs of two agencies, on a restricted case, with the reason minuted."""

import pytest

from meetings.rules.joint import joint_findings, minuted_findings, second_chair_findings
from meetings.rules.people import Attendance, Chair, Invitee, Party
from tests.marks import rule

POLICE, PROBATION = Chair(Party.POLICE, trained=True), Chair(Party.PROBATION, trained=True)


def found(**changes: object) -> list[str]:
    facts: dict[str, object] = {"joint": True, "restricted": True, "chair": POLICE, "second": PROBATION, **changes}
    return [one.rule for one in joint_findings(**facts)]  # type: ignore[arg-type]


def test_police_and_probation_chair_a_restricted_case_together() -> None:
    assert found() == []
    assert found(chair=PROBATION, second=POLICE) == []


@rule("MTG-67")
@pytest.mark.parametrize("second", [None, POLICE, Chair(Party.COUNTER_TERRORISM, trained=True)])
def test_two_chairs_of_two_agencies_are_needed(second: Chair | None) -> None:
    assert found(second=second) == ["MTG-67"]


@rule("MTG-67")
@pytest.mark.parametrize(("second", "refused"), [(PROBATION, ["MTG-67"]), (None, [])])
def test_another_meeting_has_one_chair(second: Chair | None, refused: list[str]) -> None:
    assert found(joint=False, restricted=False, second=second) == refused


@rule("MTG-68")
def test_an_open_case_has_no_counter_terrorism_meeting() -> None:
    assert found(restricted=False) == ["MTG-68"]


@rule("MTG-69")
@pytest.mark.parametrize(
    ("joint", "reason", "stopped"), [(True, " ", True), (True, "Vetted members only.", False), (False, "", False)]
)
def test_the_minutes_say_why_it_was_not_a_standard_meeting(joint: bool, reason: str, stopped: bool) -> None:
    assert [one.rule for one in minuted_findings(joint=joint, reason=reason)] == (["MTG-69"] if stopped else [])


@rule("MTG-02")
def test_the_second_chair_is_trained_too() -> None:
    colleague = Invitee(Party.PROBATION, "Probation", attendance=Attendance.ATTENDED)
    untrained = Chair(Party.PROBATION, trained=False)
    assert [(one.rule, one.field) for one in second_chair_findings(untrained, [colleague])] == [("MTG-02", "co_chair")]
    assert second_chair_findings(None, []) == []


@rule("MTG-03")
def test_the_second_chair_is_not_alone_for_their_agency() -> None:
    alone = [Invitee(Party.PROBATION, "Probation", is_chair=True), Invitee(Party.POLICE, "Police")]
    assert [one.rule for one in second_chair_findings(PROBATION, alone)] == ["MTG-03"]
