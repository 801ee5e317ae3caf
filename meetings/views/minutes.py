"""The minutes of one meeting: reading, wording, approving."""

from typing import Any, cast

from django.http import Http404
from django.utils import timezone

from audit.refusals import Finding
from meetings import selectors
from meetings.beside import beside_minutes
from meetings.content import shown_actions
from meetings.forms import ApproveForm, WordingForm
from meetings.models import Minutes
from meetings.rules.minutes import MinutesState
from meetings.selectors.minutes import before_approving
from meetings.services import minutes
from meetings.views.base import MeetingFormPage, OfMeeting
from ui.forms import HouseForm


class WithMinutes(OfMeeting):
    """Finds every version of the minutes; 404 before there is one."""

    def prepare(self, **kwargs: Any) -> None:
        """The versions, newest first."""
        super().prepare(**kwargs)
        self.versions: list[Minutes] = selectors.minutes_of(viewer=self.request.user, meeting=self.meeting)
        if not self.versions:
            raise Http404
        state = self.meeting.minutes_state  # type: ignore[attr-defined]  # annotated by the selector
        self.state = MinutesState(state or MinutesState.DRAFT)

    @property
    def is_chair(self) -> bool:
        """Whether the viewer chaired this meeting."""
        return self.meeting.is_chaired_by(self.request.user)


class MinutesDetail(WithMinutes):
    """The newest version in full, the earlier ones, and the chair's button."""

    template_name = "meetings/minutes.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        amends, viewer = self.state is not MinutesState.DRAFT, self.request.user
        may_word = self.may("record_meeting") and (self.is_chair or not amends)
        newest, found = self.versions[0], frozenset[str]()
        if not amends:
            found = selectors.unchanged_notes(viewer=viewer, meeting=self.meeting, minutes=newest)
        actions, kept = shown_actions(newest, in_full=self.shows.everything)
        earlier, kept_earlier = shown_actions(newest, in_full=self.shows.everything, which="earlier")
        return {
            **super().context(),
            "minutes": newest,
            "actions": actions,
            "earlier": earlier,
            "kept": kept + kept_earlier,
            "unchanged": [
                f"{item['number']}. {item['label']}: {answer['label'][0].lower()}{answer['label'][1:]}"
                for item in newest.content["items"]
                for answer in item["answers"]
                if f"{item['key']}.{answer['key']}" in found
            ],
            "beside": beside_minutes(viewer=viewer, meeting=self.meeting) if self.shows.everything else [],
            "versions": self.versions,
            "state": selectors.STATE_WORDS[self.state],
            "is_draft": not amends,
            "lacking": [] if amends else before_approving(case=self.case),
            "may_record_case": self.may("record_case"),
            "may_word": may_word and self.state is not MinutesState.CONFIRMED,
            "may_approve": not amends and self.is_chair and self.may("approve_minutes"),
            "may_summarise": self.may("record_meeting"),
            "may_see_copies": amends and self.shows.everything,
            "may_leave_out": not amends and self.shows.everything and self.is_chair and self.may("approve_minutes"),
            "may_download": self.shows.everything,
            "may_edit_elsewhere": self.shows.everything and may_word and not amends,
        }


class WordMinutes(WithMinutes, MeetingFormPage):
    """The notes of the minutes, to be worded better."""

    action = "record_meeting"
    form_class = WordingForm
    heading = "Word the minutes"
    guidance = (
        "Somebody who was not there should understand them. What was decided on level, disclosure and actions is "
        "recorded and stays as it is."
    )
    submit = "Save a new version"
    done = "A new version of the minutes is saved."

    def base_version(self) -> str:
        """The newest version's number."""
        return str(self.versions[0].number)

    def form_arguments(self) -> dict[str, Any]:
        """The text as it stands; after approval a reason is asked for."""
        return {"content": self.versions[0].content, "amends": self.state is not MinutesState.DRAFT}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return minutes.word_minutes(
            actor=self.request.user,
            meeting=self.meeting,
            based_on=form.version_seen,
            texts=cast(WordingForm, form).texts,
            reason=form.cleaned_data.get("reason", ""),
            today=timezone.localdate(),
        )

    def success_url(self, result: Any) -> str:
        """The minutes."""
        return self.meeting_url("minutes_detail")


class ApproveMinutes(WithMinutes, MeetingFormPage):
    """The chair's approval of the newest version."""

    action = "approve_minutes"
    confirms = True
    form_class = ApproveForm
    heading = "Approve the minutes"
    guidance = (
        "They are then sent to everybody invited, present or not. Those invited can read them until the next meeting."
    )
    submit = "Approve the minutes"
    done = "The minutes are approved."

    def prepare(self, **kwargs: Any) -> None:
        """For this meeting's own chair."""
        super().prepare(**kwargs)
        if not self.is_chair:
            raise Http404

    def base_version(self) -> str:
        """The newest version's number."""
        return str(self.versions[0].number)

    def findings(self) -> list[Finding]:
        """What they still lack."""
        return before_approving(case=self.case) if self.state is MinutesState.DRAFT else []

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return minutes.approve_minutes(
            actor=self.request.user,
            meeting=self.meeting,
            based_on=form.version_seen,
            today=timezone.localdate(),
            note=form.cleaned_data["note"],
        )

    def success_url(self, result: Any) -> str:
        """The minutes."""
        return self.meeting_url("minutes_detail")
