"""Asking to be involved in a case, following one's own request, and answering those of others."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.once import SentOnce
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Conflict, NotPermitted, RuleRefused
from audit.services import viewed
from offenders import presence, selectors
from offenders.access import MANAGERS, is_denied, may_ask
from offenders.forms.access import AnswerForm, AskForm, OwnRequestForm
from offenders.forms.cases import uuid_or_none
from offenders.models import AccessRequest
from offenders.pages import SignedInRequest, show_conflict
from offenders.services import requests as services
from ui.forms import HouseForm, version_of

PAGE = 50
State = AccessRequest.State
SENT = "Your request is sent. If there is such a case, its lead agency decides."
WITHDRAWN = "Your request is withdrawn."
ANSWERED = "Your answer is sent."
REFUSED_WORDS = (
    "Your request was not accepted. If there is such a case, its lead agency or the Co-ordinator can say more."
)


class Asking(SentOnce):
    """What the pages of those who ask share: they do not exist for roles that take no part in cases."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who may not ask."""
        if not may_ask(self.request.user):
            raise NotPermitted("ask_to_be_involved")
        return super().dispatch(request, *args, **kwargs)


class MyRequests(Asking):
    """The viewer's own requests, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of them."""
        rows = selectors.my_requests(viewer=self.request.user)
        last = uuid_or_none(request.GET.get("after"))
        page = selectors.after(rows, last, PAGE)
        viewed(actor=self.request.user, what="own_requests")
        context = {"heading": "My requests to be involved", "rows": page.rows, "next": page.next_key}
        return render(request, "offenders/requests.html", context)


class AskToBeInvolved(Asking):
    """One request. What is answered is the same whether there is such a case or not."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form; the reference or the search result that led here is kept."""
        about = request.GET.get("about", "")
        initial = {"reference": request.GET.get("reference", "")[:20], "about": about}
        viewed(actor=self.request.user, what="request_form")
        form = AskForm(initial=initial, known=self._found(about) is not None)
        form.send_once()
        return self._show(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        found = self._found(request.POST.get("about", ""))
        form = AskForm(request.POST, known=found is not None)
        form.send_once()
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            saved = self.saved_once(
                form,
                lambda: self._ask(form, found),
                leads_to=lambda asked: reverse("access_request", args=[asked.pk]),
                done=lambda _: SENT,
            )
        except RuleRefused as refused:
            form.add_findings(refused.findings)
            return self._show(form, status=422)
        return saved or self._show(form, status=422)

    def _ask(self, form: AskForm, found: UUID | None) -> AccessRequest:
        typed = form.cleaned_data
        return services.ask(
            actor=self.request.user,
            reference=typed.get("reference", ""),
            found=found,
            part=typed["part"],
            need=typed["need"],
            until=typed["until"],
            today=timezone.localdate(),
        )

    def _found(self, about: str) -> UUID | None:
        return presence.found(self.request.session, about)

    def _show(self, form: AskForm, status: int = 200) -> HttpResponse:
        if form.is_bound:
            form.renew_once()
        agency = self.request.user.agency
        context = {
            "heading": "Ask to be involved",
            "form": form,
            "submit": "Send the request",
            "guidance": f"You ask for {agency.name if agency else 'your agency'}. "
            "The lead agency of the case decides; you see its answer here and are told by e-mail.",
            "cancel": reverse("access_requests"),
        }
        return render(self.request, "form_page.html", context, status=status)


class OwnRequest(Asking):
    """One's own request: where it stands, and what one may still do with it."""

    def get(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        """Where it stands."""
        asked = selectors.my_request(viewer=self.request.user, pk=request_id)
        viewed(actor=self.request.user, what="own_request", subject=asked)
        return self._show(asked, self._form(asked))

    def post(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        """Answer the question, or withdraw."""
        asked = selectors.my_request(viewer=self.request.user, pk=request_id)
        form = self._form(asked, request.POST)
        if not form.is_valid():
            return self._show(asked, form, status=422)
        try:
            saved = self.saved_once(
                form,
                lambda: self._do(asked, form),
                leads_to=lambda _: reverse("access_request", args=[asked.pk]),
                done=lambda row: (
                    "Your request is withdrawn." if row.state == State.WITHDRAWN else "Your answer is sent."
                ),
            )
        except RuleRefused as refused:
            form.add_findings(refused.findings)
            return self._show(asked, form, status=422)
        except Conflict as conflict:
            return show_conflict(self.request, form, conflict, {"cancel": reverse("access_request", args=[asked.pk])})
        return saved or self._show(asked, form, status=422)

    def _do(self, asked: AccessRequest, form: OwnRequestForm) -> AccessRequest:
        me, version = self.request.user, form.version_seen
        if form.cleaned_data["what"] == "withdraw":
            return services.withdraw(actor=me, request=asked, version=version)
        return services.say_more(actor=me, request=asked, version=version, words=form.cleaned_data["words"])

    def _form(self, asked: AccessRequest, data: Any = None) -> OwnRequestForm:
        form = OwnRequestForm(data, asked=asked.state == State.MORE_WANTED, version=version_of(asked))
        form.send_once()
        return form

    def _show(self, asked: AccessRequest, form: HouseForm, status: int = 200) -> HttpResponse:
        if form.is_bound:
            form.renew_once()
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


class Deciding(SentOnce):
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
        page = selectors.after(rows, uuid_or_none(request.GET.get("after")), PAGE)
        viewed(actor=self.request.user, what="requests_to_decide")
        context = {"heading": "Requests to be involved", "rows": page.rows, "next": page.next_key}
        return render(request, "offenders/requests_to_decide.html", context)


class DecideRequest(SentOnce):
    """One request, and the answer to it."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in
    asked: AccessRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 unless the viewer may answer it."""
        self.asked = selectors.request_to_decide(viewer=self.request.user, pk=kwargs["request_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        """Who asks for what, and why."""
        asked = self.asked
        viewed(actor=self.request.user, what="request", case_id=asked.case_id, subject=asked)
        form = AnswerForm(version=version_of(asked))
        form.send_once()
        return self._show(asked, form)

    def post(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        """Answer it."""
        asked = self.asked
        form = AnswerForm(request.POST, version=version_of(asked))
        form.send_once()
        if not form.is_valid():
            return self._show(asked, form, status=422)
        try:
            saved = self.saved_once(
                form,
                lambda: self._answer(asked, form),
                leads_to=lambda _: reverse("access_requests_waiting"),
                done=lambda _: "Your answer is recorded, and whoever asked is told that there is one.",
            )
        except RuleRefused as refused:
            form.add_findings(refused.findings)
            return self._show(asked, form, status=422)
        except Conflict as conflict:
            back = reverse("access_request_decide", args=[asked.pk])
            return show_conflict(self.request, form, conflict, {"cancel": back})
        return saved or self._show(asked, form, status=422)

    def _answer(self, asked: AccessRequest, form: AnswerForm) -> AccessRequest:
        return services.answer(
            actor=self.request.user,
            request=asked,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )

    def _show(self, asked: AccessRequest, form: AnswerForm, status: int = 200) -> HttpResponse:
        if form.is_bound:
            form.renew_once()
        context = {
            "heading": "Request to be involved",
            "asked": asked,
            "form": form,
            "steps": selectors.steps_of(asked),
            "barred": asked.case is not None and is_denied(asked.requester, asked.case),
        }
        return render(self.request, "offenders/request_decide.html", context, status=status)
