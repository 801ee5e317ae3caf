"""Core groups, which answer to the meeting that set them up, and professionals' meetings, which are no MAPPA ones."""

import datetime as dt
from collections.abc import Sequence

from audit.refusals import Effect, Finding

USUAL = (3, 4)
"""How many people a professionals' meeting normally has."""


def group_findings(
    *, level: int, cancelled: bool, held_on: dt.date, formed_on: dt.date, today: dt.date
) -> list[Finding]:
    """What stops a meeting from setting up a core group (MTG-74). Dates are Europe/London."""
    if level not in (2, 3) or cancelled:
        message = "A core group is set up by a Level 2 or 3 meeting that was not cancelled."
        return [Finding("MTG-74", Effect.REFUSE, message, None)]
    if formed_on < held_on:
        message = "The group cannot have been set up before the meeting that set it up."
        return [Finding("MTG-74", Effect.REFUSE, message, "formed_on", "Enter the day of the meeting or a later one.")]
    return _not_to_come("MTG-74", formed_on, today, "formed_on")


def standing_findings(ended_on: dt.date | None) -> list[Finding]:
    """A refusal of anything more in a core group that was ended (MTG-74)."""
    if ended_on is None:
        return []
    return [Finding("MTG-74", Effect.REFUSE, "This core group was ended.", None, "A meeting may set up another.")]


def task_findings(*, cancelled: bool, held_on: dt.date, due_on: dt.date) -> list[Finding]:
    """What stops a task of a core group: its meeting was cancelled, or it is due before that meeting (MTG-75)."""
    if cancelled:
        return [Finding("MTG-75", Effect.REFUSE, "That meeting was cancelled.", "meeting", "Choose another meeting.")]
    if due_on < held_on:
        message = "The task would be due before the meeting that set it."
        return [Finding("MTG-75", Effect.REFUSE, message, "due_on", "Enter a later day.")]
    return []


def report_findings(*, cancelled: bool, reported_on: dt.date, formed_on: dt.date, today: dt.date) -> list[Finding]:
    """What stops a report of progress to a meeting (MTG-76)."""
    if cancelled:
        return [Finding("MTG-76", Effect.REFUSE, "That meeting was cancelled.", "meeting", "Choose another meeting.")]
    if reported_on < formed_on:
        message = "The report is dated before the group was set up."
        return [Finding("MTG-76", Effect.REFUSE, message, "reported_on", "Enter a later day.")]
    return _not_to_come("MTG-76", reported_on, today, "reported_on")


def professionals_findings(
    *, people: Sequence[str], held_on: dt.date, notes_on: dt.date, leads: bool, today: dt.date
) -> list[Finding]:
    """What stops or questions the record of a professionals' meeting (MTG-77, MTG-78).

    `people` are those beside the referrer, `leads` says that the referrer is of the lead agency.
    """
    found = []
    if not leads:
        message = "A professionals' meeting is set up by the lead agency."
        found.append(Finding("MTG-77", Effect.REFUSE, message, None, "Ask the lead agency."))
    there = len(people) + 1
    least, most = USUAL
    if there < 2:
        message = "Nobody but the referrer is named."
        found.append(Finding("MTG-77", Effect.REQUIRE, message, "people", "Name who else took part, one a line."))
    elif not least <= there <= most:
        message = f"{there} people took part; there are normally {least} or {most}."
        found.append(Finding("MTG-77", Effect.WARN, message, "people", "Confirm who took part."))
    if notes_on < held_on:
        message = "The notes are dated before the meeting."
        found.append(Finding("MTG-78", Effect.REFUSE, message, "notes_on", "Enter the day of the meeting or later."))
    found += _not_to_come("MTG-77", held_on, today, "held_on")
    return [*found, *_not_to_come("MTG-78", notes_on, today, "notes_on")]


def ending_findings(*, ended_on: dt.date, formed_on: dt.date, today: dt.date) -> list[Finding]:
    """What stops ending a core group (MTG-74)."""
    if ended_on < formed_on:
        message = "The group cannot have ended before it was set up."
        return [Finding("MTG-74", Effect.REFUSE, message, "ended_on", "Enter a later day.")]
    return _not_to_come("MTG-74", ended_on, today, "ended_on")


def leaving_findings(*, left_on: dt.date, joined_on: dt.date, today: dt.date) -> list[Finding]:
    """What stops ending somebody's membership of a core group (MTG-94)."""
    if left_on < joined_on:
        message = "They cannot have left the group before they joined it."
        return [Finding("MTG-94", Effect.REFUSE, message, "left_on", "Enter a later day.")]
    return _not_to_come("MTG-94", left_on, today, "left_on")


def done_findings(*, done_on: dt.date, today: dt.date) -> list[Finding]:
    """What stops the outcome of a task (MTG-75)."""
    return _not_to_come("MTG-75", done_on, today, "done_on")


def _not_to_come(rule: str, on: dt.date, today: dt.date, field: str) -> list[Finding]:
    if on <= today:
        return []
    return [Finding(rule, Effect.REFUSE, "This day is still to come.", field, "Enter today or an earlier day.")]
