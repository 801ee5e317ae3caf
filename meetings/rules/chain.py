"""From which day the limit of a new date is counted, when meetings are cancelled or moved one after another (REV-07).

Each move and each cancelling is a link. A link holds until a meeting is held after it, or until Level 2 or 3 ends.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Link:
    """That a meeting was moved or cancelled: the day it was planned for, and the day on which this was recorded.

    `cancelled` says that the meeting was cancelled in the end. Dates are Europe/London.
    """

    meeting: UUID
    was_on: date
    made_on: date
    cancelled: bool


def unbroken(links: Iterable[Link], *, held: Collection[date], level_ended: Collection[date]) -> list[Link]:
    """The links that still hold, the earliest day first (REV-07).

    `held` are the days of the meetings held: one held before the day of a cancelled meeting, but after the cancelling,
    came in its place. `level_ended` are the days on which it was recorded that Level 2 and 3 ended.
    """
    left = [
        link
        for link in links
        if not any(day >= min(link.made_on, link.was_on) for day in held)
        and not any(day >= link.made_on for day in level_ended)
    ]
    return sorted(left, key=lambda link: (link.was_on, link.made_on))


def owed(links: Iterable[Link]) -> Link | None:
    """The first link of a meeting that was cancelled, of links in their order; None where none was (REV-07)."""
    return next((link for link in links if link.cancelled), None)


def counted_from(links: Iterable[Link], meeting: UUID, planned_for: date, *, in_place: bool) -> date:
    """The day from which the limit of moving or cancelling a meeting runs (REV-07).

    It is the first day for which it was planned. Where the meeting stands `in_place` of cancelled ones, it is the
    first day of those if that is earlier.
    """
    days = [link.was_on for link in links if link.meeting == meeting or (in_place and link.cancelled)]
    return min([planned_for, *days])
