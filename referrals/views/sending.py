"""Referrals that are sent in by agencies that see no case, and what the Unit does with them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_safe

from accounts.form_pages import SentForm, SignedInRequest
from audit.refusals import Finding, NotPermitted
from audit.services import viewed
from referrals import facts, services
from referrals.access import SEND, TAKE
from referrals.forms_sent import CorrectForm, RefuseForm, SendForm, TakeForm, initial_of
from referrals.models import SentReferral
from referrals.rules.sending import Outcome, correcting_findings, taking_findings
from referrals.rules.steps import Purpose
from referrals.selectors import sent as selectors
from ui.components import Row
from ui.forms import HouseForm, version_of

OWN, WAITING = "own", "waiting"


@require_safe
def sent_referrals(request: SignedInRequest) -> HttpResponse:
    """What was sent to the viewer's Unit and waits, or what the viewer sent. Not there for anybody else."""
    viewer, after = request.user, request.GET.get("after", "")
    sends, sees = selectors.may_send(viewer), selectors.sees_the_list(viewer)
    if not sends and not sees:
        raise Http404
    filters = [*((WAITING,) if sees else ()), *((OWN,) if sends else ())]
    asked = request.GET.get("show", "")
    show = asked if asked in filters else filters[0]
    page = (selectors.own_page if show == OWN else selectors.waiting_page)(viewer=viewer, after=after)
    viewed(actor=viewer, what="own_referrals" if show == OWN else "sent_referrals")
    context = {
        "rows": page.rows,
        "next": page.next_key,
        "show": show,
        "filters": filters,
        "sends": sends,
        "today": timezone.localdate(),
    }
    return render(request, "referrals/sent_list.html", context)


class SendReferral(SentForm, View):
    """Send a referral in. It says nothing of anybody, whether they are on record or not."""

    request: SignedInRequest
    done = "The referral is with the Co-ordination Unit."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for roles that refer nobody."""
        if not selectors.may_send(self.request.user):
            raise NotPermitted(SEND)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        viewed(actor=self.request.user, what="referral_form")
        return self.show(self.make_form())

    def build_form(self, data: Any = None) -> SendForm:
        """The form, with the viewer's own address to be reached at."""
        viewer = self.request.user
        return SendForm(data, initial={"contact": viewer.email})

    def page(self, form: Any, status: int) -> HttpResponse:
        """The form, section by section."""
        context = {"heading": "Refer somebody", "submit": "Send it", "form": form, "cancel": self.cancel_url()}
        return render(self.request, "referrals/send.html", context, status=status)

    def perform(self, form: Any) -> SentReferral:
        """Call the service."""
        purpose = Purpose(form.cleaned_data["purpose"])
        return services.send(actor=self.request.user, purpose=purpose, answers=form.answers, today=timezone.localdate())

    def success_url(self, result: Any) -> str:
        """What the viewer sent."""
        return f"{reverse('sent_referrals')}?show={OWN}"


class CorrectSent(SentForm, View):
    """Correct what one sent in oneself, until it is answered. It says nothing of whether it was taken on."""

    request: SignedInRequest
    sent: SentReferral
    done = "The correction is with the Co-ordination Unit."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find it; 404 for anybody but its sender."""
        self.sent = selectors.own_for(viewer=self.request.user, sent_id=kwargs["sent_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form with the answers as they stand."""
        viewed(actor=self.request.user, what="own_referral_form", subject=self.sent)
        return self.show(self.make_form())

    def build_form(self, data: Any = None) -> CorrectForm:
        """The answers as they stand."""
        return CorrectForm(data, initial=initial_of(self.sent.answers), version=version_of(self.sent))

    def page(self, form: Any, status: int) -> HttpResponse:
        """The form, section by section; why it cannot be corrected, before anybody types."""
        context = {
            "heading": f"Correct referral {self.sent.number}",
            "findings": correcting_findings(answered=facts.is_answered(self.sent), changed=True, reason="asked"),
            "submit": "Send the correction",
            "form": form,
            "cancel": self.cancel_url(),
        }
        return render(self.request, "referrals/correct.html", context, status=status)

    def perform(self, form: Any) -> SentReferral:
        """Call the service."""
        return services.correct(
            actor=self.request.user,
            sent=self.sent,
            version=form.version_seen,
            answers=form.answers,
            reason=form.cleaned_data["correction"],
            today=timezone.localdate(),
        )

    def success_url(self, result: Any) -> str:
        """What the viewer sent."""
        return f"{reverse('sent_referrals')}?show={OWN}"


