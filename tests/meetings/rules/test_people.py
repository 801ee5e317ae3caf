"""Who chairs a MAPPA meeting, who must come and what counts as being there."""

from dataclasses import replace

import pytest

from audit.refusals import Effect
from meetings.rules.people import (
    ATTENDANCE_LABELS,
    NEVER_INVITED,
    PARTY_LABELS,
    Attendance,
    Chair,
    Circumstances,
    Invitee,
    Party,
    attendance_findings,
    chair_findings,
    invitation_findings,
    missing_parties,
    required_parties,
)
from tests.marks import rule

POLICE = Invitee(Party.POLICE, "Exampleshire Police", attendance=Attendance.ATTENDED)
PROBATION = Invitee(Party.PROBATION, "Probation Service", attendance=Attendance.ATTENDED)
CHAIRING = replace(PROBATION, is_chair=True)
CHAIR = Chair(Party.PROBATION, trained=True, agency="Probation Service")
ORDINARY = Circumstances()


def test_every_party_and_attendance_has_a_label() -> None:
    assert {party.label for party in Party} == set(PARTY_LABELS.values())
    assert {status.label for status in Attendance} == set(ATTENDANCE_LABELS.values())


@rule("MTG-01")
class TestChairsEmployer:
    @pytest.mark.parametrize("employer", list(Party))
    def test_only_police_and_probation_staff_may_chair(self, employer: Party) -> None:
        invitees = [Invitee(employer, "Some agency"), POLICE, PROBATION]
        rules = [f.rule for f in chair_findings(Chair(employer, trained=True), invitees)]
        allowed = employer in (
            Party.POLICE,
            Party.PROBATION,
            Party.VICTIM_LIAISON_OFFICER,
            Party.APPROVED_PREMISES,
            Party.PRACTITIONER,
            Party.COUNTER_TERRORISM,
            Party.POLICE_MANAGER,
        )
        assert ("MTG-01" not in rules) is allowed

    def test_a_meeting_needs_a_chair(self) -> None:
        assert [(f.rule, f.effect) for f in chair_findings(None, [])] == [("MTG-01", Effect.REQUIRE)]


@rule("MTG-02")
@pytest.mark.parametrize(("trained", "rules"), [(True, []), (False, ["MTG-02"])])
def test_a_chair_without_training_is_refused(trained: bool, rules: list[str]) -> None:
    assert [f.rule for f in chair_findings(replace(CHAIR, trained=trained), [CHAIRING, PROBATION, POLICE])] == rules


@rule("MTG-03")
class TestChairIsNotAlone:
    def test_with_a_colleague_invited_the_chair_stands(self) -> None:
        assert chair_findings(CHAIR, [CHAIRING, PROBATION, POLICE]) == []

    def test_alone_for_the_agency_the_chair_is_refused_and_the_agency_named(self) -> None:
        (found,) = chair_findings(CHAIR, [CHAIRING, POLICE])
        assert (found.rule, found.effect, found.field) == ("MTG-03", Effect.REFUSE, "chair")
        assert "Probation Service" in found.message

    @pytest.mark.parametrize("party", [Party.VICTIM_LIAISON_OFFICER, Party.APPROVED_PREMISES])
    def test_probation_staff_in_other_roles_are_colleagues(self, party: Party) -> None:
        assert chair_findings(CHAIR, [CHAIRING, Invitee(party, "Probation Service")]) == []

    @pytest.mark.parametrize("status", [Attendance.APOLOGIES, Attendance.REPORT_ONLY, Attendance.ABSENT, None])
    def test_at_the_meeting_only_those_who_came_count(self, status: Attendance | None) -> None:
        invitees = [CHAIRING, replace(PROBATION, attendance=status), POLICE]
        assert [f.rule for f in chair_findings(CHAIR, invitees, held=True)] == ["MTG-03"]
        assert chair_findings(CHAIR, [CHAIRING, PROBATION], held=True) == []


