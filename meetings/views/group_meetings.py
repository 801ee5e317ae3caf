"""Meetings of core groups: planned, changed, cancelled, noted as held, and their calendar entries."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from audit.refusals import Effect, Finding
from audit.services import viewed
from meetings import calendar
from meetings.group_meetings_forms import CancelForm, ChangeForm, MeetForm, NoteForm, PutDownForm
from meetings.selectors import group_meetings as selectors
from meetings.services import group_meetings as services
from meetings.services.groups import KEEP
from meetings.views.groups import GroupForm, OfGroup
from ui.forms import HouseForm
from ui.words import day, moment

NO_MAPPA_MEETING = "This is no MAPPA meeting: it has no minutes and is no review of the case."
TOLD = (
    "Members with an account who see the case get an e-mail with the day and time and a link. It names nobody and no "
    "place. Tell the others another way."
)


class PlanGroupMeeting(GroupForm):
    """The group is to meet."""

    form_class = MeetForm
    heading = "Plan a meeting of the core group"
    guidance = f"{NO_MAPPA_MEETING} {TOLD}"
    submit = "Plan this meeting"
    done = "The meeting of the group is planned."

    def form_arguments(self) -> dict[str, Any]:
        """Those in the group who are not kept out of the case."""
        return {"members": selectors.may_be_asked(viewer=self.request.user, group=self.group.row)}

    def initial(self) -> dict[str, Any]:
        """All of them."""
        members = selectors.may_be_asked(viewer=self.request.user, group=self.group.row)
        return {"members": [member.pk for member in members]}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.plan(
            actor=self.request.user,
            group=self.group.row,
            plan=services.Plan(**form.cleaned_data),
            now=timezone.now(),
            acknowledged=form.acknowledged,
        )


class PutDownGroupMeeting(GroupForm):
    """The group met without a meeting being planned here."""

    action = KEEP
    form_class = PutDownForm
    heading = "Put down a meeting that the core group held"
    guidance = f"For a meeting that was not planned here. {NO_MAPPA_MEETING} Nobody is told."
    submit = "Put it down"
    done = "The meeting of the group is put down."

    def form_arguments(self) -> dict[str, Any]:
        """Everybody who is or was in the group."""
        return {"members": selectors.ever_members(viewer=self.request.user, group=self.group.row)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        note = typed.pop("note")
        held = services.Plan(**typed)
        return services.put_down(
            actor=self.request.user, group=self.group.row, held=held, note=note, now=timezone.now()
        )


class OfGroupMeeting(OfGroup):
    """Finds the meeting of the group that the address names; 404 unless the viewer may see it."""

    sitting: selectors.Sitting

    def prepare(self, **kwargs: Any) -> None:
        """The meeting, then what the subclass needs."""
        super().prepare(**kwargs)
        self.sitting = selectors.sitting_for(
            viewer=self.request.user,
            group=self.group.row,
            meeting_id=kwargs["group_meeting_id"],
            now=timezone.now(),
        )


class GroupMeetingForm(OfGroupMeeting, GroupForm):
    """A form about one meeting of the group, guarded by its version."""

    def prepare(self, **kwargs: Any) -> None:
        """The meeting is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.sitting.row
        self.guidance = f"Planned for {moment(self.subject.starts_at)}. {self.guidance}"  # type: ignore[misc]  # of this page


class ChangeGroupMeeting(GroupMeetingForm):
    """Another time, place, or other members."""

    form_class = ChangeForm
    heading = "Change a meeting of the core group"
    guidance = TOLD
    submit = "Change this meeting"
    done = "The meeting of the group is changed."

    def form_arguments(self) -> dict[str, Any]:
        """Those in the group who are not kept out of the case."""
        return {"members": selectors.may_be_asked(viewer=self.request.user, group=self.group.row)}

    def initial(self) -> dict[str, Any]:
        """As it is planned."""
        row = self.sitting.row
        members = [line.row.member_id for line in self.sitting.asked]
        return {"starts_at": row.starts_at, "venue": row.venue, "remote": row.remote, "members": members}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        reason = typed.pop("reason")
        return services.change(
            actor=self.request.user,
            meeting=self.sitting.row,
            version=form.version_seen,
            plan=services.Plan(**typed),
            reason=reason,
            now=timezone.now(),
            acknowledged=form.acknowledged,
        )


class CancelGroupMeeting(GroupMeetingForm):
    """It does not take place, or did not."""

    form_class = CancelForm
    heading = "Cancel a meeting of the core group"
    guidance = "Those who expect it get an e-mail that names nobody and no place."
    submit = "Cancel this meeting"
    done = "The meeting of the group is cancelled."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.cancel(
            actor=self.request.user,
            meeting=self.sitting.row,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )


class NoteGroupMeeting(GroupMeetingForm):
    """Who came, and what was done with the tasks."""

    action = KEEP
    form_class = NoteForm
    heading = "Note a meeting of the core group as held"
    guidance = f"{NO_MAPPA_MEETING} The outcome of a task is recorded at the task."
    submit = "Note it"
    done = "The meeting of the group is noted."

    def findings(self) -> list[Finding]:
        """Each open task, so that none is passed over."""
        return [
            Finding("MTG-32", Effect.PROMPT, f"Open until {day(task.due_on)}: {task.description}", None)
            for task in self.group.open_tasks
        ]

    def form_arguments(self) -> dict[str, Any]:
        """Those asked."""
        return {"members": selectors.members_asked(viewer=self.request.user, meeting=self.sitting.row)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.note(
            actor=self.request.user,
            meeting=self.sitting.row,
            version=form.version_seen,
            now=timezone.now(),
            **form.cleaned_data,
        )


class GroupMeetingCalendar(OfGroupMeeting):
    """The meeting of the group as a calendar entry that names nobody (MTG-64)."""

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The file, as a download; that it was fetched is recorded."""
        viewed(actor=self.request.user, what="core_group_meeting_calendar", case_id=self.case.pk)
        link = f"{settings.SITE_ADDRESS}{self.context()['back']}"
        body = calendar.group_entry(self.sitting.row, link=link, now=timezone.now())
        headers = {"Content-Disposition": 'attachment; filename="core-group-meeting.ics"'}
        return HttpResponse(body, content_type=calendar.CONTENT_TYPE, headers=headers)
