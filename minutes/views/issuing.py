"""The executive summary on its way out: where it stands, what the leak check found, and its issue by the chair."""

from typing import Any, cast

from django.http import Http404
from django.utils import timezone

from audit.refusals import Finding
from meetings import selectors as of_meetings
from meetings.models import Meeting
from meetings.views.base import OfMeeting
from meetings.views.summary import OfClosedMeeting
from minutes import selectors
from minutes.forms import IssueForm, LeaksForm
from minutes.rules.leaks import Hit
from minutes.services import issuing, review
from offenders.access import Detail
from ui.forms import HouseForm


class SummaryOverview(OfMeeting):
    """Where the summary of one meeting stands: wording, leak check, comments, issue, and who has a copy."""

    template_name = "minutes/summary.html"
    at_least = Detail.FULL

    def prepare(self, **kwargs: Any) -> None:
        """A meeting that was held."""
        super().prepare(**kwargs)
        if self.meeting.status != Meeting.Status.HELD:
            raise Http404

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        viewer = self.request.user
        draft = of_meetings.summary_draft(viewer=viewer, meeting=self.meeting)
        reviews, is_chair = self.may("review_leaks"), self.meeting.is_chaired_by(viewer)
        newest = selectors.newest_summary(viewer=viewer, meeting=self.meeting)
        hits = selectors.hits(meeting=self.meeting, case=self.case, draft=draft) if reviews else []
        if reviews:
            hits += selectors.hits_in_issued(meeting=self.meeting, case=self.case, besides=hits)
        return {
            **super().context(),
            "draft": draft,
            "open_hits": len(hits),
            "open_hits_words": f"{len(hits)} to be settled",
            "overrides": selectors.overrides(viewer=viewer, meeting=self.meeting),
            "circulations": selectors.circulations(viewer=viewer, meeting=self.meeting),
            "comments": selectors.comments(viewer=viewer, meeting=self.meeting),
            "copies": selectors.copies(viewer=viewer, meeting=self.meeting),
            "newest": newest,
            "found_since": issuing.found_since(newest, self.case) if newest else [],
            "may_word": self.may("record_meeting"),
            "may_review": reviews,
            "may_decide": is_chair and self.may("release_summary"),
            "may_add": is_chair and newest is not None and self.may("release_summary"),
        }


class ToOverview(OfClosedMeeting):
    """A form about the summary that leads back to its overview."""

    def success_url(self, result: Any) -> str:
        """The overview."""
        return self.meeting_url("summary_overview")


class ReviewLeaks(ToOverview):
    """Each hit of the leak check, with a box for the reason why it may stand."""

    template_name = "minutes/leaks.html"
    action = "review_leaks"
    form_class = LeaksForm
    heading = "Check for what may not leave"
    submit = "Let these stand"
    done = "What you gave a reason for may stand as it is."

    def prepare(self, **kwargs: Any) -> None:
        """What was found in the wording as it is now, and in the version that was issued."""
        super().prepare(**kwargs)
        draft: list[Hit] = selectors.hits(meeting=self.meeting, case=self.case, draft=self.draft)
        issued = selectors.hits_in_issued(meeting=self.meeting, case=self.case, besides=draft)
        self.hits, self.issued = [*draft, *issued], {hit.key for hit in issued}

    def base_version(self) -> str | None:
        """None: each hit is tied to its exact text already."""
        return None

    def form_arguments(self) -> dict[str, Any]:
        """The hits."""
        return {"hits": self.hits, "issued": self.issued}

    def context(self) -> dict[str, Any]:
        """The hits."""
        return {
            **super().context(),
            "draft": self.draft,
            "hits": self.hits,
            "back": self.meeting_url("summary_overview"),
        }

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        reasons = cast(LeaksForm, form).reasons
        return review.let_stand(actor=self.request.user, meeting=self.meeting, reasons=reasons)


class IssueSummary(ToOverview):
    """The chair reads what will be printed and issues it."""

    template_name = "minutes/issue.html"
    action = "release_summary"
    confirms = True
    form_class = IssueForm
    heading = "Issue the executive summary"
    submit = "Issue the summary"
    done = "The summary is issued."

    def said(self, result: Any) -> str:
        """That it is issued, and who has to be sent the corrected one."""
        return (
            self.done
            if result.version == 1
            else f"{self.done} Everybody with an earlier copy has a new one to be sent."
        )

    def prepare(self, **kwargs: Any) -> None:
        """For this meeting's own chair, once the wording was prepared."""
        super().prepare(**kwargs)
        if not self.meeting.is_chaired_by(self.request.user):
            raise Http404

    def context(self) -> dict[str, Any]:
        """The document as it will be printed, and what stops it."""
        found: list[Finding] = []
        if self.draft is not None:
            found = issuing.issue_findings(self.meeting, self.case, self.draft, self.request.user)
        return {
            **super().context(),
            "draft": self.draft,
            "printed": of_meetings.printed_fields(self.draft),
            "attendance": of_meetings.attendance_printed(viewer=self.request.user, meeting=self.meeting),
            "stopping": [finding for finding in found if finding.stops],
            "open_warnings": [finding for finding in found if not finding.stops],
        }

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return issuing.issue_summary(
            actor=self.request.user,
            meeting=self.meeting,
            version=form.version_seen,
            recipient=form.cleaned_data["recipient"],
            purpose=form.cleaned_data["purpose"],
            at=timezone.now(),
            acknowledged=form.acknowledged,
        )
