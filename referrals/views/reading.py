"""The referrals of a case, one referral, its PDF, and the list of those that wait."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from accounts.roles import Role
from accounts.standing import standing_of
from audit.services import viewed
from offenders.pages import CasePage
from referrals import paper, selectors
from referrals.rules.steps import State, Step
from referrals.selectors import sent
from referrals.views.base import OfReferral
from ui.components import Row


class CaseReferrals(CasePage):
    """The tab: every referral of the case and what became of it."""

    tab = "referrals"
    template_name = "referrals/referrals.html"

    def context(self) -> dict[str, Any]:
        """The referrals, newest first."""
        rows = selectors.of_case(viewer=self.request.user, case_id=self.case.pk)
        return {"rows": [(row, selectors.COLOURS[State(row.state)]) for row in rows], "may_refer": self.may("refer")}


class ReferralPage(OfReferral):
    """One referral: where it stands, what was submitted, what was decided."""

    template_name = "referrals/referral.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        viewer, referral = self.request.user, self.referral
        versions = selectors.versions(viewer=viewer, referral=referral)
        decisions = selectors.decisions(viewer=viewer, referral=referral)
        decides = self.may("decide_referral")
        writing = self.can(Step.WRITE) and (self.own or not versions)
        return {
            "referral": referral,
            "colour": selectors.COLOURS[State(referral.state)],
            "versions": versions,
            "sections": selectors.sections_of(viewer=viewer, version=versions[0]) if versions else [],
            "progress": selectors.checked(viewer=viewer, referral=referral) if writing else None,
            "decisions": decisions,
            "disputes": selectors.disputes(viewer=viewer, referral=referral),
            "facts": self.facts(),
            "corrected": sent.corrected_after_taking(viewer=viewer, referral=referral),
            "due_on": selectors.due_days(viewer=viewer, rows=[referral]).get(referral.pk),
            "today": timezone.localdate(),
            "may_write": self.own and self.can(Step.WRITE),
            "may_withdraw": self.own and self.can(Step.WITHDRAW),
            "may_dispute": self.own and self.can(Step.DISPUTE),
            "may_decide": decides and self.can(Step.DECIDE),
            "may_settle": decides and self.can(Step.SETTLE),
            "plan_meeting": self.plan_meeting(),
        }

    @property
    def waits(self) -> bool:
        """Whether a decision is awaited."""
        return self.can(Step.DECIDE)

    def facts(self) -> list[Row]:
        """Who referred, for what, and when it was received."""
        referral = self.referral
        lead = "the lead agency" if referral.by_lead_agency else "not the lead agency"
        return [
            Row("For", referral.get_purpose_display()),
            Row("Agency", f"{referral.agency.name}, {lead}", rule="REF-01"),
            Row("Begun by", referral.referred_by.full_name),
            Row("Urgent", "Yes" if referral.urgent else "No", rule="REF-09"),
            Row("Received on", referral.received_on, rule="REF-10"),
        ]

    def plan_meeting(self) -> str:
        """Where the meeting of an accepted referral is planned, for who plans meetings; empty otherwise."""
        if self.referral.state != State.ACCEPTED or not self.may("schedule_meeting"):
            return ""
        try:
            return reverse("meeting_schedule", args=[self.case.pk])
        except NoReverseMatch:
            return ""


class ReferralPaper(OfReferral):
    """A submitted version as PDF, for those who see the case in full; every one is recorded."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference."""
        version = selectors.version_for(viewer=self.request.user, referral=self.referral, number=kwargs["number"])
        sections = selectors.sections_of(viewer=self.request.user, version=version)
        made = paper.mappa_a(self.referral, version, sections)
        viewed(actor=self.request.user, what="case_referral_pdf", case_id=self.case.pk, subject=version)
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="MAPPA-A-{self.case.reference}-{version.number}.pdf"'
        return response


@require_safe
def referrals_waiting(request: SignedInRequest) -> HttpResponse:
    """Referrals that wait for a decision. The list does not exist for those outside the Co-ordination Unit."""
    if not standing_of(request.user).holds(Role.COORDINATOR):
        raise Http404
    page = selectors.waiting_page(viewer=request.user, after=request.GET.get("after", ""))
    viewed(actor=request.user, what="referrals_waiting", cases=[row.referral.case_id for row in page.rows])
    context = {"heading": "Referrals waiting", "rows": page.rows, "next": page.next_key, "today": timezone.localdate()}
    return render(request, "referrals/waiting.html", context)
