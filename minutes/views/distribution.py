"""The copies of a meeting's minutes: who receives what, who is left out, and who has one beyond the invitations."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from meetings.rules.minutes import MinutesState
from meetings.views.base import MeetingFormPage
from meetings.views.minutes import WithMinutes
from minutes import selectors
from minutes.facts import called
from minutes.forms import (
    BeyondForm,
    LeaveOutForm,
    NothingAskedForm,
    StrikeForm,
    TakeBackForm,
)
from minutes.services import distribution, taking_back
from offenders.access import Detail
from ui.forms import HouseForm
from ui.words import day


class WithApproved(WithMinutes):
    """Finds minutes that the chair approved; 404 while they are a draft, but for what is decided `before_approval`."""

    at_least = Detail.FULL
    before_approval = False

    def prepare(self, **kwargs: Any) -> None:
        """Their newest version is the one that goes out."""
        super().prepare(**kwargs)
        if self.state is MinutesState.DRAFT and not self.before_approval:
            raise Http404


class MinutesCopies(WithApproved):
    """Who receives the minutes, who has a copy, and what became of it."""

    template_name = "minutes/copies.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        viewer = self.request.user
        copies = selectors.minutes_copies(viewer=viewer, meeting=self.meeting)
        return {
            **super().context(),
            "back": self.meeting_url("minutes_detail"),
            "distribution": selectors.distribution(viewer=viewer, meeting=self.meeting, case=self.case),
            "left_out": selectors.left_out(viewer=viewer, meeting=self.meeting),
            "copies": copies,
            "to_send": any(line.copy.invitation_id and not line.steps and not line.replaced for line in copies),
            "notes": selectors.notes(viewer=viewer, meeting=self.meeting),
            "recording": selectors.recording(viewer=viewer, meeting=self.meeting),
            "may_send": self.may("record_meeting"),
            "may_decide": self.is_chair and self.may("approve_minutes"),
        }


class ToCopies(WithApproved, MeetingFormPage):
    """A form about copies of the minutes that leads back to their list."""

    def base_version(self) -> str | None:
        """None: something is added."""
        return None

    def success_url(self, result: Any) -> str:
        """The list."""
        return self.meeting_url("minutes_copies")


class MakeCopies(ToCopies):
    """A copy for everybody who is to receive the minutes and has none."""

    template_name = "minutes/make_copies.html"
    action = "record_meeting"
    form_class = NothingAskedForm
    heading = "Make the copies"
    submit = "Make the copies"

    def context(self) -> dict[str, Any]:
        """Who gets one."""
        found = selectors.distribution(viewer=self.request.user, meeting=self.meeting, case=self.case)
        return {**super().context(), "waiting": found.waiting}

    def said(self, result: Any) -> str:
        """How many were made."""
        made = "1 copy is made" if len(result) == 1 else f"{len(result)} copies are made"
        return f"{made}. Record when each is sent."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return distribution.make_copies(actor=self.request.user, meeting=self.meeting)


class SendHere(ToCopies):
    """The copies of those who read the minutes here, sent at once."""

    action = "record_meeting"
    form_class = NothingAskedForm
    heading = "Send to those who read here"
    guidance = (
        "Everybody invited by name who can open the minutes here is told by an e-mail that names nobody. Send the "
        "other copies by secure e-mail, and record each."
    )
    submit = "Send the copies"

    def said(self, result: Any) -> str:
        """How many were sent."""
        return "1 copy is sent." if len(result) == 1 else f"{len(result)} copies are sent."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return distribution.send_here(actor=self.request.user, meeting=self.meeting, today=timezone.localdate())


class ByChair(ToCopies):
    """For this meeting's own chair."""

    action = "approve_minutes"

    def prepare(self, **kwargs: Any) -> None:
        """404 for every other."""
        super().prepare(**kwargs)
        if not self.is_chair:
            raise Http404


class LeaveOut(ByChair):
    """The chair's decision that somebody invited receives no minutes, from the closing of the meeting on."""

    template_name = "minutes/leave_out.html"
    before_approval = True
    form_class = LeaveOutForm
    heading = "Leave somebody out"
    guidance = (
        "Everybody invited receives the minutes, present or not, unless you decide otherwise. Whoever you leave out "
        "cannot read them here by their invitation. A copy that was sent stays with them: ask for it back. You can "
        "take this decision back later."
    )
    submit = "Leave them out"
    done = "They receive no minutes of this meeting."

    def context(self) -> dict[str, Any]:
        """Who is left out already."""
        left_out = selectors.left_out(viewer=self.request.user, meeting=self.meeting)
        return {**super().context(), "back": self.success_url(None), "left_out": left_out}

    def success_url(self, result: Any) -> str:
        """The list of copies, or the draft while there is none."""
        return self.meeting_url("minutes_detail" if self.state is MinutesState.DRAFT else "minutes_copies")

    def form_arguments(self) -> dict[str, Any]:
        """Those about whom nothing was decided."""
        return {"invitations": selectors.may_be_left_out(viewer=self.request.user, meeting=self.meeting)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        today = timezone.localdate()
        return distribution.leave_out(actor=self.request.user, meeting=self.meeting, today=today, **form.cleaned_data)


class CopyBeyond(ByChair):
    """A copy for somebody who was not invited, or on paper."""

    confirms = True
    form_class = BeyondForm
    heading = "Give a further copy"
    guidance = "For somebody who was not invited, or on paper where that cannot be avoided."
    submit = "Make the copy"
    done = "The copy is made. Record when it is sent or handed over."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return distribution.copy_beyond(actor=self.request.user, meeting=self.meeting, **form.cleaned_data)


class TakeBack(ByChair):
    """The chair's decision that somebody left out receives the minutes after all."""

    form_class = TakeBackForm
    heading = "Send them the minutes after all"
    submit = "Take it back"
    done = "They receive the minutes after all. Make and send their copy."

    def prepare(self, **kwargs: Any) -> None:
        """Whom the chair left out."""
        super().prepare(**kwargs)
        viewer = self.request.user
        self.left_out = selectors.left_out_for(viewer=viewer, meeting=self.meeting, left_out_id=kwargs["left_out_id"])

    def context(self) -> dict[str, Any]:
        """Who it is, why they were left out, and what cannot be undone here."""
        words = (
            f"{called(self.left_out.invitation)} was left out on {day(self.left_out.decided_on)}: "
            f"{self.left_out.reason} Both decisions stay on record. Whoever is kept out of the case is let in under "
            "who sees the case, not here."
        )
        return {**super().context(), "guidance": words, "back": self.success_url(None)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return taking_back.take_back(
            actor=self.request.user, left_out=self.left_out, today=timezone.localdate(), **form.cleaned_data
        )


class Strike(ByChair):
    """The chair's decision that a further copy goes to nobody, before it was sent."""

    form_class = StrikeForm
    heading = "Strike a further copy"
    submit = "Strike this copy"
    done = "The copy is struck and goes to nobody."

    def prepare(self, **kwargs: Any) -> None:
        """A copy for somebody who was not invited, not sent yet."""
        super().prepare(**kwargs)
        viewer = self.request.user
        self.copy = selectors.further_copy_for(viewer=viewer, meeting=self.meeting, copy_id=kwargs["further_copy_id"])

    def context(self) -> dict[str, Any]:
        """Whose copy it is."""
        words = f"Copy {self.copy.number}, {self.copy.get_form_display().lower()}, for {self.copy.recipient}."
        return {**super().context(), "guidance": words, "back": self.success_url(None)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return taking_back.strike(
            actor=self.request.user, copy=self.copy, today=timezone.localdate(), **form.cleaned_data
        )