@pytest.mark.parametrize(
    ("case", "party"),
    [
        pytest.param(ORDINARY, Party.POLICE, marks=rule("MTG-09")),
        pytest.param(ORDINARY, Party.PROBATION, marks=rule("MTG-09")),
        pytest.param(Circumstances(in_custody=True), Party.PRISON, marks=rule("MTG-10")),
        pytest.param(Circumstances(is_child=True), Party.YOUTH_OFFENDING_TEAM, marks=rule("MTG-11")),
        pytest.param(Circumstances(is_child=True), Party.CHILDRENS_SERVICES, marks=rule("MTG-11")),
        pytest.param(Circumstances(victim_contact=True), Party.VICTIM_LIAISON_OFFICER, marks=rule("MTG-12")),
        pytest.param(Circumstances(approved_premises=True), Party.APPROVED_PREMISES, marks=rule("MTG-13")),
    ],
)
class TestWhoMustCome:
    def everyone(self, case: Circumstances, status: Attendance) -> list[Invitee]:
        return [Invitee(required.party, "An agency", attendance=status) for required in required_parties(case)]

    def test_all_invited_and_present_leaves_nothing_to_find(self, case: Circumstances, party: Party) -> None:
        everyone = self.everyone(case, Attendance.ATTENDED)
        assert invitation_findings(case, everyone) == []
        assert attendance_findings(case, everyone) == []

    def test_left_out_of_the_invitations_they_are_asked_for(self, case: Circumstances, party: Party) -> None:
        others = [invitee for invitee in self.everyone(case, Attendance.ATTENDED) if invitee.party is not party]
        (found,) = invitation_findings(case, others)
        assert found.effect is Effect.REQUIRE
        assert party.label in found.message

    def test_absent_they_are_explained_and_not_undone(self, case: Circumstances, party: Party) -> None:
        present = self.everyone(case, Attendance.ATTENDED)
        invitees = [replace(i, attendance=Attendance.ABSENT) if i.party is party else i for i in present]
        (found,) = attendance_findings(case, invitees)
        assert found.effect is Effect.WARN
        assert [required.party for required in missing_parties(case, invitees)] == [party]


@pytest.mark.parametrize("party", [Party.PRISON, Party.YOUTH_OFFENDING_TEAM, Party.CHILDRENS_SERVICES])
@rule("MTG-10")
@rule("MTG-11")
def test_an_ordinary_case_in_the_community_needs_police_and_probation_only(party: Party) -> None:
    assert party not in {required.party for required in required_parties(ORDINARY)}


@rule("MTG-08")
class TestReportOnly:
    @pytest.mark.parametrize("status", Attendance)
    def test_only_attending_counts(self, status: Attendance) -> None:
        assert status.counts is (status is Attendance.ATTENDED)

    def test_a_report_leaves_the_agency_missing_and_says_so(self) -> None:
        invitees = [PROBATION, replace(POLICE, attendance=Attendance.REPORT_ONLY)]
        (found,) = attendance_findings(ORDINARY, invitees)
        assert "which is not attendance" in found.message

    def test_attendance_left_blank_is_asked_for(self) -> None:
        found = attendance_findings(ORDINARY, [POLICE, PROBATION, Invitee(Party.OTHER_AGENCY, "Example Housing")])
        assert [(f.rule, f.effect) for f in found] == [("MTG-08", Effect.REQUIRE)]
        assert "Example Housing" in found[0].message


@rule("MTG-12")
def test_a_report_is_enough_from_the_victim_liaison_officer() -> None:
    case = Circumstances(victim_contact=True)
    officer = Invitee(Party.VICTIM_LIAISON_OFFICER, "Probation Service", attendance=Attendance.REPORT_ONLY)
    assert attendance_findings(case, [POLICE, PROBATION, officer]) == []


@rule("MTG-14")
@pytest.mark.parametrize("party", Party)
def test_the_person_managed_victims_and_their_representatives_are_never_invited(party: Party) -> None:
    found = invitation_findings(ORDINARY, [POLICE, PROBATION, Invitee(party, "An agency")])
    assert [f.rule for f in found] == (["MTG-14"] if party in NEVER_INVITED else [])
    assert {Party.OFFENDER, Party.OFFENDER_REPRESENTATIVE, Party.VICTIM} == NEVER_INVITED
