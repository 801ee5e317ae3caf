"""Minutes: due dates, states, who approves and who receives."""

from dataclasses import replace
from datetime import date

import pytest

from audit.refusals import Effect
from deadlines.rules.days import Basis
from meetings.rules.minutes import (
    TRANSITIONS,
    Exclusion,
    MinutesState,
    Recipient,
    approval_due,
    change_findings,
    distribution,
    exclusion_findings,
)
from tests.marks import rule
from tests.meetings.rules.policies import LOCAL, NATIONAL

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)
HOLIDAYS = {GOOD_FRIDAY, EASTER_MONDAY}
ALLOWED = {
    (MinutesState.DRAFT, MinutesState.APPROVED),
    (MinutesState.APPROVED, MinutesState.AMENDED),
    (MinutesState.APPROVED, MinutesState.CONFIRMED),
    (MinutesState.AMENDED, MinutesState.AMENDED),
    (MinutesState.AMENDED, MinutesState.CONFIRMED),
}


@rule("MIN-01")
class TestDueDate:
    @pytest.mark.parametrize(
        ("held_on", "level", "due_on"),
        [
            (date(2026, 3, 2), 2, date(2026, 3, 16)),
            (date(2026, 3, 2), 3, date(2026, 3, 9)),
            (date(2026, 3, 7), 3, date(2026, 3, 13)),
            (date(2026, 4, 2), 3, date(2026, 4, 13)),
            (date(2026, 4, 2), 2, date(2026, 4, 20)),
        ],
    )
    def test_working_days_are_counted_from_the_day_after_the_meeting(
        self, held_on: date, level: int, due_on: date
    ) -> None:
        due = approval_due(held_on, level, NATIONAL, None, HOLIDAYS)
        assert due is not None
        assert (due.due_on, due.start_on, due.rule, due.basis) == (due_on, held_on, "MIN-01", Basis.NATIONAL)

    @pytest.mark.parametrize(
        ("days", "due_on", "basis"),
        [(5, date(2026, 3, 9), Basis.LOCAL), (20, date(2026, 3, 16), Basis.NATIONAL)],
    )
    def test_a_shorter_local_limit_binds_and_a_longer_one_does_not(self, days: int, due_on: date, basis: Basis) -> None:
        local = replace(LOCAL, minutes_level_2_working_days=days)
        due = approval_due(date(2026, 3, 2), 2, NATIONAL, local, HOLIDAYS)
        assert due is not None
        assert (due.due_on, due.basis) == (due_on, basis)

    def test_the_sum_is_shown_in_words(self) -> None:
        due = approval_due(date(2026, 3, 2), 3, NATIONAL, None, HOLIDAYS)
        assert due is not None
        assert due.words == "5 working days from the meeting held on Monday 2 March 2026 (national, MAPPA Guidance)"

    def test_level_1_has_no_minutes(self) -> None:
        assert approval_due(date(2026, 3, 2), 1, NATIONAL, None, HOLIDAYS) is None


@rule("MIN-03")
class TestStates:
    @pytest.mark.parametrize("current", MinutesState)
    @pytest.mark.parametrize("wanted", MinutesState)
    def test_only_the_steps_of_the_table_are_taken(self, current: MinutesState, wanted: MinutesState) -> None:
        found = change_findings(current, wanted, by_chair=True)
        assert [f.rule for f in found] == ([] if (current, wanted) in ALLOWED else ["MIN-03"])

    def test_every_state_is_in_the_table(self) -> None:
        assert set(TRANSITIONS) == set(MinutesState)

    @pytest.mark.parametrize(
        ("current", "words"),
        [(MinutesState.DRAFT, "are a draft"), (MinutesState.CONFIRMED, "are confirmed")],
    )
    def test_the_refusal_says_where_the_minutes_stand(self, current: MinutesState, words: str) -> None:
        (found,) = change_findings(current, MinutesState.AMENDED, by_chair=True)
        assert words in found.message


@rule("MIN-02")
@pytest.mark.parametrize(("current", "wanted"), sorted(ALLOWED))
def test_nobody_but_the_chair_moves_minutes_on(current: MinutesState, wanted: MinutesState) -> None:
    assert change_findings(current, wanted, by_chair=True) == []
    assert [f.rule for f in change_findings(current, wanted, by_chair=False)] == ["MIN-02"]


@rule("MIN-04")
class TestDistribution:
    police = Recipient(1, "Exampleshire Police")
    housing = Recipient(2, "Example Housing")
    visitor = Recipient(3, "Example Community Centre", party_to_agreement=False, part_of_meeting_only=True)
    invited = [police, housing, visitor]
    exclusion = Exclusion(2, "A tenant of theirs is a witness", by_chair=True)

    def test_everyone_invited_receives_them(self) -> None:
        assert [line.recipient for line in distribution(self.invited, [])] == self.invited

    def test_less_those_the_chair_leaves_out(self) -> None:
        lines = distribution(self.invited, [self.exclusion])
        assert [line.recipient for line in lines] == [self.police, self.visitor]
        assert exclusion_findings(self.invited, [self.exclusion]) == []

    @pytest.mark.parametrize(
        ("party", "part_only", "points_only"),
        [(False, True, True), (False, False, False), (True, True, False), (True, False, False)],
    )
    def test_only_a_part_attender_outside_the_agreement_is_limited_to_action_points(
        self, party: bool, part_only: bool, points_only: bool
    ) -> None:
        visitor = replace(self.visitor, party_to_agreement=party, part_of_meeting_only=part_only)
        (line,) = distribution([visitor], [])
        assert line.action_points_only is points_only

    @pytest.mark.parametrize(
        ("exclusion", "effect", "words"),
        [
            (replace(exclusion, reason=" "), Effect.REQUIRE, "has no reason"),
            (replace(exclusion, by_chair=False), Effect.REFUSE, "Only the chair"),
            (replace(exclusion, key=9), Effect.REFUSE, "not invited"),
        ],
    )
    def test_leaving_someone_out_is_the_chairs_decision_with_a_reason(
        self, exclusion: Exclusion, effect: Effect, words: str
    ) -> None:
        (found,) = exclusion_findings(self.invited, [exclusion])
        assert (found.rule, found.effect) == ("MIN-04", effect)
        assert words in found.message
