"""Reads dates and times the way people type them. Pure: today comes in as an argument, nothing here knows a form.

Day before month always, because the users are in England and Wales.
"""

import calendar
import re
import unicodedata
from datetime import date, time

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

EARLIEST_YEAR = 1850
LATEST_YEAR = 2199
EXAMPLE = "27 3 2026"

_SEPARATORS = re.compile(r"[\s/.,\-\u2010-\u2015]+")
_ORDINAL = re.compile(r"^(\d{1,2})(st|nd|rd|th)$", re.ASCII)
_GLUED = re.compile(r"(?<=\d)(?=[a-z]{3})|(?<=[a-z]{3})(?=\d)", re.ASCII)
_TIME = re.compile(r"^(\d{1,2})(?:[:.h ]?([0-5]\d))?\s*(am|pm)?$", re.ASCII)


class DateProblem(ValueError):
    """What was typed is not a date or a time; the message is one plain sentence that says how to mend it."""


def parse_date(text: str, *, today: date, past: bool = False) -> date:
    """The date meant by `text`: 1/1/2026, 1 1 26, 01.01.2026, 1 Jan 2026, 2026-01-01, "Thu 1st January 2026".

    A two-digit year means the nearest such year: at most 20 years ahead, or, with `past` (dates of birth), never after
    `today`. Raises DateProblem with a sentence for the user.
    """
    day, month, year = _parts(_words(text))
    number = _month(month)
    full_year = _year(year, day=_number(day), month=number, today=today, past=past)
    length = calendar.monthrange(full_year, number)[1]
    if not 1 <= _number(day) <= length:
        name = MONTHS[number - 1].capitalize()
        raise DateProblem(f"Enter a real date: {name} {full_year} has {length} days")
    return date(full_year, number, _number(day))


def parse_time(text: str) -> time:
    """The time of day meant by `text`: 14:30, 1430, 2.30pm, 2pm, 9 am, midday, midnight. Raises DateProblem."""
    words = unicodedata.normalize("NFKC", text).strip().lower().replace("a.m.", "am").replace("p.m.", "pm")
    if words in {"midday", "noon"}:
        return time(12, 0)
    if words == "midnight":
        return time(0, 0)
    match = _TIME.match(words)
    if not match or (match[2] is None and match[3] is None):
        raise DateProblem("Enter a real time, like 2:30pm or 14:30")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        raise DateProblem("Enter a real time: with am or pm the hour is 1 to 12")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23:
        raise DateProblem("Enter a real time: the hour is 0 to 23")
    return time(hour, minute)


def _words(text: str) -> list[str]:
    """The parts of the typed date in lower case, without a weekday and without "of"."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    words = [word for word in _SEPARATORS.split(_GLUED.sub(" ", _unordinal(plain))) if word]
    if words and len(words[0]) >= 3 and any(name.startswith(words[0]) for name in WEEKDAYS):
        words = words[1:]
    return [word for word in words if word != "of"]


def _unordinal(text: str) -> str:
    """The text with "14th" read as "14", before letters glued to digits are parted."""
    return " ".join(_ORDINAL.sub(r"\1", word.rstrip(",")) for word in text.split())


def _parts(words: list[str]) -> tuple[str, str, str]:
    """Day, month and year in that order, whichever way round they were typed."""
    if len(words) == 2:
        raise DateProblem(f"Include the day, the month and the year, like {EXAMPLE}")
    if len(words) != 3:
        raise DateProblem(f"Enter a real date, like {EXAMPLE}")
    first, second, third = words
    if len(first) == 4 and first.isdecimal():
        return third, second, first
    if first.isalpha():
        return second, first, third
    return first, second, third


def _month(word: str) -> int:
    """The number of the month typed as a number or as a name of at least three letters."""
    if word.isalpha():
        found = [index for index, name in enumerate(MONTHS, start=1) if len(word) >= 3 and name.startswith(word)]
        found = [9] if word == "sept" else found
        if len(found) != 1:
            raise DateProblem(f"Enter a real date, like {EXAMPLE}: the month was not understood")
        return found[0]
    number = _number(word)
    if not 1 <= number <= 12:
        raise DateProblem("Enter a real date: type the day first, then a month from 1 to 12")
    return number


def _year(word: str, *, day: int, month: int, today: date, past: bool) -> int:
    """The year in full; a two-digit one is read as described in parse_date."""
    number = _number(word)
    if len(word) == 4 and EARLIEST_YEAR <= number <= LATEST_YEAR:
        return number
    if len(word) != 2:
        raise DateProblem(f"Enter the year in full, like {EXAMPLE}")
    year = today.year - today.year % 100 + number
    if past:
        return year if (year, month, day) <= (today.year, today.month, today.day) else year - 100
    return year - 100 if year > today.year + 20 else year + 100 if year <= today.year - 80 else year


def _number(word: str) -> int:
    """The word as a number. Raises DateProblem when it is not made of digits 0 to 9."""
    if not (word.isascii() and word.isdecimal() and len(word) <= 4):
        raise DateProblem(f"Enter a real date, like {EXAMPLE}")
    return int(word)
