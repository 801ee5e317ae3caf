"""What those who were invited are given of a meeting when the case itself is not open to them."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from accounts.form_pages import SignedInRequest
from audit.services import viewed
from meetings import selectors
from meetings.views.lists import page_number
from offenders.access import Detail


class AllActionPoints(View):
    """The meetings of which the viewer is given action points, newest first."""

    def get(self, request: SignedInRequest) -> HttpResponse:
        """One page of the list."""
        page = selectors.meetings_with_action_points(viewer=request.user, page=page_number(request))
        viewed(actor=request.user, what="action_points_list", cases=[row.case_id for row in page])
        return render(request, "meetings/action_points_list.html", {"page": page})


class ActionPoints(View):
    """The actions of one meeting, as far as they are for the viewer, and what their agency gave (ACC-60, ACC-61)."""

    at_least: ClassVar[Detail] = Detail.NOTHING  # the case itself may be closed to them

    def get(self, request: SignedInRequest, case_id: UUID, meeting_id: UUID) -> HttpResponse:
        """The page. It does not exist for those who were not invited."""
        points = selectors.action_points(viewer=request.user, case_id=case_id, meeting_id=meeting_id)
        viewed(actor=request.user, what="action_points", case_id=case_id)
        return render(request, "meetings/action_points.html", {"points": points, "today": timezone.localdate()})