class OfSent(View):
    """Finds the referral that the address names; 404 unless the viewer is of its Unit."""

    request: SignedInRequest
    sent: SentReferral

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find it."""
        self.sent = selectors.sent_for(viewer=self.request.user, sent_id=kwargs["sent_id"])
        self.prepare()
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        """Refuse whom the page is not for."""

    @property
    def case_id(self) -> Any:
        """The case on which it is decided, if it was taken on."""
        return self.sent.referral.case_id if self.sent.referral else None

    def seen(self, what: str) -> None:
        """Record that it was looked at."""
        viewed(actor=self.request.user, what=what, case_id=self.case_id, subject=self.sent)


class SentPage(OfSent):
    """One referral as it was sent in, and what became of it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page."""
        self.seen("sent_referral")
        sent = self.sent
        waits = sent.outcome == Outcome.WAITING.value
        context = {
            "sent": sent,
            "colour": selectors.COLOURS[Outcome(sent.outcome)],
            "parts": selectors.parts_of(sent),
            "facts": self.facts(),
            "corrections": selectors.corrections_of(viewer=self.request.user, sent=sent),
            "waits": waits,
            "may_take": waits and selectors.may_take(self.request.user, sent) and sent.sent_by_id != request.user.pk,
            "today": timezone.localdate(),
        }
        return render(request, "referrals/sent.html", context)

    def facts(self) -> list[Row]:
        """Who sent it, for what, and when."""
        sent = self.sent
        return [
            Row("For", sent.get_purpose_display()),
            Row("From", sent.agency.name),
            Row("Sent by", sent.sent_by.full_name),
            Row("Urgent", "Yes" if sent.urgent else "No", rule="REF-09"),
            Row("Received on", sent.received_on, rule="REF-10"),
            Row("Reasons given", sent.reason or None, rule="REF-11"),
        ]


class AnswerPage(SentForm, OfSent):
    """A form by which the Co-ordinator answers it."""

    heading: str
    guidance = ""
    submit: str
    form_class: type[HouseForm]

    def prepare(self) -> None:
        """It does not exist for anybody but the Co-ordinator of the area."""
        if not selectors.may_take(self.request.user, self.sent):
            raise NotPermitted(TAKE, case_id=self.case_id)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.seen("sent_referral_form")
        return self.show(self.make_form())

    def build_form(self, data: Any = None) -> HouseForm:
        """The form, with the version that the viewer looks at."""
        return self.form_class(data, version=version_of(self.sent))

    def findings(self) -> list[Finding]:
        """Why it cannot be answered now, before anybody types."""
        own = self.sent.sent_by_id == self.request.user.pk
        return taking_findings(Outcome(self.sent.outcome), own=own, on_case=False)

    def page(self, form: Any, status: int) -> HttpResponse:
        """The form."""
        context = {
            "heading": self.heading,
            "guidance": self.guidance,
            "findings": self.findings(),
            "submit": self.submit,
            "form": form,
            "cancel": self.url(),
        }
        return render(self.request, "form_page.html", context, status=status)

    def url(self) -> str:
        """The page of the referral."""
        return reverse("sent_referral", args=[self.sent.pk])

    def success_url(self, result: Any) -> str:
        """The referral as it was sent in."""
        return self.url()


class TakeOn(AnswerPage):
    """Take it on to a case."""

    form_class = TakeForm
    heading = "Take the referral on"
    guidance = "It is then decided on this case like any other, within the days counted from its receipt."
    submit = "Take it on"
    done = "The referral is taken on. It waits for its decision."

    def perform(self, form: Any) -> Any:
        """Call the service."""
        return services.take_on(
            actor=self.request.user,
            sent=self.sent,
            version=form.version_seen,
            reference=form.cleaned_data["reference"],
            today=timezone.localdate(),
        )

    def success_url(self, result: Any) -> str:
        """The referral on its case."""
        return self.url() if result is None else reverse("referral", args=[result.case_id, result.pk])


class RefuseSent(AnswerPage):
    """Refuse it with reasons."""

    form_class = RefuseForm
    heading = "Refuse the referral"
    submit = "Refuse it"
    done = "The referral is refused, and whoever sent it is told why."

    def perform(self, form: Any) -> Any:
        """Call the service."""
        return services.refuse(
            actor=self.request.user,
            sent=self.sent,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )
