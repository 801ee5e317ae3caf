"""Planning a meeting: date, chair, minute-taker and who is asked."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Effect, Finding, RuleRefused, stop
from meetings import clocks, facts
from meetings.facts import Asked
from meetings.kept_out import stop_asked, stop_kept_out
from meetings.models import Invitation, Meeting, MeetingSlot
from meetings.rules.invitations import named_findings
from meetings.rules.joint import second_chair_findings
from meetings.rules.moving import withdrawing_findings
from meetings.rules.people import Circumstances, chair_findings, invitation_findings
from meetings.rules.schedule import ScheduleFacts, is_late, schedule_findings
from meetings.services import days
from meetings.services.common import meeting_to_come, open_meeting
from meetings.services.invitations import short_notice, tell, without_mailbox
from meetings.services.returns import ask_invited, withdraw_request
from offenders.models import Assignment, Case
from offenders.services.parts import open_window
from offenders.writing import Entry, accept, recorded_already, writing

Capacity = Assignment.Capacity


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting as it is planned. `starts_at` is an instant; `invitations_sent_on` None while they are still to go."""

    kind: str
    starts_at: dt.datetime
    chair: User
    minute_taker: User
    co_chair: User | None = None
    venue: str = ""
    remote: bool = False
    approved_premises: bool = False
    emergency: bool = False
    emergency_reason: str = ""
    invitations_sent_on: dt.date | None = None
    slot: MeetingSlot | None = None
    late_reason: str = ""

    @property
    def chairs(self) -> list[User]:
        """Who is to chair it."""
        return [self.chair] if self.co_chair in (None, self.chair) else [self.chair, self.co_chair]


