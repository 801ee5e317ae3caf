"""Agencies that did not come and have something to do: who tells them, and what they answered."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from meetings.record_forms import MessengerForm, ReplyForm
from meetings.selectors import during
from meetings.services import record
from meetings.views.base import MeetingFormPage
from ui.forms import HouseForm


class NameMessenger(MeetingFormPage):
    """Who tells an absent agency of its actions."""

    action = "record_meeting"
    form_class = MessengerForm
    done = "It is recorded who tells the agency."
    guidance = "They were not at the meeting and have an action. Somebody who was there tells them."
    absent: during.Absent

    def prepare(self, **kwargs: Any) -> None:
        """The agency; 404 for one that was there."""
        super().prepare(**kwargs)
        self.absent = during.absent_agency_for(
            viewer=self.request.user, meeting=self.meeting, agency_id=kwargs["absent_id"]
        )
        self.heading = f"Who tells {self.absent.agency.name}"  # type: ignore[misc]  # of this page

    def base_version(self) -> str:
        """The version of what is recorded; 0 before that."""
        named = self.absent.messenger
        return str(named.version if named else record.NOTHING_YET)

    def initial(self) -> dict[str, Any]:
        """What is recorded so far."""
        named = self.absent.messenger
        return {name: getattr(named, name) for name in ("told_by", "contact", "reply_by")} if named else {}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return record.name_messenger(
            actor=self.request.user,
            meeting=self.meeting,
            agency=self.absent.agency,
            version=form.version_seen,
            **form.cleaned_data,
        )


class RecordReply(MeetingFormPage):
    """What an absent agency answered."""

    action = "record_meeting"
    form_class = ReplyForm
    done = "The answer is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """Who was named; 404 when nobody was."""
        super().prepare(**kwargs)
        rows = during.messengers(viewer=self.request.user, meeting=self.meeting)
        self.subject = next((row for row in rows if row.agency_id == kwargs["absent_id"]), None)
        if self.subject is None:
            raise Http404
        self.heading = f"Answer of {self.subject.agency.name}"  # type: ignore[misc]  # of this page

    def initial(self) -> dict[str, Any]:
        """What is recorded so far."""
        return {"reply": self.subject.reply, "replied_on": self.subject.replied_on}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return record.record_reply(
            actor=self.request.user,
            messenger=self.subject,
            today=timezone.localdate(),
            version=form.version_seen,
            **form.cleaned_data,
        )
