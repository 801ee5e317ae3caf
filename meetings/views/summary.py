"""The executive summary: preparing its wording, and its file."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from meetings import selectors
from meetings.forms import SummaryForm
from meetings.models import Meeting
from meetings.services import summary
from meetings.views.base import MeetingFormPage
from offenders.access import Detail
from offenders.pages import CasePage
from ui.forms import HouseForm


class OfClosedMeeting(MeetingFormPage):
    """A form about the summary of a meeting that was held; 404 for others."""

    at_least = Detail.FULL

    def prepare(self, **kwargs: Any) -> None:
        """The meeting and the draft."""
        super().prepare(**kwargs)
        if self.meeting.status != Meeting.Status.HELD:
            raise Http404
        self.draft = selectors.summary_draft(viewer=self.request.user, meeting=self.meeting)

    def base_version(self) -> str | None:
        """The draft's version; 0 before anybody wrote to it."""
        return str(self.draft.version if self.draft else 0)


class PrepareSummary(OfClosedMeeting):
    """The wording of the summary, field by field, drawn from the minutes."""

    template_name = "meetings/summary_prepare.html"
    action = "record_meeting"
    form_class = SummaryForm
    heading = "Prepare the executive summary"
    guidance = (
        "The boxes are filled from the minutes. Leave in only what may leave: no name of a victim, of anybody at risk, "
        "of somebody who attended or of staff."
    )
    submit = "Save the wording"
    done = "The wording of the summary is saved."

    def initial(self) -> dict[str, Any]:
        """The wording so far, else a first one from the minutes."""
        if self.draft is not None:
            return {**self.draft.values, **{f"nothing_{key}": True for key in self.draft.nothing}}
        return selectors.first_wording(viewer=self.request.user, meeting=self.meeting)

    def context(self) -> dict[str, Any]:
        """Attendance as it will be printed, and what the rules say of the wording saved."""
        return {
            **super().context(),
            "attendance": selectors.attendance_printed(viewer=self.request.user, meeting=self.meeting),
            "draft": self.draft,
        }

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return summary.save_summary(
            actor=self.request.user,
            meeting=self.meeting,
            values=cast(SummaryForm, form).values,
            nothing=cast(SummaryForm, form).nothing,
            version=form.version_seen,
        )

    def success_url(self, result: Any) -> str:
        """On to where the summary stands."""
        return self.meeting_url("summary_overview")


class DownloadSummary(CasePage):
    """The file, for those who see the case in full; every download is recorded."""

    tab = "meetings"
    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after its reference; back to the ledger while it is being made."""
        issued = selectors.summary_for(viewer=self.request.user, case_id=case_id, summary_id=kwargs["summary_id"])
        file = summary.download(actor=self.request.user, summary=issued)
        if file is None:
            messages.info(request, "This summary is still being made into a PDF. Try again in a minute.")
            return HttpResponseRedirect(reverse("case_meetings", args=[case_id]))
        response = HttpResponse(bytes(file.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{issued.reference}.pdf"'
        return response
