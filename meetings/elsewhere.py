"""What rooms above this one add to meetings: what they know of who comes, and what they record at the closing.

They say so when the apps are ready.
"""

from collections.abc import Callable
from uuid import UUID

from accounts.models import User
from meetings.models import Meeting
from offenders.writing import Entry

AREA_IN_QUESTION: list[Callable[[UUID], bool]] = []
AT_CLOSING: list[Callable[[Entry, Meeting, User], None]] = []


def on_area(asks: Callable[[UUID], bool]) -> None:
    """Have this asked whether a move of a case to another area is considered."""
    AREA_IN_QUESTION.append(asks)


def area_in_question(case_id: UUID) -> bool:
    """Whether a move of the case to another area is considered (MTG-50)."""
    return any(asks(case_id) for asks in AREA_IN_QUESTION)


def on_closing(records: Callable[[Entry, Meeting, User], None]) -> None:
    """Have this record, in the transaction that closes a meeting, what the room makes of it."""
    AT_CLOSING.append(records)


def record_at_closing(entry: Entry, meeting: Meeting, actor: User) -> None:
    """Inside the closing of a meeting: let the rooms above record what they make of it."""
    for records in AT_CLOSING:
        records(entry, meeting, actor)
