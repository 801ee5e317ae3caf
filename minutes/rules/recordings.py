"""Recordings of meetings: when one may be noted, and when it is deleted."""

from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, in_words


def recording_findings(*, cancelled: bool, approved: bool) -> list[Finding]:
    """The refusal of noting a recording of a meeting that is cancelled, or whose minutes are approved (MIN-09)."""
    if cancelled:
        message = "This meeting is cancelled, so there is no recording of it."
        return [Finding("MIN-09", Effect.REFUSE, message, None, "Choose the meeting that was held.")]
    if approved:
        message = "The minutes are approved: they are the record, and no recording is kept."
        return [Finding("MIN-09", Effect.REFUSE, message, None, "Have the recording deleted.")]
    return []


def deleted_findings(on: date, *, today: date, held_on: date) -> list[Finding]:
    """The refusal of a day of deletion that is to come, or before the meeting (MIN-09)."""
    if held_on <= on <= today:
        return []
    message = "A recording is deleted after the meeting, and on no later day than today."
    return [Finding("MIN-09", Effect.REFUSE, message, "deleted_on", "Enter the day on which it was deleted.")]


def deletion_due(approved_on: date) -> Due:
    """The day on which a recording is deleted: that of the approval of the minutes (MIN-09)."""
    return Due(approved_on, approved_on, "MIN-09", f"the day the minutes were approved, {in_words(approved_on)}")
