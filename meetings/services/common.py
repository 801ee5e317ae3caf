"""What the services of a meeting share."""

from audit.refusals import Effect, Finding, stop
from meetings.models import Meeting
from meetings.rules.schedule import lapsed_findings


def open_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, under the case's lock.

    Raises: RuleRefused (MTG-07) when it is closed or cancelled.
    """
    current = Meeting.objects.select_related("chair__agency__kind", "co_chair__agency__kind", "case").get(pk=meeting.pk)
    if not current.is_open:
        message = f"This meeting is {current.get_status_display().lower()}, so its planning cannot be changed."
        stop([Finding("MTG-07", Effect.REFUSE, message, None, "Plan another meeting.")])
    return current


def meeting_to_come(meeting: Meeting) -> Meeting:
    """The planned meeting as it stands now, of a case that is managed on its day.

    Raises: RuleRefused (MTG-07; MTG-23 once management ended before it, when it is only cancelled).
    """
    current = open_meeting(meeting)
    stop(lapsed_findings(current.case.ended_on, current.held_on))
    return current
