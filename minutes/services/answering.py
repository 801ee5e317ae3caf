"""Copies of minutes that answer a request: drawn with its approval, redacted by hand, and sent with the reply."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from meetings.models import Minutes
from minutes.models import CopyRedaction, MinutesCopy, MinutesCopyStep
from minutes.rules.distribution import Form, Step
from offenders.writing import Entry

PURPOSE = "Reply to a request."


def copy_for_reply(
    entry: Entry, minutes: Minutes, *, recipient: str, redacts: bool, left_out: Sequence[str]
) -> MinutesCopy:
    """Inside a service by which a reply with minutes is approved: the requester's own numbered copy (ENQ-30).

    `recipient` names nobody: it says who asks, and by which reference. `left_out` has the law of each item left out.
    """
    by, role = _signed(entry)
    row = MinutesCopy(
        case=entry.case,
        meeting_id=minutes.meeting_id,
        minutes=minutes,
        number=MinutesCopy.objects.filter(meeting=minutes.meeting_id).count() + 1,
        form=(Form.REDACTED if redacts else Form.REPLY).value,
        recipient=recipient[:400],
        reason=PURPOSE,
        left_out=list(left_out),
        made_by=by,
        made_as=role,
    )
    return entry.add(row, verb="minutes.copied")


def redacted(
    entry: Entry, copy: MinutesCopy, *, redacted_by: str, checked_by: str, checked_on: dt.date
) -> CopyRedaction:
    """Inside a service that asked the rules: that a copy was redacted by hand, outside the system, and checked."""
    by, role = _signed(entry)
    row = CopyRedaction(case=entry.case, copy=copy, redacted_by=redacted_by, checked_by=checked_by)
    row.checked_on, row.recorded_by, row.recorded_as = checked_on, by, role
    return entry.add(row, verb="minutes.copy_redacted")


def reply_sent(entry: Entry, copy: MinutesCopy, *, on: dt.date, way: str) -> MinutesCopyStep:
    """Inside a service by which a reply was sent: so was its copy."""
    by, role = _signed(entry)
    row = MinutesCopyStep(case=entry.case, copy=copy, step=Step.SENT.value, happened_on=on, note=way)
    row.recorded_by, row.recorded_as = by, role
    return entry.add(row, verb="minutes.copy_sent")


def _signed(entry: Entry) -> tuple[User, str]:
    if entry.actor is None:
        raise TypeError("a copy is drawn by somebody")
    return entry.actor, entry.actor.audit_role[:200]
