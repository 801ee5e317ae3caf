"""Meetings of core groups, which are no MAPPA meetings: planned, changed, cancelled, and what was done when held."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import User
from audit.refusals import Finding, RuleRefused, stop
from meetings.kept_out import stop_asked
from meetings.models import CoreGroup, CoreGroupAsked, CoreGroupMeeting, CoreGroupMember, Meeting
from meetings.rules import group_meetings as rules
from meetings.rules.groups import standing_findings
from meetings.services.group_notices import tell
from meetings.services.groups import KEEP, SET_UP
from offenders.writing import Entry, accept, recorded_already, writing
from ui.words import london_date

Status = CoreGroupMeeting.Status


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting of a core group as typed: when (an instant), where, and which members are asked."""

    starts_at: dt.datetime
    venue: str
    remote: bool
    members: Sequence[CoreGroupMember]


def plan(
    *,
    actor: User,
    group: CoreGroup,
    plan: Plan,
    now: dt.datetime,
    acknowledged: frozenset[str] = frozenset(),
) -> CoreGroupMeeting:
    """Plan a meeting of a core group that stands; members with an account are told (MTG-33).

    Raises: NotPermitted; RuleRefused (MTG-74 ended; MTG-31; MTG-34 until confirmed; ACC-25, ACC-73; OFF-21).
    """
    with writing(group.case, actor=actor, may=SET_UP, verb="core_group_meeting.planned") as entry:
        current = CoreGroup.objects.get(pk=group.pk)
        members = _members(current, plan.members)
        accept(entry, _planning(entry, current, plan, len(members), now), acknowledged)
        stop_asked(entry.case, [(one.agency, None, one.name) for one in members], field="members")
        row = _new(entry, actor, current, plan, now)
        entry.rules.append("MTG-31")
        entry.add(row)
        _ask(entry, row, members)
        tell(entry, row)
        return row


def change(
    *,
    actor: User,
    meeting: CoreGroupMeeting,
    version: int,
    plan: Plan,
    reason: str,
    now: dt.datetime,
    acknowledged: frozenset[str] = frozenset(),
) -> CoreGroupMeeting:
    """Give a planned meeting of a core group another time, another place or other members; who is concerned is told.

    Raises: as `plan`; RuleRefused (MTG-32 where it was held or cancelled); Conflict.
    """
    with writing(meeting.case, actor=actor, may=SET_UP, verb="core_group_meeting.changed", reason=reason) as entry:
        current = _open(meeting)
        members = _members(current.group, plan.members)
        accept(entry, _planning(entry, current.group, plan, len(members), now), acknowledged)
        kept = set(current.asked.filter(withdrawn_on__isnull=True).values_list("member", flat=True))
        added = [one for one in members if one.pk not in kept]
        stop_asked(entry.case, [(one.agency, None, one.name) for one in added], field="members")
        _stop_same_time(current.group, plan.starts_at, but=current)
        new: dict[str, Any] = {
            "starts_at": plan.starts_at,
            "venue": plan.venue,
            "remote": plan.remote,
            "status_reason": reason,
        }
        entry.rules.append("MTG-31")
        entry.change(current, version=version, **new)
        gone = current.asked.filter(withdrawn_on__isnull=True).exclude(member__in=members)
        for asked in gone.select_related("meeting"):
            entry.change(asked, verb="core_group_meeting.asked_no_longer", withdrawn_on=london_date(now))
        _ask(entry, current, added)
        tell(entry, current)
        return current


def cancel(*, actor: User, meeting: CoreGroupMeeting, version: int, reason: str, now: dt.datetime) -> CoreGroupMeeting:
    """Cancel a planned meeting of a core group, also one whose day has passed; members with an account are told.

    Raises: NotPermitted; RuleRefused (MTG-32 where it was held or cancelled); Conflict.
    """
    with writing(meeting.case, actor=actor, may=SET_UP, verb="core_group_meeting.cancelled", reason=reason) as entry:
        current = _open(meeting)
        entry.rules.append("MTG-32")
        closed: dict[str, Any] = {
            "status": Status.CANCELLED,
            "status_reason": reason,
            "closed_by": actor,
            "closed_at": now,
        }
        entry.change(current, version=version, **closed)
        tell(entry, current)
        return current


