"""A meeting as a calendar entry (RFC 5545): when, where and the link. It names nobody and nothing of the case."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from meetings.models import CoreGroupMeeting, Meeting

FILE = "mappa-meeting.ics"
CONTENT_TYPE = "text/calendar; charset=utf-8"
SUMMARY = "MAPPA meeting"
GROUP_SUMMARY = "Core group meeting"
LENGTHS = {2: dt.timedelta(minutes=45), 3: dt.timedelta(minutes=60)}
"""Level -> how long the entry lasts: the upper figure of the Hampshire protocol 2008."""
LONGEST_LINE = 75
"""Octets of a line before it is folded (RFC 5545, 3.1)."""


def entry(meeting: Meeting, *, link: str, now: dt.datetime, ends_at: dt.datetime | None = None) -> bytes:
    """The file of one meeting. `link` is its address, `now` the instant at which the file is made.

    `ends_at` is the instant at which its slot on a meeting day ends, None where it has none.

    A later file of the same meeting takes the place of this one; a cancelled meeting says so (MTG-64).
    """
    return _file(
        uid=meeting.pk,
        sequence=meeting.version,
        starts_at=meeting.starts_at,
        ends_at=ends_at or meeting.starts_at + LENGTHS[meeting.level],
        summary=SUMMARY,
        place=", ".join(filter(None, [meeting.venue, "by video or telephone" if meeting.remote else ""])),
        cancelled=meeting.status == Meeting.Status.CANCELLED,
        link=link,
        now=now,
    )


def group_entry(meeting: CoreGroupMeeting, *, link: str, now: dt.datetime) -> bytes:
    """The file of one meeting of a core group, likewise; how long it lasts is not recorded (MTG-64)."""
    return _file(
        uid=meeting.pk,
        sequence=meeting.version,
        starts_at=meeting.starts_at,
        ends_at=None,
        summary=GROUP_SUMMARY,
        place=meeting.place,
        cancelled=meeting.status == CoreGroupMeeting.Status.CANCELLED,
        link=link,
        now=now,
    )


def _file(
    *,
    uid: UUID,
    sequence: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None,
    summary: str,
    place: str,
    cancelled: bool,
    link: str,
    now: dt.datetime,
) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//MAPPA//meetings//EN",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{uid}@mappa",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{_instant(now)}",
        f"DTSTART:{_instant(starts_at)}",
        *([f"DTEND:{_instant(ends_at)}"] if ends_at else []),
        f"SUMMARY:{summary}",
        f"LOCATION:{escaped(place)}",
        f"URL:{link}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(lines))


def escaped(text: str) -> str:
    """Text as a value: backslashes, commas, semicolons and line ends written out (RFC 5545, 3.3.11)."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, written)
    return text


def folded(lines: Iterable[str]) -> Iterable[bytes]:
    """The lines with their ends; longer ones go on in the next after a blank, never within a character."""
    for line in lines:
        part = b""
        for character in line:
            octets = character.encode()
            if len(part) + len(octets) > LONGEST_LINE:
                yield part + b"\r\n"
                part = b" "
            part += octets
        yield part + b"\r\n"


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
