"""The recording of a meeting: that there is one, and that it was deleted."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from meetings.views.base import MeetingFormPage
from minutes import selectors
from minutes.forms import DeletedForm, RecordingForm
from minutes.services import recordings
from offenders.access import Detail
from ui.forms import HouseForm


class RecordRecording(MeetingFormPage):
    """That the meeting is recorded, with everybody's consent."""

    at_least = Detail.FULL
    action = "record_meeting"
    form_class = RecordingForm
    heading = "Record that the meeting is being recorded"
    guidance = "The recording is deleted as soon as the chair approves the minutes."
    done = "The recording is noted. Its deletion falls due when the minutes are approved."

    def base_version(self) -> str | None:
        """None: something is added."""
        return None

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return recordings.record_recording(actor=self.request.user, meeting=self.meeting, **form.cleaned_data)


class RecordingGone(MeetingFormPage):
    """That the recording was deleted."""

    at_least = Detail.FULL
    action = "record_meeting"
    form_class = DeletedForm
    heading = "Record that the recording was deleted"
    done = "The deletion is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """A recording that is still kept."""
        super().prepare(**kwargs)
        found = selectors.recording(viewer=self.request.user, meeting=self.meeting)
        if found is None or hasattr(found, "deletion"):
            raise Http404
        self.recording = found

    def base_version(self) -> str | None:
        """None: something is added."""
        return None

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return recordings.recording_deleted(
            actor=self.request.user,
            recording=self.recording,
            on=form.cleaned_data["deleted_on"],
            today=timezone.localdate(),
        )