def note(
    *,
    actor: User,
    meeting: CoreGroupMeeting,
    version: int,
    came: Collection[CoreGroupMember],
    note: str,
    now: dt.datetime,
) -> CoreGroupMeeting:
    """Note that a planned meeting of a core group was held: who of those asked came, and what was done with the tasks.

    Also of a group that was ended since. Raises: NotPermitted; RuleRefused (MTG-32); Conflict.
    """
    with writing(meeting.case, actor=actor, may=KEEP, verb="core_group_meeting.held") as entry:
        current = _open(meeting)
        there = {one.pk for one in came}
        asked = list(current.asked.filter(withdrawn_on__isnull=True))
        number = sum(row.member_id in there for row in asked)
        stop(rules.note_findings(passed=current.starts_at <= now, came=number))
        entry.rules.append("MTG-32")
        held: dict[str, Any] = {"status": Status.HELD, "note": note, "closed_by": actor, "closed_at": now}
        entry.change(current, version=version, **held)
        for row in asked:
            entry.change(row, came=row.member_id in there)
        return current


def put_down(*, actor: User, group: CoreGroup, held: Plan, note: str, now: dt.datetime) -> CoreGroupMeeting:
    """Put down a meeting that a core group held without its being planned here. `held.members` are those who came.

    Nobody is told. Raises: NotPermitted; RuleRefused (MTG-31, OFF-21).
    """
    with writing(group.case, actor=actor, may=KEEP, verb="core_group_meeting.held") as entry:
        current = CoreGroup.objects.get(pk=group.pk)
        members = list(CoreGroupMember.objects.filter(group=current, pk__in=[one.pk for one in held.members]))
        sitting = _sitting(held, len(members), now)
        stop(rules.held_findings(sitting, formed_on=current.formed_on, ended_on=current.ended_on))
        row = _new(entry, actor, current, held, now)
        row.status, row.note, row.closed_by, row.closed_at = Status.HELD, note, actor, now
        entry.rules.extend(["MTG-31", "MTG-32"])
        entry.add(row)
        for member in members:
            entry.add(CoreGroupAsked(case=entry.case, meeting=row, member=member, came=True))
        return row


def _new(entry: Entry, actor: User, group: CoreGroup, plan: Plan, now: dt.datetime) -> CoreGroupMeeting:
    _stop_same_time(group, plan.starts_at)
    row = CoreGroupMeeting(case=entry.case, group=group, planned_by=actor, planned_at=now)
    row.starts_at, row.venue, row.remote = plan.starts_at, plan.venue, plan.remote
    return row


def _members(group: CoreGroup, chosen: Sequence[CoreGroupMember]) -> list[CoreGroupMember]:
    """Those of the chosen who are in this group now."""
    rows = CoreGroupMember.objects.filter(group=group, left_on__isnull=True, pk__in=[one.pk for one in chosen])
    return list(rows.select_related("agency"))


def _planning(entry: Entry, group: CoreGroup, plan: Plan, asked: int, now: dt.datetime) -> list[Finding]:
    coming = Meeting.objects.filter(case=entry.case, status=Meeting.Status.SCHEDULED, starts_at__gt=now)
    following = coming.exclude(pk=group.meeting_id).order_by("starts_at").first()
    return [
        *standing_findings(group.ended_on),
        *rules.planning_findings(
            _sitting(plan, asked, now),
            level=entry.case.level,
            case_ended=entry.case.ended_on is not None,
            formed_on=group.formed_on,
            reports_on=following.held_on if following else None,
        ),
    ]


def _sitting(plan: Plan, asked: int, now: dt.datetime) -> rules.Sitting:
    place = plan.remote or bool(plan.venue.strip())
    return rules.Sitting(on=london_date(plan.starts_at), passed=plan.starts_at <= now, place=place, asked=asked)


def _ask(entry: Entry, meeting: CoreGroupMeeting, members: Sequence[CoreGroupMember]) -> None:
    for member in members:
        asked = CoreGroupAsked(case=entry.case, meeting=meeting, member=member, person=_account_of(member))
        entry.add(asked, verb="core_group_meeting.asked")


def _account_of(member: CoreGroupMember) -> User | None:
    """The one account at work in the member's agency under the member's name; None where there is none, or several."""
    found = User.objects.filter(agency=member.agency, is_active=True, full_name__iexact=" ".join(member.name.split()))
    people = list(found[:2])
    return people[0] if len(people) == 1 else None


def _open(meeting: CoreGroupMeeting) -> CoreGroupMeeting:
    """The meeting as it stands, while it is planned. Raises: RuleRefused (MTG-32)."""
    current = CoreGroupMeeting.objects.select_related("group").get(pk=meeting.pk)
    stop(rules.open_findings(planned=current.is_open))
    return current


def _stop_same_time(group: CoreGroup, starts_at: dt.datetime, *, but: CoreGroupMeeting | None = None) -> None:
    """Raise RuleRefused where the group meets at this time already (OFF-21)."""
    same = CoreGroupMeeting.objects.filter(~Q(status=Status.CANCELLED), group=group, starts_at=starts_at)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise RuleRefused([recorded_already("a meeting of this group at this time", "starts_at")])
