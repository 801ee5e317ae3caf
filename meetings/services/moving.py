"""Giving a planned meeting a new date, or cancelling it: only with the chair's approval, which is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.refusals import Effect, Finding, stop
from deadlines.rules.days import Due, in_words
from meetings import clocks, facts
from meetings.models import Invitation, Meeting, MeetingSlot, Rescheduling
from meetings.rules.moving import ApprovalFacts, approval_findings, held_findings
from meetings.rules.people import Attendance
from meetings.rules.schedule import lapsed_findings, late_findings
from meetings.services import days
from meetings.services.common import open_meeting
from meetings.services.invitations import tell_of_change
from meetings.services.returns import withdraw_requests
from offenders.models import Assignment
from offenders.services.parts import close_windows
from offenders.writing import Entry, accept, writing

Capacity = Assignment.Capacity
EVERYBODY: tuple[str, ...] = (Capacity.CHAIR, Capacity.MINUTE_TAKER, Capacity.INVITEE, Capacity.OBSERVER)

OF_THE_OLD_TIME: Mapping[str, Any] = MappingProxyType(
    {
        "attendance": "",
        "absence_note": "",
        "deputy": "",
        "delegated": None,
        "delegated_by": "",
        "grade": "",
        "arrived_at": None,
        "left_at": None,
    }
)
"""What apologies say of the time for which they were sent, as it stands once the meeting has another."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The chair's approval as typed; a chair who records their own needs neither `by` nor `on` nor `how`.

    `practitioner` says what the Probation Practitioner was told; `on` is a date in Europe/London.
    """

    practitioner: str
    by: User | None = None
    on: dt.date | None = None
    how: str = ""


def move_meeting(
    *,
    actor: User,
    meeting: Meeting,
    version: int,
    starts_at: dt.datetime,
    reason: str,
    approval: Approval,
    today: dt.date,
    slot: MeetingSlot | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> Meeting:
    """Give a planned meeting a new date, with the chair's approval; invitations are to be sent again.

    Apologies were for the old time and are cleared, with what was noted of them and who was to come instead, of which
    grade and with whose authority; the history keeps all of it (MTG-08).

    Those who expect it at the old time are told by e-mail (MTG-97).

    The slot that it had is free again; `slot` is the one of a meeting day that it gets instead.

    Raises: NotPermitted; RuleRefused (MTG-99; MTG-23; ACC-07, MTG-65, MTG-66; MTG-07; MTG-72; REV-07 beyond the limit);
    Conflict.
    """
    with writing(meeting.case, actor=actor, may="schedule_meeting", verb="meeting.moved", reason=reason) as entry:
        current = open_meeting(meeting)
        stop(held_findings(attended=facts.took_place(current)))
        given = _given(actor, current, approval, today)
        new_day = timezone.localdate(starts_at)
        stop(lapsed_findings(entry.case.ended_on, new_day))
        latest = clocks.latest_new_date(current, entry.case, facts.policy_of(entry.case, today))
        found = [*_approved(actor, current, given, today), *_new_date(new_day, latest, today)]
        accept(entry, found, acknowledged)
        was_at, told_at = current.starts_at, _told_at(current)
        new: dict[str, Any] = {"starts_at": starts_at, "status_reason": reason, "invitations_sent_on": None}
        if slot is not None:
            chairs = current.chairs
            day = days.stop_unbookable(entry, slot, level=current.level, starts_at=starts_at, chairs=chairs)
            new |= {"venue": day.venue, "remote": day.remote}
        entry.change(current, version=version, **new)
        days.free(entry, current, today=today)
        if slot is not None:
            days.book(entry, slot, current)
        if starts_at != was_at:
            _clear_apologies(entry, current)
        _keep(entry, current, given, was_at=was_at, now_at=starts_at, latest=latest.due_on if latest else None)
        tell_of_change(entry, current, told_at=told_at)
        return current


def cancel_meeting(
    *, actor: User, meeting: Meeting, version: int, reason: str, approval: Approval, today: dt.date
) -> Meeting:
    """Cancel a planned meeting, with the chair's approval; every window it opened closes, and a new date is due.

    Those who expect it are told by e-mail (MTG-97).

    Raises: NotPermitted; RuleRefused (MTG-99; ACC-07, MTG-65, MTG-66); Conflict.
    """
    with writing(meeting.case, actor=actor, may="schedule_meeting", verb="meeting.cancelled", reason=reason) as entry:
        current = open_meeting(meeting)
        stop(held_findings(attended=facts.took_place(current)))
        given = _given(actor, current, approval, today)
        accept(entry, _approved(actor, current, given, today), frozenset())
        latest = clocks.latest_new_date(current, entry.case, facts.policy_of(entry.case, today))
        entry.change(current, version=version, status=Meeting.Status.CANCELLED, status_reason=reason)
        _keep(entry, current, given, was_at=current.starts_at, now_at=None, latest=latest.due_on if latest else None)
        days.free(entry, current, today=today)
        withdraw_requests(entry, current, today=today)
        close_windows(entry, meeting_id=current.pk, capacities=list(EVERYBODY), on=today)
        tell_of_change(entry, current, told_at=_told_at(current))
        return current


def _clear_apologies(entry: Entry, meeting: Meeting) -> None:
    sent = Invitation.objects.filter(meeting=meeting, attendance=Attendance.APOLOGIES, withdrawn_on__isnull=True)
    for row in sent:
        entry.change(row, verb="attendance.cleared", **OF_THE_OLD_TIME)


def _told_at(meeting: Meeting) -> dt.datetime | None:
    """The time for which the invitations went out; None while they are still to go."""
    return meeting.starts_at if meeting.invitations_sent_on is not None else None


def _given(actor: User, meeting: Meeting, approval: Approval, today: dt.date) -> Approval:
    """The approval; a chair who moves or cancels approves by doing so."""
    if meeting.is_chaired_by(actor):
        return Approval(approval.practitioner, actor, today)
    return approval


def _approved(actor: User, meeting: Meeting, approval: Approval, today: dt.date) -> list[Finding]:
    typed = ApprovalFacts(
        by_chair=approval.by is not None and meeting.is_chaired_by(approval.by),
        own=approval.by == actor,
        on=approval.on,
        how=approval.how,
        practitioner=approval.practitioner,
    )
    return approval_findings(typed, today=today)


def _keep(
    entry: Entry,
    meeting: Meeting,
    approval: Approval,
    *,
    was_at: dt.datetime,
    now_at: dt.datetime | None,
    latest: dt.date | None,
) -> None:
    if approval.by is None or approval.on is None or entry.actor is None:
        raise TypeError("an approval names who approved and when, and is recorded by somebody")
    kind = Rescheduling.Kind.CANCELLED if now_at is None else Rescheduling.Kind.MOVED
    entry.rules.append("MTG-65")
    entry.add(
        Rescheduling(
            case=entry.case,
            meeting=meeting,
            kind=kind,
            was_at=was_at,
            now_at=now_at,
            latest_on=latest,
            reason=entry.reason,
            approved_by=approval.by,
            approved_as=f"Chair of the meeting, {approval.by.agency.name if approval.by.agency else 'no agency'}"[:200],
            approved_on=approval.on,
            how=approval.how,
            practitioner=approval.practitioner,
            recorded_by=entry.actor,
        ),
        verb="chair.approved",
    )


def _new_date(new_day: dt.date, latest: Due | None, today: dt.date) -> list[Finding]:
    if new_day < today:
        message = f"The new date, {in_words(new_day)}, has passed."
        return [Finding("MTG-07", Effect.REFUSE, message, "starts_at", "Choose today or a later day.")]
    return late_findings("REV-07", "starts_at", new_day, latest, today)
