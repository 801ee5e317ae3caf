"""What the timeline of a case tells about meetings: new dates, core groups, and professionals' meetings beside them."""

from collections.abc import Iterator

from django.urls import reverse

from meetings.models import CoreGroup, CoreGroupMeeting, CoreGroupMember, Rescheduling
from meetings.selectors import groups
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event
from ui.words import day, moment


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each meeting that was moved or cancelled; each core group with who left, when it met, its reports; each note."""
    rows = groups.told(viewer=viewer, case_id=case.pk)
    found = [_moved(case, row) for row in rows.moved]
    for group in rows.groups:
        found += _group(case, group)
    for report in rows.reports:
        href = reverse("core_group", args=[case.pk, report.group_id])
        title = f"Core group reported to the meeting of {day(report.meeting.held_on)}"
        by = report.recorded_by.full_name
        found.append(
            Event(title, report.reported_on, by, report.text, rule="MTG-76", href=href, recorded=report.recorded_at)
        )
    found += [event for member in rows.members for event in _member(case, member)]
    found += [_met(case, row) for row in rows.meetings]
    for met in rows.professionals:
        title = f"Professionals’ meeting of {met.agency.name}"
        href = reverse("case_meetings", args=[case.pk])
        found.append(
            Event(title, met.held_on, met.recorded_as, met.purpose, rule="MTG-77", href=href, recorded=met.recorded_at)
        )
    return found


def _moved(case: Case, row: Rescheduling) -> Event:
    """On the day of the chair's approval."""
    was = f"Level {row.meeting.level} meeting of {moment(row.was_at)}"
    title = f"{was} moved to {moment(row.now_at)}" if row.now_at else f"{was} cancelled"
    href = reverse("meeting_detail", args=[case.pk, row.meeting_id])
    return Event(
        title, row.approved_on, row.approved_as, row.reason, rule="MTG-65", href=href, recorded=row.recorded_at
    )


def _group(case: Case, group: CoreGroup) -> Iterator[Event]:
    href, by = reverse("core_group", args=[case.pk, group.pk]), group.recorded_by.full_name
    yield Event(
        "Core group set up", group.formed_on, by, group.purpose, rule="MTG-74", href=href, recorded=group.recorded_at
    )
    if group.ended_on is not None:
        yield Event("Core group ended", group.ended_on, text=group.ended_reason, rule="MTG-74", href=href)


def _met(case: Case, row: CoreGroupMeeting) -> Event:
    """On its own day: planned, held with what was done, or cancelled with the reason."""
    href = reverse("core_group", args=[case.pk, row.group_id])
    title = f"Core group meeting, {row.get_status_display().lower()} (no MAPPA meeting)"
    who, text = row.closed_by or row.planned_by, row.note or row.status_reason
    recorded = row.closed_at or row.planned_at
    return Event(title, row.held_on, who.full_name, text, rule="MTG-31", href=href, recorded=recorded)


def _member(case: Case, member: CoreGroupMember) -> Iterator[Event]:
    if member.left_on is not None:
        href = reverse("core_group", args=[case.pk, member.group_id])
        title = f"{member.name}, {member.agency.name}, left the core group"
        yield Event(title, member.left_on, text=member.left_reason, rule="MTG-94", href=href)
