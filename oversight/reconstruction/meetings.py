"""Meetings with their new dates, core groups and professionals' meetings in the picture of a case on a day."""

from collections import defaultdict
from typing import Any

from meetings.models import CoreGroup, CoreGroupMeeting, CoreGroupMember, Meeting, ProfessionalsMeeting, Rescheduling
from oversight.reconstruction.naming import Names, Told, joined
from oversight.reconstruction.past import Reader
from ui.words import day, moment


def meetings(reader: Reader, names: Names) -> Told:
    """Each meeting, for when it was planned, and every new date that the chair had approved."""
    moved: dict[Any, list[str]] = defaultdict(list)
    for row in reader.recorded(Rescheduling):
        then = f"to {moment(row.now_at)}" if row.now_at else "and has no new date"
        moved[row.meeting_id].append(f"{row.get_kind_display().lower()} from {moment(row.was_at)} {then}: {row.reason}")
    told: Told = {}
    for row in reader.rows(Meeting):
        state = Meeting.Status(row["status"]).label
        label = f"{Meeting.Kind(row['kind']).label} at Level {row['level']}"
        words = joined(state, moment(row["starts_at"]), f"chair {names.of(row['chair'])}", *moved[row["id"]])
        told[row["id"]] = (label, words)
    return told


def core_groups(reader: Reader, names: Names) -> Told:
    """Each core group, who was in it until when, and when it met or was to meet."""
    told: Told = {}
    for row in reader.rows(CoreGroup):
        ended = f"ended {day(row['ended_on'])}: {row['ended_reason']}" if row["ended_on"] else ""
        told[row["id"]] = ("Core group", joined(row["purpose"], f"set up {day(row['formed_on'])}", ended))
    for row in reader.rows(CoreGroupMember):
        left = f"left {day(row['left_on'])}: {row['left_reason']}" if row["left_on"] else ""
        vetted = "vetted" if row["vetted"] else "not vetted"
        words = joined(names.of(row["agency"]), row["post"], vetted, f"from {day(row['joined_on'])}", left)
        told[row["id"]] = (f"In the core group: {row['name']}", words)
    for row in reader.rows(CoreGroupMeeting):
        state = CoreGroupMeeting.Status(row["status"]).label
        words = joined(state, moment(row["starts_at"]), row["venue"], row["note"] or row["status_reason"])
        told[row["id"]] = ("Core group meeting", words)
    return told


def professionals_meetings(reader: Reader, names: Names) -> Told:
    """What is noted of meetings that were no MAPPA meetings."""
    return {
        row.pk: (f"Held {day(row.held_on)}", joined(names.of(row.agency_id), row.purpose))
        for row in reader.recorded(ProfessionalsMeeting)
    }
