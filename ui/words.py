"""How dates, instants, lateness and missing values are put into words. Pure: no form, no template, no clock.

Dates are Europe/London dates; instants are stored in UTC and shown in Europe/London.
"""

from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Missing(Enum):
    """Why a value is not shown. Unknown, none and unavailable are three different things."""

    UNKNOWN = "Not recorded"
    NONE = "None"
    UNAVAILABLE = "Not available to you"


def day(value: date) -> str:
    """A date as "14 January 2026"; an instant gives its London date."""
    local = london_date(value)
    return f"{local.day} {local:%B %Y}"


def weekday(value: date) -> str:
    """A date as "Wednesday 14 January 2026"."""
    return f"{london_date(value):%A} {day(value)}"


def moment(value: datetime) -> str:
    """An instant in London as "14 January 2026 at 2:05pm"; noon and midnight in words.

    Raises ValueError for an instant without a time zone.
    """
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return f"{day(value)} at {clock(value.astimezone(LONDON))}"


def clock(value: datetime) -> str:
    """A local time of day as "2:05pm", "9am", "midday" or "midnight"."""
    if (value.hour, value.minute) in {(0, 0), (12, 0)}:
        return "midnight" if value.hour == 0 else "midday"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{(value.hour - 1) % 12 + 1}{minutes}{'am' if value.hour < 12 else 'pm'}"


def london_date(value: date) -> date:
    """The London calendar date of a date or an instant."""
    if isinstance(value, datetime):
        return (value.astimezone(LONDON) if value.tzinfo else value).date()
    return value


def days(number: int) -> str:
    """A count of days as "1 day" or "3 days"."""
    return f"{number} day" if number == 1 else f"{number:,} days"


def due(due_on: date, today: date, *, near: int = 14) -> tuple[str, str]:
    """What a due date means today, and the tag colour that goes with the words.

    Within `near` days either side of today the distance is told, beyond that (in the future) the date.
    """
    distance = (due_on - today).days
    if distance < 0:
        return f"Overdue by {days(-distance)}", "red"
    if distance == 0:
        return "Due today", "orange"
    if distance <= 7:
        return f"Due in {days(distance)}", "yellow"
    if distance <= near:
        return f"Due in {days(distance)}", "grey"
    return f"Due {day(due_on)}", "grey"


def contextual(value: date, today: date) -> str:
    """How far a date is from today: "today", "tomorrow", "in 5 days", "3 days ago"."""
    distance = (value - today).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if distance in named:
        return named[distance]
    return f"in {days(distance)}" if distance > 0 else f"{days(-distance)} ago"
