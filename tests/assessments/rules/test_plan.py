"""The risk management plan: each action on its own, then the plan as a whole."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments.rules.levels import RoshLevel
from assessments.rules.plan import (
    ActionFacts,
    ActionStatus,
    Pillar,
    PlanFacts,
    action_findings,
    plan_findings,
    uncovered_risks,
)
from audit.refusals import Effect, Finding
from tests.marks import rule

TODAY = date(2026, 3, 2)
ACTION = ActionFacts(
    description="Weekly office appointment",
    how_it_manages_risk="Changes in drinking are noticed early",
    pillar=Pillar.SUPERVISION,
    agency="Probation Service",
    owner="A. Practitioner",
    starts_on=TODAY,
    due_on=TODAY + timedelta(days=28),
    status=ActionStatus.OPEN,
    risks=frozenset({"violence"}),
    safeguarding=True,
)
PLAN = PlanFacts(
    today=TODAY,
    actions=[replace(ACTION, pillar=pillar) for pillar in Pillar],
    risks={"violence": "Violence to a partner"},
    review_on=TODAY + timedelta(days=90),
    contingency="Recall if he moves without approval",
    victims_recorded=1,
    risk_to_children=RoshLevel.HIGH,
    on_licence=True,
    licence_conditions=["Not to enter Exampletown"],
)


def about(rule_id: str, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule_id]


def test_a_complete_action_and_plan_have_no_findings() -> None:
    assert action_findings(ACTION) == []
    assert plan_findings(PLAN) == []


@rule("RMP-01")
class TestOwner:
    def test_an_action_without_an_agency_cannot_be_recorded(self) -> None:
        (found,) = about("RMP-01", action_findings(replace(ACTION, agency=" ")))
        assert (found.effect, found.field) == (Effect.REQUIRE, "agency")

    def test_an_action_without_a_person_is_questioned_only(self) -> None:
        (found,) = about("RMP-01", action_findings(replace(ACTION, owner="")))
        assert (found.effect, found.field) == (Effect.WARN, "owner")
        assert "Probation Service" in found.message


@rule("RMP-02")
class TestDate:
    def test_an_action_without_a_date_is_asked_for_one(self) -> None:
        (found,) = action_findings(replace(ACTION, due_on=None))
        assert (found.rule, found.field) == ("RMP-02", "due_on")

    def test_text_that_is_no_date_is_repeated_in_the_message(self) -> None:
        (found,) = action_findings(replace(ACTION, due_on=None, due_text="31 June 2026"))
        assert found.rule == "RMP-02"
        assert "31 June 2026" in found.message

    def test_an_ongoing_action_needs_a_milestone_instead(self) -> None:
        ongoing = replace(ACTION, due_on=None, ongoing=True)
        assert [f.field for f in about("RMP-02", action_findings(ongoing))] == ["milestone_on"]
        assert action_findings(replace(ongoing, milestone_on=TODAY)) == []

    def test_a_milestone_does_not_stand_in_for_the_date_of_an_action_that_ends(self) -> None:
        assert about("RMP-02", action_findings(replace(ACTION, due_on=None, milestone_on=TODAY)))


@rule("RMP-03")
class TestWordsInPlaceOfADate:
    def test_typed_as_the_date_they_are_the_only_finding(self) -> None:
        (found,) = action_findings(replace(ACTION, due_on=None, due_text="as soon as possible"))
        assert (found.rule, found.effect, found.field) == ("RMP-03", Effect.REFUSE, "due_on")

    def test_in_the_description_they_are_refused_even_with_a_date(self) -> None:
        (found,) = action_findings(replace(ACTION, description="Refer to Housing ASAP"))
        assert (found.rule, found.effect, found.field) == ("RMP-03", Effect.REFUSE, "description")
        assert '"ASAP"' in found.message


@rule("RMP-04")
@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
@pytest.mark.parametrize("name", ["due_on", "milestone_on"])
def test_an_action_does_not_end_before_it_starts(name: str, days: int, refused: bool) -> None:
    changes = {"ongoing": name == "milestone_on", "due_on": None, name: TODAY + timedelta(days=days)}
    found = about("RMP-04", action_findings(replace(ACTION, **changes)))
    assert [f.field for f in found] == ([name] if refused else [])


@rule("RMP-05")
class TestRefusedAction:
    refused = replace(ACTION, status=ActionStatus.REFUSED, due_on=None)

    def test_a_refused_action_needs_its_reason_and_the_alternative(self) -> None:
        assert {f.field for f in action_findings(self.refused)} == {"refusal_reason", "alternative"}

    def test_with_both_it_stands_without_a_date(self) -> None:
        explained = replace(self.refused, refusal_reason="No vacancy", alternative="Hostel in the next area")
        assert action_findings(explained) == []


@rule("RMP-06")
@pytest.mark.parametrize("name", ["description", "how_it_manages_risk"])
def test_an_action_says_what_will_be_done_and_how_it_helps(name: str) -> None:
    (found,) = action_findings(replace(ACTION, **{name: " "}))
    assert (found.rule, found.field) == ("RMP-06", name)


@rule("RMP-07")
class TestEveryRiskCovered:
    plan = replace(PLAN, risks={**PLAN.risks, "arson": "Fire-setting"})

    def test_a_risk_without_an_action_is_named(self) -> None:
        (found,) = plan_findings(self.plan)
        assert (found.rule, found.effect) == ("RMP-07", Effect.BLOCK)
        assert "Fire-setting" in found.message
        assert uncovered_risks(self.plan) == ("Fire-setting",)

    @pytest.mark.parametrize(
        ("status", "covers"),
        [
            (ActionStatus.PROPOSED, True),
            (ActionStatus.OPEN, True),
            (ActionStatus.COMPLETED, True),
            (ActionStatus.REFUSED, False),
            (ActionStatus.NOT_COMPLETED, False),
        ],
    )
    def test_only_a_live_action_covers_a_risk(self, status: ActionStatus, covers: bool) -> None:
        action = replace(ACTION, risks=frozenset({"arson"}), status=status)
        with_action = replace(self.plan, actions=[*self.plan.actions, action])
        assert (uncovered_risks(with_action) == ()) is covers

    def test_a_plan_without_risks_or_actions_is_blocked(self) -> None:
        assert about("RMP-07", plan_findings(replace(PLAN, risks={}, actions=[])))


@rule("RMP-08")
@pytest.mark.parametrize(("days", "asked"), [(None, True), (-1, True), (0, True), (1, False)])
def test_the_review_date_is_set_and_in_the_future(days: int | None, asked: bool) -> None:
    review_on = None if days is None else TODAY + timedelta(days=days)
    assert bool(about("RMP-08", plan_findings(replace(PLAN, review_on=review_on)))) is asked


@rule("RMP-09")
def test_a_plan_without_contingency_is_blocked() -> None:
    assert [(f.rule, f.effect) for f in plan_findings(replace(PLAN, contingency=" "))] == [("RMP-09", Effect.BLOCK)]


@rule("RMP-10")
class TestVictimSafety:
    plan = replace(
        PLAN,
        actions=[action for action in PLAN.actions if action.pillar is not Pillar.VICTIM_SAFETY],
        pillar_reasons={Pillar.VICTIM_SAFETY: "No identified victim"},
    )

    @pytest.mark.parametrize(("victims", "words"), [(1, "1 victim or person"), (2, "2 victims or people")])
    def test_recorded_victims_without_an_action_block_whatever_the_reason(self, victims: int, words: str) -> None:
        (found,) = plan_findings(replace(self.plan, victims_recorded=victims))
        assert (found.rule, found.effect) == ("RMP-10", Effect.BLOCK)
        assert found.message.startswith(words)

    def test_without_victims_the_reason_is_enough(self) -> None:
        assert plan_findings(replace(self.plan, victims_recorded=0)) == []


@rule("RMP-11")
class TestSafeguarding:
    plan = replace(PLAN, actions=[replace(action, safeguarding=False) for action in PLAN.actions])

    @pytest.mark.parametrize(
        ("level", "effects"),
        [
            (None, []),
            (RoshLevel.LOW, []),
            (RoshLevel.MEDIUM, [Effect.WARN]),
            (RoshLevel.HIGH, [Effect.BLOCK]),
            (RoshLevel.VERY_HIGH, [Effect.BLOCK]),
        ],
    )
    def test_risk_to_children_needs_a_safeguarding_action(self, level: RoshLevel | None, effects: list[Effect]) -> None:
        found = about("RMP-11", plan_findings(replace(self.plan, risk_to_children=level)))
        assert [f.effect for f in found] == effects

    def test_an_adult_at_risk_needs_one_too(self) -> None:
        plan = replace(self.plan, risk_to_children=RoshLevel.LOW, adults_at_risk_recorded=True)
        (found,) = about("RMP-11", plan_findings(plan))
        assert found.effect is Effect.BLOCK
        assert "adult at risk" in found.message


@rule("RMP-12")
@pytest.mark.parametrize(
    "pillar", [Pillar.SUPERVISION, Pillar.MONITORING_AND_CONTROL, Pillar.INTERVENTIONS_AND_TREATMENT]
)
def test_a_heading_without_an_action_needs_a_reason(pillar: Pillar) -> None:
    plan = replace(PLAN, actions=[action for action in PLAN.actions if action.pillar is not pillar])
    assert [f.field for f in plan_findings(plan)] == [f"reason_{pillar.value}"]
    assert plan_findings(replace(plan, pillar_reasons={pillar: "In custody"})) == []


@rule("RMP-13")
class TestLicence:
    plan = replace(PLAN, licence_conditions=[" "])

    def test_a_person_on_licence_needs_the_conditions_listed(self) -> None:
        assert [f.rule for f in plan_findings(self.plan)] == ["RMP-13"]

    def test_nobody_else_does(self) -> None:
        assert plan_findings(replace(self.plan, on_licence=False)) == []
