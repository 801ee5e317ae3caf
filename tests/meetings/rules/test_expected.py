"""Who is expected at a meeting: each row of the table, on the facts that call for it and on those that do not."""

from dataclasses import replace
from typing import Any

import pytest

from audit.refusals import Effect
from meetings.rules.expected import (
    KIND_LABELS,
    OF_THEIR_OWN,
    Expected,
    Strength,
    expectation_findings,
    expected_at,
    never_invited_findings,
    was_there,
)
from meetings.rules.people import Attendance, Circumstances, Invitee, Party
from tests.marks import rule

ORDINARY = Circumstances(level=2, category=2)
ATTENDED, ABSENT, REPORT = Attendance.ATTENDED, Attendance.ABSENT, Attendance.REPORT_ONLY


def of(case: Circumstances, *, party: Party | None = None, kind: str = "") -> list[Expected]:
    """The lines about a party, or about a kind of agency."""
    return [one for one in expected_at(case) if (one.party is party if party else one.kind == kind)]


def strengths(case: Circumstances, **who: Any) -> list[Strength]:
    return [one.strength for one in of(case, **who)]


def invitee(one: Expected, attendance: Attendance | None = ATTENDED, note: str = "") -> Invitee:
    """An invitation of those who are expected."""
    return Invitee(one.party or Party.OTHER_AGENCY, "An agency", attendance=attendance, kind=one.kind, note=note)


@rule("MTG-09", "MTG-57")
def test_police_with_the_officer_and_probation_are_expected_and_nobody_else_of_an_ordinary_case() -> None:
    assert [one.party for one in expected_at(ORDINARY)] == [Party.POLICE, Party.PROBATION, Party.POLICE_MANAGER]


@rule("MTG-57")
class TestTheOfficerOfThePerson:
    @pytest.mark.parametrize(
        ("category", "must_notify", "reason"),
        [
            (1, True, "subject to notification"),
            (2, False, "managed actively"),
            (2, True, "subject to notification"),
            (3, False, "managed actively"),
            (4, True, "subject to notification"),
        ],
    )
    def test_should_come_once_and_the_reason_is_said(self, category: int, must_notify: bool, reason: str) -> None:
        (one,) = of(replace(ORDINARY, category=category, must_notify=must_notify), party=Party.POLICE_MANAGER)
        assert one.strength is Strength.SHOULD and reason in one.why and "line manager" in one.grade

    def test_is_not_expected_in_category_4_without_notification_where_others_come(self) -> None:
        case = replace(ORDINARY, category=4)
        assert of(case, party=Party.POLICE_MANAGER) == []
        assert strengths(case, party=Party.COUNTER_TERRORISM) == [Strength.SHOULD]

    @pytest.mark.parametrize("level", [2, 3])
    def test_neither_stands_for_the_police_nor_the_police_for_the_officer(self, level: int) -> None:
        case = replace(ORDINARY, level=level)
        (police,), (officer,) = of(case, party=Party.POLICE), of(case, party=Party.POLICE_MANAGER)
        assert not police.is_met_by(invitee(officer)) and not officer.is_met_by(invitee(police))
        assert Party.POLICE_MANAGER.employer is Party.POLICE

    def test_who_stays_away_is_reminded_of_and_stops_nothing(self) -> None:
        people = [invitee(one) for one in expected_at(ORDINARY) if one.party is not Party.POLICE_MANAGER]
        found = expectation_findings(ORDINARY, people)
        assert [(one.rule, one.effect) for one in found] == [("MTG-57", Effect.PROMPT)]
        assert never_invited_findings(ORDINARY, people, "") == []


@rule("MTG-40")
@pytest.mark.parametrize(
    ("level", "party", "grade"),
    [
        (2, Party.POLICE, "Inspector"),
        (3, Party.POLICE, "Chief inspector"),
        (2, Party.PROBATION, "Senior probation officer"),
        (3, Party.PROBATION, "Head of the Probation Delivery Unit"),
    ],
)
def test_the_grade_that_is_expected_depends_on_the_level(level: int, party: Party, grade: str) -> None:
    (one,) = of(replace(ORDINARY, level=level), party=party)
    assert one.grade.startswith(grade)


