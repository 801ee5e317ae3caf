"""Keeping people without an account, and whole agencies, out of the meetings of a case, and ending that."""

import datetime as dt

from django.db.models import Q

from accounts.models import Agency, User
from audit.refusals import Effect, Finding, RuleRefused, stop
from meetings.kept_out import Out
from meetings.models import CoreGroupMember, InformationRequest, Invitation, KeptOut, Meeting
from meetings.rules.keeping_out import keeping_out_findings
from meetings.rules.kept_out import names_somebody
from meetings.rules.names import split_name
from meetings.rules.people import Attendance
from meetings.services.group_notices import take_back
from offenders.models import AccessDenial, AccessGrant, Assignment, Case, Involvement, ReceivingArea
from offenders.models.access import in_force
from offenders.writing import Entry, recorded_already, writing

PARTS = (Assignment.Capacity.INVITEE, Assignment.Capacity.OBSERVER)
ACTION = "manage_access"
NO_PART = "They take no part in the meetings of this case any more."


def keep_out(
    *, actor: User, case: Case, agency: Agency | None, person_name: str, reason: str, today: dt.date
) -> KeptOut:
    """Keep somebody without an account, or a whole agency, out of the meetings of a case from today.

    Invitations to planned meetings that they have are taken back, also where they sent apologies or a report, and what
    these and earlier ones opened closes. They are in no core group any more. Whoever chairs stays: somebody else is
    named in their place.

    Raises: NotPermitted; RuleRefused (ACC-73, also for the name of somebody with an account; OFF-21).
    """
    with writing(case, actor=actor, may=ACTION, verb="meetings.kept_out", reason=reason, rules=["ACC-73"]) as entry:
        name = " ".join(person_name.split())
        leads = agency is not None and agency.pk == entry.case.lead_agency_id
        has_account = bool(name) and _has_account(entry.case, agency, name, today)
        stop(keeping_out_findings(named=bool(name), agency=agency is not None, leads=leads, has_account=has_account))
        open_still = Q(ends__isnull=True) | Q(ends__gt=today)
        same = KeptOut.objects.filter(open_still, case=entry.case, agency=agency, person_name__iexact=name)
        if same.exists():
            raise RuleRefused([recorded_already("such a decision", "person_name" if name else "agency")])
        row = KeptOut(case=entry.case, agency=agency, person_name=name, reason=reason, starts=today)
        row.decided_by, row.decided_as = actor, actor.audit_role[:200]
        entry.add(row)
        _take_back(entry, row, today)
        return row


def end_keeping_out(*, actor: User, row: KeptOut, version: int, on: dt.date, reason: str) -> KeptOut:
    """End it from `on`: they may be invited and told again. Invitations taken back do not come back.

    Raises: NotPermitted; RuleRefused (it has ended); Conflict.
    """
    verb = "meetings.let_in"
    with writing(row.case, actor=actor, may=ACTION, verb=verb, reason=reason, rules=["ACC-73"]) as entry:
        current = KeptOut.objects.get(pk=row.pk)
        if current.ends is not None:
            stop([Finding("ACC-73", Effect.REFUSE, "This has ended already.", None, "Look at the list.")])
        ends = max(on, current.starts)
        return entry.change(current, version=version, ends=ends, ended_by=actor, ended_reason=reason)


def _has_account(case: Case, agency: Agency | None, name: str, today: dt.date) -> bool:
    """Whether a name may be that of somebody with an account who is not barred from the case.

    With an agency: of those who work there. Without one: of those in the area, and wherever else the case is open.
    """
    barred = AccessDenial.objects.filter(in_force(), case=case).values("user")
    where = _at_work_on(case, today) if agency is None else Q(agency=agency)
    people = User.objects.filter(where, is_active=True).exclude(pk__in=barred)
    known = [one for one in people.values_list("full_name", flat=True) if one.strip()]
    return any(names_somebody(one, [split_name(name)]) or names_somebody(name, [split_name(one)]) for one in known)


def _at_work_on(case: Case, today: dt.date) -> Q:
    """The accounts of the area, and those of any other with a part in the case, their own or their agency's."""
    open_still = Q(ends__isnull=True) | Q(ends__gt=today)
    parts = Assignment.objects.filter(open_still, case=case)
    grants = AccessGrant.objects.filter(open_still, case=case)
    involved = Involvement.objects.filter(open_still, case=case)
    receiving = ReceivingArea.objects.filter(open_still, case=case)
    return (
        Q(agency__area=case.area_id)
        | Q(agency__area__in=receiving.values("area"))
        | Q(agency=case.lead_agency_id)
        | Q(agency__in=involved.values("agency"))
        | Q(agency__in=parts.values("user__agency"))  # the team of whoever works on it reads with them
        | Q(pk__in=parts.values("user"))
        | Q(pk__in=grants.values("user"))
    )


def _take_back(entry: Entry, row: KeptOut, today: dt.date) -> None:
    """Withdraw their invitations to planned meetings, what their agency was asked, and the sight it gave."""
    whole = row.agency_id is not None and not row.person_name
    people = () if whole else ((split_name(row.person_name), row.agency_id),)
    out = Out(agencies=frozenset({row.agency_id} if whole and row.agency_id else ()), people=people)
    planned = Meeting.objects.filter(case=entry.case, status=Meeting.Status.SCHEDULED)
    standing = Invitation.objects.filter(meeting__in=planned, withdrawn_on__isnull=True)
    standing = standing.exclude(attendance__in=(Attendance.ATTENDED, Attendance.ABSENT))  # what took place stays
    for one in standing.select_related("meeting", "person"):
        chairs = one.person is not None and one.meeting.is_chaired_by(one.person)
        if not chairs and out.holds(one.agency_id, one.person, one.person_name):
            entry.change(one, verb="invitation.withdrawn", withdrawn_on=today)
            _close_parts(entry, out, today, invited=one)
    _close_parts(entry, out, today)
    _leave_groups(entry, out, today)
    if whole:
        waiting = InformationRequest.objects.filter(meeting__in=planned, agency=row.agency_id, answer="")
        for request in waiting.filter(withdrawn_on__isnull=True):
            entry.change(request, verb="return.asked_no_longer", withdrawn_on=today)


def _leave_groups(entry: Entry, out: Out, today: dt.date) -> None:
    """They leave the core groups that they are in, and are asked to no meeting of these."""
    standing = CoreGroupMember.objects.filter(case=entry.case, left_on__isnull=True, group__ended_on__isnull=True)
    left = []
    for member in standing.select_related("agency"):
        if out.holds(member.agency_id, None, member.name):
            left_on = max(today, member.joined_on)
            entry.change(member, verb="core_group.member_left", left_on=left_on, left_reason=NO_PART)
            left.append(member)
    take_back(entry, left, today)


def _close_parts(entry: Entry, out: Out, today: dt.date, invited: Invitation | None = None) -> None:
    """Close what invitations opened to them, also to meetings held; with `invited`, what that one opened."""
    opened = Q(meeting_id__isnull=False)
    if invited is not None:
        opened = Q(user=invited.person_id, meeting_id=invited.meeting_id)
    open_still = Q(ends__isnull=True) | Q(ends__gt=today)
    parts = Assignment.objects.filter(opened, open_still, case=entry.case, capacity__in=PARTS)
    for part in parts.select_related("user"):
        if invited is not None or out.holds(part.user.agency_id, part.user):
            entry.change(part, verb="person.unassigned", ends=max(today, part.starts))
