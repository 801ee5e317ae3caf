"""How days are counted: the convention at its boundaries."""

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import bank_holidays
from deadlines.rules import days
from deadlines.rules.days import Basis, Due
from tests.marks import rule

HOLIDAYS = bank_holidays(2024, 2027)
ANY_DAY = st.dates(date(2024, 3, 1), date(2027, 9, 30))
GOOD_FRIDAY_2026 = date(2026, 4, 3)
EASTER_MONDAY_2026 = date(2026, 4, 6)


@rule("DAY-01")
def test_the_trigger_is_day_0() -> None:
    assert days.add_days(date(2026, 3, 2), 3) == date(2026, 3, 5)
    assert days.add_days(date(2026, 3, 2), 0) == date(2026, 3, 2)


@rule("DAY-03")
@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 15), 6, date(2026, 9, 15)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), -9, date(2026, 2, 28)),
    ],
    ids=str,
)
def test_a_month_ends_on_the_same_day_or_the_last_one(start: date, months: int, end: date) -> None:
    assert days.add_months(start, months) == end


@rule("DAY-04")
@pytest.mark.parametrize(
    ("release", "limit"),
    [
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2024, 8, 31), date(2024, 2, 29)),
        (date(2026, 8, 30), date(2026, 2, 28)),
        (date(2026, 8, 28), date(2026, 2, 28)),
        (date(2026, 8, 27), date(2026, 2, 27)),
    ],
    ids=str,
)
def test_six_months_before_clamps_to_the_end_of_february(release: date, limit: date) -> None:
    assert days.months_before(release, 6) == limit


@rule("DAY-03")
def test_weeks_are_seven_days_across_the_clock_changes() -> None:
    assert days.add_weeks(date(2026, 3, 3), 8) == date(2026, 4, 28)
    assert days.weeks_before(date(2026, 4, 28), 8) == date(2026, 3, 3)
    assert days.add_weeks(date(2026, 10, 20), 1) == date(2026, 10, 27)


@rule("DAY-02")
@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 8), 1, date(2026, 3, 9)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (GOOD_FRIDAY_2026, 1, date(2026, 4, 7)),
        (EASTER_MONDAY_2026, 1, date(2026, 4, 7)),
        (date(2026, 3, 3), 5, date(2026, 3, 10)),
        (date(2026, 12, 24), 3, date(2026, 12, 31)),
    ],
    ids=str,
)
def test_working_days_start_with_the_first_one_after_the_trigger(start: date, number: int, end: date) -> None:
    assert days.add_working_days(start, number, HOLIDAYS) == end


@rule("DAY-04")
@pytest.mark.parametrize(
    ("event", "number", "limit"),
    [
        (date(2026, 3, 10), 2, date(2026, 3, 6)),
        (date(2026, 4, 7), 1, date(2026, 4, 2)),
        (date(2026, 4, 7), 2, date(2026, 4, 1)),
        (date(2026, 3, 8), 1, date(2026, 3, 6)),
    ],
    ids=str,
)
def test_working_days_before_are_counted_back_from_the_last_one_before(event: date, number: int, limit: date) -> None:
    assert days.working_days_before(event, number, HOLIDAYS) == limit


def test_invitations_go_out_14_days_before_the_meeting() -> None:
    assert days.days_before(date(2026, 3, 17), 14) == date(2026, 3, 3)


@pytest.mark.parametrize("number", [0, -1])
def test_no_working_days_at_all_are_not_a_limit(number: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        days.add_working_days(date(2026, 3, 2), number, HOLIDAYS)


@rule("DAY-05")
@pytest.mark.parametrize(
    ("due_on", "last"),
    [
        (date(2026, 3, 6), None),
        (date(2026, 3, 7), date(2026, 3, 6)),
        (date(2026, 3, 8), date(2026, 3, 6)),
        (EASTER_MONDAY_2026, date(2026, 4, 2)),
    ],
    ids=str,
)
def test_a_limit_never_moves_and_the_last_working_day_is_shown(due_on: date, last: date | None) -> None:
    shown = days.with_last_working_day(Due(due_on, due_on, "REV-02", "words"), HOLIDAYS)
    assert (shown.due_on, shown.last_working_day) == (due_on, last)


@rule("DAY-06")
class TestTheEarlierReading:
    NATIONAL = Due(date(2026, 6, 23), date(2026, 3, 3), "REV-02", "16 weeks", Basis.NATIONAL)
    LOCAL = Due(date(2026, 5, 26), date(2026, 3, 3), "REV-02", "12 weeks", Basis.LOCAL)

    def test_binds_and_the_other_is_shown(self) -> None:
        due = days.earliest(self.NATIONAL, None, self.LOCAL)
        assert due is not None
        assert (due.due_on, due.basis, due.also_shown) == (self.LOCAL.due_on, Basis.LOCAL, (self.NATIONAL,))

    def test_is_the_national_one_when_both_fall_on_one_day(self) -> None:
        same_day = Due(self.NATIONAL.due_on, self.LOCAL.start_on, "REV-02", "also 16 weeks", Basis.LOCAL)
        due = days.earliest(same_day, self.NATIONAL)
        assert due is not None
        assert due.basis is Basis.NATIONAL

    def test_is_none_without_readings(self) -> None:
        assert days.earliest(None, None) is None


def test_a_date_is_written_with_its_weekday() -> None:
    assert days.in_words(date(2026, 3, 3)) == "Tuesday 3 March 2026"


@rule("DAY-02")
@given(start=ANY_DAY, number=st.integers(1, 40))
def test_exactly_so_many_working_days_lie_between(start: date, number: int) -> None:
    end = days.add_working_days(start, number, HOLIDAYS)
    between = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(days.is_working_day(day, HOLIDAYS) for day in between) == number
    assert days.is_working_day(end, HOLIDAYS)


@rule("DAY-04")
@given(end=ANY_DAY, number=st.integers(1, 40))
def test_counting_back_and_forward_agree_on_working_days(end: date, number: int) -> None:
    start = days.working_days_before(end, number, HOLIDAYS)
    first_of_the_day = days.last_working_day_by(end - timedelta(days=1), HOLIDAYS)
    assert days.add_working_days(start, number, HOLIDAYS) > first_of_the_day
    assert start < end


@rule("DAY-03")
@given(first=ANY_DAY, later=st.integers(0, 400), months=st.integers(-24, 24))
def test_a_later_start_never_falls_due_earlier(first: date, later: int, months: int) -> None:
    second = first + timedelta(days=later)
    assert days.add_months(first, months) <= days.add_months(second, months)
    assert days.add_working_days(first, 10, HOLIDAYS) <= days.add_working_days(second, 10, HOLIDAYS)


class TestBankHolidays:
    @rule("DAY-02")
    def test_make_the_same_working_days_as_the_government_s_own_list(self) -> None:
        official = {
            entry["date"]
            for entry in BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
        }
        years = range(min(official).year, max(official).year + 1)
        computed = bank_holidays(years[0], years[-1])
        assert official <= computed
        assert {day for day in computed - official if day.weekday() < 5} == set()

    @rule("DAY-08")
    def test_can_be_added_late_and_taken_away(self) -> None:
        extra, gone = date(2026, 6, 12), date(2026, 5, 4)
        changed = bank_holidays(2026, 2026, {extra: True, gone: False, date(2031, 1, 2): True})
        plain = bank_holidays(2026, 2026)
        assert (extra in plain, gone in plain) == (False, True)
        assert changed == (plain | {extra}) - {gone}

    def test_need_their_years_in_order(self) -> None:
        with pytest.raises(ValueError, match="before the first"):
            bank_holidays(2027, 2026)
