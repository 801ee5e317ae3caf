"""Functional mailboxes of prisons and military establishments: which there are, and entering one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from accounts.models import Agency
from audit.services import viewed
from meetings.days_forms import MailboxForm
from meetings.selectors import days, mailboxes
from meetings.services import mailboxes as services
from meetings.views.days import OfDays
from ui.forms import HouseForm


@require_safe
def establishments(request: SignedInRequest, area: str) -> HttpResponse:
    """The prisons and military establishments of an area, each with its mailbox (MTG-96)."""
    here = next((one for one in days.areas_planned_by(request.user) if one.pk == area), None)
    if here is None:
        raise Http404
    page = mailboxes.establishments_page(viewer=request.user, area_id=here.pk, after=request.GET.get("after", ""))
    viewed(actor=request.user, what="establishments", subject=here)
    return render(request, "meetings/establishments.html", {"area": here, "rows": page.rows, "next": page.next_key})


class EnterMailbox(OfDays):
    """The functional mailbox of one establishment."""

    heading = "Enter a functional mailbox"
    submit = "Save the mailbox"
    done = "The mailbox is saved. Invitations go there from now on."
    agency: Agency

    def find(self, **kwargs: Any) -> None:
        """The establishment that the address names."""
        self.agency = mailboxes.establishment_for(viewer=self.request.user, agency_id=kwargs["establishment_id"])
        self.area = self.agency.area
        self.guidance = f"{self.agency.name}. A mailbox that the establishment reads, never the address of a person."

    def build_form(self, data: Any = None) -> MailboxForm:
        """Guarded by the mailbox that stands now."""
        return MailboxForm(data, version=self.agency.mailbox, initial={"mailbox": self.agency.mailbox})

    def perform(self, form: HouseForm) -> Agency:
        """Call the service."""
        return services.enter_mailbox(
            actor=self.request.user,
            agency=self.agency,
            mailbox=form.cleaned_data["mailbox"],
            seen=form.submitted_version,
        )

    def success_url(self, result: Any) -> str:
        """The establishments of the area."""
        return reverse("establishments", args=[self.area.pk])
