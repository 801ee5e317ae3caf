"""Another chair or minute-taker of a meeting, named by the Unit (MTG-27)."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Effect, Finding, stop
from meetings import facts
from meetings.chairing import can_act
from meetings.kept_out import stop_kept_out
from meetings.models import Invitation, Meeting
from meetings.rules.joint import joint_findings, second_chair_findings
from meetings.rules.minutes import MinutesState
from meetings.rules.people import Attendance, Invitee, chair_findings
from meetings.rules.replacing import replacing_findings
from meetings.services import days
from meetings.services.returns import ask_invited, withdraw_request
from offenders.models import AccessDenial, Assignment
from offenders.services.parts import open_window, stop_denied
from offenders.writing import Entry, writing

Capacity = Assignment.Capacity
MINUTE_TAKERS = (Role.ADMINISTRATOR, Role.COORDINATOR)


def replace_chair(
    *, actor: User, meeting: Meeting, former: User, chair: User, version: int, reason: str, today: dt.date
) -> Meeting:
    """Have a meeting chaired by somebody else than `former`, who sees it by that no longer (ACC-66).

    A chair who was at the meeting keeps the sight of somebody invited, and their line of the attendance list. Before
    the meeting their invitation is taken back, and the new chair's stands in that list. A slot of a meeting day that
    neither chairs is free again (MTG-72).

    Raises: NotPermitted; RuleRefused (MTG-27; MTG-01 to MTG-03, MTG-67; ACC-25 and ACC-73 for somebody
    kept out of the case); Conflict.
    """
    with writing(meeting.case, actor=actor, may="schedule_meeting", verb="chair.replaced", reason=reason) as entry:
        current = _waiting(meeting, leaving=former)
        column = "co_chair" if current.co_chair_id == former.pk else "chair"
        stop(
            replacing_findings(
                holds=current.is_chaired_by(former), holds_already=current.is_chaired_by(chair), field="chair"
            )
        )
        stop_denied(entry.case, chair, "chair")
        stop_kept_out(entry.case, chair, "chair")
        stop(_chairs_findings(current, chair, column))
        over = current.held_on < today or not current.is_open or facts.took_place(current)
        entry.rules.append("MTG-27")
        new: dict[str, Any] = {column: chair}
        entry.change(current, version=version, **new)
        if not over:
            days.free_unfit(entry, current, today=today)
        _close(entry, current, former, Capacity.CHAIR, today)
        open_window(entry, user=chair, capacity=Capacity.CHAIR, starts=today, meeting_id=current.pk)
        if facts.minutes_state(current) is not MinutesState.DRAFT:
            return current  # the days in which those invited read them ran from the approval, for the former chair too
        if over:
            _keep_as_invited(entry, current, former, today)
        else:
            _swap_lines(entry, current, former, chair, today)
        return current


def replace_minute_taker(
    *, actor: User, meeting: Meeting, minute_taker: User, version: int, reason: str, today: dt.date
) -> Meeting:
    """Have the minutes taken by somebody else; the former one sees the meeting by that no longer.

    Raises: NotPermitted; RuleRefused (MTG-27; MTG-04 for somebody outside the Unit; ACC-25, ACC-73); Conflict.
    """
    verb = "minute_taker.replaced"
    with writing(meeting.case, actor=actor, may="schedule_meeting", verb=verb, reason=reason) as entry:
        current = _waiting(meeting)
        same = current.minute_taker_id == minute_taker.pk
        stop(replacing_findings(holds=True, holds_already=same, field="minute_taker"))
        stop_denied(entry.case, minute_taker, "minute_taker")
        stop_kept_out(entry.case, minute_taker, "minute_taker")
        if entry.case.area_id not in standing_of(minute_taker).areas(*MINUTE_TAKERS):
            message = "This person is not of the MAPPA Co-ordination Unit of the area."
            stop([Finding("MTG-04", Effect.REFUSE, message, "minute_taker", "Choose somebody of the Unit.")])
        former = current.minute_taker
        entry.rules.append("MTG-27")
        entry.change(current, version=version, minute_taker=minute_taker)
        _close(entry, current, former, Capacity.MINUTE_TAKER, today)
        open_window(entry, user=minute_taker, capacity=Capacity.MINUTE_TAKER, starts=today, meeting_id=current.pk)
        return current


def _waiting(meeting: Meeting, leaving: User | None = None) -> Meeting:
    """The meeting as it stands, under the case's lock; refused when it is cancelled, or its minutes are approved.

    Copies, corrections and the summary wait for the chair beyond that, so one who can act no more is replaced then too.
    """
    rows = Meeting.objects.select_related("chair__agency__kind", "co_chair__agency__kind", "minute_taker", "case")
    current: Meeting = rows.get(pk=meeting.pk)
    done = facts.minutes_state(current) is not MinutesState.DRAFT and (
        leaving is None or can_act(leaving, current.case)
    )
    if done or current.status == Meeting.Status.CANCELLED:
        message = "The minutes of this meeting are approved." if done else "This meeting was cancelled."
        stop([Finding("MTG-27", Effect.REFUSE, message, None, "Nobody has to take over.")])
    return current


def _chairs_findings(meeting: Meeting, chair: User, column: str) -> list[Finding]:
    """What is asked of those who chair when a meeting is planned, asked of those who would chair now."""
    area = meeting.case.area_id
    first, second = (meeting.chair, chair) if column == "co_chair" else (chair, meeting.co_chair)
    chairing = {first.pk, *([second.pk] if second else [])}
    rows = facts.standing_invitations(meeting)
    lines = zip(rows, facts.invitees(rows, meeting), strict=True)
    invitees: list[Invitee] = [replace(line, is_chair=row.person_id in chairing) for row, line in lines]
    known, beside = facts.chair_facts(first, area), facts.second_chair_facts(second, area)
    joint = meeting.kind == Meeting.Kind.COUNTER_TERRORISM
    return [
        *chair_findings(known, invitees),
        *(replace(one, field="chair") for one in second_chair_findings(beside, invitees)),
        *joint_findings(joint=joint, restricted=meeting.case.restricted, chair=known, second=beside),
    ]


def _close(entry: Entry, meeting: Meeting, user: User, capacity: str, today: dt.date) -> None:
    open_still = Q(ends__isnull=True) | Q(ends__gt=today)
    rows = Assignment.objects.filter(open_still, case=entry.case, meeting_id=meeting.pk, user=user, capacity=capacity)
    for row in rows:
        entry.change(row, verb="person.unassigned", ends=max(today, row.starts))


def _keep_as_invited(entry: Entry, meeting: Meeting, former: User, today: dt.date) -> None:
    """Who was at the meeting reads its papers like anybody invited, unless barred or invited beside it already."""
    came = Invitation.objects.filter(
        meeting=meeting, person=former, withdrawn_on__isnull=True, attendance=Attendance.ATTENDED
    )
    barred = AccessDenial.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today), case=entry.case, user=former)
    if came.exists() and not barred.exists():
        open_window(entry, user=former, capacity=Capacity.INVITEE, starts=today, meeting_id=meeting.pk)


def _swap_lines(entry: Entry, meeting: Meeting, former: User, chair: User, today: dt.date) -> None:
    """The new chair stands among those invited; the former one, who comes no longer, does not."""
    standing = Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True)
    line = facts.chair_as_invited(chair)
    if line is not None and not standing.filter(person=chair).exists():
        row = Invitation(case=entry.case, meeting=meeting, agency=line.agency, party=line.party.value)
        row.role_title, row.person, row.invited_on = line.role_title, chair, today
        entry.add(row, verb="meeting.invited")
    for former_line in standing.filter(person=former):
        entry.change(former_line, verb="invitation.withdrawn", withdrawn_on=today)
        withdraw_request(entry, meeting, former_line.agency_id, today=today)
    if meeting.invitations_sent_on is not None:
        ask_invited(entry, meeting, on=timezone.localdate(), today=today)
