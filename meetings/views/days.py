"""Meeting days: which there are, planning one, withdrawing one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_safe

from accounts.form_pages import SentForm, SignedInRequest
from accounts.models import Area
from accounts.reauthentication import typed_before
from accounts.roles import Role
from audit.services import viewed
from meetings import selectors
from meetings.days_forms import DayForm, ReopenDayForm, WithdrawDayForm
from meetings.models import MeetingDay
from meetings.selectors import days
from meetings.services import days as services
from ui.forms import HouseForm
from ui.words import weekday


@require_safe
def meeting_days(request: SignedInRequest) -> HttpResponse:
    """The days to come with their slots; whose slot it is only where the viewer sees the meeting (MTG-73)."""
    if not days.reads_days(request.user):
        raise Http404
    page = days.days_page(viewer=request.user, after=request.GET.get("after", ""), today=timezone.localdate())
    named = [line.meeting.case_id for row in page.rows for line in row.slots if line.meeting is not None]
    viewed(actor=request.user, what="meeting_days", cases=named)
    planned = days.areas_planned_by(request.user)
    context = {
        "rows": page.rows,
        "next": page.next_key,
        "areas": planned,
        "may_plan": {area.pk for area in planned},
        "withdrawn": days.withdrawn_days(viewer=request.user, today=timezone.localdate()),
    }
    return render(request, "meetings/days.html", context)


class OfDays(SentForm, View):
    """A form about meeting days, with the house's frame and without a case."""

    heading: str
    guidance: str = ""
    submit: str
    area: Area

    def find(self, **kwargs: Any) -> None:
        """Find the area; Http404 for somebody who does not plan its days."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find what the address names first."""
        self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form; that it was opened is recorded."""
        viewed(actor=self.request.user, what="meeting_day_form", subject=self.area)
        return self.show(self.make_form(typed_before(request)))

    def page(self, form: HouseForm, status: int) -> HttpResponse:
        """The page with the form."""
        context = {
            "heading": self.heading,
            "guidance": self.guidance,
            "submit": self.submit,
            "form": form,
            "cancel": self.cancel_url(),
        }
        return render(self.request, "form_page.html", context, status=status)

    def success_url(self, result: Any) -> str:
        """The days."""
        return reverse("meeting_days")


class PlanDay(OfDays):
    """A day is planned, with its slots."""

    guidance = "Meetings of cases at this level can then be planned into its slots."
    submit = "Plan this day"
    done = "The day is planned. Its slots are free."

    def find(self, **kwargs: Any) -> None:
        """The area that the address names."""
        found = next((area for area in days.areas_planned_by(self.request.user) if area.pk == kwargs["area"]), None)
        if found is None:
            raise Http404
        self.area = found
        self.heading = f"Plan a meeting day in {found.name}"

    def build_form(self, data: Any = None) -> DayForm:
        """With who may chair and who may take minutes."""
        return DayForm(
            data,
            chairs=selectors.people_in_role(area_id=self.area.pk, roles=[Role.CHAIR]),
            minute_takers=selectors.people_in_role(area_id=self.area.pk, roles=[Role.ADMINISTRATOR, Role.COORDINATOR]),
            lengths=days.lengths_in(area_id=self.area.pk, on=timezone.localdate()),
        )

    def perform(self, form: HouseForm) -> MeetingDay:
        """Call the service."""
        typed = dict(form.cleaned_data)
        typed["level"] = int(typed["level"])
        return services.plan_day(
            actor=self.request.user,
            area=self.area,
            day=services.Day(**typed),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class WithdrawDay(OfDays):
    """A day on which nothing is booked is withdrawn."""

    heading = "Withdraw a meeting day"
    submit = "Withdraw the day"
    done = "The day is withdrawn."

    def find(self, **kwargs: Any) -> None:
        """The day that the address names."""
        self.day = days.day_for(viewer=self.request.user, day_id=kwargs["day_id"])
        self.area = self.day.area
        self.guidance = f"{weekday(self.day.on)}, {self.area.name}"

    def build_form(self, data: Any = None) -> WithdrawDayForm:
        """Guarded by the day's version."""
        return WithdrawDayForm(data, version=str(self.day.version))

    def perform(self, form: HouseForm) -> MeetingDay:
        """Call the service."""
        return services.withdraw_day(
            actor=self.request.user,
            day=self.day,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )


class ReopenDay(OfDays):
    """A withdrawn day is opened again."""

    heading = "Open a meeting day again"
    submit = "Open the day again"
    done = "The day is open again. Its slots are free."

    def find(self, **kwargs: Any) -> None:
        """The day that the address names."""
        self.day = days.day_for(viewer=self.request.user, day_id=kwargs["withdrawn_id"])
        self.area = self.day.area
        self.guidance = f"{weekday(self.day.on)}, {self.area.name}. Withdrawn: {self.day.withdrawn_reason or 'no'}"

    def build_form(self, data: Any = None) -> ReopenDayForm:
        """Guarded by the day's version."""
        return ReopenDayForm(data, version=str(self.day.version))

    def perform(self, form: HouseForm) -> MeetingDay:
        """Call the service."""
        return services.reopen_day(
            actor=self.request.user,
            day=self.day,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )
