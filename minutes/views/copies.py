"""Copies of an issued summary: a further recipient, the file, and the day it was sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from audit.refusals import RuleRefused
from meetings.models import ExecutiveSummary
from minutes import selectors
from minutes.forms import RecipientForm, SentForm
from minutes.models import SummaryCopy
from minutes.services import issuing
from minutes.views.issuing import ToOverview
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm


class AddRecipient(ToOverview):
    """A copy for somebody else, as the chair decides."""

    action = "release_summary"
    confirms = True
    form_class = RecipientForm
    heading = "Give a copy to somebody else"
    guidance = "They receive the summary as it stands, with their own mark on every page."
    submit = "Make the copy"
    done = "The copy is made. Record when it is sent."
    summary: ExecutiveSummary

    def prepare(self, **kwargs: Any) -> None:
        """For this meeting's own chair, once a summary was issued."""
        super().prepare(**kwargs)
        newest = selectors.newest_summary(viewer=self.request.user, meeting=self.meeting)
        if newest is None or not self.meeting.is_chaired_by(self.request.user):
            raise Http404
        self.summary = newest

    def base_version(self) -> str | None:
        """None: a copy is added."""
        return None

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return issuing.add_recipient(actor=self.request.user, summary=self.summary, **form.cleaned_data)


class OfCopy(CasePage):
    """Finds the copy that the address names; 404 unless the viewer sees the case in full."""

    tab = "meetings"
    copy: SummaryCopy

    def prepare(self, **kwargs: Any) -> None:
        """The copy, then what the subclass needs."""
        self.copy = selectors.copy_for(viewer=self.request.user, case_id=self.case.pk, copy_id=kwargs["copy_id"])
        super().prepare(**kwargs)

    def overview_url(self) -> str:
        """The overview of the summary."""
        return reverse("summary_overview", args=[self.case.pk, self.copy.summary.meeting_id])


class CopySent(OfCopy, CaseFormPage):
    """That a copy was sent."""

    action = "record_meeting"
    form_class = SentForm
    heading = "Record that a copy was sent"
    done = "That the copy was sent is recorded."

    def context(self) -> dict[str, Any]:
        """The way back."""
        return {"back": self.overview_url()}

    def success_url(self, result: Any) -> str:
        """The overview."""
        return self.overview_url()

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return issuing.mark_sent(
            actor=self.request.user,
            copy=self.copy,
            on=form.cleaned_data["sent_on"],
            way=form.cleaned_data["way"],
            today=timezone.localdate(),
        )


class DownloadCopy(OfCopy):
    """The file of a copy, for those who see the case in full; every download is recorded."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after its reference; back to the overview while there is none to be had."""
        try:
            file = issuing.download_copy(actor=self.request.user, copy=self.copy)
        except RuleRefused as refused:
            messages.error(request, " ".join(f"{one.message} {one.next_step}" for one in refused.findings))
            return HttpResponseRedirect(self.overview_url())
        if file is None:
            messages.info(request, "This copy is still being made into a PDF. Try again in a minute.")
            return HttpResponseRedirect(self.overview_url())
        response = HttpResponse(bytes(file.pdf), content_type="application/pdf")
        name = f"{self.copy.summary.reference}-copy-{self.copy.number}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
