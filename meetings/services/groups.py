"""Core groups: set up by a meeting, given tasks by meetings, reporting to them; notes of professionals' meetings."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from accounts.models import Agency, User
from audit.refusals import Conflict, RuleRefused, stop
from meetings.kept_out import stop_asked
from meetings.models import CoreGroupMeeting, Meeting
from meetings.models_groups import CoreGroup, CoreGroupMember, CoreGroupReport, CoreGroupTask, ProfessionalsMeeting
from meetings.rules import group_meetings as meeting_rules
from meetings.rules import groups as rules
from meetings.services.group_notices import take_back
from meetings.services.group_tasks import NOWHERE, Onward, as_rules_see, pass_on
from offenders.models import Case
from offenders.writing import Entry, accept, recorded_already, writing

SET_UP, KEEP, MEET = "record_meeting", "record_case", "plan_risk"
"""By which permissions a meeting sets up a group and gives it tasks, who keeps its record, and who meets beside it."""


@dataclass(frozen=True, slots=True)
class Met:
    """A professionals' meeting as typed. `people` are those beside the referrer; dates are Europe/London."""

    held_on: dt.date
    referrer: str
    people: Sequence[str]
    purpose: str
    notes_where: str
    notes_on: dt.date


def set_up(*, actor: User, meeting: Meeting, purpose: str, formed_on: dt.date, today: dt.date) -> CoreGroup:
    """Set up a core group by a meeting. Raises: NotPermitted; RuleRefused (MTG-74, OFF-21)."""
    with writing(meeting.case, actor=actor, may=SET_UP, verb="core_group.set_up") as entry:
        current = Meeting.objects.get(pk=meeting.pk)
        stop(
            rules.group_findings(
                level=current.level,
                cancelled=current.status == Meeting.Status.CANCELLED,
                held_on=current.held_on,
                formed_on=formed_on,
                today=today,
            )
        )
        if CoreGroup.objects.filter(meeting=current, purpose=purpose, ended_on__isnull=True).exists():
            raise RuleRefused([recorded_already("a core group of this meeting for this purpose", "purpose")])
        entry.rules.append("MTG-74")
        row = CoreGroup(case=entry.case, meeting=current, purpose=purpose, formed_on=formed_on, recorded_by=actor)
        return entry.add(row)


def end_group(
    *,
    actor: User,
    group: CoreGroup,
    version: int,
    ended_on: dt.date,
    reason: str,
    today: dt.date,
    onward: Onward = NOWHERE,
) -> CoreGroup:
    """End a core group, and with it its open tasks, of which `onward` says what becomes.

    Raises: NotPermitted; RuleRefused (MTG-74; MTG-79 for open tasks of which nothing is said; MTG-31 where it is to
    meet afterwards; MIN-03, RMP-03, ACC-73 or OFF-21 where they are carried on); Conflict.
    """
    with _standing(group, actor, SET_UP, "core_group.ended", reason) as (entry, current):
        tasks = list(current.tasks.filter(done_on__isnull=True).select_related("agency"))
        planned = [row.held_on for row in current.meetings.filter(status=CoreGroupMeeting.Status.PLANNED)]
        stop(
            [
                *rules.ending_findings(ended_on=ended_on, formed_on=current.formed_on, today=today),
                *meeting_rules.ending_findings(ended_on=ended_on, planned=planned),
                *rules.open_tasks_findings(len(tasks), as_rules_see(entry, onward, current)),
            ]
        )
        pass_on(entry, actor=actor, tasks=tasks, onward=onward, on=ended_on)
        return entry.change(current, version=version, ended_on=ended_on, ended_reason=reason)


def add_member(
    *, actor: User, group: CoreGroup, agency: Agency, name: str, post: str, vetted: bool, joined_on: dt.date
) -> CoreGroupMember:
    """Add somebody to a core group.

    Raises: NotPermitted; RuleRefused (MTG-74 ended, OFF-21 in it already; ACC-25, ACC-73 for who is kept out).
    """
    with _standing(group, actor, SET_UP, "core_group.member_added") as (entry, current):
        stop_asked(entry.case, [(agency, None, name)], field="agency")
        same = CoreGroupMember.objects.filter(group=current, agency=agency, name=name, left_on__isnull=True)
        if same.exists():
            raise RuleRefused([recorded_already("this person in the group", "name")])
        return entry.add(
            CoreGroupMember(
                case=entry.case,
                group=current,
                agency=agency,
                name=name,
                post=post,
                vetted=vetted,
                joined_on=joined_on,
            )
        )


def end_membership(
    *, actor: User, member: CoreGroupMember, version: int, left_on: dt.date, reason: str, today: dt.date
) -> CoreGroupMember:
    """Record that somebody left a core group. Raises: NotPermitted; RuleRefused (MTG-74, MTG-94); Conflict."""
    with _standing(member.group, actor, SET_UP, "core_group.member_left", reason) as (entry, _):
        current = CoreGroupMember.objects.get(pk=member.pk)
        if current.left_on is not None:
            theirs = {"left_on": current.left_on, "left_reason": current.left_reason}
            yours = {"left_on": left_on, "left_reason": reason}
            raise Conflict("member", theirs=theirs, yours=yours, current_version=current.version)
        stop(rules.leaving_findings(left_on=left_on, joined_on=current.joined_on, today=today))
        entry.rules.append("MTG-94")
        entry.change(current, version=version, left_on=left_on, left_reason=reason)
        take_back(entry, [current], left_on)
        return current


