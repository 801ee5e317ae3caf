"""Closing a meeting: agenda, risk, disclosure, level, the next date, and the guard on lowering."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusals import Effect, Finding
from deadlines.rules.days import Basis
from meetings.rules.agenda import AGENDA, agenda_for
from meetings.rules.closing import CloseFacts, LevelOutcome, RiskSummary, close_findings, latest_review
from meetings.rules.people import Attendance, Chair, Circumstances, Invitee, Party
from tests.marks import rule

HELD = date(2026, 3, 2)
INVITEES = [
    Invitee(Party.POLICE, "Exampleshire Police", attendance=Attendance.ATTENDED, is_chair=True),
    Invitee(Party.POLICE, "Exampleshire Police", attendance=Attendance.ATTENDED),
    Invitee(Party.PROBATION, "Probation Service", attendance=Attendance.ATTENDED),
]
LEVEL_2 = CloseFacts(
    level=2,
    category=1,
    held_on=HELD,
    chair=Chair(Party.POLICE, trained=True),
    invitees=INVITEES,
    case=Circumstances(),
    risk=RiskSummary("A partner", "Assault", "At weekends", "Drinking", "Steady work"),
    outcome=LevelOutcome(level=2, reason="Housing still needs joint work"),
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


@rule("MTG-23")
def test_a_meeting_on_an_ended_case_is_not_closed() -> None:
    assert [f.rule for f in close_findings(replace(LEVEL_2, case_ended_on=HELD))] == ["MTG-23"]


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

    @pytest.mark.parametrize("level", [2, 3])
    def test_a_level_needs_its_reason_whether_or_not_it_changes(self, level: int) -> None:
        decided = replace(LEVEL_2, outcome=LevelOutcome(level=level), next_review_on=HELD + timedelta(weeks=1))
        assert [f.field for f in close_findings(decided)] == ["level_reason"]


@rule("MTG-19")
class TestNextMeeting:
    @pytest.mark.parametrize(("facts", "weeks"), [(LEVEL_2, 16), (LEVEL_3, 8)])
    def test_the_limit_is_met_on_its_last_day_and_missed_a_day_later(self, facts: CloseFacts, weeks: int) -> None:
        limit = HELD + timedelta(weeks=weeks)
        assert close_findings(replace(facts, next_review_on=limit)) == []
        (found,) = close_findings(replace(facts, next_review_on=limit + timedelta(days=1)))
        assert (found.rule, found.effect) == ("MTG-19", Effect.REFUSE)

    def test_the_level_from_now_on_sets_the_limit_not_the_level_of_the_meeting(self) -> None:
        raised = replace(LEVEL_2, outcome=LevelOutcome(level=3, reason="Media interest"))
        assert [f.rule for f in close_findings(raised)] == ["MTG-19"]

    def test_a_date_is_always_set_at_level_2_and_3(self) -> None:
        (found,) = close_findings(replace(LEVEL_2, next_review_on=None))
        assert (found.rule, found.effect) == ("MTG-19", Effect.BLOCK)

    def test_going_to_level_1_needs_no_date(self) -> None:
        lowered = replace(LEVEL_2, outcome=LevelOutcome(level=1, reason="Joint work done"), next_review_on=None)
        assert close_findings(lowered) == []

    def test_in_custody_a_date_is_set_but_has_no_limit(self) -> None:
        prison = Invitee(Party.PRISON, "HMP Exampleton", attendance=Attendance.ATTENDED)
        custody = replace(LEVEL_2, case=Circumstances(in_custody=True), invitees=[*INVITEES, prison])
        assert close_findings(replace(custody, next_review_on=HELD + timedelta(weeks=40))) == []
        assert [f.rule for f in close_findings(replace(custody, next_review_on=None))] == ["MTG-19"]

    @pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False)])
    def test_the_next_meeting_is_after_this_one(self, days: int, refused: bool) -> None:
        found = about("MTG-19", close_findings(replace(LEVEL_2, next_review_on=HELD + timedelta(days=days))))
        assert bool(found) is refused

    def test_a_shorter_local_limit_binds_and_is_named_as_local(self) -> None:
        due = latest_review(HELD, 2, in_custody=False, policy_weeks=12, policy="Hampshire 2008")
        assert due is not None
        assert (due.due_on, due.basis, due.policy) == (HELD + timedelta(weeks=12), Basis.LOCAL, "Hampshire 2008")
        assert [f.rule for f in close_findings(replace(LEVEL_2, policy_weeks=12))] == ["MTG-19"]

    @given(st.integers(min_value=1, max_value=60), st.sampled_from([2, 3]))
    def test_a_local_policy_never_lengthens_the_national_limit(self, weeks: int, level: int) -> None:
        national = latest_review(HELD, level, in_custody=False)
        local = latest_review(HELD, level, in_custody=False, policy_weeks=weeks)
        assert national is not None
        assert local is not None
        assert local.due_on <= national.due_on

    def test_level_1_has_no_meeting_and_so_no_limit(self) -> None:
        assert latest_review(HELD, 1, in_custody=False) is None


@rule("MTG-20")
class TestLowering:
    lowered = replace(LEVEL_3, outcome=LevelOutcome(level=2, reason="Media interest has passed"))

    def test_goes_through_on_firm_ground(self) -> None:
        assert close_findings(self.lowered) == []

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("missing_information", "information is missing from Example Housing"),
            ("absent_partners", "Example Housing was not represented"),
            ("plan_problems", "the plan is not robust: Example Housing"),
        ],
    )
    def test_is_refused_on_thin_ground_with_the_agency_or_gap_named(self, name: str, words: str) -> None:
        (found,) = close_findings(replace(self.lowered, **{name: ["Example Housing"]}))
        assert (found.rule, found.effect) == ("MTG-20", Effect.REFUSE)
        assert words in found.message

    def test_a_party_that_had_to_come_and_did_not_counts_as_absent(self) -> None:
        absent = [*INVITEES[:2], replace(INVITEES[2], attendance=Attendance.APOLOGIES)]
        found = about("MTG-20", close_findings(replace(self.lowered, invitees=absent)))
        assert ["Probation Service was not represented" in f.message for f in found] == [True]

    def test_a_second_approval_turns_the_refusal_into_a_warning(self) -> None:
        approved = replace(
            self.lowered,
            absent_partners=["Example Housing"],
            outcome=replace(self.lowered.outcome, second_approval=True),
        )
        assert [f.effect for f in close_findings(approved)] == [Effect.WARN]

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

    @pytest.mark.parametrize("name", ["re_referral_route", "re_referral_agency"])
    def test_without_a_way_back_it_is_blocked(self, name: str) -> None:
        (found,) = close_findings(replace(self.removed, outcome=replace(self.removed.outcome, **{name: ""})))
        assert (found.rule, found.effect, found.field) == ("MTG-22", Effect.BLOCK, name)

    @pytest.mark.parametrize("category", [1, 2, 4])
    def test_no_other_category_is_ended_by_a_meeting(self, category: int) -> None:
        (found,) = close_findings(replace(self.removed, category=category))
        assert (found.rule, found.effect) == ("MTG-22", Effect.REFUSE)

    @rule("MTG-20")
    def test_it_is_guarded_like_a_lowering(self) -> None:
        (found,) = close_findings(replace(self.removed, missing_information=["Example Housing"]))
        assert found.rule == "MTG-20"
        assert found.message.startswith("Removing the case")
