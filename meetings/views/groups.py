"""Core groups: set up, members, tasks, reports, the end; and a note of a professionals' meeting."""

from typing import Any, cast

from django.urls import reverse
from django.utils import timezone

from audit.refusals import Effect, Finding
from meetings import selectors
from meetings.groups_forms import (
    DoneForm,
    EndForm,
    LeaveForm,
    MemberForm,
    ProfessionalsForm,
    ReportForm,
    SetUpForm,
    TaskForm,
)
from meetings.models_groups import CoreGroup
from meetings.rules.group_meetings import MEETING_LEVELS
from meetings.selectors import group_meetings, groups
from meetings.services import groups as services
from meetings.views.base import MeetingFormPage
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm
from ui.words import day


class SetUpGroup(MeetingFormPage):
    """A core group, by this meeting."""

    action = services.SET_UP
    form_class = SetUpForm
    heading = "Set up a core group"
    guidance = "The group answers to the meeting: it does what meetings set it, and reports to later ones."
    submit = "Set up the group"
    done = "The group is set up. Add its members."

    def initial(self) -> dict[str, Any]:
        """The day of the meeting, once that has come."""
        return {"formed_on": min(self.meeting.held_on, timezone.localdate())}

    def perform(self, form: HouseForm) -> CoreGroup:
        """Call the service."""
        return services.set_up(
            actor=self.request.user, meeting=self.meeting, today=timezone.localdate(), **form.cleaned_data
        )

    def success_url(self, result: Any) -> str:
        """The group for whoever sees it; the meeting otherwise."""
        if result is None or not self.shows.everything:
            return self.meeting_url()
        return reverse("core_group", args=[self.case.pk, result.pk])


class OfGroup(CasePage):
    """Finds the group that the address names; 404 unless the viewer may see it."""

    tab = "meetings"
    group: groups.Group

    def prepare(self, **kwargs: Any) -> None:
        """The group, then what the subclass needs."""
        self.group = groups.group_for(viewer=self.request.user, case_id=self.case.pk, group_id=kwargs["group_id"])
        super().prepare(**kwargs)

    def context(self) -> dict[str, Any]:
        """The group, and the way back to it."""
        return {"group": self.group, "back": reverse("core_group", args=[self.case.pk, self.group.row.pk])}


class GroupPage(OfGroup):
    """One group: members, meetings, tasks, reports."""

    template_name = "meetings/core_group.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        stands = self.group.row.ended_on is None
        return {
            "group": self.group,
            "back": reverse("case_meetings", args=[self.case.pk]),
            "may_set": stands and self.may(services.SET_UP),
            "may_report": stands and self.may(services.KEEP),
            "may_finish": self.may(services.KEEP),
            "may_cancel": self.may(services.SET_UP),
            "sittings": group_meetings.sittings(viewer=self.request.user, group=self.group.row, now=timezone.now()),
            "managed": self.case.level in MEETING_LEVELS and self.case.ended_on is None,
            "today": timezone.localdate(),
        }


class GroupForm(OfGroup, CaseFormPage):
    """A form about a group; afterwards back to it."""

    action = services.SET_UP

    def success_url(self, result: Any) -> str:
        """The group's page."""
        return reverse("core_group", args=[self.case.pk, self.group.row.pk])

    def onward_choices(self) -> dict[str, Any]:
        """The other groups that go on, and the meetings that are not closed."""
        viewer, row = self.request.user, self.group.row
        return {
            "groups": groups.other_groups(viewer=viewer, group=row),
            "meetings": groups.open_meetings(viewer=viewer, case_id=self.case.pk),
        }


