"""Closing a meeting: agenda, risk, disclosure, level, the next date, and the guard on lowering."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusals import Effect, Finding
from deadlines.rules.days import Basis
from deadlines.rules.reviews import ReviewFacts
from levels.rules import SecondApproval
from levels.rules.lowering import ACCEPTABLE
from meetings.rules.agenda import AGENDA, agenda_for
from meetings.rules.closing import CloseFacts, LevelOutcome, RiskSummary, close_findings, latest_review
from meetings.rules.people import Attendance, Chair, Circumstances, Invitee, Party
from offenders.rules.facts import Route
from tests.marks import rule
from tests.meetings.rules.policies import LOCAL, NATIONAL

HELD = date(2026, 3, 2)
GROUNDS = frozenset({"rosh_high", "public_interest"})
INVITEES = [
    Invitee(Party.POLICE, "Exampleshire Police", attendance=Attendance.ATTENDED, is_chair=True),
    Invitee(Party.POLICE, "Exampleshire Police", attendance=Attendance.ATTENDED, grade="chief_inspector"),
    Invitee(Party.PROBATION, "Probation Service", attendance=Attendance.ATTENDED, grade="head_of_unit"),
]
LEVEL_2 = CloseFacts(
    level=2,
    category=1,
    held_on=HELD,
    today=HELD,
    chair=Chair(Party.POLICE, trained=True),
    invitees=INVITEES,
    case=Circumstances(),
    risk=RiskSummary("A partner", "Assault", "At weekends", "Drinking", "Steady work"),
    outcome=LevelOutcome(level=2, reason="Housing still needs joint work", grounds=GROUNDS),
    review=ReviewFacts(level=2, level_began_on=HELD - timedelta(weeks=10)),
    national=NATIONAL,
    rosh="medium",
    answers={item.key: "Answered" for item in AGENDA if not item.own_record},
    disclose=False,
    disclosure_reason="The partner already knows",
    next_review_on=HELD + timedelta(weeks=16),
)
LEVEL_3 = replace(
    LEVEL_2,
    level=3,
    outcome=replace(LEVEL_2.outcome, level=3),
    cppc_referred=False,
    cppc_reason="Criteria not met",
    next_review_on=HELD + timedelta(weeks=8),
)


def about(rule_id: str, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule_id]


@pytest.mark.parametrize("facts", [LEVEL_2, LEVEL_3])
def test_a_meeting_with_everything_settled_may_be_closed(facts: CloseFacts) -> None:
    assert close_findings(facts) == []


@rule("MTG-03")
def test_closing_counts_only_colleagues_of_the_chair_who_came() -> None:
    absent = [INVITEES[0], replace(INVITEES[1], attendance=Attendance.APOLOGIES), INVITEES[2]]
    assert [f.rule for f in close_findings(replace(LEVEL_2, invitees=absent))] == ["MTG-03"]


@rule("MTG-91")
def test_the_grade_is_that_of_the_meeting_s_level_whatever_was_decided_since() -> None:
    inspector = [INVITEES[0], replace(INVITEES[1], grade="inspector"), INVITEES[2]]
    since = Circumstances(level=3)
    assert close_findings(replace(LEVEL_2, case=since, invitees=inspector)) == []
    held = replace(LEVEL_3, case=Circumstances(level=2), invitees=inspector)
    assert [f.rule for f in close_findings(held)] == ["MTG-91"]


@rule("MTG-23")
@pytest.mark.parametrize(
    ("days", "effects"), [(None, []), (-1, [Effect.REFUSE]), (0, [Effect.WARN]), (1, [Effect.WARN])]
)
def test_a_meeting_held_after_the_end_of_management_is_not_closed(days: int | None, effects: list[Effect]) -> None:
    ended_on = None if days is None else HELD + timedelta(days=days)
    found = close_findings(replace(LEVEL_2, case_ended_on=ended_on, next_review_on=HELD + timedelta(days=30)))
    assert [(one.rule, one.effect) for one in found] == [("MTG-23", effect) for effect in effects]


@rule("MTG-23")
def test_of_a_meeting_whose_case_has_ended_since_only_that_a_level_was_recorded_is_asked() -> None:
    ended = replace(LEVEL_2, category=0, case_ended_on=HELD, next_review_on=None, current_level_on=HELD + timedelta(9))
    assert [one.rule for one in close_findings(ended)] == ["MTG-23"]
    removed = replace(ended, outcome=LevelOutcome(removed=True))
    assert [one.rule for one in close_findings(removed)] == ["MTG-23"]
    silent = replace(ended, outcome=LevelOutcome())
    assert [one.rule for one in close_findings(silent)] == ["MTG-23", "MTG-18"]


@rule("MTG-15")
class TestAgenda:
    def test_the_agenda_has_twelve_items_in_order_and_one_is_for_level_3_only(self) -> None:
        assert [item.number for item in AGENDA] == list(range(1, 13))
        assert len({item.key for item in AGENDA}) == 12
        assert {item.key for item in AGENDA} - {item.key for item in agenda_for(2)} == {"cppc"}
        assert agenda_for(3) == AGENDA

    @pytest.mark.parametrize("key", sorted(LEVEL_2.answers))
    def test_an_item_without_an_answer_blocks_and_is_named(self, key: str) -> None:
        (found,) = close_findings(replace(LEVEL_2, answers={**LEVEL_2.answers, key: "  "}))
        assert (found.rule, found.effect, found.field) == ("MTG-15", Effect.BLOCK, f"agenda_{key}")


@rule("MTG-16")
@pytest.mark.parametrize("name", [item.name for item in fields(RiskSummary)])
def test_each_part_of_the_risk_summary_is_needed(name: str) -> None:
    (found,) = close_findings(replace(LEVEL_2, risk=replace(LEVEL_2.risk, **{name: ""})))
    assert (found.rule, found.effect, found.field) == ("MTG-16", Effect.BLOCK, f"risk_{name}")


@rule("MTG-17")
class TestDisclosure:
    def test_no_answer_blocks(self) -> None:
        assert [f.field for f in close_findings(replace(LEVEL_2, disclose=None))] == ["disclose"]

    @pytest.mark.parametrize("disclose", [True, False])
    def test_an_answer_either_way_needs_its_reason(self, disclose: bool) -> None:
        answered = replace(LEVEL_2, disclose=disclose)
        assert close_findings(answered) == []
        assert [f.rule for f in close_findings(replace(answered, disclosure_reason=""))] == ["MTG-17"]


@rule("MTG-18")
class TestLevel:
    def test_an_undecided_level_blocks(self) -> None:
        assert [f.rule for f in close_findings(replace(LEVEL_2, outcome=LevelOutcome()))] == ["MTG-18"]

    @rule("LVL-05")
    def test_a_level_that_stays_is_judged_like_one_that_changes(self) -> None:
        unexplained = replace(LEVEL_2, outcome=replace(LEVEL_2.outcome, reason=""))
        assert [f.rule for f in close_findings(unexplained)] == ["LVL-05"]

    @rule("LVL-02")
    def test_a_category_3_case_does_not_go_to_level_1(self) -> None:
        lowered = replace(LEVEL_2, category=3, outcome=LevelOutcome(level=1, reason="Joint work done"))
        assert [f.rule for f in close_findings(lowered)] == ["LVL-02"]


@rule("MTG-24")
@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
def test_a_meeting_is_not_closed_before_it_is_held(days: int, refused: bool) -> None:
    found = about("MTG-24", close_findings(replace(LEVEL_2, today=HELD + timedelta(days=days))))
    assert [f.effect for f in found] == ([Effect.REFUSE] if refused else [])


@rule("MTG-19")
class TestNextMeeting:
    @pytest.mark.parametrize(("facts", "weeks"), [(LEVEL_2, 16), (LEVEL_3, 8)])
    def test_the_limit_is_met_on_its_last_day_and_missed_a_day_later(self, facts: CloseFacts, weeks: int) -> None:
        limit = HELD + timedelta(weeks=weeks)
        assert close_findings(replace(facts, next_review_on=limit)) == []
        (found,) = close_findings(replace(facts, next_review_on=limit + timedelta(days=1)))
        assert (found.rule, found.effect) == ("MTG-19", Effect.REFUSE)

    def test_the_level_from_now_on_sets_the_limit_not_the_level_of_the_meeting(self) -> None:
        raised = replace(LEVEL_2, outcome=replace(LEVEL_2.outcome, level=3))
        assert [f.rule for f in close_findings(raised)] == ["MTG-19"]

    def test_a_date_is_always_set_at_level_2_and_3(self) -> None:
        (found,) = close_findings(replace(LEVEL_2, next_review_on=None))
        assert (found.rule, found.effect) == ("MTG-19", Effect.BLOCK)

    def test_going_to_level_1_needs_no_date(self) -> None:
        lowered = replace(LEVEL_2, outcome=LevelOutcome(level=1, reason="Joint work done"), next_review_on=None)
        assert close_findings(lowered) == []

    def test_in_custody_a_date_is_set_but_has_no_limit(self) -> None:
        prison = Invitee(Party.PRISON, "HMP Exampleton", attendance=Attendance.ATTENDED, grade="offender_manager")
        custody = replace(LEVEL_2, case=Circumstances(in_custody=True), invitees=[*INVITEES, prison])
        assert close_findings(replace(custody, next_review_on=HELD + timedelta(weeks=40))) == []
        assert [f.rule for f in close_findings(replace(custody, next_review_on=None))] == ["MTG-19"]

    @pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False)])
    def test_the_next_meeting_is_after_this_one(self, days: int, refused: bool) -> None:
        found = about("MTG-19", close_findings(replace(LEVEL_2, next_review_on=HELD + timedelta(days=days))))
        assert bool(found) is refused

    def test_a_shorter_local_limit_binds_and_is_named(self) -> None:
        stricter = replace(LEVEL_2, local=replace(LOCAL, level_2_review_weeks=12))
        due = latest_review(stricter)
        assert due is not None
        assert (due.due_on, due.basis, due.policy) == (HELD + timedelta(weeks=12), Basis.LOCAL, "Example area")
        (found,) = close_findings(stricter)
        assert (found.rule, found.next_step) == ("MTG-19", "Choose Monday 25 May 2026 or earlier.")

    @given(st.integers(min_value=1, max_value=60), st.sampled_from([LEVEL_2, LEVEL_3]))
    def test_a_local_policy_never_lengthens_the_national_limit(self, weeks: int, facts: CloseFacts) -> None:
        local = replace(LOCAL, level_2_review_weeks=weeks, level_3_review_weeks=weeks)
        national_due, local_due = latest_review(facts), latest_review(replace(facts, local=local))
        assert national_due is not None
        assert local_due is not None
        assert local_due.due_on <= national_due.due_on

    @pytest.mark.parametrize("outcome", [LevelOutcome(level=1), LevelOutcome(level=2, removed=True), LevelOutcome()])
    def test_without_level_2_or_3_there_is_no_limit(self, outcome: LevelOutcome) -> None:
        assert latest_review(replace(LEVEL_2, outcome=outcome)) is None


class TestLowering:
    lowered = replace(LEVEL_3, outcome=LevelOutcome(level=2, reason="Media interest has passed", grounds=GROUNDS))

    def test_goes_through_on_firm_ground(self) -> None:
        assert close_findings(self.lowered) == []

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param({"missing_information": ["Example Housing"]}, "LVL-06", marks=rule("LVL-06")),
            pytest.param({"absent_partners": ["Example Housing"]}, "LVL-07", marks=rule("LVL-07")),
            pytest.param({"uncovered_risks": 1}, "LVL-08", marks=rule("LVL-08")),
            pytest.param({"plan_is_robust": False}, "LVL-08", marks=rule("LVL-08")),
        ],
    )
    def test_is_refused_on_thin_ground_by_the_rules_on_levels(self, changes: dict[str, object], expected: str) -> None:
        assert [(f.rule, f.effect) for f in close_findings(replace(self.lowered, **changes))] == [
            (expected, Effect.REFUSE)
        ]

    @rule("LVL-07")
    def test_a_party_that_had_to_come_and_did_not_counts_as_absent_once(self) -> None:
        absent = [*INVITEES[:2], replace(INVITEES[2], attendance=Attendance.APOLOGIES)]
        thin = replace(self.lowered, invitees=absent, absent_partners=["Probation Service"])
        (found,) = about("LVL-07", close_findings(thin))
        assert found.message.count("Probation Service") == 1

    def test_staying_or_rising_is_not_held_up(self) -> None:
        assert close_findings(replace(LEVEL_3, absent_partners=["Example Housing"])) == []


@rule("MTG-21")
class TestCriticalPublicProtectionCase:
    def test_every_level_3_meeting_answers_with_a_reason(self) -> None:
        assert [f.field for f in close_findings(replace(LEVEL_3, cppc_referred=None))] == ["cppc_referred"]
        assert [f.field for f in close_findings(replace(LEVEL_3, cppc_reason=""))] == ["cppc_reason"]

    def test_level_2_meetings_are_not_asked(self) -> None:
        assert LEVEL_2.cppc_referred is None
        assert close_findings(LEVEL_2) == []


@rule("MTG-22")
class TestTakingACaseOut:
    removed = replace(
        LEVEL_2,
        category=3,
        next_review_on=None,
        outcome=LevelOutcome(
            reason="Risk reduced", removed=True, re_referral_route="MAPPA A", re_referral_agency="Exampleshire Police"
        ),
    )

    def test_a_category_3_case_goes_out_with_a_way_back(self) -> None:
        assert close_findings(self.removed) == []

    @pytest.mark.parametrize("name", ["reason", "re_referral_route", "re_referral_agency"])
    def test_without_a_reason_or_a_way_back_it_is_blocked(self, name: str) -> None:
        (found,) = close_findings(replace(self.removed, outcome=replace(self.removed.outcome, **{name: ""})))
        assert (found.rule, found.effect, found.field) == ("MTG-22", Effect.BLOCK, name)

    @pytest.mark.parametrize("category", [1, 2, 4])
    def test_no_other_category_is_ended_by_a_meeting(self, category: int) -> None:
        (found,) = close_findings(replace(self.removed, category=category))
        assert (found.rule, found.effect) == ("MTG-22", Effect.REFUSE)

    def test_discretionary_category_4_is_ended_like_category_3(self) -> None:
        discretionary = replace(self.removed, category=4, route=Route.DISCR)
        assert close_findings(discretionary) == []
        (found,) = close_findings(replace(discretionary, outcome=replace(discretionary.outcome, reason="")))
        assert (found.rule, found.effect, found.field) == ("MTG-22", Effect.BLOCK, "reason")

    @pytest.mark.parametrize("route", [Route.TERR_SENT, Route.CTA2008_P4, Route.TERR_MH, None])
    def test_every_other_category_4_is_not_ended_by_a_meeting(self, route: Route | None) -> None:
        (found,) = close_findings(replace(self.removed, category=4, route=route))
        assert (found.rule, found.effect) == ("MTG-22", Effect.REFUSE)

    def test_a_category_that_stays_is_confirmed(self) -> None:
        (found,) = close_findings(replace(self.removed, category=4, route=Route.DISCR, stays_in=1))
        assert (found.rule, found.effect) == ("MTG-22", Effect.WARN)
        assert "stays in MAPPA in Category 1" in found.message

    @rule("MTG-20")
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"missing_information": ["Example Housing"]}, "information is missing from Example Housing"),
            ({"absent_partners": ["Example Housing"]}, "Example Housing was not represented"),
            ({"uncovered_risks": 2}, "2 identified risks have no action in the plan"),
            ({"plan_is_robust": False}, "the risk management plan is not robust"),
        ],
    )
    def test_it_is_guarded_like_a_lowering(self, changes: dict[str, object], words: str) -> None:
        thin = replace(self.removed, **changes)
        (found,) = close_findings(thin)
        assert (found.rule, found.effect) == ("MTG-20", Effect.REFUSE)
        assert words in found.message
        approval = SecondApproval("1", "2", "Agreed with the head of service", accepts=frozenset(ACCEPTABLE))
        approved = replace(thin, outcome=replace(thin.outcome, second_approval=approval))
        assert [f.effect for f in close_findings(approved)] == [Effect.WARN]

    @rule("MTG-20")
    def test_nobody_approves_their_own_exception(self) -> None:
        own = SecondApproval("1", "1", "I am sure", accepts=frozenset(ACCEPTABLE))
        thin = replace(self.removed, plan_is_robust=False, outcome=replace(self.removed.outcome, second_approval=own))
        assert [f.effect for f in close_findings(thin)] == [Effect.REFUSE]


@rule("LVL-09")
class TestALevelDecidedSinceTheMeeting:
    SINCE = replace(LEVEL_2, current_level_on=HELD + timedelta(days=1), today=HELD + timedelta(days=5))

    def test_the_later_level_stays_and_whoever_closes_is_told_so(self) -> None:
        (found,) = close_findings(self.SINCE)
        assert (found.rule, found.effect, found.field) == ("LVL-09", Effect.WARN, "level")
        assert "3 March 2026" in found.message

    def test_a_decision_of_the_day_of_the_meeting_is_not_later(self) -> None:
        assert close_findings(replace(self.SINCE, current_level_on=HELD)) == []

    def test_the_meeting_takes_nobody_out_of_mappa_any_more(self) -> None:
        outcome = LevelOutcome(
            removed=True, reason="No risk left", re_referral_route="A new referral", re_referral_agency="Police"
        )
        (found,) = close_findings(replace(self.SINCE, category=3, outcome=outcome))
        assert (found.rule, found.effect, found.field) == ("LVL-09", Effect.REFUSE, "removed")