@rule("MTG-41")
@pytest.mark.parametrize(("lead", "found"), [("probation", [Strength.MUST]), ("police", [])])
def test_the_practitioner_must_come_where_probation_manages_the_case(lead: str, found: list[Strength]) -> None:
    assert strengths(replace(ORDINARY, lead=lead), party=Party.PRACTITIONER) == found


@rule("MTG-42")
@pytest.mark.parametrize(
    ("level", "in_custody", "first", "before", "found"),
    [
        (3, True, True, False, [Strength.MUST]),
        (3, True, True, True, [Strength.MUST]),
        (3, True, False, False, []),
        (3, True, False, True, [Strength.SHOULD]),
        (3, False, True, False, []),
        (3, False, False, True, [Strength.SHOULD]),
        (2, True, True, False, []),
        (2, False, False, True, [Strength.RELEVANT]),
    ],
)
def test_psychology(level: int, in_custody: bool, first: bool, before: bool, found: list[Strength]) -> None:
    case = replace(ORDINARY, level=level, in_custody=in_custody, first_at_level_3=first, psychology_before=before)
    assert strengths(case, party=Party.PSYCHOLOGY) == found


@rule("MTG-42")
@pytest.mark.parametrize(
    ("level", "at_work", "may_change", "strength", "why"),
    [
        (3, True, False, "must", "works on the case"),
        (3, False, True, "must", "may change"),
        (3, True, True, "must", "works on the case"),
        (3, False, False, "should", "asked to an earlier meeting"),
        (2, True, False, "relevant", "works on the case"),
        (2, True, True, "must", "may change"),
        (2, False, True, "must", "may change"),
    ],
)
def test_psychology_must_come_again_where_it_works_on_the_case_or_the_risk_may_change(
    level: int, at_work: bool, may_change: bool, strength: str, why: str
) -> None:
    known = replace(ORDINARY, psychology_before=True, psychology_at_work=at_work, risk_may_change=may_change)
    (one,) = of(replace(known, level=level), party=Party.PSYCHOLOGY)
    assert one.strength == strength and why in one.why


@rule("MTG-42")
@pytest.mark.parametrize(("note", "effect"), [("", Effect.REQUIRE), ("Ill; they sent a report.", Effect.WARN)])
def test_psychology_that_had_to_come_again_and_did_not_stops_the_closing_until_it_is_said_why(
    note: str, effect: Effect
) -> None:
    case = replace(ORDINARY, level=3, psychology_at_work=True)
    (one,) = of(case, party=Party.PSYCHOLOGY)
    found = expectation_findings(case, [invitee(one, ABSENT, note)])
    assert [finding.effect for finding in found if "Psychology" in finding.message] == [effect]


@rule("MTG-43")
class TestYoungAdults:
    CASE = replace(ORDINARY, recently_a_child=True)

    def test_the_youth_offending_team_must_come_for_whom_it_supervised(self) -> None:
        assert strengths(self.CASE, kind="youth_offending_team") == [Strength.MUST]
        child = replace(self.CASE, is_child=True)
        assert strengths(child, kind="youth_offending_team") == []
        assert strengths(child, party=Party.YOUTH_OFFENDING_TEAM) == [Strength.MUST]

    @pytest.mark.parametrize("party", [Party.YOUTH_OFFENDING_TEAM, Party.OTHER_AGENCY])
    @pytest.mark.parametrize(
        ("attendance", "note", "found"),
        [
            (ATTENDED, "", []),
            (ABSENT, "", [("MTG-49", Effect.REQUIRE)]),
            (ABSENT, "Ill; they reported.", [("MTG-43", Effect.WARN)]),
        ],
    )
    def test_its_absence_is_explained_and_confirmed(
        self, party: Party, attendance: Attendance, note: str, found: list[tuple[str, Effect]]
    ) -> None:
        team = Invitee(party, "A team", attendance=attendance, kind="youth_offending_team", note=note)
        others = [invitee(one) for one in expected_at(self.CASE) if one.party]
        assert [(one.rule, one.effect) for one in expectation_findings(self.CASE, [*others, team])] == found

    @rule("MTG-87")
    def test_never_invited_it_keeps_the_meeting_open_until_the_minutes_say_why(self) -> None:
        others = [invitee(one) for one in expected_at(self.CASE) if one.party]
        (found,) = never_invited_findings(self.CASE, others, "")
        assert (found.rule, found.effect) == ("MTG-87", Effect.BLOCK)
        assert never_invited_findings(self.CASE, others, "Its worker has left; the file was handed over.") == []


