"""Planning a meeting: level, date, notice, minute-taker, and cases that have ended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from audit.refusals import Effect
from deadlines.rules.days import Due
from meetings.rules.people import Chair, Circumstances, Invitee, Party
from meetings.rules.schedule import (
    ScheduleFacts,
    ended_findings,
    lapsed,
    lapsed_findings,
    schedule_findings,
    short_notice_findings,
)
from tests.marks import rule
from tests.meetings.rules.policies import LOCAL, NATIONAL

TODAY = date(2026, 3, 2)
FACTS = ScheduleFacts(
    level=2,
    held_on=TODAY + timedelta(days=14),
    invited_on=TODAY,
    today=TODAY,
    chair=Chair(Party.POLICE, trained=True),
    minute_taker="MAPPA administrator",
    invitees=[
        Invitee(Party.POLICE, "Exampleshire Police", is_chair=True),
        Invitee(Party.POLICE, "Exampleshire Police"),
        Invitee(Party.PROBATION, "Probation Service"),
    ],
    case=Circumstances(),
    national=NATIONAL,
)


def test_a_meeting_planned_in_time_with_everyone_needed_has_no_findings() -> None:
    assert schedule_findings(FACTS) == []


@rule("MTG-03")
def test_planning_refuses_a_chair_who_is_alone_for_the_agency() -> None:
    alone = replace(FACTS, invitees=[FACTS.invitees[0], FACTS.invitees[2]])
    assert [f.rule for f in schedule_findings(alone)] == ["MTG-03"]


@rule("MTG-11")
def test_planning_asks_for_everyone_who_must_come() -> None:
    child = replace(FACTS, case=Circumstances(is_child=True))
    assert [f.rule for f in schedule_findings(child)] == ["MTG-11", "MTG-11"]


@rule("MTG-04")
def test_a_meeting_needs_a_minute_taker() -> None:
    assert [(f.rule, f.field) for f in schedule_findings(replace(FACTS, minute_taker=" "))] == [
        ("MTG-04", "minute_taker")
    ]


@rule("MTG-05")
@pytest.mark.parametrize(("level", "refused"), [(1, True), (2, False), (3, False)])
def test_meetings_are_held_at_level_2_and_3(level: int, refused: bool) -> None:
    assert [f.rule for f in schedule_findings(replace(FACTS, level=level))] == (["MTG-05"] if refused else [])


@rule("MTG-06")
class TestNotice:
    short = replace(FACTS, held_on=TODAY + timedelta(days=13))

    def test_fourteen_days_is_enough_and_fifteen_too(self) -> None:
        assert schedule_findings(FACTS) == []
        assert schedule_findings(replace(FACTS, held_on=TODAY + timedelta(days=15))) == []

    @pytest.mark.parametrize(
        ("before", "says"), [(15, ""), (14, ""), (13, "13 days' notice"), (1, "1 day's notice"), (-1, "0 days' notice")]
    )
    @pytest.mark.parametrize("sent", ["today", "on Monday 2 March 2026"])
    def test_what_went_too_late_is_warned_of_with_the_sums(self, before: int, says: str, sent: str) -> None:
        today = TODAY if sent == "today" else TODAY + timedelta(days=1)
        policies = {"national": NATIONAL, "local": None}
        held_on = TODAY + timedelta(days=before)
        found = short_notice_findings(TODAY, held_on, today=today, emergency=False, **policies)
        assert [(f.rule, f.effect) for f in found] == ([("MTG-06", Effect.WARN)] if says else [])
        assert all(says in f.message and f"Sent {sent}" in f.message for f in found)
        assert short_notice_findings(TODAY, held_on, today=today, emergency=True, **policies) == []

    def test_thirteen_days_names_the_last_day_on_which_they_could_be_sent(self) -> None:
        (found,) = schedule_findings(self.short)
        assert (found.rule, found.effect, found.field) == ("MTG-06", Effect.REQUIRE, "held_on")
        assert "give 13 days' notice" in found.message
        assert "Sunday 1 March 2026" in found.message

    def test_an_emergency_says_why_and_is_then_acknowledged(self) -> None:
        emergency = replace(self.short, emergency=True)
        assert [(f.effect, f.field) for f in schedule_findings(emergency)] == [(Effect.REQUIRE, "emergency_reason")]
        explained = replace(emergency, emergency_reason="Released early by the court")
        assert [f.effect for f in schedule_findings(explained)] == [Effect.WARN]

    def test_a_local_policy_may_ask_for_more_notice_but_not_for_less(self) -> None:
        longer, shorter = replace(LOCAL, invitation_days=21), replace(LOCAL, invitation_days=7)
        assert [f.rule for f in schedule_findings(replace(FACTS, local=longer))] == ["MTG-06"]
        assert [f.rule for f in schedule_findings(replace(self.short, local=shorter))] == ["MTG-06"]


@rule("MTG-07")
@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False)])
def test_a_meeting_is_not_planned_for_a_day_that_has_passed(days: int, refused: bool) -> None:
    urgent = replace(FACTS, held_on=TODAY + timedelta(days=days), emergency=True, emergency_reason="Threat to life")
    assert ("MTG-07" in [f.rule for f in schedule_findings(urgent)]) is refused


@rule("MTG-23")
class TestEndedCase:
    def test_a_running_case_may_be_reviewed(self) -> None:
        assert ended_findings(None) == []

    def test_an_ended_case_is_refused_with_the_day_on_which_it_ended(self) -> None:
        (found,) = schedule_findings(replace(FACTS, case_ended_on=TODAY))
        assert (found.rule, found.effect) == ("MTG-23", Effect.REFUSE)
        assert "Monday 2 March 2026" in found.message

    @pytest.mark.parametrize(("days", "effects"), [(-1, []), (0, []), (1, [Effect.REFUSE])])
    def test_a_meeting_planned_for_a_day_after_the_end_is_only_cancelled(
        self, days: int, effects: list[Effect]
    ) -> None:
        held_on = TODAY + timedelta(days=days)
        found = lapsed_findings(TODAY, held_on)
        assert [(one.rule, one.effect) for one in found] == [("MTG-23", effect) for effect in effects]
        assert lapsed(TODAY, held_on) is bool(effects)
        assert lapsed_findings(None, held_on) == []


@rule("MTG-28")
class TestLaterThanTheReview:
    OWED = Due(FACTS.held_on, TODAY, "REV-02", "16 weeks from the last meeting")

    def test_on_the_day_that_it_is_owed_nothing_is_asked(self) -> None:
        assert schedule_findings(replace(FACTS, owed=self.OWED)) == []

    @pytest.mark.parametrize(("passed", "step"), [(False, "or earlier, or say why"), (True, "Say why it is late.")])
    def test_a_day_later_the_reason_is_asked_for_and_then_kept(self, passed: bool, step: str) -> None:
        due_on = TODAY - timedelta(days=1) if passed else FACTS.held_on - timedelta(days=1)
        late = replace(FACTS, owed=replace(self.OWED, due_on=due_on))
        (asked,) = schedule_findings(late)
        assert (asked.rule, asked.effect, asked.field) == ("MTG-28", Effect.REQUIRE, "late_reason")
        assert step in (asked.next_step or "") and "16 weeks from the last meeting" in asked.message
        (kept,) = schedule_findings(replace(late, late_reason="The chair is ill."))
        assert kept.effect is Effect.PROMPT

    def test_where_a_cancelled_meeting_is_owed_only_its_own_limit_counts(self) -> None:
        owed = replace(self.OWED, due_on=TODAY)
        assert schedule_findings(replace(FACTS, owed=owed, latest=self.OWED)) == []
