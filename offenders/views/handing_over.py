"""Handing a case over to probation, and what a youth justice service handed over."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from accounts.form_pages import SignedInRequest
from accounts.standing import standing_of
from audit.services import viewed
from offenders import selectors
from offenders.access import YOUTH
from offenders.forms.base import CaseForm
from offenders.forms.handing_over import HandOverForm
from offenders.pages import CaseFormPage
from offenders.services.handing_over import hand_over

PAGE_SIZE = 25


class HandOver(CaseFormPage):
    """Hand the case over to probation."""

    tab = "access"
    action = "hand_over"
    form_class = HandOverForm
    heading = "Hand the case over to probation"
    submit = "Hand the case over"
    done = "The case is handed over."

    def form_arguments(self) -> dict[str, Any]:
        """Probation in the case's area, and who can own a case there."""
        offered, owners = selectors.may_take_over(area=self.case.area_id)
        return {"agencies": offered, "owners": owners}

    def context(self) -> dict[str, Any]:
        """For how long the service still sees the case."""
        months = settings.YOUTH_JUSTICE_CLOSES_AFTER_MONTHS
        return {
            "guidance": f"Probation leads the case from that day. Your service still sees it for {months} months, "
            "without changing it; after that it keeps only what is written here."
        }

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return hand_over(actor=self.request.user, case=self.case, today=timezone.localdate(), **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        """What was handed over; the access tab before that."""
        return reverse("cases_handed_over") if result is not None else super().success_url(result)


class HandedOver(View):
    """What the viewer's youth justice service handed over. It does not exist for those outside youth justice."""

    def get(self, request: SignedInRequest) -> HttpResponse:
        """One page of the list."""
        if not standing_of(request.user).holds(*YOUTH):
            raise Http404
        asked = request.GET.get("page", "1")
        number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
        page = Paginator(selectors.handed_over_by(viewer=request.user), PAGE_SIZE).get_page(number)
        viewed(actor=request.user, what="cases_handed_over", cases=[row.case_id for row in page])
        return render(request, "offenders/handed_over.html", {"page": page, "today": timezone.localdate()})
