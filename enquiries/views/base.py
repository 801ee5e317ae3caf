"""What the pages of one request share: with its case around it where it has one, without where it has none."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from audit.refusals import NotPermitted
from audit.services import viewed
from enquiries import selectors
from enquiries.access import HANDLE, may_handle
from enquiries.models import MinutesRequest
from offenders import selectors as cases
from offenders.access import Detail
from offenders.pages import CaseFormPage, CasePage


class OfRequest(CasePage):
    """Finds the request that the address names; 404 unless the viewer sees it whole."""

    tab = "enquiries"
    enquiry: MinutesRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the request, and its case if it has one."""
        self.request = request  # type: ignore[assignment]  # signed in, as the middleware demands
        viewer = self.request.user
        self.enquiry = selectors.request_for(viewer=viewer, enquiry_id=kwargs.get("enquiry_id") or kwargs["loose_id"])
        if self.enquiry.case_id is not None:
            self.case = cases.case_for(viewer=viewer, case_id=self.enquiry.case_id, at_least=Detail.SUMMARY)
        self.prepare(**kwargs)
        return View.dispatch(self, request, *args, **kwargs)

    def prepare(self, **kwargs: Any) -> None:
        """Fetch what else the address names."""

    def may(self, action: str) -> bool:
        """Whether the viewer deals with the request: of no case, as the Unit of its area."""
        if self.enquiry.case_id is None:
            return action == HANDLE and may_handle(self.request.user, None, self.enquiry.area_id)
        return super().may(action)

    def frame(self) -> dict[str, Any]:
        """The case around the page; nothing where there is none."""
        own = {"enquiry": self.enquiry}
        return own if self.enquiry.case_id is None else {**super().frame(), **own}

    def seen(self, what: str) -> None:
        """Record that the request was looked at."""
        viewed(actor=self.request.user, what=what, case_id=self.enquiry.case_id, subject=self.enquiry)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # no case in the address
        """Show the page and record that it was looked at."""
        self.seen("enquiry")
        return render(request, self.template_name, {**self.frame(), **self.context()})

    def url(self) -> str:
        """The address of the request."""
        return reverse("enquiry", args=[self.enquiry.pk])


class RequestFormPage(OfRequest, CaseFormPage):
    """A form about one request; afterwards back to it."""

    action = HANDLE

    def prepare(self, **kwargs: Any) -> None:
        """It does not exist for who only looks on; the request is what is edited."""
        if not self.may(self.action):
            raise NotPermitted(self.action, case_id=self.enquiry.case_id)
        self.subject = self.enquiry

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # no case in the address
        """Show the form."""
        self.seen("enquiry_form")
        return self.show(self.make_form())

    def success_url(self, result: Any) -> str:
        """The page of the request."""
        return self.url()