@rule("MTG-44")
@pytest.mark.parametrize(
    "facts", [{"lead": "mental_health"}, {"in_hospital": True}, {"involved": frozenset({"mental_health"})}]
)
def test_mental_health_services_should_come_where_they_lead_or_treat(facts: dict[str, Any]) -> None:
    assert strengths(replace(ORDINARY, **facts), kind="mental_health") == [Strength.SHOULD]


@rule("MTG-45")
@pytest.mark.parametrize("facts", [{"child_at_risk": True}, {"involved": frozenset({"childrens_services"})}])
def test_childrens_services_should_come_for_a_child_at_risk(facts: dict[str, Any]) -> None:
    assert strengths(replace(ORDINARY, **facts), kind="childrens_services") == [Strength.SHOULD]
    assert strengths(replace(ORDINARY, is_child=True, **facts), kind="childrens_services") == []


@rule("CIR-19")
def test_childrens_services_must_come_while_a_referral_of_a_child_is_open() -> None:
    referred = replace(ORDINARY, child_referral=True)
    for case in (referred, replace(referred, child_at_risk=True)):
        assert strengths(case, kind="childrens_services") == [Strength.MUST]
    assert strengths(ORDINARY, kind="childrens_services") == []
    child = replace(referred, is_child=True)
    assert strengths(child, kind="childrens_services") == []
    assert strengths(child, party=Party.CHILDRENS_SERVICES) == [Strength.MUST]


@rule("MTG-46")
def test_adult_social_care_should_come_where_it_takes_part() -> None:
    case = replace(ORDINARY, involved=frozenset({"adult_social_care"}))
    assert strengths(case, kind="adult_social_care") == [Strength.SHOULD]


@rule("MTG-47")
@pytest.mark.parametrize("category", [1, 2, 3, 4])
def test_category_4_brings_counter_terrorism_police_and_perhaps_prevent(category: int) -> None:
    case = replace(ORDINARY, category=category)
    is_4 = category == 4
    assert strengths(case, party=Party.COUNTER_TERRORISM) == ([Strength.SHOULD] if is_4 else [])
    assert strengths(case, party=Party.PREVENT) == ([Strength.RELEVANT] if is_4 else [])


@rule("CIR-08")
@pytest.mark.parametrize("marac", [True, False])
def test_the_victims_adviser_must_come_where_marac_is_involved(marac: bool) -> None:
    assert strengths(replace(ORDINARY, marac=marac), party=Party.VICTIMS_ADVISER) == [Strength.MUST][:marac]


@rule("CIR-13")
@pytest.mark.parametrize("by_rail", [True, False])
def test_transport_police_are_asked_where_rail_is_part_of_the_risk(by_rail: bool) -> None:
    found = of(replace(ORDINARY, by_rail=by_rail), kind="transport_police")
    assert [one.strength for one in found] == [Strength.RELEVANT][:by_rail]


@rule("MTG-48")
@pytest.mark.parametrize("kind", sorted(set(KIND_LABELS) - OF_THEIR_OWN))
def test_every_agency_that_works_with_the_person_should_come(kind: str) -> None:
    (one,) = of(replace(ORDINARY, involved=frozenset({kind})), kind=kind)
    assert (one.strength, one.label) == (Strength.SHOULD, KIND_LABELS[kind])
    assert of(ORDINARY, kind=kind) == []


@rule("MTG-12")
@pytest.mark.parametrize(("attendance", "there"), [(ATTENDED, True), (REPORT, True), (ABSENT, False), (None, False)])
def test_a_report_is_enough_of_victim_liaison_only(attendance: Attendance | None, there: bool) -> None:
    case = replace(ORDINARY, victim_contact=True)
    (liaison,) = of(case, party=Party.VICTIM_LIAISON_OFFICER)
    (police,) = of(case, party=Party.POLICE)
    assert was_there(liaison, [invitee(liaison, attendance)]) is there
    assert was_there(police, [invitee(police, attendance)]) is (attendance is ATTENDED)


