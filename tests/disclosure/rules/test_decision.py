"""A disclosure decision: what each answer needs, and what children, victims and recipients call for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from audit.refusals import Effect, Finding
from disclosure.rules import codes
from disclosure.rules.codes import LegalBasis, NoRepresentations
from disclosure.rules.decision import (
    Consultation,
    DisclosureFacts,
    RecipientKind,
    decision_findings,
    review_findings,
)
from tests.marks import rule

TODAY = date(2026, 3, 2)
TELL = DisclosureFacts(
    decided_on=TODAY,
    today=TODAY,
    disclose=True,
    purpose="Protect the children of a new partner",
    reasons="She cannot protect them without knowing",
    necessity="Nobody else can see them daily",
    proportionality="Only what she must watch for is told",
    alternatives="Watching the address would not show who visits",
    recipient="The new partner",
    recipient_kind=RecipientKind.ADULT,
    details="The nature of the risk and the licence condition",
    legal_basis=LegalBasis.CJA_2003_S327A,
    discloser_agency="Exampleshire Police",
    discloser="The offender manager",
    planned_on=TODAY + timedelta(days=1),
    representations_sought=True,
)
DO_NOT_TELL = DisclosureFacts(
    decided_on=TODAY, today=TODAY, disclose=False, purpose="Protect the neighbours", reasons="Nobody is in reach"
)
BOTH = Consultation(senior_youth_offending_team=True, childrens_services=True)


def about(rule_id: str, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule_id]


@pytest.mark.parametrize("facts", [TELL, DO_NOT_TELL])
def test_a_complete_decision_either_way_has_no_findings(facts: DisclosureFacts) -> None:
    assert decision_findings(facts) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("purpose", "DIS-01", marks=rule("DIS-01")),
        pytest.param("necessity", "DIS-02", marks=rule("DIS-02")),
        pytest.param("proportionality", "DIS-02", marks=rule("DIS-02")),
        pytest.param("alternatives", "DIS-03", marks=rule("DIS-03")),
        pytest.param("reasons", "DIS-04", marks=rule("DIS-04")),
        pytest.param("recipient", "DIS-05", marks=rule("DIS-05")),
        pytest.param("details", "DIS-05", marks=rule("DIS-05")),
        pytest.param("discloser_agency", "DIS-06", marks=rule("DIS-06")),
        pytest.param("discloser", "DIS-06", marks=rule("DIS-06")),
    ],
)
def test_each_part_of_a_decision_to_disclose_is_required(name: str, expected: str) -> None:
    (found,) = decision_findings(replace(TELL, **{name: " "}))
    assert (found.rule, found.effect, found.field) == (expected, Effect.REQUIRE, name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("recipient_kind", "DIS-05", marks=rule("DIS-05")),
        pytest.param("planned_on", "DIS-06", marks=rule("DIS-06")),
        pytest.param("legal_basis", "DIS-13", marks=rule("DIS-13")),
    ],
)
def test_choices_and_dates_of_a_decision_to_disclose_are_required(name: str, expected: str) -> None:
    (found,) = decision_findings(replace(TELL, **{name: None}))
    assert (found.rule, found.effect, found.field) == (expected, Effect.REQUIRE, name)


@rule("DIS-06")
@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False)])
def test_nobody_is_told_before_the_decision(days: int, refused: bool) -> None:
    found = decision_findings(replace(TELL, planned_on=TODAY + timedelta(days=days)))
    assert [f.rule for f in found] == (["DIS-06"] if refused else [])


@rule("DIS-01")
@rule("DIS-04")
@pytest.mark.parametrize(("name", "expected"), [("purpose", "DIS-01"), ("reasons", "DIS-04")])
def test_a_decision_not_to_disclose_needs_purpose_and_reasons_too(name: str, expected: str) -> None:
    assert [f.rule for f in decision_findings(replace(DO_NOT_TELL, **{name: ""}))] == [expected]


@rule("DIS-04")
class TestDecision:
    def test_yes_or_no_is_answered(self) -> None:
        assert [f.field for f in decision_findings(replace(TELL, disclose=None))] == ["disclose"]

    @pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
    def test_it_is_not_dated_in_the_future(self, days: int, refused: bool) -> None:
        dated = replace(DO_NOT_TELL, decided_on=TODAY + timedelta(days=days))
        assert [f.field for f in decision_findings(dated)] == (["decided_on"] if refused else [])


@rule("DIS-07")
class TestRepresentations:
    not_sought = replace(TELL, representations_sought=False)

    def test_whether_they_were_sought_is_answered(self) -> None:
        assert [f.rule for f in decision_findings(replace(TELL, representations_sought=None))] == ["DIS-07"]

    def test_not_seeking_them_needs_a_reason_from_the_list(self) -> None:
        (found,) = decision_findings(self.not_sought)
        assert (found.effect, found.field) == (Effect.REQUIRE, "no_representations")

    @pytest.mark.parametrize("reason", NoRepresentations)
    def test_with_a_reason_it_goes_through_and_the_recipient_is_told_so(self, reason: NoRepresentations) -> None:
        (found,) = decision_findings(replace(self.not_sought, no_representations=reason))
        assert (found.rule, found.effect) == ("DIS-07", Effect.PROMPT)


@rule("DIS-08")
def test_what_could_identify_a_victim_is_refused_without_a_reason() -> None:
    identifying = replace(TELL, identifies_victim=True)
    assert [(f.rule, f.effect) for f in decision_findings(identifying)] == [("DIS-08", Effect.REFUSE)]
    assert decision_findings(replace(identifying, identifies_victim_reason="She must know whom to keep apart")) == []


@rule("DIS-09")
@pytest.mark.parametrize("decision", [TELL, DO_NOT_TELL])
class TestAboutAChild:
    def test_with_both_consulted_it_stands(self, decision: DisclosureFacts) -> None:
        assert decision_findings(replace(decision, subject_is_child=True, consulted=BOTH)) == []

    @pytest.mark.parametrize(
        ("consulted", "missing"),
        [
            (Consultation(childrens_services=True), "Youth Offending Team"),
            (Consultation(senior_youth_offending_team=True), "Children's Services"),
        ],
    )
    def test_with_one_missing_it_is_refused_and_the_missing_one_named(
        self, decision: DisclosureFacts, consulted: Consultation, missing: str
    ) -> None:
        (found,) = decision_findings(replace(decision, subject_is_child=True, consulted=consulted))
        assert (found.rule, found.effect) == ("DIS-09", Effect.REFUSE)
        assert missing in found.message

    def test_an_urgent_case_goes_ahead_with_its_reason(self, decision: DisclosureFacts) -> None:
        urgent = replace(decision, subject_is_child=True, urgent_reason="A threat for tonight")
        assert [f.effect for f in about("DIS-09", decision_findings(urgent))] == [Effect.WARN]

    def test_at_a_meeting_urgency_does_not_replace_them(self, decision: DisclosureFacts) -> None:
        urgent = replace(decision, subject_is_child=True, urgent_reason="A threat for tonight", at_meeting=True)
        assert [f.effect for f in about("DIS-09", decision_findings(urgent))] == [Effect.REFUSE]

    def test_an_adult_needs_neither(self, decision: DisclosureFacts) -> None:
        assert decision_findings(replace(decision, at_meeting=True)) == []


@rule("DIS-10")
class TestTellingAChildOrAnAdultAtRisk:
    child = replace(TELL, recipient_kind=RecipientKind.CHILD)
    adult_at_risk = replace(TELL, recipient_kind=RecipientKind.ADULT_AT_RISK)

    def test_a_child_is_told_only_after_childrens_services_is_consulted(self) -> None:
        assert [(f.rule, f.effect) for f in decision_findings(self.child)] == [("DIS-10", Effect.REFUSE)]
        assert decision_findings(replace(self.child, consulted=Consultation(childrens_services=True))) == []

    def test_adult_social_care_is_involved_for_an_adult_at_risk(self) -> None:
        assert [(f.rule, f.effect) for f in decision_findings(self.adult_at_risk)] == [("DIS-10", Effect.WARN)]
        assert decision_findings(replace(self.adult_at_risk, consulted=Consultation(adult_social_care=True))) == []


@rule("DIS-11")
class TestPresumption:
    presumed = replace(DO_NOT_TELL, child_sex_offender=True, risk_to_children=True)

    def test_not_disclosing_needs_its_own_reason(self) -> None:
        (found,) = decision_findings(self.presumed)
        assert (found.rule, found.field) == ("DIS-11", "presumption_reason")
        assert decision_findings(replace(self.presumed, presumption_reason="No child is within reach")) == []

    @pytest.mark.parametrize("name", ["child_sex_offender", "risk_to_children"])
    def test_both_conditions_are_needed(self, name: str) -> None:
        assert decision_findings(replace(self.presumed, **{name: False})) == []

    def test_disclosing_needs_no_such_reason(self) -> None:
        assert decision_findings(replace(TELL, child_sex_offender=True, risk_to_children=True)) == []


@rule("DIS-12")
class TestEachReview:
    def test_a_decision_on_the_day_of_the_review_or_later_is_afresh(self) -> None:
        assert review_findings(TODAY, TODAY) == []
        assert review_findings(TODAY, TODAY + timedelta(days=1)) == []

    def test_an_earlier_decision_does_not_do_and_its_date_is_shown(self) -> None:
        (found,) = review_findings(TODAY, TODAY - timedelta(days=1))
        assert (found.rule, found.effect) == ("DIS-12", Effect.BLOCK)
        assert "Sunday 1 March 2026" in found.message

    def test_never_having_considered_it_blocks(self) -> None:
        assert "never been considered" in review_findings(TODAY, None)[0].message


@pytest.mark.parametrize(
    ("choices", "labels"),
    [
        (codes.Trigger, codes.TRIGGER_LABELS),
        (codes.NoRepresentations, codes.NO_REPRESENTATIONS_LABELS),
        (codes.LegalBasis, codes.LEGAL_BASIS_LABELS),
        (codes.Schedule8, codes.SCHEDULE_8_LABELS),
        (codes.Principle, codes.PRINCIPLE_LABELS),
    ],
)
def test_every_choice_has_one_label_of_its_own(choices: type, labels: dict[str, str]) -> None:
    assert set(labels) == set(choices)
    assert len(set(labels.values())) == len(labels)
