"""Reads of meetings of core groups, for those who see the case in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from meetings.kept_out import kept_out_of
from meetings.models import CoreGroup, CoreGroupAsked, CoreGroupMeeting, CoreGroupMember, CoreGroupNotice
from meetings.rules.invitations import Way
from offenders.access import Viewer
from ui.words import moment

OWN_SHOWN = 50
"""So many coming meetings of core groups are listed for one person; nobody is asked to more."""


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody asked to a meeting of a core group, and in words whether they were told."""

    row: CoreGroupAsked
    told: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting of a core group with who is asked to it; `passed` says that its time has come."""

    row: CoreGroupMeeting
    asked: list[Line]
    passed: bool


def sittings(*, viewer: Viewer, group: CoreGroup, now: datetime) -> list[Sitting]:
    """The meetings of a core group, newest first: three queries."""
    return [_sitting(row, now) for row in _rows(viewer).filter(group=group)]


def sitting_for(*, viewer: Viewer, group: CoreGroup, meeting_id: UUID, now: datetime) -> Sitting:
    """One of them; Http404 for any other, and where the viewer may not see it."""
    return _sitting(get_object_or_404(_rows(viewer).filter(group=group), pk=meeting_id), now)


def may_be_asked(*, viewer: Viewer, group: CoreGroup) -> QuerySet[CoreGroupMember]:
    """Those in the group now, less who is kept out of the case (ACC-73)."""
    out = kept_out_of(group.case)
    rows = CoreGroupMember.objects.visible_to(viewer).filter(group=group, left_on__isnull=True)
    asked = [one.pk for one in rows if not out.holds(one.agency_id, None, one.name)]
    return rows.filter(pk__in=asked).select_related("agency")


def ever_members(*, viewer: Viewer, group: CoreGroup) -> QuerySet[CoreGroupMember]:
    """Everybody who is or was in the group."""
    return CoreGroupMember.objects.visible_to(viewer).filter(group=group).select_related("agency")


def members_asked(*, viewer: Viewer, meeting: CoreGroupMeeting) -> QuerySet[CoreGroupMember]:
    """Those who are asked to one meeting."""
    asked = CoreGroupAsked.objects.filter(meeting=meeting, withdrawn_on__isnull=True)
    rows = CoreGroupMember.objects.visible_to(viewer).filter(pk__in=asked.values("member"))
    return rows.select_related("agency")


def own(*, viewer: Viewer, now: datetime) -> list[CoreGroupMeeting]:
    """Coming meetings of core groups that the viewer is asked to and may see, the first one first: one query."""
    asked = CoreGroupAsked.objects.filter(person=getattr(viewer, "pk", None), withdrawn_on__isnull=True)
    rows = CoreGroupMeeting.objects.visible_to(viewer).filter(
        pk__in=asked.values("meeting"), status=CoreGroupMeeting.Status.PLANNED, starts_at__gte=now
    )
    return list(rows.select_related("case").order_by("starts_at", "id")[:OWN_SHOWN])


def _rows(viewer: Viewer) -> QuerySet[CoreGroupMeeting]:
    asked = CoreGroupAsked.objects.filter(withdrawn_on__isnull=True).select_related("member__agency")
    notices = CoreGroupNotice.objects.order_by("asked_at", "id")
    return (
        CoreGroupMeeting.objects.visible_to(viewer)
        .select_related("planned_by", "closed_by")
        .prefetch_related(Prefetch("asked", asked.prefetch_related(Prefetch("notices", notices))))
    )


def _sitting(row: CoreGroupMeeting, now: datetime) -> Sitting:
    lines = [Line(asked, _told(asked, asked.notices.all())) for asked in row.asked.all()]
    return Sitting(row=row, asked=lines, passed=row.starts_at <= now)


def _told(asked: CoreGroupAsked, notices: Iterable[CoreGroupNotice]) -> str:
    """Whether somebody asked was told, by their last e-mail."""
    last = next(reversed(list(notices)), None)
    if last is None:
        return "" if asked.person_id else "No account: tell them another way"
    if last.settled_at is None:
        return "To be told"
    when = moment(last.settled_at)
    return f"Told on {when}" if last.way == Way.PERSON else f"Not told: {last.why_not}"