class TestClosing:
    CASE = replace(ORDINARY, lead="probation", involved=frozenset({"local_housing"}))

    def findings(self, attendance: Attendance, *, note: str = "", invited: bool = True) -> list[tuple[str, Effect]]:
        """What is found when the practitioner took part in this way and all others came."""
        people = []
        for one in expected_at(self.CASE):
            if one.party is Party.PRACTITIONER:
                people += [invitee(one, attendance, note)] if invited else []
            else:
                people.append(invitee(one))
        return [(finding.rule, finding.effect) for finding in expectation_findings(self.CASE, people)]

    def test_nothing_is_found_when_everybody_came(self) -> None:
        assert self.findings(ATTENDED) == []

    @rule("MTG-49")
    @pytest.mark.parametrize("attendance", [ABSENT, REPORT, Attendance.APOLOGIES])
    def test_an_absence_that_is_not_explained_stops_the_closing(self, attendance: Attendance) -> None:
        assert self.findings(attendance) == [("MTG-49", Effect.REQUIRE)]

    @rule("MTG-49")
    def test_a_blank_note_explains_nothing(self) -> None:
        assert self.findings(ABSENT, note="  ") == [("MTG-49", Effect.REQUIRE)]

    @rule("MTG-41")
    def test_an_absence_that_is_explained_is_warned_of(self) -> None:
        assert self.findings(ABSENT, note="Ill; cover was agreed.") == [("MTG-41", Effect.WARN)]

    @rule("MTG-41")
    def test_so_is_one_whom_nobody_invited(self) -> None:
        assert self.findings(ABSENT, invited=False) == [("MTG-41", Effect.WARN)]

    @rule("MTG-48")
    def test_of_those_who_should_come_the_meeting_is_reminded(self) -> None:
        people = [invitee(one) for one in expected_at(self.CASE) if one.kind != "local_housing"]
        found = expectation_findings(self.CASE, people)
        assert [(finding.rule, finding.effect) for finding in found] == [("MTG-48", Effect.PROMPT)]


@rule("MTG-87")
class TestNeverInvited:
    CASE = replace(ORDINARY, lead="probation", involved=frozenset({"local_housing"}))

    def found(self, without: str, why: str = "") -> list[tuple[str, Effect]]:
        """What is found when everybody was asked but one."""
        people = [invitee(one) for one in expected_at(self.CASE) if without not in (one.party, one.kind)]
        return [(one.rule, one.effect) for one in never_invited_findings(self.CASE, people, why)]

    @pytest.mark.parametrize("party", [Party.POLICE, Party.PROBATION, Party.PRACTITIONER])
    def test_whoever_must_come_and_was_not_asked_stops_the_closing(self, party: Party) -> None:
        assert self.found(party) == [("MTG-87", Effect.BLOCK)]

    def test_a_reason_in_the_minutes_lets_it_be_closed_and_a_blank_one_does_not(self) -> None:
        assert self.found(Party.PRACTITIONER, why="On leave; the manager reported.") == []
        assert self.found(Party.PRACTITIONER, why="  ") == [("MTG-87", Effect.BLOCK)]

    def test_whoever_should_come_does_not_stop_it(self) -> None:
        assert self.found("local_housing") == []

    def test_nothing_is_found_when_everybody_was_asked(self) -> None:
        assert self.found("nobody") == []


