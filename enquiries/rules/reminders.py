"""When the Co-ordinators are told of a request that has no case, and so no alert of a deadline (ENQ-26). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from enquiries.rules.due import close_by
from enquiries.rules.steps import DONE, KEPT, State

AHEAD = timedelta(days=5)
"""So long before its last day an answer is asked for."""


class Reminder(StrEnum):
    """What the Co-ordinators are told."""

    LOOK_UP = "enquiry_made"
    DUE = "enquiry_due"
    LATE = "enquiry_late"
    SENT = "enquiry_sent"
    KEPT = "enquiry_kept"


@dataclass(frozen=True, slots=True)
class Loose:
    """A request without a case. Days are dates in Europe/London; `looked_up` tells that it concerns nobody here."""

    state: State
    looked_up: bool
    due_on: date | None
    destroy_on: date | None = None
    sent_on: date | None = None


def reminders(request: Loose, today: date) -> Iterator[tuple[Reminder, date]]:
    """What is told by `today`, each with the day that tells it apart from the same told before (ENQ-26).

    What was missed while nothing ran is told later: of each stage the last is named, and a stage is told once a day.
    """
    if request.state in KEPT:
        if request.destroy_on is None or request.destroy_on <= today:
            yield Reminder.KEPT, today
        return
    if request.state is State.SENT and request.sent_on is not None and close_by(request.sent_on) <= today:
        yield Reminder.SENT, today
    if request.state in DONE:
        return
    if not request.looked_up:
        yield Reminder.LOOK_UP, today
    due_on = request.due_on
    if due_on is None:
        return
    if today > due_on:
        yield Reminder.LATE, today
    elif today == due_on:
        yield Reminder.DUE, due_on
    elif today >= due_on - AHEAD:
        yield Reminder.DUE, due_on - AHEAD
