"""Meetings that are planned follow the level of their case (MTG-29)."""

from django.utils import timezone

from levels.models import LevelDecision
from meetings.models import Meeting
from meetings.rules.schedule import MEETING_LEVELS
from meetings.services import days
from offenders.writing import Entry


def follow_level(entry: Entry, decision: LevelDecision) -> None:
    """Inside a service that decides a level: meetings still to come are held at that level.

    What the level asks of a meeting, its agenda, who comes and by when its minutes are approved, is asked at the new
    one. A slot of a meeting day at the former level is free again (MTG-72). Nothing changes for a meeting that has
    begun, for one before the day from which the level holds, or by a level without meetings.
    """
    if decision.level not in MEETING_LEVELS:
        return
    to_come = Meeting.objects.filter(case=entry.case, status=Meeting.Status.SCHEDULED, starts_at__gt=timezone.now())
    for meeting in to_come.exclude(level=decision.level):
        if meeting.pk != decision.meeting_id and decision.decided_on <= meeting.held_on:
            entry.rules.append("MTG-29")
            entry.change(meeting, verb="meeting.at_another_level", level=decision.level)
            days.free_unfit(entry, meeting, today=timezone.localdate())
