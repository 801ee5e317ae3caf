"""The grade of who came: each ladder at its boundary, delegated authority, and what is asked when it falls short."""

from dataclasses import replace

import pytest

from audit.refusals import Effect
from meetings.rules.grades import ANOTHER, LADDERS, grade_findings
from meetings.rules.people import Attendance, Circumstances, Invitee, Party
from tests.marks import rule

CASE = Circumstances(level=2, category=2)
CHILD = replace(CASE, is_child=True)
INSIDE = replace(CASE, in_custody=True)
WHY = "The sergeant spoke to the inspector before."
PARTIES = {
    "police": (Party.POLICE, CASE),
    "probation": (Party.PROBATION, CASE),
    "prison": (Party.PRISON, INSIDE),
    "youth_offending_team": (Party.YOUTH_OFFENDING_TEAM, CHILD),
    "childrens_services": (Party.CHILDRENS_SERVICES, CHILD),
}


def came(party: Party, grade: str, **changes: object) -> Invitee:
    invitee = Invitee(party, "An agency", attendance=Attendance.ATTENDED, kind=party.value, grade=grade)
    return replace(invitee, **changes)  # type: ignore[arg-type]  # of the invitee


def effects(case: Circumstances, *invitees: Invitee, why: str = "") -> list[Effect]:
    return [one.effect for one in grade_findings(case, invitees, why)]


BOUNDARIES = [
    (name, level, grade)
    for name, ladder in LADDERS.items()
    if name in PARTIES
    for level in (2, 3)
    for grade in ladder.grades
]


@rule("MTG-91")
@pytest.mark.parametrize(("name", "level", "grade"), BOUNDARIES)
def test_the_least_grade_is_enough_and_the_one_below_is_not(name: str, level: int, grade: str) -> None:
    (party, case), ladder = PARTIES[name], LADDERS[name]
    keys = list(ladder.grades)
    enough = keys.index(grade) >= keys.index(ladder.least[level])
    assert effects(replace(case, level=level), came(party, grade)) == ([] if enough else [Effect.REQUIRE])


@rule("MTG-91")
@pytest.mark.parametrize(
    ("party", "level", "below", "least"),
    [
        (Party.POLICE, 2, "sergeant", "inspector"),
        (Party.POLICE, 3, "inspector", "chief_inspector"),
        (Party.PROBATION, 2, "probation_practitioner", "senior_probation_officer"),
        (Party.PROBATION, 3, "senior_probation_officer", "head_of_unit"),
        (Party.PROBATION, 3, "operational_support", "head_of_unit"),
        (Party.PRISON, 2, "prison_officer", "offender_manager"),
        (Party.PRISON, 3, "offender_manager", "head_of_offender_management"),
        (Party.YOUTH_OFFENDING_TEAM, 2, "yot_worker", "yot_case_manager"),
        (Party.CHILDRENS_SERVICES, 3, "social_worker", "lead_social_worker"),
    ],
)
def test_the_table_of_the_guidance(party: Party, level: int, below: str, least: str) -> None:
    case = replace(PARTIES[party.value][1], level=level)
    assert effects(case, came(party, least)) == []
    assert effects(case, came(party, below)) == [Effect.REQUIRE]
    assert effects(case, came(party, below, delegated=True)) == []


@rule("MTG-91")
class TestFallingShort:
    def test_stops_until_the_reason_stands_and_is_confirmed_then(self) -> None:
        (without,) = grade_findings(CASE, [came(Party.POLICE, "sergeant")], " ")
        assert (without.effect, without.field) == (Effect.REQUIRE, "agenda_confidentiality.lower_grade")
        (given,) = grade_findings(CASE, [came(Party.POLICE, "sergeant")], WHY)
        assert given.effect is Effect.WARN and "Inspector is expected. Sergeant came" in given.message

    def test_a_grade_not_in_the_table_is_not_guessed(self) -> None:
        assert effects(CASE, came(Party.POLICE, ANOTHER)) == [Effect.REQUIRE]
        assert effects(CASE, came(Party.POLICE, ANOTHER), why=WHY) == [Effect.WARN]
        assert effects(CASE, came(Party.POLICE, ANOTHER, delegated=True)) == []

    def test_a_grade_not_recorded_is_asked_whatever_the_reason(self) -> None:
        (found,) = grade_findings(CASE, [came(Party.POLICE, "")], WHY)
        assert (found.effect, found.field) == (Effect.REQUIRE, "attendance")

    def test_one_of_the_grade_is_enough(self) -> None:
        assert effects(CASE, came(Party.POLICE, "constable"), came(Party.POLICE, "inspector")) == []

    def test_who_chairs_does_not_stand_for_the_agency(self) -> None:
        chair = came(Party.POLICE, "superintendent", is_chair=True)
        assert effects(CASE, chair, came(Party.POLICE, "sergeant")) == [Effect.REQUIRE]

    @pytest.mark.parametrize("attendance", [Attendance.APOLOGIES, Attendance.REPORT_ONLY, Attendance.ABSENT, None])
    def test_of_who_did_not_come_nothing_is_asked(self, attendance: Attendance | None) -> None:
        assert effects(CASE, came(Party.POLICE, "sergeant", attendance=attendance)) == []

    @pytest.mark.parametrize("kind", ["mental_health", "adult_social_care"])
    def test_of_who_should_come_the_meeting_is_reminded(self, kind: str) -> None:
        case = replace(CASE, involved=frozenset({kind}))
        lowest, least = list(LADDERS[kind].grades)[0], LADDERS[kind].least[2]
        assert effects(case, came(Party.OTHER_AGENCY, lowest, kind=kind)) == [Effect.PROMPT]
        assert effects(case, came(Party.OTHER_AGENCY, least, kind=kind)) == []
