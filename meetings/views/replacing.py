"""Naming another chair or minute-taker of a meeting."""

from typing import Any

from django.utils import timezone

from accounts.roles import Role
from meetings import selectors
from meetings.replacing_forms import ChairForm, MinuteTakerForm
from meetings.services import replacing
from meetings.views.planning import PlannedMeetingForm
from ui.forms import HouseForm


class ReplaceChair(PlannedMeetingForm):
    """Another chair."""

    form_class = ChairForm
    heading = "Name another chair"
    guidance = (
        "For a chair who cannot chair the meeting, or cannot close it and approve its minutes. The former chair no "
        "longer sees the case by it; if they were at the meeting, they read its papers like others invited."
    )
    submit = "Name this chair"
    done = "The meeting has another chair."

    def form_arguments(self) -> dict[str, Any]:
        """Who may chair in the area, and who chairs now."""
        return {
            "chairs": selectors.people_in_role(area_id=self.case.area_id, roles=[Role.CHAIR]),
            "present": selectors.chairs_of(meeting=self.meeting),
        }

    def initial(self) -> dict[str, Any]:
        """The one chair is the one replaced."""
        return {} if self.meeting.co_chair_id else {"former": self.meeting.chair_id}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return replacing.replace_chair(
            actor=self.request.user,
            meeting=self.meeting,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class ReplaceMinuteTaker(PlannedMeetingForm):
    """Another minute-taker."""

    form_class = MinuteTakerForm
    heading = "Name another minute-taker"
    guidance = "The former minute-taker no longer sees the meeting by it. What they wrote stays theirs."
    submit = "Name this minute-taker"
    done = "The meeting has another minute-taker."

    def form_arguments(self) -> dict[str, Any]:
        """The people of the Unit."""
        roles = list(replacing.MINUTE_TAKERS)
        return {"minute_takers": selectors.people_in_role(area_id=self.case.area_id, roles=roles)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return replacing.replace_minute_taker(
            actor=self.request.user,
            meeting=self.meeting,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )
