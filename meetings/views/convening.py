"""Who is expected at a meeting, what invited agencies are asked and return, and the list of what awaits an agency."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from audit.services import viewed
from meetings import calendar
from meetings.facts import may_answer
from meetings.models import InformationRequest, InvitationEmail
from meetings.returns_forms import WENT, RemindForm, ReturnForm, SettleEmailForm
from meetings.rules.contributions import asked_of
from meetings.rules.returns import GAVE
from meetings.selectors import cancelled, convening, days
from meetings.services import returns, sending
from meetings.views.base import MeetingFormPage, OfMeeting
from offenders.access import Detail
from ui.forms import HouseForm
from ui.words import moment, weekday


class MeetingPeople(OfMeeting):
    """Everybody who is expected, how strongly and why, who was told, and what each invited agency returned."""

    template_name = "meetings/people.html"
    at_least = Detail.FULL

    def context(self) -> dict[str, Any]:
        """Both tables."""
        viewer, today = self.request.user, timezone.localdate()
        return {
            **super().context(),
            "expected": convening.expected_people(viewer=viewer, meeting=self.meeting, case=self.case),
            "returns": convening.returns(viewer=viewer, meeting=self.meeting, case=self.case, today=today),
            "emails": convening.invitation_emails(viewer=viewer, meeting=self.meeting, now=timezone.now()),
            "prison_report": convening.prison_report_came(meeting=self.meeting),
            "may_plan": self.meeting.is_open and self.may("schedule_meeting"),
            "may_settle": self.may("schedule_meeting"),
            "may_return": self.may("return_information"),
            "today": today,
        }


class MeetingCalendar(OfMeeting):
    """The meeting as a calendar entry that names nobody (MTG-64)."""

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The file, as a download; that it was fetched is recorded."""
        viewed(actor=self.request.user, what="meeting_calendar", case_id=self.case.pk)
        link = f"{settings.SITE_ADDRESS}{self.meeting_url()}"
        body = calendar.entry(self.meeting, link=link, now=timezone.now(), ends_at=days.ends_at(meeting=self.meeting))
        return _as_file(body)


class CancelledCalendar(View):
    """The entry that takes a cancelled meeting out of the calendars of those who were to come (MTG-30)."""

    at_least: ClassVar[Detail] = Detail.NOTHING  # the papers closed when it was cancelled

    def get(self, request: SignedInRequest, cancelled_email_id: UUID) -> HttpResponse:
        """The file, with a link to one's own meetings only; that it was fetched is recorded."""
        meeting = cancelled.cancelled_meeting(
            viewer=request.user, email_id=cancelled_email_id, today=timezone.localdate()
        )
        viewed(actor=request.user, what="meeting_calendar", case_id=meeting.case_id)
        link = f"{settings.SITE_ADDRESS}{reverse('meetings')}"
        return _as_file(calendar.entry(meeting, link=link, now=timezone.now()))


def _as_file(body: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{calendar.FILE}"'}
    return HttpResponse(body, content_type=calendar.CONTENT_TYPE, headers=headers)


class OfRequest(MeetingFormPage):
    """A form about what one agency was asked."""

    subject: InformationRequest

    def prepare(self, **kwargs: Any) -> None:
        """The request that the address names; 404 unless it is the viewer's to deal with."""
        super().prepare(**kwargs)
        self.subject = convening.request_for(
            viewer=self.request.user, meeting=self.meeting, request_id=kwargs["return_id"]
        )


class RecordReturn(OfRequest):
    """What an agency knows before a meeting."""

    template_name = "meetings/return.html"
    action = "return_information"
    form_class = ReturnForm
    heading = "Return information"
    submit = "Send this return"
    done = "The return is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """Only one's own agency's, or as Co-ordinator any (MTG-62)."""
        super().prepare(**kwargs)
        if not may_answer(self.request.user, self.subject.agency_id, self.case):
            raise Http404

    @property
    def for_another(self) -> bool:
        """Whether the viewer records it for another agency."""
        return self.request.user.agency_id != self.subject.agency_id

    def form_arguments(self) -> dict[str, Any]:
        """Whose return it is."""
        return {"for_another": self.for_another}

    def initial(self) -> dict[str, Any]:
        """Ordinary information."""
        return {"sensitivity": "ordinary"}

    def context(self) -> dict[str, Any]:
        """Which agency, for which meeting."""
        day = weekday(self.meeting.held_on)
        guidance = f"{self.subject.agency.name}, for the meeting of {day}. That nothing is known is a return too."
        contributes = asked_of(self.subject.agency.kind_id)
        return {**super().context(), "guidance": guidance, "asked": self.subject, "contributes": contributes}

    def said(self, result: Any) -> str:
        """That it is recorded; with information, that a file can come with it."""
        more = " A file can be sent with it from this page, under Files." if result.answer == GAVE else ""
        return f"{self.done}{more}"

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return returns.record_return(
            actor=self.request.user,
            request=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class Remind(OfRequest):
    """A reminder to an agency that has not returned."""

    action = "schedule_meeting"
    form_class = RemindForm
    heading = "Remind an agency"
    submit = "Send the reminder"
    done = "The reminder is recorded and sent."

    def context(self) -> dict[str, Any]:
        """Which agency."""
        guidance = f"{self.subject.agency.name} gets an e-mail that names nobody: a count and a link."
        return {**super().context(), "guidance": guidance}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return returns.remind(
            actor=self.request.user, request=self.subject, version=form.version_seen, today=timezone.localdate()
        )

    def success_url(self, result: Any) -> str:
        """Who is expected and what they returned."""
        return self.meeting_url("meeting_people")


class SettleEmail(MeetingFormPage):
    """Whether an e-mail went that was begun and never ended (MTG-98)."""

    at_least = Detail.FULL
    action = "schedule_meeting"
    form_class = SettleEmailForm
    heading = "Say whether an e-mail went"
    submit = "Save this decision"
    done = "The decision is recorded."
    subject: InvitationEmail

    def prepare(self, **kwargs: Any) -> None:
        """The e-mail that the address names; 404 unless it waits for a decision."""
        super().prepare(**kwargs)
        viewer, now = self.request.user, timezone.now()
        email_id = kwargs["email_id"]
        self.subject = convening.unsure_email(viewer=viewer, meeting=self.meeting, email_id=email_id, now=now)

    def context(self) -> dict[str, Any]:
        """To whom it was, and since when it is open."""
        row = self.subject
        guidance = (
            f"{row.get_about_display()}, to {row.to_whom}, {row.invitation.agency.name}. Sending began "
            f"on {moment(row.sending_at or row.asked_at)}, and the mail server’s answer is not known. "
            "Ask whether it came."
        )
        return {**super().context(), "guidance": guidance}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return sending.settle_unsure(
            actor=self.request.user,
            email=self.subject,
            went=typed["went"] == WENT,
            how=typed["how"],
            now=timezone.now(),
        )

    def success_url(self, result: Any) -> str:
        """Who is expected, and who was told."""
        return self.meeting_url("meeting_people")


@require_safe
def returns_list(request: SignedInRequest) -> HttpResponse:
    """What the viewer's agency is asked before meetings and has not returned, the longest waiting first."""
    today = timezone.localdate()
    page = convening.waiting_page(viewer=request.user, after=request.GET.get("after", ""), today=today)
    viewed(actor=request.user, what="returns", cases=[line.request.case_id for line in page.rows])
    return render(request, "meetings/returns.html", {"rows": page.rows, "next": page.next_key, "today": today})
