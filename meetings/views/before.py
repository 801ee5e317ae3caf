"""What is read before a meeting: on one screen, and as a pack to take along."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from audit.services import viewed
from meetings import pack, selectors
from meetings.selectors.brief import Brief, brief_of
from meetings.views.base import OfMeeting
from offenders.access import Detail


class WithBrief(OfMeeting):
    """The brief of a meeting, for those who see the case in full."""

    at_least = Detail.FULL

    @cached_property
    def brief(self) -> Brief:
        """The brief as the viewer may read it."""
        return brief_of(viewer=self.request.user, case=self.case, meeting=self.meeting, today=timezone.localdate())


class MeetingBrief(WithBrief):
    """What changed since the last meeting, what is overdue, who has not answered."""

    template_name = "meetings/brief.html"

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show it; each item of information whose words stand on it was looked at, too (INF-14)."""
        answer = super().get(request, case_id, **kwargs)
        for item in self.brief.notes:
            viewed(actor=self.request.user, what="information_item", case_id=self.case.pk, subject=item)
        return answer

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        return {**super().context(), "brief": self.brief, "today": timezone.localdate()}


class MeetingPack(WithBrief):
    """The pack as a PDF marked with its reader's name; that it was printed is recorded."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The file, as a download whose name names nobody."""
        reader = self.request.user
        made = pack.printed(
            reader=reader,
            case=self.case,
            meeting=self.meeting,
            brief=self.brief,
            invited=selectors.standing_invitations(viewer=reader, meeting=self.meeting),
            now=timezone.now(),
        )
        viewed(actor=reader, what="meeting_pack", case_id=self.case.pk)
        headers = {"Content-Disposition": f'attachment; filename="pack-{self.case.reference}.pdf"'}
        return HttpResponse(made.content, content_type="application/pdf", headers=headers)
