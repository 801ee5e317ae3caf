"""Tasks that their core group does not do: done elsewhere, not needed any more, or carried to where they are done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from assessments.models import PlanAction
from assessments.services import NewAction, open_action
from audit.refusals import RuleRefused
from meetings.kept_out import stop_asked
from meetings.models import Meeting
from meetings.models_groups import CoreGroup, CoreGroupTask
from meetings.rules.groups import Becomes, Goes
from meetings.services.record import ASKED_BEFORE, open_for_recording
from offenders.writing import Entry, recorded_already


@dataclass(frozen=True, slots=True)
class Onward:
    """What becomes of tasks, as typed: how, in which words, and to which group or meeting they are carried."""

    becomes: str = ""
    words: str = ""
    to_group: CoreGroup | None = None
    to_meeting: Meeting | None = None
    pillar: str = ""
    how: str = ""

    @property
    def carries(self) -> bool:
        """Whether they go on in another group or as actions: for those who give groups tasks."""
        return self.becomes in (Becomes.GROUP, Becomes.ACTION)


NOWHERE = Onward()


def as_rules_see(entry: Entry, onward: Onward, leaving: CoreGroup) -> Goes:
    """What the rules look at, with the group that is named as it stands now."""
    goes_on = None
    if onward.to_group is not None:
        rows = CoreGroup.objects.filter(pk=onward.to_group.pk, case=entry.case, ended_on__isnull=True)
        goes_on = rows.exclude(pk=leaving.pk).exists()
    return Goes(
        becomes=Becomes(onward.becomes) if onward.becomes else None,
        words=onward.words,
        group=goes_on,
        meeting=onward.to_meeting is not None,
        pillar=onward.pillar,
        how=onward.how,
    )


def pass_on(
    entry: Entry,
    *,
    actor: User,
    tasks: Sequence[CoreGroupTask],
    onward: Onward,
    on: dt.date,
    version: int | None = None,
) -> None:
    """Inside a service that asked the rules: end tasks and carry them to where they are said to be done (MTG-79).

    `version` is that of the one task, where one was looked at. Raises: RuleRefused (MIN-03 for a meeting that is
    over; RMP-03; ACC-73 for an agency kept out; OFF-21); Conflict.
    """
    if tasks:
        entry.rules.append("MTG-79")
    for task in tasks:
        carried: CoreGroupTask | None = None
        action: PlanAction | None = None
        if onward.carries:
            stop_asked(entry.case, [(task.agency, None, "")], field="becomes")
        if onward.becomes == Becomes.GROUP and onward.to_group is not None:
            carried = _in_group(entry, actor, task, onward.to_group)
        elif onward.becomes == Becomes.ACTION and onward.to_meeting is not None:
            action = _as_action(entry, task, onward, onward.to_meeting)
        entry.change(
            task,
            version=version,
            verb="core_group.task_passed_on",
            done_on=on,
            outcome=onward.words,
            became=onward.becomes,
            carried_to=carried,
            action=action,
        )


def _in_group(entry: Entry, actor: User, task: CoreGroupTask, group: CoreGroup) -> CoreGroupTask:
    same = CoreGroupTask.objects.filter(
        group=group, meeting=task.meeting_id, description=task.description, agency=task.agency_id
    )
    if same.exists():
        raise RuleRefused([recorded_already("this task in that group", "to_group")])
    row = CoreGroupTask(
        case=entry.case,
        group=group,
        meeting_id=task.meeting_id,
        description=task.description,
        agency=task.agency,
        due_on=task.due_on,
        recorded_by=actor,
    )
    return entry.add(row, verb="core_group.task_given")


def _as_action(entry: Entry, task: CoreGroupTask, onward: Onward, meeting: Meeting) -> PlanAction:
    """The action has the task's own day; that nobody of the agency is named was so in the group already."""
    current = open_for_recording(Meeting.objects.get(pk=meeting.pk, case=entry.case))
    action = NewAction(
        pillar=onward.pillar,
        description=task.description,
        how_it_manages_risk=onward.how,
        agency=task.agency,
        due_on=task.due_on,
        meeting_id=current.pk,
    )
    return open_action(entry, action=action, acknowledged=ASKED_BEFORE)
