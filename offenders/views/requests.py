"""Asking to be involved in a case, following one's own request, and answering those of others."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from accounts.form_pages import SentForm, SignedInRequest
from accounts.reauthentication import confirm_first, typed_before
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import NotPermitted
from audit.services import viewed
from offenders import presence, selectors
from offenders.access import MANAGERS, is_denied, may_ask
from offenders.forms.access import AnswerForm, AskForm, OwnRequestForm
from offenders.models import AccessRequest
from offenders.paging import page_after
from offenders.services import requests as services
from ui.forms import version_of

PAGE = 50
State = AccessRequest.State
SENT = "Your request is sent. If there is such a case, its lead agency decides."
WITHDRAWN = "Your request is withdrawn."
ANSWERED = "Your answer is sent."
REFUSED_WORDS = (
    "Your request was not accepted. If there is such a case, its lead agency or the Co-ordinator can say more."
)


class Asking(View):
    """What the pages of those who ask share: they do not exist for roles that take no part in cases."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who may not ask."""
        if not may_ask(self.request.user):
            raise NotPermitted("ask_to_be_involved")
        self.prepare(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, **kwargs: Any) -> None:
        """Fetch what the address names; Http404 when it is not the viewer's."""


class MyRequests(Asking):
    """The viewer's own requests, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of them."""
        rows = selectors.my_requests(viewer=self.request.user)
        page = page_after(rows, request.GET.get("after", ""), PAGE)
        viewed(actor=self.request.user, what="own_requests")
        context = {"heading": "My requests to be involved", "rows": page.rows, "next": page.next_key}
        return render(request, "offenders/requests.html", context)


class AskToBeInvolved(Asking, SentForm):
    """One request. What is answered is the same whether there is such a case or not."""

    done = SENT
    found: UUID | None  # the case that the search led from

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        viewed(actor=self.request.user, what="request_form")
        return self.show(self.make_form())

    def build_form(self, data: Any = None) -> AskForm:
        """What is asked for; the reference or the search result that led here is kept."""
        about = (self.request.GET if data is None else data).get("about", "")
        self.found = presence.found(self.request.session, about)
        initial = {"reference": self.request.GET.get("reference", "")[:20], "about": about}
        return AskForm(data, initial=initial, known=self.found is not None)

    def perform(self, form: AskForm) -> AccessRequest:
        """Send it."""
        typed = form.cleaned_data
        return services.ask(
            actor=self.request.user,
            reference=typed.get("reference", ""),
            found=self.found,
            part=typed["part"],
            need=typed["need"],
            until=typed["until"],
            today=timezone.localdate(),
        )

    def success_url(self, result: AccessRequest | None) -> str:
        """One's own request, or all of them."""
        return reverse("access_request", args=[result.pk]) if result else reverse("access_requests")

    def page(self, form: AskForm, status: int) -> HttpResponse:
        """The form, saying for whom is asked and who decides."""
        agency = self.request.user.agency
        context = {
            "heading": "Ask to be involved",
            "form": form,
            "submit": "Send the request",
            "guidance": f"You ask for {agency.name if agency else 'your agency'}. "
            "The lead agency of the case decides; you see its answer here and are told by e-mail.",
            "cancel": self.cancel_url(),
        }
        return render(self.request, "form_page.html", context, status=status)


class OwnRequest(Asking, SentForm):
    """One's own request: where it stands, and what one may still do with it."""

    asked: AccessRequest

    def prepare(self, **kwargs: Any) -> None:
        """404 for somebody else's."""
        self.asked = selectors.my_request(viewer=self.request.user, pk=kwargs["request_id"])

    def get(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        """Where it stands."""
        viewed(actor=self.request.user, what="own_request", subject=self.asked)
        return self.show(self.make_form())

    def build_form(self, data: Any = None) -> OwnRequestForm:
        """Withdraw, or answer where a question was asked."""
        return OwnRequestForm(data, asked=self.asked.state == State.MORE_WANTED, version=version_of(self.asked))

    def perform(self, form: OwnRequestForm) -> AccessRequest:
        """Answer the question, or withdraw."""
        me, asked, version = self.request.user, self.asked, form.version_seen
        if form.cleaned_data["what"] == "withdraw":
            return services.withdraw(actor=me, request=asked, version=version)
        return services.say_more(actor=me, request=asked, version=version, words=form.cleaned_data["words"])

    def success_url(self, result: Any) -> str:
        """The request as it stands now."""
        return reverse("access_request", args=[self.asked.pk])

    def said(self, result: AccessRequest) -> str:
        """Which of the two was done."""
        return WITHDRAWN if result.state == State.WITHDRAWN else ANSWERED

    def page(self, form: OwnRequestForm, status: int) -> HttpResponse:
        """The request with its steps; not the reason for which it was refused."""
        asked = self.asked
        accepted = asked.state == State.ACCEPTED
        context = {
            "heading": "Your request to be involved",
            "asked": asked,
            "form": form,
            "steps": [step for step in selectors.steps_of(asked) if step.kind != State.REFUSED],
            "refused_words": REFUSED_WORDS if asked.state == State.REFUSED else "",
            "opened": asked.case_id if accepted and selectors.sees(self.request.user, asked.case_id) else None,
        }
        return render(self.request, "offenders/request.html", context, status=status)


class Deciding(View):
    """What the pages of those who decide share: they do not exist for roles that decide for nobody."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who decides nothing."""
        if not standing_of(self.request.user).holds(*MANAGERS, Role.COORDINATOR):
            raise NotPermitted("manage_access")
        return super().dispatch(request, *args, **kwargs)


class RequestsToDecide(Deciding):
    """Requests that wait for the viewer's answer, longest waiting first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of them."""
        rows = selectors.requests_to_decide(viewer=self.request.user)
        page = page_after(rows, request.GET.get("after", ""), PAGE)
        cases = [row.case_id for row in page.rows if row.case_id]
        viewed(actor=self.request.user, what="requests_to_decide", cases=cases)
        context = {"heading": "Requests to be involved", "rows": page.rows, "next": page.next_key}
        return render(request, "offenders/requests_to_decide.html", context)


class DecideRequest(SentForm):
    """One request, and the answer to it."""

    asked: AccessRequest
    done = "Your answer is recorded, and whoever asked is told that there is one."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 unless the viewer may answer it."""
        self.asked = selectors.request_to_decide(viewer=self.request.user, pk=kwargs["request_id"])
        return confirm_first(request) or super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        """Who asks for what, and why."""
        viewed(actor=self.request.user, what="request", case_id=self.asked.case_id, subject=self.asked)
        return self.show(self.make_form(typed_before(request)))

    def build_form(self, data: Any = None) -> AnswerForm:
        """What is answered."""
        return AnswerForm(data, version=version_of(self.asked))

    def perform(self, form: AnswerForm) -> AccessRequest:
        """Answer it."""
        return services.answer(
            actor=self.request.user,
            request=self.asked,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )

    def success_url(self, result: Any) -> str:
        """What else waits."""
        return reverse("access_requests_waiting")

    def cancel_url(self) -> str:
        """The request as it stands now."""
        return reverse("access_request_decide", args=[self.asked.pk])

    def page(self, form: AnswerForm, status: int) -> HttpResponse:
        """Who asks, for what and why, with all that was said."""
        asked = self.asked
        context = {
            "heading": "Request to be involved",
            "asked": asked,
            "form": form,
            "steps": selectors.steps_of(asked),
            "barred": asked.case is not None and is_denied(asked.requester, asked.case),
        }
        return render(self.request, "offenders/request_decide.html", context, status=status)
