"""The meetings of a case, and the meetings of every case the viewer sees."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from accounts.form_pages import SignedInRequest
from audit.services import viewed
from meetings import selectors
from meetings.models import Meeting
from meetings.selectors import convening, days, group_meetings, groups, standing
from meetings.services.groups import MEET
from offenders.pages import CasePage


class CaseMeetings(CasePage):
    """The tab: meetings coming and held, the state of their minutes, and the ledger of summaries."""

    tab = "meetings"
    template_name = "meetings/case_meetings.html"

    def context(self) -> dict[str, Any]:
        """Everything on the tab."""
        rows = selectors.meetings_of_case(viewer=self.request.user, case_id=self.case.pk)
        planned = [row for row in rows if row.status == Meeting.Status.SCHEDULED]
        return {
            "planned": list(reversed(planned)),
            "others": [(row, *selectors.state_words(row)) for row in rows if row.status != Meeting.Status.SCHEDULED],
            "summaries": selectors.summaries(viewer=self.request.user, case_id=self.case.pk),
            "groups": groups.groups_of(viewer=self.request.user, case_id=self.case.pk),
            "professionals": groups.professionals_meetings(viewer=self.request.user, case_id=self.case.pk),
            "may_schedule": self.may("schedule_meeting"),
            "may_note": self.may(MEET),
            "today": timezone.localdate(),
        }


class AllMeetings(View):
    """Meetings of this week, then those coming and those past."""

    tabs = (("week", "This week"), ("coming", "Later"), ("past", "Before this week"))

    def get(self, request: SignedInRequest) -> HttpResponse:
        """The list. Anything unknown in the address shows this week."""
        shown = request.GET.get("show", "week")
        shown = shown if shown in selectors.SHOWN else "week"
        today = timezone.localdate()
        page = selectors.meeting_list(viewer=request.user, shown=shown, page=page_number(request), today=today)
        own = group_meetings.own(viewer=request.user, now=timezone.now())
        viewed(actor=request.user, what="meetings", cases=[row.case_id for row in (*page, *own)])
        context = {
            "page": page,
            "rows": [(row, *selectors.state_words(row)) for row in page],
            "shown": shown,
            "tabs": [
                {"text": text, "href": f"?{urlencode({'show': key})}", "current": key == shown}
                for key, text in self.tabs
            ],
            "previous": address(shown, page.number - 1) if page.has_previous() else None,
            "next": address(shown, page.number + 1) if page.has_next() else None,
            "today": today,
            "group_meetings": own,
            "unsure": convening.meetings_with_unsure_emails(viewer=request.user, now=timezone.now()),
            "planned": days.areas_planned_by(request.user),
            "has_days": days.reads_days(request.user),
            "standing_in": (read := standing.areas_read_by(request.user) if days.reads_days(request.user) else []),
            "grades_in": read,
        }
        return render(request, "meetings/meetings.html", context)


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first for anything that is no number."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


def address(shown: str, page: int) -> str:
    """The address of one page of the list."""
    return f"?{urlencode({'show': shown, 'page': page})}"
