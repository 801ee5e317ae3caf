"""Sending a file with a meeting, handing it out as a download, and withdrawing it."""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from audit.refusals import Finding, RuleRefused
from meetings import selectors as meetings
from meetings.attachment_forms import PaperForm, RequestFileForm, WithdrawFileForm
from meetings.facts import may_answer
from meetings.rules.attachments import Place
from meetings.rules.files import KINDS
from meetings.rules.returns import GAVE
from meetings.selectors import attachments as selectors
from meetings.selectors import convening
from meetings.services import attachments
from meetings.views.base import MeetingFormPage, OfMeeting
from offenders.pages import CaseFormPage
from ui.forms import HouseForm

SHUT = "sandbox; default-src 'none'"
"""Content policy of a download: were a browser to show it nevertheless, nothing in it may run or be fetched."""


class TakesFile(MeetingFormPage):
    """A form with one file. Which file it is counts among what was typed, so that another is not taken for the same."""

    submit = "Send the file"
    done = "The file is sent. It can be read once it has been scanned for viruses."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Note the file's digest beside what was typed."""
        if request.method == "POST":
            typed = request.POST.copy()
            file = request.FILES.get("file")
            typed["file"] = hashlib.sha256(_bytes(file)).hexdigest() if file is not None else ""
            request.POST = typed  # type: ignore[assignment]  # Django's own setter takes it
        return super().dispatch(request, *args, **kwargs)

    def build_form(self, data: Any = None) -> HouseForm:
        """The form, bound with its file when `data` is given."""
        files = self.request.FILES if data is not None else None
        return self.form_class(data, files, initial=self.initial(), **self.form_arguments())

    def sent(self, form: HouseForm) -> attachments.Sent:
        """The file as it came."""
        file = form.cleaned_data["file"]
        return attachments.Sent(form.cleaned_data["title"], file.name, _bytes(file))


class AttachPaper(TakesFile):
    """A file for the papers of a meeting."""

    action = "record_meeting"
    form_class = PaperForm
    heading = "Add a file to the papers"
    guidance = "Everybody who sees the papers of this meeting can read it."

    def findings(self) -> list[Finding]:
        """That the meeting is over, before anything is chosen."""
        return attachments.against(Place.PAPER, "", self.meeting)

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return attachments.attach_paper(actor=self.request.user, meeting=self.meeting, sent=self.sent(form))


class AttachToReturn(TakesFile):
    """A file that an agency sends with its return, or as a report instead of attending."""

    action = "return_information"
    form_class = RequestFileForm
    heading = "Send a file"

    def prepare(self, **kwargs: Any) -> None:
        """Only one's own agency's, or as Co-ordinator any (MTG-62)."""
        super().prepare(**kwargs)
        self.asked = convening.request_for(
            viewer=self.request.user, meeting=self.meeting, request_id=kwargs["return_id"]
        )
        if not may_answer(self.request.user, self.asked.agency_id, self.case):
            raise Http404
        self.gave = self.asked.answer == GAVE

    def initial(self) -> dict[str, Any]:
        """With the return where it gave information, else a report."""
        return {"place": (Place.RETURN if self.gave else Place.REPORT).value}

    def findings(self) -> list[Finding]:
        """That the meeting is over, before anything is chosen."""
        return attachments.against(Place.RETURN if self.gave else Place.REPORT, self.asked.answer, self.meeting)

    def context(self) -> dict[str, Any]:
        """For which agency."""
        return {**super().context(), "guidance": f"The file is sent for {self.asked.agency.name}."}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        place = Place(form.cleaned_data["place"])
        return attachments.attach_to_request(
            actor=self.request.user, request=self.asked, place=place, sent=self.sent(form)
        )


class DownloadAttachment(OfMeeting):
    """One file, as a download, for those who see it."""

    def prepare(self, **kwargs: Any) -> None:
        """The meeting, then the file; 404 unless the viewer may see both."""
        super().prepare(**kwargs)
        self.attachment = selectors.attachment_for(
            viewer=self.request.user, meeting=self.meeting, attachment_id=kwargs["attachment_id"]
        )

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The bytes under a name made here; back to the meeting with the reason when it is not handed out."""
        try:
            file = attachments.download(actor=self.request.user, attachment=self.attachment)
        except RuleRefused as refused:
            messages.info(request, str(refused))
            return HttpResponseRedirect(self.meeting_url())
        if file is None:
            raise Http404
        kind = KINDS[self.attachment.kind]
        response = HttpResponse(bytes(file.data), content_type=kind.content_type)
        name = f"meeting-file-{str(self.attachment.pk)[:8]}.{kind.endings[0]}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Content-Security-Policy"] = SHUT
        return response


class WithdrawFile(MeetingFormPage):
    """Withdrawing a file: a paper by whoever records the meeting, another as a return is answered."""

    form_class = WithdrawFileForm
    heading = "Withdraw a file"
    submit = "Withdraw the file"
    done = "The file is withdrawn. It stays on the record and can be read no more."

    def prepare(self, **kwargs: Any) -> None:
        """The file, then what it takes to withdraw it; 404 unless the viewer may."""
        viewer = self.request.user
        self.meeting = meetings.meeting_for(viewer=viewer, case_id=self.case.pk, meeting_id=kwargs["meeting_id"])
        self.attachment = self.subject = selectors.attachment_for(
            viewer=viewer, meeting=self.meeting, attachment_id=kwargs["attachment_id"]
        )
        self.action = attachments.action_of(self.attachment)  # type: ignore[misc]  # of this page
        CaseFormPage.prepare(self, **kwargs)
        opened_late = self.attachment.withdrawn_on is not None and self.request.method != "POST"
        if opened_late or not attachments.may_withdraw(viewer, self.attachment, self.case):
            raise Http404

    def context(self) -> dict[str, Any]:
        """Which file."""
        return {**super().context(), "guidance": f"{self.attachment.title}, {self.attachment.agency.name}"}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return attachments.withdraw(
            actor=self.request.user,
            attachment=self.attachment,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )


def _bytes(file: UploadedFile) -> bytes:
    """The whole file, which the upload handler has bounded."""
    file.seek(0)
    return file.read()
