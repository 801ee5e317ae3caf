"""What the pages of one meeting share: they exist for those who see the meeting's papers."""

from typing import Any

from django.urls import reverse

from meetings import selectors
from meetings.models import Meeting
from offenders.access import Detail
from offenders.pages import CaseFormPage, CasePage


class OfMeeting(CasePage):
    """Finds the meeting that the address names; 404 unless the viewer may see it."""

    tab = "meetings"
    at_least = Detail.PACK
    meeting: Meeting

    def prepare(self, **kwargs: Any) -> None:
        """The meeting, then what the subclass needs."""
        self.meeting = selectors.meeting_for(
            viewer=self.request.user, case_id=self.case.pk, meeting_id=kwargs["meeting_id"]
        )
        super().prepare(**kwargs)

    def context(self) -> dict[str, Any]:
        """The meeting, and the way back to it."""
        return {"meeting": self.meeting, "back": self.meeting_url()}

    def meeting_url(self, name: str = "meeting_detail", *args: Any) -> str:
        """The address of a page of this meeting."""
        return reverse(name, args=[self.case.pk, self.meeting.pk, *args])


class MeetingFormPage(OfMeeting, CaseFormPage):
    """A form about one meeting; afterwards back to the meeting."""

    def success_url(self, result: Any) -> str:
        """The meeting's page."""
        return self.meeting_url()