def schedule_meeting(
    *,
    actor: User,
    case: Case,
    plan: Plan,
    asked: Sequence[Asked],
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> Meeting:
    """Plan a meeting at the case's level and open the case to the chair, the minute-taker and those named.

    Raises: NotPermitted; RuleRefused (MTG-01 to MTG-07, MTG-09 to MTG-14, MTG-23, MTG-67, MTG-68, MTG-72; ACC-25 for a
    barred person, by account or by name; ACC-73 for an agency kept out; MTG-26; MTG-28 without a reason).
    """
    with writing(case, actor=actor, may="schedule_meeting", verb="meeting.scheduled") as entry:
        lines = [line for line in map(facts.chair_as_invited, plan.chairs) if line is not None]
        everyone = [*lines, *(one for one in asked if one.person is None or one.person not in plan.chairs)]
        stop_asked(entry.case, [(one.agency, one.person, one.person_name) for one in everyone], field="invitees")
        stop_kept_out(entry.case, plan.minute_taker, "minute_taker")
        undecided, known = _level_decided(entry.case), _facts(entry.case, plan, everyone, today)
        accept(entry, [*undecided, *schedule_findings(known)], acknowledged)
        late = known.owed is not None and known.latest is None and is_late(known.held_on, known.owed)
        same = Meeting.objects.filter(case=entry.case, starts_at=plan.starts_at, status=Meeting.Status.SCHEDULED)
        if same.exists():
            raise RuleRefused([recorded_already("a meeting planned for this time", "starts_at")])
        if plan.slot is not None:
            level = entry.case.level or 0
            days.stop_unbookable(entry, plan.slot, level=level, starts_at=plan.starts_at, chairs=plan.chairs)
        meeting = entry.add(
            Meeting(
                case=entry.case,
                level=entry.case.level or 0,  # the rules have refused a case without a level
                kind=plan.kind,
                starts_at=plan.starts_at,
                venue=plan.venue,
                remote=plan.remote,
                chair=plan.chair,
                co_chair=plan.co_chair,
                minute_taker=plan.minute_taker,
                approved_premises=plan.approved_premises,
                emergency=plan.emergency,
                emergency_reason=plan.emergency_reason if plan.emergency else "",
                invitations_sent_on=plan.invitations_sent_on,
                owed_on=known.owed.due_on if late and known.owed else None,
                late_reason=plan.late_reason if late else "",
            )
        )
        if plan.slot is not None:
            days.book(entry, plan.slot, meeting)
        for chair in plan.chairs:
            open_window(entry, user=chair, capacity=Capacity.CHAIR, starts=today, meeting_id=meeting.pk)
        open_window(entry, user=plan.minute_taker, capacity=Capacity.MINUTE_TAKER, starts=today, meeting_id=meeting.pk)
        for one in everyone:
            _invite(entry, meeting, one, today)
        if plan.invitations_sent_on is not None:
            ask_invited(entry, meeting, on=plan.invitations_sent_on, today=today)
    return meeting


def invite(*, actor: User, meeting: Meeting, asked: Asked, today: dt.date) -> Invitation:
    """Ask a further agency or person; a named person sees the meeting's papers from now on.

    Once the others were sent theirs, the invitation goes out by e-mail at once.

    Raises: NotPermitted; RuleRefused (MTG-14, MTG-23, MTG-80, MTG-81, closed meeting, already invited, ACC-25).
    """
    with writing(meeting.case, actor=actor, may="schedule_meeting", verb="meeting.invited") as entry:
        current = meeting_to_come(meeting)
        line = facts.invitees_asked([asked], current.chairs)
        about_everyone = invitation_findings(_case_circumstances(current), line)
        barred = [finding for finding in about_everyone if finding.rule == "MTG-14"]
        stop([*barred, *named_findings(line), *_invited_already(current, asked)])
        stop_asked(entry.case, [(asked.agency, asked.person, asked.person_name)], field="agency")
        row = _invite(entry, current, asked, today)
        if current.invitations_sent_on is not None:
            stop(without_mailbox([row], entry.case))
            ask_invited(entry, current, on=today, today=today)
            tell(entry, current, [row])
        return row


def withdraw_invitation(
    *, actor: User, invitation: Invitation, version: int, reason: str, today: dt.date
) -> Invitation:
    """Take an invitation back; the person's sight of the papers ends with their next request.

    Raises: NotPermitted; RuleRefused (MTG-99 once attendance is recorded; the chair's own, or a chair left alone:
    MTG-03); Conflict.
    """
    with writing(
        invitation.case, actor=actor, may="schedule_meeting", verb="invitation.withdrawn", reason=reason
    ) as entry:
        current = Invitation.objects.select_related("meeting__chair", "person").get(pk=invitation.pk)
        meeting = open_meeting(current.meeting)
        left = [row for row in facts.standing_invitations(meeting) if row.pk != current.pk]
        invitees, area = facts.invitees(left, meeting), entry.case.area_id
        stop(
            [
                *withdrawing_findings(attendance=current.attendance),
                *_chair_stays(current, meeting),
                *chair_findings(facts.chair_facts(meeting.chair, area), invitees),
                *second_chair_findings(facts.second_chair_facts(meeting.co_chair, area), invitees),
            ]
        )
        entry.change(current, version=version, withdrawn_on=today)
        if current.person is not None:
            _close_papers(entry, meeting, current.person, today)
        withdraw_request(entry, meeting, current.agency_id, today=today)
        return current


def record_invitations_sent(
    *,
    actor: User,
    meeting: Meeting,
    version: int,
    on: dt.date,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> Meeting:
    """Record the day on which the invitations went out another way, and ask each agency what it knows (MTG-60).

    They went, whatever the notice: less than is asked for is confirmed, and kept with what is recorded (MTG-06).

    Raises: NotPermitted; RuleRefused (a future day, and short notice until it is confirmed: MTG-06; MTG-23 after the
    end of management); Conflict.
    """
    with writing(meeting.case, actor=actor, may="schedule_meeting", verb="invitations.sent") as entry:
        current = meeting_to_come(meeting)
        if on > today:
            message = "Invitations cannot be recorded as sent on a day that is still to come."
            stop([Finding("MTG-06", Effect.REFUSE, message, "sent_on", "Enter today or an earlier day.")])
        accept(entry, short_notice(entry.case, current, on, today), acknowledged)
        entry.change(current, version=version, invitations_sent_on=on)
        ask_invited(entry, current, on=on, today=today)
        return current


def _facts(case: Case, plan: Plan, everyone: Sequence[Asked], today: dt.date) -> ScheduleFacts:
    policy = facts.policy_of(case, today)
    return ScheduleFacts(
        level=case.level or 0,
        held_on=timezone.localdate(plan.starts_at),
        invited_on=plan.invitations_sent_on or today,
        today=today,
        chair=facts.chair_facts(plan.chair, case.area_id),
        minute_taker=plan.minute_taker.full_name,
        second_chair=facts.second_chair_facts(plan.co_chair, case.area_id),
        joint=plan.kind == Meeting.Kind.COUNTER_TERRORISM,
        restricted=case.restricted,
        invitees=facts.invitees_asked(everyone, plan.chairs),
        case=facts.circumstances(case, approved_premises=plan.approved_premises, on=timezone.localdate(plan.starts_at)),
        latest=clocks.latest_to_plan(case, policy),
        owed=clocks.review_owed(case, policy),
        late_reason=plan.late_reason,
        national=policy.national,
        local=policy.local,
        emergency=plan.emergency,
        emergency_reason=plan.emergency_reason,
        case_ended_on=case.ended_on,
    )


def _level_decided(case: Case) -> list[Finding]:
    if case.level is not None or case.ended_on is not None:
        return []
    message = "No level is decided for this case, so no meeting can be planned."
    stop([Finding("MTG-05", Effect.REFUSE, message, None, "Have the level decided first.")])
    return []


def _case_circumstances(meeting: Meeting) -> Circumstances:
    return facts.circumstances_of(meeting, meeting.case)


def _invite(entry: Entry, meeting: Meeting, asked: Asked, today: dt.date) -> Invitation:
    row = entry.add(
        Invitation(
            case=entry.case,
            meeting=meeting,
            agency=asked.agency,
            party=asked.party.value,
            role_title=asked.role_title,
            person=asked.person,
            person_name="" if asked.person else asked.person_name,
            invited_on=today,
        ),
        verb="meeting.invited",
    )
    if asked.person is not None and not meeting.is_chaired_by(asked.person):
        _open_papers(entry, meeting, asked, asked.person, today)
    return row


def _open_papers(entry: Entry, meeting: Meeting, asked: Asked, person: User, today: dt.date) -> None:
    """Their part in the meeting: the pack while their agency is in the information-sharing agreement.

    Others get action points by it. Whether the agency is in it, the sight of the papers asks each time (ACC-60).
    """
    only_watches = standing_of(person).holds(Role.LAY_ADVISER)
    if not only_watches and not asked.agency.shares_information:
        entry.rules.append("ACC-60")
    capacity = Capacity.OBSERVER if only_watches else Capacity.INVITEE
    open_window(entry, user=person, capacity=capacity, starts=today, meeting_id=meeting.pk)


def _close_papers(entry: Entry, meeting: Meeting, person: User, today: dt.date) -> None:
    rows = Assignment.objects.filter(
        case=entry.case,
        meeting_id=meeting.pk,
        user=person,
        capacity__in=(Capacity.INVITEE, Capacity.OBSERVER),
        ends__isnull=True,
    )
    for row in rows:
        entry.change(row, verb="person.unassigned", ends=max(today, row.starts))


def _invited_already(meeting: Meeting, asked: Asked) -> list[Finding]:
    standing = Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True, person=asked.person)
    if asked.person is None or not standing.exists():
        return []
    return [Finding("MTG-14", Effect.REFUSE, "This person is already invited.", "person", "Choose somebody else.")]


def _chair_stays(invitation: Invitation, meeting: Meeting) -> list[Finding]:
    if invitation.person is None or not meeting.is_chaired_by(invitation.person):
        return []
    message = "The chair's own invitation cannot be withdrawn."
    return [Finding("MTG-01", Effect.REFUSE, message, None, "Cancel the meeting and plan it with another chair.")]
