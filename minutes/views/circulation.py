"""The draft on its way round: sent to contributors, commented on, and the chair's decision on each comment."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from accounts.standing import standing_of
from meetings import selectors as of_meetings
from meetings.views.base import MeetingFormPage
from minutes import selectors
from minutes.forms import AnswerForm, CirculateForm, CommentForm
from minutes.models import Circulation, SummaryComment
from minutes.services import circulation
from minutes.views.issuing import ToOverview
from offenders.access import Detail
from ui.forms import HouseForm


class CirculateDraft(ToOverview):
    """The draft is sent to those who attended, reported or contributed."""

    action = "record_meeting"
    form_class = CirculateForm
    heading = "Send the draft round"
    guidance = (
        "Everybody who attended or sent a report is asked for comments on the wording as it is now. They may ask for "
        "something to be left out; the chair decides."
    )
    submit = "Send it round"
    done = "The draft is open for comments."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return circulation.circulate(
            actor=self.request.user,
            meeting=self.meeting,
            version=form.version_seen,
            comments_by=form.cleaned_data["comments_by"],
            today=timezone.localdate(),
        )


class CommentOnDraft(MeetingFormPage):
    """The draft as it was sent round, for those who were asked, with a box for what they say of it."""

    template_name = "minutes/comment.html"
    at_least = Detail.PACK
    action = "comment_on_summary"
    form_class = CommentForm
    heading = "Comment on the draft summary"
    submit = "Send the comment"
    done = "The comment is recorded. The chair decides on it."
    circulation: Circulation

    def prepare(self, **kwargs: Any) -> None:
        """The newest circulation; 404 for an agency that was not asked."""
        super().prepare(**kwargs)
        sent = selectors.circulations(viewer=self.request.user, meeting=self.meeting)
        if not sent:
            raise Http404
        self.circulation = sent[0]
        only = None if self.may("record_meeting") else standing_of(self.request.user).agency_id
        self.agencies = selectors.agencies_asked(self.circulation, only=only)
        if not self.agencies:
            raise Http404

    def form_arguments(self) -> dict[str, Any]:
        """Their own agency; for the Unit and the chair every one that was asked."""
        return {"agencies": self.agencies}

    def initial(self) -> dict[str, Any]:
        """The only agency there is to choose."""
        return {"agency": self.agencies[0]} if len(self.agencies) == 1 else {}

    def context(self) -> dict[str, Any]:
        """The wording as it was sent round."""
        printed = of_meetings.printed_content(self.circulation.content)
        return {**super().context(), "circulation": self.circulation, "printed": printed}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return circulation.comment(actor=self.request.user, meeting=self.meeting, **form.cleaned_data)


class AnswerComment(ToOverview):
    """The chair's decision on one comment."""

    template_name = "minutes/answer.html"
    action = "release_summary"
    form_class = AnswerForm
    heading = "Decide on a comment"
    done = "Your decision is recorded."
    comment: SummaryComment

    def prepare(self, **kwargs: Any) -> None:
        """For this meeting's own chair."""
        super().prepare(**kwargs)
        if not self.meeting.is_chaired_by(self.request.user):
            raise Http404
        self.comment = selectors.comment_for(
            viewer=self.request.user, meeting=self.meeting, comment_id=kwargs["comment_id"]
        )

    def base_version(self) -> str | None:
        """None: a decision is added."""
        return None

    def context(self) -> dict[str, Any]:
        """The comment."""
        return {**super().context(), "comment": self.comment, "back": self.meeting_url("summary_overview")}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return circulation.answer(
            actor=self.request.user,
            comment=self.comment,
            followed=form.cleaned_data["followed"] == "yes",
            reason=form.cleaned_data["reason"],
        )
