"""Reads of core groups and of notes of professionals' meetings, for those who see the case in full."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from meetings.models import Meeting, Rescheduling
from meetings.models_group_meetings import CoreGroupMeeting
from meetings.models_groups import CoreGroup, CoreGroupMember, CoreGroupReport, CoreGroupTask, ProfessionalsMeeting
from meetings.selectors import meetings
from offenders.access import Viewer


@dataclass(frozen=True, slots=True)
class Group:
    """A core group with who is in it and who was, what it has to do, when it meets, and what it reported.

    Reports and meetings are in the order newest first.
    """

    row: CoreGroup
    members: list[CoreGroupMember]
    former: list[CoreGroupMember]
    open_tasks: list[CoreGroupTask]
    done_tasks: list[CoreGroupTask]
    reports: list[CoreGroupReport]
    meetings: list[CoreGroupMeeting]

    @property
    def planned(self) -> list[CoreGroupMeeting]:
        """The meetings of which it is not recorded what came, the first one first."""
        return [row for row in reversed(self.meetings) if row.is_open]

    @property
    def last_held(self) -> CoreGroupMeeting | None:
        """The meeting that was held last; None where there was none."""
        return next((row for row in self.meetings if row.status == CoreGroupMeeting.Status.HELD), None)


def groups_of(*, viewer: Viewer, case_id: UUID, standing: bool = False) -> list[Group]:
    """The core groups of a case, newest first; only those that were not ended where `standing`: five queries."""
    rows = _groups(viewer).filter(case_id=case_id)
    return [_whole(row) for row in (rows.filter(ended_on__isnull=True) if standing else rows)]


def group_for(*, viewer: Viewer, case_id: UUID, group_id: UUID) -> Group:
    """One of them; Http404 when the viewer may not see it."""
    return _whole(get_object_or_404(_groups(viewer).filter(case_id=case_id), pk=group_id))


def task_for(*, viewer: Viewer, group: CoreGroup, task_id: UUID) -> CoreGroupTask:
    """A task of a group; Http404 for any other. One that is done meanwhile is answered with both outcomes."""
    rows = CoreGroupTask.objects.visible_to(viewer).filter(group=group)
    return get_object_or_404(rows.select_related("agency"), pk=task_id)


def member_for(*, viewer: Viewer, group: CoreGroup, member_id: UUID) -> CoreGroupMember:
    """Somebody in a group; Http404 for any other. Who left meanwhile is answered with both days."""
    rows = CoreGroupMember.objects.visible_to(viewer).filter(group=group)
    return get_object_or_404(rows.select_related("agency"), pk=member_id)


@dataclass(frozen=True, slots=True)
class Told:
    """What the timeline tells."""

    moved: list[Rescheduling]
    groups: list[CoreGroup]
    members: list[CoreGroupMember]
    reports: list[CoreGroupReport]
    meetings: list[CoreGroupMeeting]
    professionals: list[ProfessionalsMeeting]


def told(*, viewer: Viewer, case_id: UUID) -> Told:
    """What the timeline tells, as far as the viewer sees it: six queries."""
    left = CoreGroupMember.objects.visible_to(viewer).filter(case_id=case_id, left_on__isnull=False)
    reports = CoreGroupReport.objects.visible_to(viewer).filter(case_id=case_id)
    moved = Rescheduling.objects.visible_to(viewer).filter(case_id=case_id)
    met = CoreGroupMeeting.objects.visible_to(viewer).filter(case_id=case_id)
    return Told(
        moved=list(moved.select_related("meeting")),
        groups=list(CoreGroup.objects.visible_to(viewer).filter(case_id=case_id).select_related("recorded_by")),
        members=list(left.select_related("agency")),
        reports=list(reports.select_related("meeting", "recorded_by")),
        meetings=list(met.select_related("planned_by", "closed_by")),
        professionals=professionals_meetings(viewer=viewer, case_id=case_id),
    )


def meetings_to_name(*, viewer: Viewer, case_id: UUID) -> QuerySet[Meeting]:
    """The meetings of a case that may set a task or be reported to, newest first."""
    rows = meetings(viewer=viewer).filter(case_id=case_id).exclude(status=Meeting.Status.CANCELLED)
    return rows.order_by("-starts_at", "id")


def open_meetings(*, viewer: Viewer, case_id: UUID) -> QuerySet[Meeting]:
    """The meetings of a case that may still take an action, the next first."""
    rows = meetings(viewer=viewer).filter(case_id=case_id, status=Meeting.Status.SCHEDULED)
    return rows.order_by("starts_at", "id")


def other_groups(*, viewer: Viewer, group: CoreGroup) -> QuerySet[CoreGroup]:
    """The groups of the same case that were not ended, but this one."""
    rows = CoreGroup.objects.visible_to(viewer).filter(case=group.case_id, ended_on__isnull=True)
    return rows.exclude(pk=group.pk)


def professionals_meetings(*, viewer: Viewer, case_id: UUID) -> list[ProfessionalsMeeting]:
    """What is noted of professionals' meetings on a case, newest first."""
    rows = ProfessionalsMeeting.objects.visible_to(viewer).filter(case_id=case_id)
    return list(rows.select_related("agency", "recorded_by"))


def _groups(viewer: Viewer) -> QuerySet[CoreGroup]:
    return (
        CoreGroup.objects.visible_to(viewer)
        .select_related("meeting", "recorded_by")
        .prefetch_related(
            Prefetch("members", CoreGroupMember.objects.select_related("agency")),
            Prefetch("tasks", CoreGroupTask.objects.select_related("agency", "meeting", "carried_to")),
            Prefetch("reports", CoreGroupReport.objects.select_related("meeting", "recorded_by")),
            "meetings",
        )
    )


def _whole(row: CoreGroup) -> Group:
    tasks, members = list(row.tasks.all()), list(row.members.all())
    return Group(
        row=row,
        members=[member for member in members if member.left_on is None],
        former=[member for member in members if member.left_on is not None],
        open_tasks=[task for task in tasks if task.done_on is None],
        done_tasks=[task for task in tasks if task.done_on is not None],
        reports=list(row.reports.all()),
        meetings=list(row.meetings.all()),
    )
