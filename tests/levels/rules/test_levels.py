"""At which level a case may be managed: each refusal differs from an accepted proposal in one fact."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from audit.refusals import Effect, Finding
from levels.rules import (
    LevelFacts,
    LoweringFacts,
    ProposedLevel,
    SecondApproval,
    findings,
    is_lower,
    level_1_review_findings,
    prison_findings,
    prison_may_be_taken_as_silent_on,
)
from levels.rules.lowering import ACCEPTABLE, approval_findings
from offenders.rules.facts import Route
from tests.marks import rule

TODAY = date(2026, 3, 2)
FACTS = LevelFacts(category=2, route=Route.CJA_S15, information_sources=2, rosh="medium")
HELD = LoweringFacts(rosh_judged_on=date(2025, 12, 1))
AT_LEVEL_3 = replace(FACTS, current_level=3, current_level_on=date(2026, 1, 12), rosh="high", lowering=HELD)
TO_1 = ProposedLevel(1, TODAY, "The lead agency can manage the risks with the plan it has.")
TO_2 = ProposedLevel(2, TODAY, "Agencies have to act together.", grounds=frozenset({"rosh_high"}), at_meeting=True)
TO_3 = replace(TO_2, level=3, grounds=frozenset({"rosh_high", "resources"}))
APPROVED = SecondApproval(
    approved_by="senior",
    proposed_by="chair",
    reason="The outstanding return changes nothing.",
    accepts=frozenset(ACCEPTABLE),
)


def found(facts: LevelFacts, proposed: ProposedLevel) -> list[str]:
    """The rules of all findings."""
    return [one.rule for one in findings(facts, proposed, today=TODAY)]


def one_of(facts: LevelFacts, proposed: ProposedLevel, rule_id: str) -> Finding:
    """The only finding of this rule."""
    (finding,) = [one for one in findings(facts, proposed, today=TODAY) if one.rule == rule_id]
    return finding


@pytest.mark.parametrize("proposed", [TO_1, TO_2, TO_3], ids=["1", "2", "3"])
def test_an_eligible_case_may_be_managed_at_each_level(proposed: ProposedLevel) -> None:
    assert found(FACTS, proposed) == []


class TestEligibility:
    @rule("LVL-01")
    def test_there_is_no_level_without_a_category(self) -> None:
        assert one_of(replace(FACTS, category=None), TO_2, "LVL-01").effect is Effect.REFUSE

    @rule("LVL-02")
    @pytest.mark.parametrize(("proposed", "refused"), [(TO_1, True), (TO_2, False), (TO_3, False)], ids=["1", "2", "3"])
    def test_category_3_is_refused_at_level_1_only(self, proposed: ProposedLevel, refused: bool) -> None:
        case = replace(FACTS, category=3, route=Route.RA_DISCR)
        assert ("LVL-02" in found(case, proposed)) is refused

    @rule("LVL-03")
    @pytest.mark.parametrize(
        ("route", "proposed", "refused"),
        [
            (Route.DISCR, TO_1, True),
            (Route.DISCR, TO_2, False),
            (Route.TERR_SENT, TO_1, False),
            (Route.CTA2008_P4, TO_1, False),
        ],
    )
    def test_only_discretionary_category_4_is_refused_at_level_1(
        self, route: Route, proposed: ProposedLevel, refused: bool
    ) -> None:
        case = replace(FACTS, category=4, route=route)
        assert ("LVL-03" in found(case, proposed)) is refused

    @rule("LVL-04")
    def test_an_ended_case_has_no_level(self) -> None:
        assert one_of(replace(FACTS, ended_on=TODAY), TO_2, "LVL-04").stops


class TestTheRecord:
    @rule("LVL-05")
    @pytest.mark.parametrize("reason", ["", "   \n"])
    def test_asks_for_a_reason(self, reason: str) -> None:
        assert one_of(FACTS, replace(TO_1, reason=reason), "LVL-05").field == "reason"

    @rule("LVL-09")
    @pytest.mark.parametrize(
        ("day", "refused"),
        [
            (date(2026, 1, 11), True),
            (date(2026, 1, 12), False),
            (TODAY, False),
            (date(2026, 3, 3), True),
        ],
        ids=str,
    )
    def test_is_dated_from_the_present_decision_to_today(self, day: date, refused: bool) -> None:
        assert ("LVL-09" in found(AT_LEVEL_3, replace(TO_3, decided_on=day))) is refused

    @rule("LVL-14")
    @pytest.mark.parametrize(
        ("proposed", "refused"),
        [
            (TO_1, False),
            (replace(TO_1, by_lead_agency=False), True),
            (replace(TO_1, by_lead_agency=False, at_meeting=True), False),
            (replace(TO_2, by_lead_agency=False), False),
        ],
        ids=["lead agency", "another agency", "a meeting", "level 2"],
    )
    def test_of_level_1_is_the_lead_agency_s(self, proposed: ProposedLevel, refused: bool) -> None:
        assert ("LVL-14" in found(FACTS, proposed)) is refused


class TestScreening:
    @rule("LVL-11")
    def test_rests_on_information_from_agencies(self) -> None:
        assert one_of(replace(FACTS, information_sources=0), TO_1, "LVL-11").effect is Effect.REQUIRE

    @rule("LVL-11")
    def test_is_not_older_than_the_present_management(self) -> None:
        finding = one_of(replace(FACTS, screened_before=True), TO_1, "LVL-11")
        assert (finding.effect, finding.next_step) == (Effect.REQUIRE, "Screen the case again.")
        assert found(replace(FACTS, screened_before=True), TO_2) == [], "a meeting has the agencies at the table"

    @rule("LVL-12")
    @pytest.mark.parametrize(
        ("custody", "stopped"),
        [
            ({}, True),
            ({"prison_notified_on": date(2026, 2, 16)}, True),
            ({"prison_notified_on": date(2026, 2, 15)}, False),
            ({"prison_notified_on": TODAY, "prison_replied_on": TODAY}, False),
        ],
        ids=["not told", "14th day still running", "14 days over", "prison replied"],
    )
    def test_in_custody_waits_for_the_prison_or_14_days(self, custody: dict[str, date], stopped: bool) -> None:
        assert ("LVL-12" in found(replace(FACTS, in_custody=True, **custody), TO_1)) is stopped

    @rule("LVL-11")
    @rule("LVL-12")
    @pytest.mark.parametrize(
        ("days", "in_custody", "asked"),
        [(1, True, {"LVL-11", "LVL-12"}), (0, True, set()), (1, False, set())],
        ids=["before custody", "on its first day", "released since"],
    )
    def test_counts_only_from_the_present_time_in_custody(self, days: int, in_custody: bool, asked: set[str]) -> None:
        since = date(2026, 1, 10)
        on = since - timedelta(days=days)
        known = replace(FACTS, in_custody=in_custody, inside_since=since, screened_on=on, prison_notified_on=on)
        assert set(found(replace(known, prison_replied_on=since), TO_1)) & {"LVL-11", "LVL-12"} == asked

    @rule("LVL-12")
    def test_the_prison_answers_after_it_was_told(self) -> None:
        told, before = date(2026, 2, 15), date(2026, 2, 14)
        assert prison_findings(told, None) == prison_findings(None, None) == prison_findings(told, told) == []
        assert [one.field for one in prison_findings(told, before)] == ["prison_replied_on"]
        assert [one.field for one in prison_findings(None, told)] == ["prison_notified_on"]
        assert "LVL-12" in found(
            replace(FACTS, in_custody=True, prison_notified_on=TODAY, prison_replied_on=before), TO_1
        )

    @rule("LVL-12")
    def test_the_prison_has_the_whole_14th_day(self) -> None:
        assert prison_may_be_taken_as_silent_on(date(2026, 2, 15)) == TODAY

    @rule("LVL-12")
    def test_a_policy_may_give_the_prison_longer(self) -> None:
        longer = replace(FACTS, in_custody=True, prison_notified_on=date(2026, 2, 15), prison_silence_days=15)
        assert "end of day 15" in one_of(longer, TO_1, "LVL-12").message

    @rule("LVL-12")
    def test_a_meeting_has_the_prison_at_the_table(self) -> None:
        assert found(replace(FACTS, in_custody=True), TO_2) == []


LOWERING_GUARDS = [
    pytest.param({"missing_information": ("Housing",)}, "LVL-06", marks=rule("LVL-06")),
    pytest.param({"absent_key_partners": ("Children's Services", "Police")}, "LVL-07", marks=rule("LVL-07")),
    pytest.param({"uncovered_risks": 1}, "LVL-08", marks=rule("LVL-08")),
    pytest.param({"plan_is_robust": False}, "LVL-08", marks=rule("LVL-08")),
    pytest.param({"lowering": replace(HELD, overdue_actions=1)}, "LVL-21", marks=rule("LVL-21")),
    pytest.param({"lowering": replace(HELD, released_on=date(2026, 1, 5))}, "LVL-22", marks=rule("LVL-22")),
    pytest.param({"lowering": replace(HELD, rosh_judged_on=date(2025, 9, 1))}, "LVL-23", marks=rule("LVL-23")),
    pytest.param({"rosh": None}, "LVL-23", marks=rule("LVL-23")),
]


class TestLowering:
    @pytest.mark.parametrize("proposed", [replace(TO_1, at_meeting=True), TO_2], ids=["to 1", "to 2"])
    def test_goes_through_when_nothing_is_missing(self, proposed: ProposedLevel) -> None:
        assert is_lower(AT_LEVEL_3, proposed)
        assert [one for one in findings(AT_LEVEL_3, proposed, today=TODAY) if one.stops] == []

    @pytest.mark.parametrize(("facts", "rule_id"), LOWERING_GUARDS)
    def test_is_refused_while_something_is(self, facts: dict[str, object], rule_id: str) -> None:
        assert one_of(replace(AT_LEVEL_3, **facts), TO_2, rule_id).effect is Effect.REFUSE

    @pytest.mark.parametrize(("facts", "rule_id"), LOWERING_GUARDS)
    def test_stays_possible_at_the_same_level(self, facts: dict[str, object], rule_id: str) -> None:
        assert rule_id not in found(replace(AT_LEVEL_3, **facts), TO_3)

    @rule("LVL-18")
    @pytest.mark.parametrize(("facts", "rule_id"), LOWERING_GUARDS)
    def test_becomes_a_warning_with_a_second_approval(self, facts: dict[str, object], rule_id: str) -> None:
        approved = replace(TO_2, second_approval=APPROVED)
        assert one_of(replace(AT_LEVEL_3, **facts), approved, rule_id).effect is Effect.WARN

    @rule("LVL-18")
    @pytest.mark.parametrize(
        "approval",
        [
            replace(APPROVED, approved_by="chair"),
            replace(APPROVED, reason=" "),
            replace(APPROVED, accepts=frozenset(ACCEPTABLE) - {"LVL-06"}),
        ],
        ids=["own", "no reason", "does not cover it"],
    )
    def test_stays_refused_when_the_approval_is_one_s_own_or_says_too_little(self, approval: SecondApproval) -> None:
        missing = replace(AT_LEVEL_3, missing_information=("Housing",))
        finding = one_of(missing, replace(TO_2, second_approval=approval), "LVL-06")
        assert finding.effect is Effect.REFUSE
        assert "LVL-18" in (finding.next_step or "")

    @rule("LVL-22")
    @pytest.mark.parametrize(
        ("released_on", "against"),
        [(date(2025, 12, 8), False), (date(2025, 12, 9), True), (TODAY, True), (date(2026, 3, 3), False)],
    )
    def test_a_release_is_recent_for_twelve_weeks(self, released_on: date, against: bool) -> None:
        known = replace(AT_LEVEL_3, lowering=replace(HELD, released_on=released_on))
        assert ("LVL-22" in found(known, TO_2)) is against
        assert "LVL-22" not in found(replace(known, in_custody=True), TO_2)

    @rule("LVL-23")
    @pytest.mark.parametrize(("judged_on", "stale"), [(date(2025, 9, 1), True), (date(2025, 9, 2), False)])
    def test_a_judgement_of_risk_holds_for_six_months(self, judged_on: date, stale: bool) -> None:
        known = replace(AT_LEVEL_3, lowering=replace(HELD, rosh_judged_on=judged_on))
        assert ("LVL-23" in found(known, TO_2)) is stale

    @rule("LVL-24")
    def test_is_done_at_a_meeting_or_with_a_second_approval(self) -> None:
        outside = replace(TO_2, at_meeting=False)
        assert one_of(AT_LEVEL_3, outside, "LVL-24").effect is Effect.REFUSE
        assert one_of(AT_LEVEL_3, replace(outside, second_approval=APPROVED), "LVL-24").effect is Effect.WARN
        assert "LVL-24" not in found(AT_LEVEL_3, replace(TO_3, at_meeting=False))

    @rule("LVL-25")
    def test_stays_refused_where_the_area_lets_no_approval_take_its_place(self) -> None:
        strict = replace(AT_LEVEL_3, lowering=replace(HELD, overdue_actions=2, refused=True))
        finding = one_of(strict, replace(TO_2, second_approval=APPROVED), "LVL-21")
        assert finding.effect is Effect.REFUSE
        assert "LVL-25" in (finding.next_step or "")

    @rule("LVL-07")
    def test_names_the_absent_partners(self) -> None:
        absent = replace(AT_LEVEL_3, absent_key_partners=("Children's Services", "Housing", "Police"))
        assert "Children's Services, Housing and Police" in one_of(absent, TO_2, "LVL-07").message


class TestPrompts:
    @rule("LVL-10")
    @pytest.mark.parametrize(
        ("rosh", "proposed", "prompted"),
        [
            ("medium", TO_1, False),
            ("high", TO_1, True),
            ("very_high", TO_1, True),
            ("very_high", TO_2, False),
            (None, TO_1, False),
        ],
    )
    def test_risk_never_sets_the_level_but_is_pointed_out(
        self, rosh: str | None, proposed: ProposedLevel, prompted: bool
    ) -> None:
        shown = findings(replace(FACTS, rosh=rosh), proposed, today=TODAY)
        assert [(one.rule, one.effect) for one in shown] == ([("LVL-10", Effect.PROMPT)] if prompted else [])

    @rule("LVL-15")
    @pytest.mark.parametrize(
        ("changes", "prompted"),
        [({}, False), ({"grounds": frozenset()}, True), ({"adds_value": False}, True)],
        ids=["met", "no ground", "no added value"],
    )
    def test_level_2_needs_added_value_and_a_ground(self, changes: dict[str, object], prompted: bool) -> None:
        assert found(FACTS, replace(TO_2, **changes)) == (["LVL-15"] if prompted else [])

    @rule("LVL-16")
    @pytest.mark.parametrize("ground", ["resources", "public_interest", "national_security", "organised_crime"])
    def test_level_3_needs_a_ground_of_its_own(self, ground: str) -> None:
        assert found(FACTS, replace(TO_3, grounds=frozenset({ground}))) == []
        assert found(FACTS, replace(TO_3, grounds=frozenset({"rosh_high"}))) == ["LVL-16"]

    @rule("LVL-17")
    def test_release_from_an_indeterminate_sentence_with_concerns_is_pointed_out(self) -> None:
        released = replace(FACTS, released_from_indeterminate=True)
        assert found(released, TO_1) == []
        assert found(replace(released, indeterminate_concerns=("over_tariff",)), TO_1) == ["LVL-17"]
        assert found(replace(released, indeterminate_concerns=("over_tariff",)), TO_2) == []


class TestLevel1Review:
    def test_is_recorded_for_a_case_at_level_1(self) -> None:
        assert level_1_review_findings(level=1, ended_on=None) == []

    @rule("LVL-20")
    @pytest.mark.parametrize("level", [None, 2, 3])
    def test_is_refused_at_another_level(self, level: int | None) -> None:
        assert [one.rule for one in level_1_review_findings(level=level, ended_on=None)] == ["LVL-20"]

    @rule("LVL-04")
    def test_is_refused_after_the_end(self) -> None:
        assert [one.rule for one in level_1_review_findings(level=1, ended_on=TODAY)] == ["LVL-04"]


@rule("LVL-18")
class TestApprovingALowerLevel:
    SOUND = {"level": 3, "to": "2", "accepts": ["LVL-06"], "refused": False, "stands": False}

    @pytest.mark.parametrize(
        ("changes", "rules"),
        [
            ({}, []),
            ({"to": "1"}, []),
            ({"to": "removed"}, []),
            ({"level": 2}, ["LVL-18"]),
            ({"level": None}, ["LVL-18"]),
            ({"accepts": []}, ["LVL-18"]),
            ({"refused": True}, ["LVL-25"]),
            ({"to": "taken_back"}, ["LVL-18"]),
            ({"to": "taken_back", "stands": True, "accepts": []}, []),
        ],
    )
    def test_goes_down_and_says_what_for(self, changes: dict[str, Any], rules: list[str]) -> None:
        assert [one.rule for one in approval_findings(**{**self.SOUND, **changes})] == rules