class AddMember(GroupForm):
    """Somebody joins."""

    form_class = MemberForm
    heading = "Add a member of the core group"
    done = "The member is added."

    def form_arguments(self) -> dict[str, Any]:
        """The agencies of the area."""
        return {"agencies": selectors.agencies_of_area(self.case.area_id)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.add_member(actor=self.request.user, group=self.group.row, **form.cleaned_data)


class EndMembership(GroupForm):
    """Somebody leaves."""

    form_class = LeaveForm
    heading = "End a membership of the core group"
    submit = "End the membership"
    done = "The membership is ended."

    def prepare(self, **kwargs: Any) -> None:
        """The member that the address names."""
        super().prepare(**kwargs)
        viewer, group = self.request.user, self.group.row
        self.subject = groups.member_for(viewer=viewer, group=group, member_id=kwargs["group_member_id"])
        self.guidance = f"{self.subject.name}, {self.subject.agency.name}"  # type: ignore[misc]  # of this page

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.end_membership(
            actor=self.request.user,
            member=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class GiveTask(GroupForm):
    """A meeting sets a task."""

    form_class = TaskForm
    heading = "Give the core group a task"
    done = "The task is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """The meetings of the case and the agencies of the area."""
        return {
            "meetings": groups.meetings_to_name(viewer=self.request.user, case_id=self.case.pk),
            "agencies": selectors.agencies_of_area(self.case.area_id),
        }

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.give_task(actor=self.request.user, group=self.group.row, **form.cleaned_data)


class FinishTask(GroupForm):
    """What came of a task."""

    action = services.KEEP
    form_class = DoneForm
    heading = "Record what came of a task"
    done = "It is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """The task that the address names."""
        super().prepare(**kwargs)
        self.subject = groups.task_for(viewer=self.request.user, group=self.group.row, task_id=kwargs["task_id"])
        self.guidance = self.subject.description  # type: ignore[misc]  # of this page

    def form_arguments(self) -> dict[str, Any]:
        """Where the task can go on, for those who give groups tasks."""
        return {**self.onward_choices(), "carries": self.may(services.SET_UP)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.finish_task(
            actor=self.request.user,
            task=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            done_on=typed["done_on"],
            outcome=typed["outcome"],
            onward=cast(DoneForm, form).onward(typed["outcome"]),
        )


class Report(GroupForm):
    """Progress is reported to a meeting."""

    action = services.KEEP
    form_class = ReportForm
    heading = "Report progress to a meeting"
    guidance = "The report stands in the brief of the next meeting."
    done = "The report is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """The meetings of the case."""
        return {"meetings": groups.meetings_to_name(viewer=self.request.user, case_id=self.case.pk)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.report(
            actor=self.request.user, group=self.group.row, today=timezone.localdate(), **form.cleaned_data
        )


class EndGroup(GroupForm):
    """The group is ended."""

    form_class = EndForm
    heading = "End the core group"
    submit = "End the group"
    done = "The group is ended."

    def prepare(self, **kwargs: Any) -> None:
        """The group is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.group.row

    def findings(self) -> list[Finding]:
        """Each open task, before anybody decides about them together."""
        return [
            Finding("MTG-79", Effect.PROMPT, f"Open until {day(task.due_on)}: {task.description}", None)
            for task in self.group.open_tasks
        ]

    def form_arguments(self) -> dict[str, Any]:
        """How many tasks are open, and where they can go on."""
        return {**self.onward_choices(), "number": len(self.group.open_tasks)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.end_group(
            actor=self.request.user,
            group=self.group.row,
            version=form.version_seen,
            today=timezone.localdate(),
            ended_on=typed["ended_on"],
            reason=typed["reason"],
            onward=cast(EndForm, form).onward(typed.get("words", "")),
        )


class NoteProfessionals(CaseFormPage):
    """A note of a professionals' meeting."""

    tab = "meetings"
    action = services.MEET
    form_class = ProfessionalsForm
    heading = "Note a professionals' meeting"
    guidance = (
        "This is no MAPPA meeting: it has no minutes here, decides no level, and counts in no figure. Its notes stay "
        "on the lead agency's own system."
    )
    submit = "Note it"
    done = "It is noted."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        typed["people"] = cast(ProfessionalsForm, form).those_there
        return services.note_professionals(
            actor=self.request.user,
            case=self.case,
            met=services.Met(**typed),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )
