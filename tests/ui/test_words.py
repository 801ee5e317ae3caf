"""Dates, instants and lateness in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ui import words

TODAY = date(2026, 1, 14)


def test_a_date_is_written_with_its_month_in_words() -> None:
    assert words.day(TODAY) == "14 January 2026"
    assert words.day(date(2026, 3, 1)) == "1 March 2026"


def test_a_deadline_is_written_with_its_weekday() -> None:
    assert words.weekday(TODAY) == "Wednesday 14 January 2026"


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (datetime(2026, 1, 14, 14, 5, tzinfo=UTC), "14 January 2026 at 2:05pm"),
        (datetime(2026, 6, 14, 23, 30, tzinfo=UTC), "15 June 2026 at 12:30am"),
        (datetime(2026, 1, 14, 12, 0, tzinfo=UTC), "14 January 2026 at midday"),
        (datetime(2026, 1, 14, 0, 0, tzinfo=UTC), "14 January 2026 at midnight"),
        (datetime(2026, 1, 14, 9, 0, tzinfo=UTC), "14 January 2026 at 9am"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026 at 12:59am"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026 at 2am"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026 at 1:30am"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026 at 1:30am"),
    ],
)
def test_an_instant_is_shown_as_a_clock_in_london_shows_it(instant: datetime, shown: str) -> None:
    assert words.moment(instant) == shown


def test_the_date_of_an_instant_is_the_london_date() -> None:
    assert words.day(datetime(2026, 6, 14, 23, 30, tzinfo=UTC)) == "15 June 2026"


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        words.moment(datetime(2026, 1, 14, 9, 0))


@pytest.mark.parametrize(
    ("distance", "shown", "colour"),
    [
        (-400, "Overdue by 400 days", "red"),
        (-2, "Overdue by 2 days", "red"),
        (-1, "Overdue by 1 day", "red"),
        (0, "Due today", "orange"),
        (1, "Due in 1 day", "yellow"),
        (7, "Due in 7 days", "yellow"),
        (8, "Due in 8 days", "grey"),
        (14, "Due in 14 days", "grey"),
        (15, "Due 29 January 2026", "grey"),
    ],
)
def test_lateness_always_has_a_word(distance: int, shown: str, colour: str) -> None:
    assert words.due(TODAY + timedelta(days=distance), TODAY) == (shown, colour)


@pytest.mark.parametrize(
    ("distance", "shown"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "in 2 days"), (-2, "2 days ago"), (-1500, "1,500 days ago")],
)
def test_how_far_off_a_date_is(distance: int, shown: str) -> None:
    assert words.contextual(TODAY + timedelta(days=distance), TODAY) == shown