def give_task(
    *, actor: User, group: CoreGroup, meeting: Meeting, description: str, agency: Agency, due_on: dt.date
) -> CoreGroupTask:
    """Give a core group a task that a meeting of the case set.

    Raises: NotPermitted; RuleRefused (MTG-75, a cancelled meeting or a day before it; ACC-73, an agency kept out).
    """
    with _standing(group, actor, SET_UP, "core_group.task_given") as (entry, current):
        setting = _same_case(entry, meeting)
        cancelled = setting.status == Meeting.Status.CANCELLED
        stop(rules.task_findings(cancelled=cancelled, held_on=setting.held_on, due_on=due_on))
        stop_asked(entry.case, [(agency, None, "")], field="agency")
        same = CoreGroupTask.objects.filter(group=current, meeting=meeting, description=description, agency=agency)
        if same.exists():
            raise RuleRefused([recorded_already("this task", "description")])
        entry.rules.append("MTG-75")
        return entry.add(
            CoreGroupTask(
                case=entry.case,
                group=current,
                meeting=meeting,
                description=description,
                agency=agency,
                due_on=due_on,
                recorded_by=actor,
            )
        )


def finish_task(
    *,
    actor: User,
    task: CoreGroupTask,
    version: int,
    done_on: dt.date,
    outcome: str,
    today: dt.date,
    onward: Onward = NOWHERE,
) -> CoreGroupTask:
    """Record what came of a task: done by the group, or what `onward` says became of it instead.

    Raises: NotPermitted, also for whoever carries a task on and may give none; RuleRefused (MTG-75, MTG-79; MIN-03,
    RMP-03, ACC-73 or OFF-21 where it is carried on); Conflict when somebody did already.
    """
    may = SET_UP if onward.carries else KEEP
    with writing(task.case, actor=actor, may=may, verb="core_group.task_done") as entry:
        current = CoreGroupTask.objects.select_related("agency", "group").get(pk=task.pk)
        if current.done_on is not None:
            theirs = {"done_on": current.done_on, "outcome": current.outcome}
            raise Conflict(
                "task", theirs=theirs, yours={"done_on": done_on, "outcome": outcome}, current_version=current.version
            )
        stop(rules.done_findings(done_on=done_on, today=today))
        if onward.becomes:
            stop(rules.goes_findings(as_rules_see(entry, onward, current.group)))
            pass_on(entry, actor=actor, tasks=[current], onward=onward, on=done_on, version=version)
            return current
        return entry.change(current, version=version, done_on=done_on, outcome=outcome)


def report(
    *, actor: User, group: CoreGroup, meeting: Meeting, reported_on: dt.date, text: str, today: dt.date
) -> CoreGroupReport:
    """Record what the group reports to a meeting. Raises: NotPermitted; RuleRefused (MTG-74, MTG-76, OFF-21)."""
    with _standing(group, actor, KEEP, "core_group.reported") as (entry, current):
        to = _same_case(entry, meeting)
        stop(
            rules.report_findings(
                cancelled=to.status == Meeting.Status.CANCELLED,
                reported_on=reported_on,
                formed_on=current.formed_on,
                today=today,
            )
        )
        if CoreGroupReport.objects.filter(group=current, meeting=to, text=text).exists():
            raise RuleRefused([recorded_already("this report", "text")])
        entry.rules.append("MTG-76")
        return entry.add(
            CoreGroupReport(
                case=entry.case, group=current, meeting=to, reported_on=reported_on, text=text, recorded_by=actor
            )
        )


def note_professionals(
    *, actor: User, case: Case, met: Met, today: dt.date, acknowledged: frozenset[str] = frozenset()
) -> ProfessionalsMeeting:
    """Note that the lead agency held a professionals' meeting; no minutes, no clock, no count follows from it.

    Raises: NotPermitted; RuleRefused (MTG-77, MTG-78; OFF-21 when it is noted already).
    """
    with writing(case, actor=actor, may=MEET, verb="professionals_meeting.noted") as entry:
        found = rules.professionals_findings(
            people=met.people,
            held_on=met.held_on,
            notes_on=met.notes_on,
            leads=actor.agency_id == entry.case.lead_agency_id,
            today=today,
        )
        accept(entry, found, acknowledged)
        people = "\n".join(met.people)
        if ProfessionalsMeeting.objects.filter(case=entry.case, held_on=met.held_on, purpose=met.purpose).exists():
            raise RuleRefused([recorded_already("a professionals' meeting on this day for this purpose", "held_on")])
        entry.rules.append("MTG-78")
        return entry.add(
            ProfessionalsMeeting(
                case=entry.case,
                agency=entry.case.lead_agency,
                held_on=met.held_on,
                referrer=met.referrer,
                people=people,
                purpose=met.purpose,
                notes_where=met.notes_where,
                notes_on=met.notes_on,
                recorded_by=actor,
                recorded_as=actor.audit_role[:200],
            )
        )


@contextmanager
def _standing(
    group: CoreGroup, actor: User, may: str, verb: str, reason: str = ""
) -> Iterator[tuple[Entry, CoreGroup]]:
    """Write to a core group as it stands now. Raises: NotPermitted; RuleRefused (MTG-74: it was ended)."""
    with writing(group.case, actor=actor, may=may, verb=verb, reason=reason) as entry:
        current = CoreGroup.objects.get(pk=group.pk)
        stop(rules.standing_findings(current.ended_on))
        yield entry, current


def _same_case(entry: Entry, meeting: Meeting) -> Meeting:
    """The meeting, of this very case."""
    return Meeting.objects.get(pk=meeting.pk, case=entry.case)
