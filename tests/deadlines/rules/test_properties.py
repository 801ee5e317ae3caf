"""What holds of every due date, whatever the day: order, month ends, bank holidays, local limits, decisions."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from deadlines.calendar import bank_holidays
from deadlines.rules.days import (
    Basis,
    Due,
    add_months,
    add_weeks,
    add_working_days,
    is_working_day,
    last_working_day_by,
    months_before,
    working_days_before,
)
from deadlines.rules.decisions import Decided, Kind, applied, ceiling, check
from deadlines.rules.policies import COUNTED_BACK, GUARDED, PolicyValues, parse_policies, stricter
from deadlines.rules.reviews import ReviewFacts, next_review
from tests.marks import rule

DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2031, 12, 31))
HOLIDAYS = bank_holidays(2022, 2033)
POLICIES = {
    one.key: one for one in parse_policies(Path("deadlines/reference/policies.toml").read_text(encoding="utf-8"))
}
NATIONAL, HAMPSHIRE = POLICIES["national-2022"], POLICIES["hampshire-2008"]
FIGURES = st.integers(1, 60)


def reviewed(start: dt.date, level: int, local: PolicyValues | None) -> Due:
    """The review of a case whose level began on a day."""
    facts = ReviewFacts(level=level, level_began_on=start, level_decided_on=start)
    due = next_review(facts, NATIONAL, local, HOLIDAYS)
    assert due is not None
    return due


@rule("DAY-03")
class TestMonths:
    @given(DAYS, DAYS, st.integers(1, 24))
    def test_a_later_start_is_never_due_earlier(self, one: dt.date, other: dt.date, months: int) -> None:
        assume(one <= other)
        assert add_months(one, months) <= add_months(other, months)
        assert months_before(one, months) <= months_before(other, months)

    @given(DAYS, st.integers(1, 24))
    def test_the_day_number_stays_or_the_month_ends(self, start: dt.date, months: int) -> None:
        due = add_months(start, months)
        next_day = due + dt.timedelta(days=1)
        assert due.day == start.day or (next_day.day == 1 and due.day < start.day)

    def test_leap_days(self) -> None:
        assert add_months(dt.date(2028, 2, 29), 12) == dt.date(2029, 2, 28)
        assert add_months(dt.date(2027, 8, 29), 6) == dt.date(2028, 2, 29)
        assert months_before(dt.date(2028, 8, 31), 6) == dt.date(2028, 2, 29)


@rule("DAY-02")
class TestWorkingDays:
    @given(DAYS, DAYS, st.integers(1, 20))
    def test_a_later_start_is_never_due_earlier(self, one: dt.date, other: dt.date, number: int) -> None:
        assume(one <= other)
        assert add_working_days(one, number, HOLIDAYS) <= add_working_days(other, number, HOLIDAYS)

    @given(DAYS, st.integers(1, 20), DAYS)
    def test_a_holiday_proclaimed_late_never_brings_it_forward(
        self, start: dt.date, number: int, extra: dt.date
    ) -> None:
        due = add_working_days(start, number, HOLIDAYS)
        later = add_working_days(start, number, HOLIDAYS | {extra})
        assert later >= due
        assert (later != due) == (start < extra <= due and is_working_day(extra, HOLIDAYS))

    @given(DAYS, st.integers(1, 20))
    def test_there_and_back_are_so_many_working_days(self, start: dt.date, number: int) -> None:
        due = add_working_days(start, number, HOLIDAYS)
        span = [start + dt.timedelta(days=one) for one in range(1, (due - start).days + 1)]
        assert sum(is_working_day(day, HOLIDAYS) for day in span) == number
        assert working_days_before(due, number, HOLIDAYS) <= last_working_day_by(start, HOLIDAYS)

    def test_easter_and_the_day_the_clocks_change(self) -> None:
        thursday = dt.date(2026, 4, 2)
        assert add_working_days(thursday, 1, HOLIDAYS) == dt.date(2026, 4, 7)
        assert add_weeks(dt.date(2026, 3, 28), 1) == dt.date(2026, 4, 4)
        assert add_weeks(dt.date(2026, 10, 24), 1) == dt.date(2026, 10, 31)


@rule("REV-08")
class TestLocalLimits:
    @given(DAYS, st.sampled_from([1, 2, 3]), FIGURES)
    def test_a_review_is_never_later_than_the_national_one(self, start: dt.date, level: int, weeks: int) -> None:
        assume(level != 1 or weeks <= 16)  # at Level 1 the product's own default gives way to an area's figure
        local = replace(HAMPSHIRE, **{f"level_{level}_review_weeks": weeks})
        assert reviewed(start, level, local).due_on <= reviewed(start, level, None).due_on

    @given(st.sampled_from(sorted(GUARDED)), FIGURES)
    def test_what_binds_is_never_laxer(self, setting: str, figure: int) -> None:
        local = replace(HAMPSHIRE, **{setting: figure})
        national = getattr(NATIONAL, setting)
        found = stricter(setting, NATIONAL, local)
        assert found is not None
        assert found.value >= national if setting in COUNTED_BACK else found.value <= national

    @given(DAYS, DAYS, st.sampled_from([1, 2, 3]))
    def test_a_later_start_is_never_reviewed_earlier(self, one: dt.date, other: dt.date, level: int) -> None:
        assume(one <= other)
        assert reviewed(one, level, HAMPSHIRE).due_on <= reviewed(other, level, HAMPSHIRE).due_on


@rule("DUE-02")
class TestDecisions:
    MUST = "REV-05"

    def due(self, start: dt.date, local_days: int, national_days: int) -> Due:
        """A limit that must be met, by an area and, later, by the nation."""
        day = dt.timedelta(days=1)
        national = Due(start + national_days * day, start, self.MUST, "by the nation")
        return Due(start + local_days * day, start, self.MUST, "by the area", Basis.LOCAL, also_shown=(national,))

    @given(DAYS, st.integers(1, 60), st.integers(0, 60), st.integers(-90, 200))
    def test_no_decision_that_is_taken_passes_a_must(self, start: dt.date, local: int, more: int, moved: int) -> None:
        due = self.due(start, local, local + more)
        decided = Decided(Kind.EXTEND, start, new_day=due.due_on + dt.timedelta(days=moved))
        if not check(due, decided):
            after = applied(due, decided)
            assert after is not None and due.due_on < after.due_on <= ceiling(due) <= due.due_on + dt.timedelta(more)

    @given(DAYS, st.integers(1, 60), st.integers(0, 59), st.integers(1, 60))
    def test_a_pause_moves_the_day_by_just_its_length(self, start: dt.date, days: int, after: int, length: int) -> None:
        due = Due(start + dt.timedelta(days=days), start, "REV-02", "by the nation")
        first = start + dt.timedelta(days=min(after, days))
        decided = Decided(Kind.PAUSE, start, paused_from=first, paused_until=first + dt.timedelta(days=length))
        assert check(due, decided) == []
        moved = applied(due, decided)
        assert moved is not None and moved.due_on == due.due_on + dt.timedelta(days=length)
