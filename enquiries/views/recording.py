"""A request is recorded, looked up, clarified."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from accounts.form_pages import SentForm, SignedInRequest
from audit.refusals import Finding, NotPermitted
from audit.services import viewed
from enquiries import selectors, services
from enquiries.access import HANDLE, RECORD, may_record
from enquiries.forms import ClarifyForm, IdentifyForm, RequestForm
from enquiries.models import MinutesRequest
from enquiries.rules.routing import THEMSELVES, Requester
from enquiries.rules.steps import Step, out_of_turn
from enquiries.views.base import RequestFormPage
from offenders.pages import CaseFormPage
from ui.forms import HouseForm

GUIDANCE = "Every request goes to the Co-ordinator. Do not answer it, and do not say whether there is a case."


class RecordRequest(SentForm, View):
    """Record a request that one's agency received. It says nothing of anybody, whether they are on record or not."""

    request: SignedInRequest
    done = "The request is recorded. The Co-ordination Unit sees it."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for roles that receive no requests."""
        if not may_record(self.request.user):
            raise NotPermitted(RECORD)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        viewed(actor=self.request.user, what="enquiry_form")
        return self.show(self.make_form())

    def build_form(self, data: Any = None) -> RequestForm:
        """The form; one's own agency stands first."""
        viewer = self.request.user
        return RequestForm(data, initial={"agency": viewer.agency_id}, agencies=selectors.receivers(viewer=viewer))

    def page(self, form: Any, status: int) -> HttpResponse:
        """The form."""
        context = {
            "heading": "Record a request for minutes",
            "guidance": GUIDANCE,
            "submit": "Record it",
            "form": form,
            "cancel": self.cancel_url(),
        }
        return render(self.request, "form_page.html", context, status=status)

    def perform(self, form: Any) -> MinutesRequest:
        """Call the service."""
        return services.record(
            actor=self.request.user, wrote=services.Wrote(**form.cleaned_data), today=timezone.localdate()
        )

    def success_url(self, result: Any) -> str:
        """What the viewer recorded."""
        return f"{reverse('enquiries')}?show=own"


class RecordOfCase(CaseFormPage):
    """Record a request about the person of this case."""

    tab = "enquiries"
    action = HANDLE
    form_class = RequestForm
    heading = "Record a request for minutes"
    submit = "Record it"
    done = "The request is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """The agencies of the area."""
        return {"agencies": selectors.agencies_of(self.case)}

    def perform(self, form: HouseForm) -> MinutesRequest:
        """Call the service."""
        return services.record(
            actor=self.request.user,
            wrote=services.Wrote(**form.cleaned_data),
            today=timezone.localdate(),
            case=self.case,
        )

    def success_url(self, result: MinutesRequest | None) -> str:
        """The request, or the tab."""
        if result is None:
            return reverse("case_enquiries", args=[self.case.pk])
        return reverse("enquiry", args=[result.pk])


class Identify(RequestFormPage):
    """Say whether the request is about somebody on record here."""

    form_class = IdentifyForm
    heading = "Whom the request is about"
    guidance = "Nobody outside the Unit learns of this, and a letter that confirms nothing reads the same either way."
    submit = "Record it"
    done = "It is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """Only while it hangs on no case."""
        super().prepare(**kwargs)
        if self.enquiry.case_id is not None:
            raise Http404

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.identify(
            actor=self.request.user,
            request=self.enquiry,
            version=form.version_seen,
            reference=typed["reference"] if typed["known"] == "case" else "",
            today=timezone.localdate(),
        )


class Clarify(RequestFormPage):
    """Record what exactly is wanted."""

    form_class = ClarifyForm
    heading = "What exactly is wanted"
    submit = "Record it"
    done = "It is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """What the table asks for."""
        super().prepare(**kwargs)
        self.read = selectors.shown(viewer=self.request.user, request=self.enquiry).read

    def findings(self) -> list[Finding]:
        """Why it cannot be recorded now, before anybody types."""
        return out_of_turn(self.read.facts(), Step.CLARIFIED)

    def form_arguments(self) -> dict[str, Any]:
        """Whether the requester is asked, and about which law."""
        about_themselves = Requester(self.enquiry.requester) in THEMSELVES
        return {"asks_foi": self.enquiry.names_foi and about_themselves, "asks": self.read.route.asks}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        insists = typed.get("insists_on_foi", "")
        return services.clarify(
            actor=self.request.user,
            request=self.enquiry,
            version=form.version_seen,
            clarified=services.Clarified(
                on=typed["happened_on"],
                question=typed["question"],
                answer=typed["answer"],
                clear_because=typed.get("clear_because", ""),
                supplier=typed["supplier"],
                insists_on_foi=insists == "yes" if insists else None,
            ),
            today=timezone.localdate(),
        )
