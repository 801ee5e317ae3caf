"""Minutes: due dates, states, who approves, and what stands as it did before."""

from dataclasses import replace
from datetime import date

import pytest

from audit.refusals import Effect
from deadlines.rules.days import Basis
from meetings.rules.minutes import (
    TRANSITIONS,
    MinutesState,
    approval_due,
    change_findings,
    unchanged,
    visor_findings,
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


@rule("MIN-10")
def test_notes_that_say_the_same_as_last_time_are_pointed_out_and_short_ones_are_not() -> None:
    old = {"risk.who": "A former partner who lives in the same street.", "smb.note": "Nothing to report."}
    new = {"risk.who": "A former partner  who lives in the same street.", "smb.note": "Nothing to report."}
    assert unchanged(new, old) == {"risk.who"}
    assert unchanged({"risk.who": "A former partner, who has moved to another town."}, old) == frozenset()


@rule("MIN-19")
@pytest.mark.parametrize("effect", [Effect.WARN, Effect.REQUIRE])
def test_a_missing_visor_reference_is_found_with_the_effect_of_the_step(effect: Effect) -> None:
    (found,) = visor_findings(effect, missing=True)
    assert (found.rule, found.effect) == ("MIN-19", effect) and found.next_step
    assert visor_findings(effect, missing=False) == []
