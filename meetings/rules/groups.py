"""Core groups, which answer to the meeting that set them up, and professionals' meetings, which are no MAPPA ones."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, in_words

USUAL = (3, 4)
"""How many people a professionals' meeting normally has."""


class Becomes(StrEnum):
    """What becomes of a task that its group did not do."""

    ELSEWHERE = "elsewhere"
    NOT_NEEDED = "not_needed"
    GROUP = "group"
    ACTION = "action"


BECOMES_WORDS: Mapping[Becomes, str] = {
    Becomes.ELSEWHERE: "Done elsewhere",
    Becomes.NOT_NEEDED: "Not needed any more",
    Becomes.GROUP: "Carried to another core group",
    Becomes.ACTION: "Carried to a meeting as an action",
}


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


@dataclass(frozen=True, slots=True)
class Goes:
    """What becomes of tasks that their group did not do, as typed. `group` says how the one named stands.

    `group` is None where none is named, else whether it is another one that was not ended; `meeting` whether one is.
    """

    becomes: Becomes | None
    words: str
    group: bool | None = None
    meeting: bool = False
    pillar: str = ""
    how: str = ""


def open_tasks_findings(number: int, goes: Goes) -> list[Finding]:
    """What is still to be answered before a group of so many open tasks is ended (MTG-79)."""
    if not number:
        return []
    if goes.becomes is None:
        are = "1 task of this group is" if number == 1 else f"{number} tasks of this group are"
        step = "Say what becomes of them, or record the outcome of each first."
        return [Finding("MTG-79", Effect.REQUIRE, f"{are} still open.", "becomes", step)]
    return goes_findings(goes)


def goes_findings(goes: Goes) -> list[Finding]:
    """What is missing where a group does not do a task itself: the words, and where it goes (MTG-79)."""
    found = []
    if not goes.words.strip():
        message = "It is not said what became of it."
        found.append(Finding("MTG-79", Effect.REQUIRE, message, "words", "Say where it was done, or why it is not."))
    if goes.becomes is Becomes.GROUP and not goes.group:
        message = "No other core group is named that goes on." if goes.group is None else "That group goes on no more."
        found.append(Finding("MTG-79", Effect.REQUIRE, message, "to_group", "Choose another core group."))
    if goes.becomes is Becomes.ACTION:
        wanted = (
            ("to_meeting", goes.meeting, "No meeting is named.", "Choose the meeting."),
            ("pillar", goes.pillar, "The action has no heading.", "Choose the heading."),
            ("how", goes.how.strip(), "The action does not say how it manages the risk.", "Say how."),
        )
        found += [
            Finding("MTG-79", Effect.REQUIRE, words, box, step) for box, given, words, step in wanted if not given
        ]
    return found


def task_due(*, due_on: dt.date, set_by: dt.date, recorded_on: dt.date) -> Due:
    """When a task of a core group is due: on its own day (MTG-79). `set_by` is the day of the meeting that set it."""
    words = f"The meeting of {in_words(set_by)} set {in_words(due_on)} for this task."
    return Due(due_on=due_on, start_on=min(recorded_on, due_on), rule="MTG-79", words=words)


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
