"""When core groups meet, what is noted of it, and who is told. These are no MAPPA meetings.

Pure: facts in, findings, due dates or ways out. Days are Europe/London, times instants.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_working_days, earliest, in_words
from deadlines.rules.policies import PolicyValues, limits
from meetings.rules.invitations import Way
from meetings.rules.notices import About

MEETING_LEVELS = (2, 3)
FIGURE = "minutes_level_{}_working_days"
"""The setting for the note of a meeting of a core group: the figure for minutes at the level of the meeting that set
the group up, as the guidance names none for the note."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting of a core group as typed. `on` is its day, `passed` that its time has come, `place` that one is given.

    `asked` is how many members are asked to it.
    """

    on: dt.date
    passed: bool
    place: bool
    asked: int


def planning_findings(
    sitting: Sitting, *, level: int | None, case_ended: bool, formed_on: dt.date, reports_on: dt.date | None
) -> list[Finding]:
    """What stops or questions planning a meeting of a core group that stands (MTG-31, MTG-34).

    `level` is that at which the case is managed, `reports_on` the day of the next planned MAPPA meeting.
    """
    if level not in MEETING_LEVELS or case_ended:
        message = "A core group meets while the case is managed at Level 2 or 3."
        return [Finding("MTG-31", Effect.REFUSE, message, None, "Cancel what is planned, and end the group.")]
    found = _described(sitting, formed_on)
    if sitting.passed:
        message = "This time has passed."
        step = "Enter a time to come. One that took place is put down as held."
        found.append(Finding("MTG-31", Effect.REFUSE, message, "starts_at", step))
    if reports_on is not None and sitting.on > reports_on:
        message = f"The group reports to the meeting of {in_words(reports_on)}, and would meet after it."
        found.append(Finding("MTG-34", Effect.WARN, message, "starts_at", "Confirm the day, or choose an earlier one."))
    return found


def held_findings(sitting: Sitting, *, formed_on: dt.date, ended_on: dt.date | None) -> list[Finding]:
    """What stops putting down a meeting that a core group held without its being planned here (MTG-31)."""
    found = _described(sitting, formed_on)
    if not sitting.passed:
        message = "This time is still to come."
        step = "Enter a time that has passed. One to come is planned."
        found.append(Finding("MTG-31", Effect.REFUSE, message, "starts_at", step))
    if ended_on is not None and sitting.on > ended_on:
        message = f"The group was ended on {in_words(ended_on)}."
        found.append(Finding("MTG-31", Effect.REFUSE, message, "starts_at", "Enter that day or an earlier one."))
    return found


def _described(sitting: Sitting, formed_on: dt.date) -> list[Finding]:
    found = []
    if sitting.on < formed_on:
        message = f"The group was set up on {in_words(formed_on)}."
        found.append(Finding("MTG-31", Effect.REFUSE, message, "starts_at", "Enter that day or a later one."))
    if not sitting.place:
        message = "It is not said where the group meets."
        step = "Enter the place, or that it is by video or telephone."
        found.append(Finding("MTG-31", Effect.REQUIRE, message, "venue", step))
    if not sitting.asked:
        found.append(Finding("MTG-31", Effect.REQUIRE, "No member is named.", "members", "Choose at least one member."))
    return found


def open_findings(*, planned: bool) -> list[Finding]:
    """A refusal of anything more about a meeting of a core group that was held or cancelled (MTG-32)."""
    if planned:
        return []
    message = "It is recorded already what came of this meeting."
    return [Finding("MTG-32", Effect.REFUSE, message, None, "Look at the page of the group.")]


def note_findings(*, passed: bool, came: int) -> list[Finding]:
    """What stops the note of a planned meeting of a core group (MTG-32)."""
    if not passed:
        message = "This meeting is still to come."
        return [Finding("MTG-32", Effect.REFUSE, message, None, "Note it afterwards, or cancel it.")]
    if not came:
        message = "Nobody is ticked as having come."
        step = "Tick who came. If nobody did, cancel the meeting and say why."
        return [Finding("MTG-32", Effect.REQUIRE, message, "came", step)]
    return []


def ending_findings(*, ended_on: dt.date, planned: Sequence[dt.date]) -> list[Finding]:
    """A refusal to end a core group that is to meet afterwards (MTG-31). `planned` are the days of those meetings."""
    later = [on for on in planned if on > ended_on]
    if not later:
        return []
    message = f"The group is to meet on {in_words(min(later))}."
    return [Finding("MTG-31", Effect.REFUSE, message, None, "Cancel that meeting of the group first.")]


def note_due(
    held_on: dt.date, level: int, national: PolicyValues, local: PolicyValues | None, holidays: Collection[dt.date]
) -> Due | None:
    """When it is to be noted what came of a meeting of a core group (MTG-32); None where the policies say nothing.

    The guidance has no time for it: it is that for the minutes of a MAPPA meeting at `level`, the level of the meeting
    that set the group up (MIN-01), counted likewise in working days from its day.
    """
    readings = []
    for limit in limits(FIGURE.format(level), national, local):
        due_on = add_working_days(held_on, limit.value, holidays)
        words = (
            f"{limit.value} working days from the meeting of the core group on {in_words(held_on)}, as for minutes at "
            f"Level {level} ({limit.basis}, {limit.source})"
        )
        readings.append(Due(due_on, held_on, "MTG-32", words, limit.basis, limit.policy))
    return earliest(*readings)


def to_tell(*, heard: dt.datetime | None, holds: dt.datetime | None, now: dt.datetime) -> About | None:
    """What a member who expects a meeting at `heard` has to be told where it is at `holds`; None for nothing (MTG-33).

    None as a time: they expect none, or there is none for them. Nobody waits for a time that has passed.
    """
    if heard is not None and heard <= now:
        heard = None
    if heard == holds:
        return None
    if holds is None:
        return About.CANCELLED
    return About.INVITATION if heard is None else About.MOVED


def way_to_member(*, works_there: bool, barred: bool, sees_case: bool, about: About) -> tuple[Way, str]:
    """Whether a member with an account is told, and why not (MTG-33).

    That a time holds no longer is told also to somebody who sees the case no more; to somebody barred never.
    """
    if barred or not works_there:
        return Way.NOBODY, "This person may not be told."
    if not sees_case and about is not About.CANCELLED:
        return Way.NOBODY, "This person does not see the case here."
    return Way.PERSON, ""