@rule("CIR-04")
class TestImmigrationEnforcement:
    def test_must_be_asked_about_a_foreign_national_and_nobody_else(self) -> None:
        assert of(ORDINARY, kind="immigration") == []
        assert strengths(replace(ORDINARY, foreign=True), kind="immigration") == [Strength.MUST]

    @pytest.mark.parametrize(("known", "grade"), [(True, "The case owner"), (False, "Through the point of contact")])
    def test_through_its_point_of_contact_while_no_owner_is_known(self, known: bool, grade: str) -> None:
        (one,) = of(replace(ORDINARY, foreign=True, owner_known=known), kind="immigration")
        assert one.grade.startswith(grade)

    def test_may_report_instead_of_coming(self) -> None:
        (one,) = of(replace(ORDINARY, foreign=True), kind="immigration")
        assert was_there(one, [invitee(one, REPORT)]) and not was_there(one, [invitee(one, ABSENT)])

    def test_is_named_once_where_it_takes_part_in_the_case(self) -> None:
        case = replace(ORDINARY, foreign=True, involved=frozenset({"immigration"}))
        assert strengths(case, kind="immigration") == [Strength.MUST]

    def test_never_asked_it_keeps_the_meeting_open(self) -> None:
        found = never_invited_findings(replace(ORDINARY, foreign=True), [], "")
        assert any("Home Office" in one.message for one in found)


MANY = frozenset({"mental_health", "adult_social_care"})


@rule("MTG-50")
@rule("MTG-51")
@rule("MTG-52")
@rule("MTG-53")
@rule("MTG-54")
@rule("MTG-55")
@rule("CIR-20")
@pytest.mark.parametrize(
    ("facts", "without", "party", "strength"),
    [
        ({"lead": "police", "area_in_question": True}, {"lead": "probation"}, Party.OTHER_FORCE, Strength.SHOULD),
        ({"lead": "police", "area_in_question": True}, {"area_in_question": False}, Party.OTHER_FORCE, Strength.SHOULD),
        ({"is_child": True, "another_referred": True}, {"is_child": False}, Party.YOUTH_MANAGER, Strength.SHOULD),
        (
            {"is_child": True, "another_referred": True},
            {"another_referred": False},
            Party.YOUTH_MANAGER,
            Strength.SHOULD,
        ),
        ({"left_care": True}, {"left_care": False}, Party.LEAVING_CARE, Strength.SHOULD),
        ({"involved": MANY}, {"involved": frozenset()}, Party.CLINICIAN, Strength.SHOULD),
        ({"in_hospital": True}, {"in_hospital": False}, Party.CLINICIAN, Strength.SHOULD),
        ({"child_at_risk": True}, {"child_at_risk": False}, Party.CHILDS_SOCIAL_WORKER, Strength.SHOULD),
        ({"involved": MANY}, {"involved": frozenset()}, Party.ADULTS_SOCIAL_WORKER, Strength.SHOULD),
        ({"radicalisation": True}, {"radicalisation": False}, Party.PREVENT, Strength.RELEVANT),
    ],
)
def test_further_rows_apply_on_their_facts_and_not_without(
    facts: dict[str, Any], without: dict[str, Any], party: Party, strength: Strength
) -> None:
    case = replace(ORDINARY, **facts)
    (one,) = of(case, party=party)
    assert one.strength is strength and one.why
    assert of(replace(case, **without), party=party) == []


@rule("CIR-20")
def test_a_risk_of_radicalisation_adds_nothing_in_category_4() -> None:
    case = replace(ORDINARY, category=4, radicalisation=True)
    assert [one.rule for one in of(case, party=Party.PREVENT)] == ["MTG-47"]


@rule("MTG-53")
@rule("MTG-54")
@rule("MTG-55")
@pytest.mark.parametrize(
    ("party", "kind"),
    [
        (Party.CLINICIAN, "mental_health"),
        (Party.CHILDS_SOCIAL_WORKER, "childrens_services"),
        (Party.ADULTS_SOCIAL_WORKER, "adult_social_care"),
    ],
)
def test_who_comes_beside_the_standing_representative_does_not_stand_in_for_them(party: Party, kind: str) -> None:
    case = replace(ORDINARY, involved=MANY, child_at_risk=True)
    (standing,), (beside,) = of(case, kind=kind), of(case, party=party)
    of_the_agency = Invitee(
        Party.CHILDRENS_SERVICES if kind == "childrens_services" else Party.OTHER_AGENCY, "An agency", kind=kind
    )
    worker = Invitee(party, "An agency", kind=kind)
    assert standing.is_met_by(of_the_agency) and not standing.is_met_by(worker)
    assert beside.is_met_by(worker) and not beside.is_met_by(of_the_agency)
