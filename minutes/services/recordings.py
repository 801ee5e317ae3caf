"""The recording of a meeting: that there is one, with consent, and that it was deleted."""

import datetime as dt

from accounts.models import User
from audit.refusals import RuleRefused, stop
from meetings.models import Meeting
from minutes import facts
from minutes.models import Recording, RecordingDeleted
from minutes.rules import recordings as rules
from offenders.writing import recorded_already, writing


def record_recording(*, actor: User, meeting: Meeting, board_allows: str, consent: str, kept_where: str) -> Recording:
    """That the meeting is recorded, as the board allows and with everybody's consent at the start.

    Raises: NotPermitted; RuleRefused (MIN-09: cancelled, or the minutes are approved; OFF-21).
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="recording.recorded") as entry:
        current = Meeting.objects.get(pk=meeting.pk)
        if Recording.objects.filter(meeting=current).exists():
            raise RuleRefused([recorded_already("a recording of this meeting")])
        cancelled = current.status == Meeting.Status.CANCELLED
        stop(rules.recording_findings(cancelled=cancelled, approved=facts.newest_approved(current) is not None))
        return entry.add(
            Recording(
                case=entry.case,
                meeting=current,
                board_allows=board_allows,
                consent=consent,
                kept_where=kept_where,
                recorded_by=actor,
                recorded_as=actor.audit_role[:200],
            )
        )


def recording_deleted(*, actor: User, recording: Recording, on: dt.date, today: dt.date) -> RecordingDeleted:
    """That the recording was deleted.

    Raises: NotPermitted; RuleRefused (OFF-21; MIN-09: a day to come, or before the meeting).
    """
    with writing(recording.case, actor=actor, may="record_meeting", verb="recording.deleted") as entry:
        if RecordingDeleted.objects.filter(recording=recording).exists():
            raise RuleRefused([recorded_already("the deletion of this recording")])
        stop(rules.deleted_findings(on, today=today, held_on=recording.meeting.held_on))
        return entry.add(
            RecordingDeleted(
                case=entry.case,
                recording=recording,
                deleted_on=on,
                recorded_by=actor,
                recorded_as=actor.audit_role[:200],
            )
        )
