"""Dates and times are read the way people in England and Wales type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.dates import MONTHS, DateProblem, parse_date, parse_time

TODAY = date(2026, 1, 14)
dates = st.dates(min_value=date(1850, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "1/1/2026",
        "01/01/2026",
        "1 1 26",
        "1 1 2026",
        "01.01.2026",
        "1-1-2026",
        "1 – 1 – 2026",
        "1 Jan 2026",
        "1jan2026",
        "1 January 2026",
        "1 JANUARY 2026",
        "1st January 2026",
        "1st of January, 2026",
        "Thursday 1 January 2026",
        "Thu, 1 Jan 2026",
        "January 1 2026",
        "Jan 1st, 2026",
        "2026-01-01",
        "2026/1/1",
        "  1 / 1 / 2026  ",
        "1\u00a01\u00a02026",
        "１/１/２０２６",
    ],
)
def test_the_first_of_january_is_understood_however_it_is_typed(typed: str) -> None:
    assert parse_date(typed, today=TODAY) == date(2026, 1, 1)


def test_the_day_comes_before_the_month() -> None:
    assert parse_date("3/4/2026", today=TODAY) == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("typed", "month"), [("1 Sept 2025", 9), ("1 sep 2025", 9), ("1 Jun 2025", 6), ("1 Jul 2025", 7)]
)
def test_months_are_known_by_their_short_names(typed: str, month: int) -> None:
    assert parse_date(typed, today=TODAY) == date(2025, month, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "Enter a real date, like 27 3 2026"),
        ("", "Enter a real date, like 27 3 2026"),
        ("01012026", "Enter a real date, like 27 3 2026"),
        ("1 2 3 4", "Enter a real date, like 27 3 2026"),
        ("-1/1/2026", None),
        ("1/ma/2026", "Enter a real date, like 27 3 2026: the month was not understood"),
        ("1 jnauary 2026", "Enter a real date, like 27 3 2026: the month was not understood"),
        ("1 ju 2026", "Enter a real date, like 27 3 2026: the month was not understood"),
        ("14/2026", "Include the day, the month and the year, like 27 3 2026"),
        ("27 March", "Include the day, the month and the year, like 27 3 2026"),
        ("31/2/2026", "Enter a real date: February 2026 has 28 days"),
        ("30/2/2028", "Enter a real date: February 2028 has 29 days"),
        ("29/2/2026", "Enter a real date: February 2026 has 28 days"),
        ("31 April 2026", "Enter a real date: April 2026 has 30 days"),
        ("0/1/2026", "Enter a real date: January 2026 has 31 days"),
        ("27/13/2026", "Enter a real date: type the day first, then a month from 1 to 12"),
        ("1/0/2026", "Enter a real date: type the day first, then a month from 1 to 12"),
        ("1/1/6", "Enter the year in full, like 27 3 2026"),
        ("1/1/206", "Enter the year in full, like 27 3 2026"),
        ("1/1/1849", "Enter the year in full, like 27 3 2026"),
        ("1/1/2200", "Enter the year in full, like 27 3 2026"),
        ("1/1/20260", "Enter a real date, like 27 3 2026"),
        ("٣/٤/٢٠٢٦", "Enter a real date, like 27 3 2026"),
        ("²/1/2026", None),
    ],
)
def test_what_is_no_date_is_answered_with_a_sentence(typed: str, sentence: str | None) -> None:
    if sentence is None:  # readable after all: a stray dash, a raised figure
        assert parse_date(typed, today=TODAY).year == 2026
        return
    with pytest.raises(DateProblem) as problem:
        parse_date(typed, today=TODAY)
    assert str(problem.value) == sentence


def test_the_leap_day_exists_in_a_leap_year_only() -> None:
    assert parse_date("29/2/2028", today=TODAY) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1/1/46", date(2046, 1, 1)),
        ("1/1/47", date(1947, 1, 1)),
        ("1/1/99", date(1999, 1, 1)),
        ("1/1/00", date(2000, 1, 1)),
    ],
)
def test_a_two_digit_year_reaches_twenty_years_ahead(typed: str, expected: date) -> None:
    assert parse_date(typed, today=TODAY) == expected


def test_a_two_digit_year_late_in_the_century_reaches_into_the_next() -> None:
    assert parse_date("1/1/05", today=date(2095, 6, 1)) == date(2105, 1, 1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("13/1/26", date(2026, 1, 13)),
        ("14/1/26", date(2026, 1, 14)),
        ("15/1/26", date(1926, 1, 15)),
        ("1/6/09", date(2009, 6, 1)),
    ],
)
def test_a_two_digit_year_of_birth_is_never_after_today(typed: str, expected: date) -> None:
    assert parse_date(typed, today=TODAY, past=True) == expected


@given(dates)
def test_every_date_comes_back_from_every_usual_way_of_writing_it(value: date) -> None:
    month = MONTHS[value.month - 1]
    for typed in (
        f"{value.day}/{value.month}/{value.year}",
        f"{value:%d.%m.%Y}",
        f"{value.day} {month} {value.year}",
        f"{value.day} {month[:3]} {value.year}",
        f"{month.upper()} {value.day}, {value.year}",
        value.isoformat(),
        f"{value:%A} {value.day} {month} {value.year}",
    ):
        assert parse_date(typed, today=TODAY) == value


@given(st.text(max_size=40), st.booleans())
def test_anything_else_typed_is_refused_with_a_sentence_and_never_breaks(typed: str, past: bool) -> None:
    try:
        assert 1850 <= parse_date(typed, today=TODAY, past=past).year <= 2199
    except DateProblem as problem:
        assert str(problem).startswith(("Enter ", "Include "))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("2:30pm", time(14, 30)),
        ("2.30 PM", time(14, 30)),
        ("2:30 p.m.", time(14, 30)),
        ("2pm", time(14, 0)),
        ("9 am", time(9, 0)),
        ("12am", time(0, 0)),
        ("12pm", time(12, 0)),
        ("0:00", time(0, 0)),
        ("midday", time(12, 0)),
        ("Noon", time(12, 0)),
        ("midnight", time(0, 0)),
    ],
)
def test_a_time_is_understood_however_it_is_typed(typed: str, expected: time) -> None:
    assert parse_time(typed) == expected


@pytest.mark.parametrize("typed", ["", "9", "24:00", "25:00", "9:60", "13pm", "0am", "later", "9:3"])
def test_what_is_no_time_is_answered_with_a_sentence(typed: str) -> None:
    with pytest.raises(DateProblem, match="^Enter a real time"):
        parse_time(typed)
