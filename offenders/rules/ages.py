"""Ages and birthdays, including those of people born on 29 February. Dates are Europe/London dates."""

from datetime import date
from enum import StrEnum


class LeapBirthday(StrEnum):
    """Which day stands for 29 February in a year that has none (rule DAY-07)."""

    FEBRUARY_28 = "28 February"  # where turning the age ends a protection: counted a day early
    MARCH_1 = "1 March"  # where turning the age starts a burden: counted a day late


def birthday(date_of_birth: date, age: int, leap: LeapBirthday = LeapBirthday.FEBRUARY_28) -> date:
    """Return the date on which somebody attains `age`, at the start of that day (rule DAY-07)."""
    year = date_of_birth.year + age
    try:
        return date_of_birth.replace(year=year)
    except ValueError:
        return date(year, 2, 28) if leap is LeapBirthday.FEBRUARY_28 else date(year, 3, 1)


def age_on(date_of_birth: date, on: date, leap: LeapBirthday = LeapBirthday.FEBRUARY_28) -> int:
    """Return the age in whole years at the start of the day `on`; ValueError before the birth (rule DAY-07)."""
    if on < date_of_birth:
        raise ValueError("nobody has an age before they are born")
    age = on.year - date_of_birth.year
    return age if birthday(date_of_birth, age, leap) <= on else age - 1
