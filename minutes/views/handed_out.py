"""One copy of minutes on its way: what became of it, its file, and the recipient's own word."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from meetings.rules.minutes import MinutesState
from meetings.views.base import OfMeeting
from meetings.views.minutes import WithMinutes
from minutes import selectors
from minutes.forms import ConfirmForm, NothingAskedForm, StepForm
from minutes.models import MinutesCopy
from minutes.rules.distribution import Step
from minutes.services import distribution, word
from offenders.access import Detail
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm
from ui.pdf import Document


class OfMinutesCopy(CasePage):
    """Finds a copy of minutes; 404 for who neither sees the case in full nor was sent it."""

    tab = "meetings"
    copy: MinutesCopy

    def prepare(self, **kwargs: Any) -> None:
        """The copy, then what the subclass needs."""
        self.copy = selectors.minutes_copy_for(
            viewer=self.request.user, case_id=self.case.pk, copy_id=kwargs["minutes_copy_id"]
        )
        super().prepare(**kwargs)


class TakeStep(OfMinutesCopy, CaseFormPage):
    """What became of a copy."""

    action = "record_meeting"
    form_class = StepForm
    heading = "Record what became of a copy"
    done = "It is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """While something is to be recorded."""
        super().prepare(**kwargs)
        self.steps = distribution.steps_open(self.copy)
        if not self.steps:
            raise Http404

    def form_arguments(self) -> dict[str, Any]:
        """What may follow."""
        return {"steps": self.steps}

    def context(self) -> dict[str, Any]:
        """Whose copy it is."""
        words = f"Copy {self.copy.number}, {self.copy.get_form_display().lower()}, for {self.copy.recipient}."
        return {"back": self.success_url(None), "guidance": words}

    def success_url(self, result: Any) -> str:
        """The list of copies."""
        return reverse("minutes_copies", args=[self.case.pk, self.copy.meeting_id])

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        values = form.cleaned_data
        return distribution.take_step(
            actor=self.request.user,
            copy=self.copy,
            step=values["step"],
            on=values["happened_on"],
            note=values["note"],
            today=timezone.localdate(),
        )


class CopyPdf(OfMinutesCopy):
    """The PDF of a copy, for those who see the case in full and for its recipient; each download is recorded."""

    at_least = Detail.PACK
    confirms = True

    def prepare(self, **kwargs: Any) -> None:
        """404 once the chair struck it."""
        super().prepare(**kwargs)
        if Step.STRUCK in distribution.steps_taken(self.copy):
            raise Http404

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference."""
        made = distribution.draw(actor=self.request.user, copy=self.copy)
        return _attached(made, f"Minutes-{self.case.reference}-copy-{self.copy.number}.pdf")


class MinutesPdf(WithMinutes):
    """The newest version as PDF for the file: a draft says on every page that it is one."""

    at_least = Detail.FULL
    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment."""
        newest = self.versions[0]
        made = distribution.draw_version(actor=self.request.user, minutes=newest)
        return _attached(made, f"Minutes-{self.case.reference}-version-{newest.number}.pdf")


class MinutesWord(WithMinutes):
    """A draft as Word document, for who may word it; each download is recorded."""

    action = "record_meeting"
    at_least = Detail.FULL
    confirms = True

    def prepare(self, **kwargs: Any) -> None:
        """While it is a draft, for those who write the record of the meeting."""
        super().prepare(**kwargs)
        if self.state is not MinutesState.DRAFT or not self.may(self.action):
            raise Http404

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The document as an attachment."""
        newest = self.versions[0]
        made = distribution.draw_draft(actor=self.request.user, minutes=newest)
        name = f"Draft-minutes-{self.case.reference}-version-{newest.number}.docx"
        return _attached(made, name, word.TYPE)


class OwnCopy(OfMeeting, CaseFormPage):
    """The recipient's own copy, and their word that it arrived and was read."""

    template_name = "minutes/own_copy.html"
    at_least = Detail.PACK
    action = "confirm_minutes"
    heading = "Your copy of the minutes"
    submit = "Confirm"
    done = "Your confirmation is recorded."
    copy: MinutesCopy

    def prepare(self, **kwargs: Any) -> None:
        """The viewer's own copy; 404 for everybody who has none to confirm."""
        super().prepare(**kwargs)
        mine = selectors.to_confirm(viewer=self.request.user).filter(meeting=self.meeting).first()
        if mine is None:
            raise Http404
        self.copy, self.arrived = mine, mine.is_received  # type: ignore[attr-defined]  # annotated by the selector

    def context(self) -> dict[str, Any]:
        """The copy."""
        return {
            **super().context(),
            "copy": self.copy,
            "arrived": self.arrived,
            "submit": "I have read them" if self.arrived else self.submit,
        }

    def build_form(self, data: Any = None) -> HouseForm:
        """Once the arrival is confirmed, nothing but reading is left to confirm."""
        kind = NothingAskedForm if self.arrived else ConfirmForm
        return kind(data, version=None)

    def base_version(self) -> str | None:
        """None: something is added."""
        return None

    def success_url(self, result: Any) -> str:
        """The minutes."""
        return self.meeting_url("minutes_detail")

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        read = self.arrived or form.cleaned_data["read"] == "yes"
        return distribution.confirm_own(actor=self.request.user, copy=self.copy, read=read, today=timezone.localdate())


def _attached(made: Document | word.WordDraft | None, name: str, kind: str = "application/pdf") -> HttpResponse:
    """A file to be downloaded under this name."""
    if made is None:
        raise Http404
    response = HttpResponse(made.content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
