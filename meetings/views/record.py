"""The page of one meeting, and what is written on it: agenda, attendance, actions, closing."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from assessments.models import PlanAction
from audit.refusals import Conflict, Finding, RuleRefused
from information import selectors as information
from meetings import selectors
from meetings.chairing import all_can_act
from meetings.models import AgendaEntry, Meeting
from meetings.record_forms import AttendanceForm, CloseForm, ItemForm
from meetings.rules.agenda import AgendaItem, agenda_for
from meetings.rules.minutes import MinutesState
from meetings.rules.returns import GAVE
from meetings.selectors import attachments, convening, days, during
from meetings.selectors.brief import contributions_to, given_to
from meetings.services import closing, record
from meetings.views.base import MeetingFormPage, OfMeeting
from ui.forms import HouseForm


class MeetingDetail(OfMeeting):
    """The workspace: agenda as a task list, those asked, actions, and where the minutes stand."""

    template_name = "meetings/meeting.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        today, viewer = timezone.localdate(), self.request.user
        work = selectors.workspace(viewer=viewer, meeting=self.meeting, today=today)
        is_chair = self.meeting.is_chaired_by(viewer)
        may_record, may_plan = self.may("record_meeting"), self.may("schedule_meeting")
        may_replace = may_plan and self.meeting.status != Meeting.Status.CANCELLED
        held = self.meeting.status == Meeting.Status.HELD
        return {
            "meeting": self.meeting,
            "work": work,
            "state": selectors.state_words(self.meeting),
            "status_colour": selectors.STATUS_COLOURS[self.meeting.status],
            "back": reverse("case_meetings", args=[self.case.pk]) if self.shows.everything else reverse("meetings"),
            "slot_lost": days.slot_lost(meeting=self.meeting),
            "new_dates": selectors.new_dates_of(viewer=viewer, meeting=self.meeting),
            "absent": during.absent(viewer=viewer, meeting=self.meeting),
            "may_prepare": self.meeting.is_open and self.shows.everything,
            "may_plan": self.meeting.is_open and may_plan,
            "may_replace": may_replace and work.state is MinutesState.DRAFT,
            "may_replace_chair": may_replace
            and (work.state is MinutesState.DRAFT or not all_can_act(self.meeting, self.case)),
            "may_record": self.meeting.is_open and may_record,
            "may_close": self.meeting.is_open and is_chair and self.may("chair_meeting"),
            "may_approve": held and is_chair and work.state is MinutesState.DRAFT and self.may("approve_minutes"),
            "may_summarise": held and may_record,
            "may_set_up_group": may_record and self.meeting.status != Meeting.Status.CANCELLED,
            "may_record_answers": may_record and self.meeting.status != Meeting.Status.CANCELLED,
            "today": today,
            "information": information.for_meeting(viewer=viewer, case_id=self.case.pk),
            "sees_everything": self.shows.everything,
            **self._files(may_record=may_record),
        }

    def _files(self, *, may_record: bool) -> dict[str, Any]:
        """The files that the viewer sees, and what their agency was asked, for whoever may answer and send."""
        viewer, may_return, is_open = self.request.user, self.may("return_information"), self.meeting.is_open
        asked = convening.own_request(viewer=viewer, meeting=self.meeting) if may_return else None
        lines = attachments.files_of(
            viewer=viewer, meeting=self.meeting, case=self.case, may_record=may_record, may_return=may_return
        )
        return {
            "files": lines,
            "own_request": asked if asked and is_open and not asked.answer else None,
            "may_add_paper": is_open and may_record and viewer.agency_id is not None,
            "sends_for": asked if asked and (is_open or asked.answer == GAVE) else None,
        }


def _marks(typed: str) -> list[UUID]:
    """The marks of savings that a page sends; what is none is left out."""
    found = []
    for word in typed.split():
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found


class WriteItem(MeetingFormPage):
    """One agenda item."""

    template_name = "meetings/item.html"
    action = "record_meeting"
    form_class = ItemForm
    done = "The item is saved."
    item: AgendaItem
    subject: AgendaEntry | None

    def prepare(self, **kwargs: Any) -> None:
        """The item that the address names; 404 for one that this meeting does not have."""
        super().prepare(**kwargs)
        found = next((one for one in agenda_for(self.meeting.level) if one.key == kwargs["item"]), None)
        if found is None:
            raise Http404
        self.item = found
        self.subject = selectors.entry_of(viewer=self.request.user, meeting=self.meeting, item=found.key)
        self.heading = f"{found.number}. {found.label}"  # type: ignore[misc]  # of this page
        self.guidance = found.question  # type: ignore[misc]  # of this page

    def base_version(self) -> str:
        """The item's version; 0 before anybody wrote to it."""
        return str(self.subject.version if self.subject else record.NOTHING_YET)

    def initial(self) -> dict[str, Any]:
        """What was written so far."""
        answers = dict(self.subject.answers) if self.subject else {}
        return selectors.answers_for_form(answers)

    def form_arguments(self) -> dict[str, Any]:
        """The item."""
        return {"item": self.item.key}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save the page; or keep what is typed so far, for a script that asks for that every few seconds."""
        if request.headers.get("Accept") == "application/json":
            return self.keep()
        return super().post(request, **kwargs)

    def keep(self) -> HttpResponse:
        """Keep every box that holds something sound; say which do not, or why nothing can be kept (MTR-17)."""
        form = cast(ItemForm, self.make_form(self.request.POST))
        stored = self.subject.answers if self.subject else {}
        form.is_valid()
        try:
            entry = record.write_item(
                actor=self.request.user,
                meeting=self.meeting,
                item=self.item.key,
                answers={**stored, **form.answers},
                version=form.version_seen,
                **self._of_savings(),
            )
        except RuleRefused as refused:
            return JsonResponse({"message": str(refused)}, status=422)
        except Conflict:
            return JsonResponse({"message": self._who_wrote()}, status=409)
        wrong = [f"{form[name].label}: {errors[0]}." for name, errors in form.errors.items() if name in form.fields]
        return JsonResponse({"version": str(entry.version), "wrong": wrong})

    def _of_savings(self) -> dict[str, Any]:
        """The mark of this saving, and those of savings of the page to which it had no answer (MTR-17)."""
        sent = self.request.POST
        return {
            "saving": next(iter(_marks(sent.get("saving", ""))), None),
            "unanswered": _marks(sent.get("unanswered", "")),
        }

    def _who_wrote(self) -> str:
        """Who wrote to this item meanwhile, and what to do."""
        entry = selectors.entry_of(viewer=self.request.user, meeting=self.meeting, item=self.item.key)
        who = f"{entry.edited_by.full_name} wrote" if entry else "Somebody wrote"
        return f"{who} to this item meanwhile. Press Save to see both versions; nothing is overwritten."

    def context(self) -> dict[str, Any]:
        """The items around this one."""
        items = agenda_for(self.meeting.level)
        place = items.index(self.item)
        following = items[place + 1] if place + 1 < len(items) else None
        before = items[place - 1] if place else None
        return {
            **super().context(),
            "item": self.item,
            "items": items,
            "following": following,
            "before": before,
            "known": during.known_of(self.item.key, case=self.case),
            "actions": self._actions(),
            "headings": during.plan_by_heading(viewer=self.request.user, case=self.case) if self.on_plan else [],
            "may_update": self.may("plan_risk"),
            "entry": self.subject,
            "missing": self._missing(),
            "given": given_to(viewer=self.request.user, meeting=self.meeting) if self.item.key == "risk" else [],
        }

    def _missing(self) -> list[str]:
        """Whose contribution to the assessment is missing, on the page of the risk alone (MTG-58)."""
        if self.item.key != "risk":
            return []
        told = contributions_to(viewer=self.request.user, meeting=self.meeting)
        return [one.label for one in told if not one.came]

    @property
    def on_plan(self) -> bool:
        """Whether this is the item at which the plan is gone through."""
        return self.item.key == "plan"

    def _actions(self) -> list[PlanAction]:
        """What is to be accounted for, on the page of the plan alone."""
        if not self.on_plan:
            return []
        return during.actions_to_account_for(viewer=self.request.user, meeting=self.meeting)

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return record.write_item(
            actor=self.request.user,
            meeting=self.meeting,
            item=self.item.key,
            answers=cast(ItemForm, form).answers,
            version=form.version_seen,
            **self._of_savings(),
        )

    def success_url(self, result: Any) -> str:
        """The next item when that button was pressed, else the meeting."""
        items = agenda_for(self.meeting.level)
        place = items.index(self.item)
        if result is not None and "next" in self.request.POST and place + 1 < len(items):
            return self.meeting_url("meeting_item", items[place + 1].key)
        if result is not None and "before" in self.request.POST and place:
            return self.meeting_url("meeting_item", items[place - 1].key)
        return self.meeting_url()


class Attendance(MeetingFormPage):
    """Who came."""

    template_name = "meetings/attendance.html"
    action = "record_meeting"
    form_class = AttendanceForm
    heading = "Attendance"
    guidance = "A written report is not attendance. Posts and organisations are printed on summaries; names are not."
    done = "Attendance is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """Those asked."""
        super().prepare(**kwargs)
        self.rows = selectors.standing_invitations(viewer=self.request.user, meeting=self.meeting)
        self.posts_only = not self.meeting.is_open
        if self.posts_only:
            self.heading = "Correct posts"  # type: ignore[misc]  # of this page

    def base_version(self) -> str:
        """One version for the list."""
        return record.attendance_version(self.rows)

    def form_arguments(self) -> dict[str, Any]:
        """Those asked."""
        return {"rows": self.rows, "posts_only": self.posts_only}

    def context(self) -> dict[str, Any]:
        """After closing only posts can be corrected."""
        return {**super().context(), "posts_only": self.posts_only}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        lines = cast(AttendanceForm, form).lines
        if self.posts_only:
            posts = {pk: line["role_title"] for pk, line in lines.items()}
            return record.correct_posts(
                actor=self.request.user, meeting=self.meeting, posts=posts, seen=form.submitted_version
            )
        return record.record_attendance(
            actor=self.request.user,
            meeting=self.meeting,
            lines=lines,
            seen=form.submitted_version,
        )


class CloseMeeting(MeetingFormPage):
    """What still stands in the way of closing, each with the item that settles it; then the button."""

    template_name = "meetings/close.html"
    action = "chair_meeting"
    form_class = CloseForm
    heading = "Close the meeting"
    submit = "Close the meeting"
    done = "The meeting is closed and its minutes are drafted."

    def prepare(self, **kwargs: Any) -> None:
        """For this meeting's own chair."""
        super().prepare(**kwargs)
        if not self.meeting.is_chaired_by(self.request.user):
            raise Http404

    def context(self) -> dict[str, Any]:
        """What stops, each beside the page on which it is settled; what only needs to be considered."""
        found: list[Finding] = []
        if self.meeting.is_open:
            found = selectors.before_closing(
                meeting=self.meeting, case=self.case, chair=self.request.user, today=timezone.localdate()
            )
        return {
            **super().context(),
            "stopping": [(finding, self.page_of(finding)) for finding in found if finding.stops],
            "open_warnings": [finding for finding in found if not finding.stops],
        }

    def page_of(self, finding: Finding) -> str | None:
        """Where a finding is settled."""
        item = selectors.item_of_finding(finding)
        if item is None:
            return None
        if item == "attendance":
            return self.meeting_url("meeting_attendance")
        question = selectors.question_of_finding(finding)
        return self.meeting_url("meeting_item", item) + (f"#id_{question}" if question else "")

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return closing.close_meeting(
            actor=self.request.user, meeting=self.meeting, today=timezone.localdate(), acknowledged=form.acknowledged
        )

    def success_url(self, result: Any) -> str:
        """The draft minutes once it is closed."""
        return self.meeting_url() if result is None else self.meeting_url("minutes_detail")
