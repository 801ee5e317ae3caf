"""What recipients say of their copies of minutes, and the chair's decision."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from meetings.rules.minutes import MinutesState
from minutes import selectors
from minutes.forms import CorrectionForm, NoteDecisionForm, SharingForm
from minutes.models import CopyNote
from minutes.rules.notes import DECIDED, Note
from minutes.services import notes
from minutes.services.distribution import is_theirs
from minutes.views.distribution import ByChair
from minutes.views.handed_out import OfMinutesCopy
from offenders.access import Detail
from offenders.pages import CaseFormPage
from ui.forms import HouseForm


class SayOfCopy(OfMinutesCopy, CaseFormPage):
    """For the recipient of a copy, and for those who record the meeting on behalf of one who does not read here."""

    template_name = "minutes/note.html"
    at_least = Detail.PACK
    action = "confirm_minutes"
    correcting: ClassVar[bool]

    def prepare(self, **kwargs: Any) -> None:
        """404 for everybody else."""
        super().prepare(**kwargs)
        self.own = is_theirs(self.copy, self.request.user)
        if not self.own and not (self.shows.everything and self.may("record_meeting")):
            raise Http404

    def context(self) -> dict[str, Any]:
        """The copy, and what was said of it before."""
        said, back = selectors.own_notes(copy=self.copy), self.success_url(None)
        return {"copy": self.copy, "own": self.own, "said": said, "correcting": self.correcting, "back": back}

    def base_version(self) -> str | None:
        """None: something is added."""
        return None

    def success_url(self, result: Any) -> str:
        """The first page of the case for the recipient; the list of copies for who keeps it."""
        if self.own:
            return reverse("case", args=[self.case.pk])
        return reverse("minutes_copies", args=[self.case.pk, self.copy.meeting_id])


class AskForCorrection(SayOfCopy):
    """Something in the minutes is wrong."""

    form_class = CorrectionForm
    heading = "Ask for a correction"
    correcting = True
    submit = "Ask the chair"
    done = "The chair decides on it."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        today = timezone.localdate()
        text = form.cleaned_data["text"]
        return notes.add_note(
            actor=self.request.user, copy=self.copy, kind=Note.CORRECTION, text=text, on=today, today=today
        )


class RecordSharing(SayOfCopy):
    """The minutes are shared inside the recipient's agency."""

    form_class = SharingForm
    heading = "Sharing inside the agency"
    correcting = False
    submit = "Record it"

    def said(self, result: CopyNote) -> str:
        """What follows."""
        return "The chair decides on it. Until then, do not share." if result.kind in DECIDED else "It is recorded."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        values = form.cleaned_data
        return notes.add_note(
            actor=self.request.user,
            copy=self.copy,
            kind=Note(values["kind"]),
            text=values["text"],
            shared_with=values["shared_with"],
            on=values["happened_on"],
            today=timezone.localdate(),
        )


class DecideNote(ByChair):
    """The chair's decision on what a recipient asked."""

    template_name = "minutes/note_decision.html"
    form_class = NoteDecisionForm
    heading = "Decide on what a recipient asked"
    note: CopyNote

    def prepare(self, **kwargs: Any) -> None:
        """What waits for the decision."""
        super().prepare(**kwargs)
        self.note = selectors.note_for(viewer=self.request.user, meeting=self.meeting, note_id=kwargs["note_id"])

    def context(self) -> dict[str, Any]:
        """What was asked, and whether agreeing leads to an amendment."""
        amends = self.note.kind == Note.CORRECTION and self.state is not MinutesState.CONFIRMED
        return {**super().context(), "note": self.note, "amends": amends, "back": self.success_url(None)}

    def said(self, result: Any) -> str:
        """What is to be done next."""
        to_amend = result.agreed and self.note.kind == Note.CORRECTION
        return "Your decision is recorded. Now amend the minutes." if to_amend else "Your decision is recorded."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return notes.decide_note(
            actor=self.request.user,
            note=self.note,
            agreed=form.cleaned_data["agreed"] == "yes",
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )
