"""The chain of a serious case review at each of its boundaries."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from serious.rules.decisions import (
    days_findings,
    decision_findings,
    deferral_findings,
    ending_findings,
    going_on_findings,
    lead_findings,
    managed_for_findings,
    received_findings,
)
from serious.rules.mandate import why
from serious.rules.steps import ReviewFacts, again_findings, due_steps, said_findings, step_findings
from serious.rules.timetable import BY_STEP, TIMETABLE, Outcome, Step, Timed
from tests.marks import rule

TOLD = date(2026, 2, 27)
RECEIVED = date(2026, 3, 2)
DECIDED = date(2026, 3, 9)
TODAY = date(2027, 6, 1)


def decided(outcome: Outcome = Outcome.MANDATORY, **done: date) -> ReviewFacts:
    return ReviewFacts(TOLD, RECEIVED, DECIDED, outcome, {Step(key): on for key, on in done.items()})


def due(facts: ReviewFacts) -> dict[str, date]:
    return {key: one.due_on for key, one in due_steps(facts)}


@rule("SCR-03")
def test_the_chair_decides_within_ten_days_of_receiving_the_form() -> None:
    assert due(ReviewFacts(TOLD, RECEIVED)) == {"decision": date(2026, 3, 12)}


@rule("SCR-04", "SCR-06")
def test_a_review_has_the_team_and_the_agencies_told_in_five_days_of_the_decision() -> None:
    assert due(decided()) == {"team_told": date(2026, 3, 14), "agencies_told": date(2026, 3, 14)}


@rule("SCR-03")
def test_no_review_leaves_nothing_due() -> None:
    assert due(decided(Outcome.NONE)) == {}


@pytest.mark.parametrize(
    ("done", "step", "on"),
    [
        pytest.param({"team_told": DECIDED}, "team_answered", date(2026, 3, 14), marks=rule("SCR-05")),
        pytest.param({"agencies_told": date(2026, 1, 31)}, "panel_met", date(2026, 2, 28), marks=rule("SCR-07")),
        pytest.param({"panel_met": date(2026, 10, 31)}, "report", date(2027, 2, 28), marks=rule("SCR-08")),
        pytest.param({"report": date(2026, 8, 31)}, "overview", date(2026, 9, 30), marks=rule("SCR-09")),
        pytest.param({"plan_agreed": date(2026, 9, 1)}, "plan_interim", date(2027, 3, 1), marks=rule("SCR-10")),
        pytest.param({"plan_agreed": date(2026, 9, 1)}, "plan_final", date(2027, 9, 1), marks=rule("SCR-11")),
    ],
)
def test_each_step_is_counted_from_the_one_before(done: dict[str, date], step: str, on: date) -> None:
    assert due(decided(**done))[step] == on
    assert step not in due(decided(**done, **{step: on}))


@rule("SCR-16")
def test_the_chair_is_told_within_five_days_unless_the_forms_own_clock_says_so() -> None:
    assert due(ReviewFacts(TOLD)) == {"chair": date(2026, 3, 4)}
    assert due(ReviewFacts(TOLD, with_form=True)) == {}


@rule("SCR-14")
def test_a_deferred_review_has_nothing_due_but_the_day_on_which_it_is_looked_at_again() -> None:
    again = date(2026, 9, 1)
    waits = replace(decided(), deferrals=[(DECIDED, None)], deferral_review_on=again)
    assert due(waits) == {"deferral": again}


@rule("SCR-14")
def test_a_review_that_goes_on_has_the_days_for_which_it_waited_added_to_what_began_before() -> None:
    waited = [(date(2026, 3, 11), date(2026, 3, 21)), (date(2026, 4, 1), date(2026, 4, 6))]
    facts = replace(decided(agencies_told=date(2026, 4, 4)), deferrals=waited)
    assert due(facts) == {"team_told": date(2026, 3, 29), "panel_met": date(2026, 5, 6)}


@rule("SCR-14")
def test_a_day_of_two_deferrals_counts_once() -> None:
    twice = [(date(2026, 1, 10), date(2026, 3, 10)), (date(2026, 1, 11), date(2026, 3, 12))]
    assert replace(decided(), deferrals=twice).waited(date(2026, 1, 1)) == 61
    assert replace(decided(), deferrals=twice[::-1]).waited(date(2026, 1, 1)) == 61
    assert replace(decided(), deferrals=twice).waited(date(2026, 3, 11)) == 1
    within = [(date(2026, 1, 10), date(2026, 3, 12)), (date(2026, 1, 11), date(2026, 3, 10))]
    assert replace(decided(), deferrals=within).waited(date(2026, 1, 1)) == 61
    assert replace(decided(), deferrals=within).waited(date(2026, 3, 12)) == 0


@rule("SCR-14")
@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False)])
def test_a_second_deferral_begins_when_the_first_is_over(days: int, refused: bool) -> None:
    ended = DECIDED + timedelta(days=10)
    once = replace(decided(), deferrals=[(DECIDED + timedelta(days=1), ended)])
    today = ended + timedelta(days=5)
    found = deferral_findings(
        once, on=ended + timedelta(days=days), review_on=today + timedelta(days=1), urgent=True, today=today
    )
    assert [one.field for one in found] == (["on"] if refused else [])


@rule("SCR-14")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"on": DECIDED - timedelta(days=1)}, "on"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"review_on": TODAY}, "review_on"),
        ({"urgent": False}, "urgent"),
    ],
)
def test_a_deferral_has_a_day_to_come_and_agencies_look_meanwhile(changes: dict[str, Any], field: str | None) -> None:
    given: dict[str, Any] = {"on": DECIDED, "review_on": TODAY + timedelta(days=1), "urgent": True, "today": TODAY}
    found = deferral_findings(decided(), **given | changes)
    assert [finding.field for finding in found] == ([field] if field else [])


@rule("SCR-14")
def test_a_review_goes_on_after_it_was_deferred_only() -> None:
    waits = replace(decided(), deferrals=[(date(2026, 4, 1), None)])
    assert going_on_findings(waits, on=date(2026, 4, 1), today=TODAY) == []
    assert going_on_findings(waits, on=date(2026, 3, 31), today=TODAY)[0].field == "on"
    assert going_on_findings(decided(), on=TODAY, today=TODAY)[0].stops


@rule("SCR-22")
def test_a_review_is_discontinued_after_its_decision_and_the_team_told_then() -> None:
    def fields(on: date, told: date) -> list[str | None]:
        return [one.field for one in ending_findings(decided(), on=on, team_told_on=told, today=TODAY)]

    assert fields(DECIDED, DECIDED) == []
    assert fields(DECIDED - timedelta(days=1), DECIDED) == ["on"]
    assert fields(DECIDED, TODAY + timedelta(days=1)) == ["team_told_on"]
    assert ending_findings(decided(Outcome.NONE), on=TODAY, team_told_on=TODAY, today=TODAY)[0].stops
    ended = replace(decided(), discontinued_on=DECIDED)
    assert due(ended) == {}


@rule("SCR-15")
@pytest.mark.parametrize("one", TIMETABLE, ids=lambda one: one.step)
def test_no_step_is_recorded_before_those_it_follows(one: Timed) -> None:
    firsts = [*([one.after] if one.after else []), *one.also]
    before = {first.value: DECIDED for first in firsts}
    for missing in firsts:
        others = {key: on for key, on in before.items() if key != missing.value}
        refused = step_findings(decided(**others), one.step, on=TODAY, today=TODAY)
        assert [finding.message for finding in refused] == [f"First comes: {BY_STEP[missing].words}."]
    assert step_findings(decided(**before), one.step, on=TODAY, today=TODAY) == []


@rule("SCR-15")
def test_a_step_is_not_recorded_twice_in_the_future_too_early_or_without_a_review() -> None:
    def told(facts: ReviewFacts, on: date) -> list[str]:
        return [finding.message for finding in step_findings(facts, Step.AGENCIES_TOLD, on=on, today=TODAY)]

    assert told(decided(), DECIDED) == []
    assert told(decided(), DECIDED - timedelta(days=1)) == [
        "It follows something of Monday 9 March 2026, so it cannot be earlier."
    ]
    assert told(decided(), TODAY + timedelta(days=1)) == ["This day is in the future."]
    assert told(decided(agencies_told=DECIDED), DECIDED) == ["This step is recorded already."]
    assert told(decided(Outcome.NONE), DECIDED) == ["There is no review under way."]
    waits = replace(decided(), deferrals=[(DECIDED, None)])
    assert told(waits, DECIDED) == ["The review is deferred."]


@rule("SCR-10")
def test_an_interim_report_before_three_months_is_asked_about() -> None:
    facts = decided(plan_agreed=date(2026, 9, 1))
    early = step_findings(facts, Step.PLAN_INTERIM, on=date(2026, 11, 30), today=TODAY)
    assert [finding.rule for finding in early] == ["SCR-10"] and not early[0].stops
    assert step_findings(facts, Step.PLAN_INTERIM, on=date(2026, 12, 1), today=TODAY) == []


class TestTheDecision:
    def rules(self, **changes: object) -> list[str]:
        terms: dict[str, object] = {
            "mandatory": True,
            "outcome": Outcome.MANDATORY,
            "reason": "Managed at Level 2 when it happened.",
            "on": DECIDED,
            "received_on": RECEIVED,
            "today": TODAY,
        }
        return [finding.rule for finding in decision_findings(**terms | changes)]  # type: ignore[arg-type]

    @rule("SCR-01")
    def test_cannot_refuse_a_mandatory_review(self) -> None:
        assert self.rules() == []
        assert self.rules(outcome=Outcome.NONE) == ["SCR-01"]
        assert self.rules(outcome=Outcome.DISCRETIONARY) == ["SCR-01"]

    @rule("SCR-02")
    def test_is_free_otherwise_and_always_has_its_reason(self) -> None:
        assert self.rules(mandatory=False, outcome=Outcome.NONE) == []
        assert self.rules(mandatory=False, outcome=Outcome.DISCRETIONARY) == []
        assert self.rules(mandatory=False) == ["SCR-02"]
        assert self.rules(mandatory=False, outcome=Outcome.NONE, reason=" ") == ["SCR-02"]

    @rule("SCR-03")
    def test_is_of_a_day_from_the_receipt_to_today(self) -> None:
        assert self.rules(on=RECEIVED) == []
        assert self.rules(on=RECEIVED - timedelta(days=1)) == ["SCR-03"]
        assert self.rules(on=TODAY + timedelta(days=1)) == ["SCR-03"]


@rule("SCR-06")
@rule("SCR-13")
def test_a_step_says_whom_it_concerns_where_that_matters() -> None:
    def wanting(step: Step, who: str = "", details: str = "") -> list[str | None]:
        return [one.field for one in said_findings(step, who=who, details=details)]

    assert wanting(Step.AGENCIES_TOLD) == ["who", "details"]
    assert wanting(Step.FAMILY_CONTACT) == wanting(Step.FAMILY_TOLD) == ["who"]
    assert wanting(Step.FAMILY_CONTACT, who="A chief inspector trained for it") == []
    assert wanting(Step.TEAM_TOLD) == wanting(Step.REPRESENTATIONS) == []
    assert BY_STEP[Step.FAMILY_TOLD].after is Step.OVERVIEW_APPROVED


@rule("SCR-12")
def test_the_lead_is_unconnected_and_says_so() -> None:
    def refused(**facts: bool) -> int:
        return len(
            lead_findings(
                **{"named": True, "works_on_the_case": False, "manages_its_staff": False, "declares": True} | facts
            )
        )

    assert refused() == 0
    assert refused(works_on_the_case=True) == refused(manages_its_staff=True) == refused(declares=False) == 1
    assert refused(named=False) == 1


@rule("SCR-15")
def test_a_step_that_is_put_right_stays_between_what_is_before_and_after_it() -> None:
    facts = decided(team_told=date(2026, 3, 11), team_answered=date(2026, 3, 13))

    def stopped(on: date) -> bool:
        found = step_findings(facts, Step.TEAM_TOLD, on=on, today=TODAY, correcting=True)
        return any(finding.stops for finding in found)

    assert [stopped(date(2026, 3, day)) for day in (8, 9, 13, 14)] == [True, False, False, True]
    assert step_findings(decided(), Step.TEAM_TOLD, on=TODAY, today=TODAY, correcting=True)[0].stops
    assert again_findings(" ")[0].stops and again_findings("A slip.") == []


@rule("SCR-19")
def test_the_days_of_a_charge_stand_in_their_order_and_none_is_to_come() -> None:
    days = {"committed_on": TOLD, "charged_on": TOLD, "told_on": TOLD, "received_on": None}

    def fields(**changes: date) -> list[str | None]:
        return [one.field for one in days_findings(**days | changes, today=TODAY)]  # type: ignore[arg-type]

    assert fields() == [] and fields(received_on=TOLD) == []
    assert fields(charged_on=TOLD - timedelta(days=1)) == ["charged_on"]
    assert fields(told_on=TOLD - timedelta(days=1)) == ["told_on"]
    assert fields(received_on=TODAY + timedelta(days=1)) == ["received_on"]
    assert received_findings(None, decided_on=DECIDED) and not received_findings(DECIDED, decided_on=DECIDED)


@rule("SCR-01")
@rule("SCR-02")
def test_why_a_review_is_mandatory_is_said_with_the_days() -> None:
    committed = date(2026, 3, 29)
    levels = [(date(2025, 1, 1), 3), (date(2026, 3, 1), 1)]
    assert why("rape", committed, levels).startswith("Mandatory: rape, and at Level 3 between Sunday 1 March 2026")
    assert why("rape", committed, [(date(2025, 1, 1), 3), (date(2026, 2, 28), 1)]).startswith(
        "Not mandatory: rape, but"
    )
    assert why("other", committed, levels).startswith("Not mandatory: “Another serious further offence” is not")


@rule("SCR-23")
def test_the_sentence_is_of_the_same_person_and_not_after_the_further_offence() -> None:
    day = date(2026, 10, 1)

    def found(outcome_on: date | None, *, of_this_case: bool = True) -> list[str]:
        rows = managed_for_findings(outcome_on, committed_on=day, of_this_case=of_this_case)
        return [one.message for one in rows if one.rule == "SCR-23" and one.stops]

    assert found(None) == found(None, of_this_case=False) == found(day) == []
    assert len(found(date(2026, 10, 2))) == 1
    assert found(day, of_this_case=False) == ["This offence is not recorded for this person."]
