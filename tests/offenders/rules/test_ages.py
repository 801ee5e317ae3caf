"""Ages, and the people born on 29 February."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offenders.rules.ages import LeapBirthday, age_on, birthday
from tests.marks import rule

LEAP_CHILD = date(2008, 2, 29)


@rule("DAY-07")
@pytest.mark.parametrize(
    ("on", "age"), [(date(2026, 5, 9), 17), (date(2026, 5, 10), 18), (date(2026, 5, 11), 18)], ids=str
)
def test_an_age_is_attained_at_the_start_of_the_birthday(on: date, age: int) -> None:
    assert age_on(date(2008, 5, 10), on) == age


@rule("DAY-07")
@pytest.mark.parametrize(
    ("leap", "day"), [(LeapBirthday.FEBRUARY_28, date(2026, 2, 28)), (LeapBirthday.MARCH_1, date(2026, 3, 1))]
)
def test_a_leap_day_child_turns_18_on_the_day_that_is_safer(leap: LeapBirthday, day: date) -> None:
    assert birthday(LEAP_CHILD, 18, leap) == day
    assert age_on(LEAP_CHILD, day, leap) == 18
    assert age_on(LEAP_CHILD, date.fromordinal(day.toordinal() - 1), leap) == 17


def test_a_leap_day_child_turns_16_on_the_leap_day_itself() -> None:
    assert birthday(LEAP_CHILD, 16, LeapBirthday.MARCH_1) == date(2024, 2, 29)


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="before they are born"):
        age_on(date(2020, 1, 2), date(2020, 1, 1))


@rule("DAY-07")
@given(born=st.dates(date(1930, 1, 1), date(2015, 12, 31)), age=st.integers(0, 80), leap=st.sampled_from(LeapBirthday))
def test_the_birthday_is_the_first_day_of_the_age(born: date, age: int, leap: LeapBirthday) -> None:
    day = birthday(born, age, leap)
    assert age_on(born, day, leap) == age
    if age:
        assert age_on(born, date.fromordinal(day.toordinal() - 1), leap) == age - 1
