"""Time limits of an area: proposed with a preview of what they change, decided by a second person (DUE-07)."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import selectors as accounts
from accounts.form_pages import SentForm
from accounts.models import Area
from accounts.reauthentication import confirm_first, typed_before
from audit.refusals import Conflict
from audit.services import record, viewed
from deadlines import selectors
from deadlines.forms import DecideLimitsForm, LimitsForm
from deadlines.models import PolicyProposal, in_unit, setting_in_words
from deadlines.rules.policies import SETTINGS, PolicyValues
from deadlines.services import limits as services
from deadlines.services.preview import Difference, difference
from offenders.sight import decides_for, may_decide
from ui.components import Row

CHANGED = "The policies changed meanwhile. This is what the proposal comes to now."


class AboutLimits(SentForm):
    """What both pages share: the preview, recorded with the cases that it names."""

    def success_url(self, result: Any) -> str:
        """The policies."""
        return reverse("policies")

    def previewed(self, area: Area, one: PolicyValues) -> Difference:
        """What the limits would change."""
        found = difference(
            viewer=self.request.user, area=area.pk, after=services.with_draft(one), day=one.effective_from
        )
        named = [case.pk for case, _ in found.late]
        told: dict[str, tuple[Any, Any]] = {"area": (None, area.pk), "cases": (None, named)}
        record(actor=self.request.user, verb="limits.previewed", changes=told)
        return found


class ProposeLimits(AboutLimits):
    """Propose limits: the first sending previews, the second proposes."""

    done = "It waits for a second person to approve it."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the area first; Http404 for somebody who may not decide for it."""
        found = accounts.areas([kwargs["area"]]).first()
        if found is None or not may_decide(self.request.user, found.pk):
            raise Http404
        self.area = found
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form with the limits of today; that it was opened is recorded."""
        viewed(actor=self.request.user, what="limits_form", subject=self.area)
        return self.show(self.make_form())

    def build_form(self, data: Any = None) -> LimitsForm:
        """With the limits of today, the national ones beside them."""
        national, local = services.in_force(self.area.pk, timezone.localdate())
        initial = {name: getattr(local, name) for name in SETTINGS} if local else {}
        return LimitsForm(data, initial=initial, national=national, version="")

    def page(self, form: LimitsForm, status: int) -> HttpResponse:
        """The page with the form. What is sent from it is previewed first."""
        if form.is_bound:
            form.renew_version("")
        context = {
            "heading": f"Propose time limits for {self.area.name}",
            "guidance": "Leave a limit empty to follow the national one. A limit may be stricter, never laxer.",
            "form": form,
            "submit": "See what it would change",
            "cancel": self.cancel_url(),
        }
        return render(self.request, "form_page.html", context, status=status)

    def carry_out(self, form: LimitsForm) -> HttpResponse:
        """Preview what was typed, or propose what was previewed."""
        return super().carry_out(form) if form.previewed else self.preview(form)

    def compare(self, form: LimitsForm, conflict: Conflict) -> HttpResponse:
        """The preview once more, of what the policies are by now."""
        messages.warning(self.request, CHANGED)
        return self.preview(form, status=409)

    def preview(self, form: LimitsForm, status: int = 200) -> HttpResponse:
        """What the proposal would change, or the rules against it, before it is sent."""
        form.renew_once()
        typed = form.cleaned_data
        one = services.draft(area=self.area, starts=typed["starts"], values=form.figures, source=typed["source"])
        against = services.against(one, self.area, timezone.localdate())
        if against:
            form.add_findings(against)
            return self.show(form, status=422)
        form.renew_version(services.fingerprint(self.area.pk))
        context = {
            "heading": "What these limits would change",
            "facts": facts_of(one, typed["reason"]),
            "change": self.previewed(self.area, one),
            "form": form,
            "hidden": True,
            "submit": "Propose this",
            "cancel": self.cancel_url(),
            "asks": True,
        }
        return render(self.request, "deadlines/limits.html", context, status=status)

    def perform(self, form: LimitsForm) -> PolicyProposal:
        """Call the service."""
        typed = form.cleaned_data
        return services.propose(
            actor=self.request.user,
            area=self.area,
            starts=typed["starts"],
            values=form.figures,
            source=typed["source"],
            reason=typed["reason"],
            base=form.submitted_version,
            today=timezone.localdate(),
        )


class DecideLimits(AboutLimits):
    """A proposal, what it would change, and the second person's decision."""

    done = "Your decision is recorded."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the proposal first; Http404 for somebody who may not decide on it."""
        self.proposal = self.find(kwargs["limits_id"])
        return confirm_first(request) or super().dispatch(request, *args, **kwargs)

    def find(self, pk: UUID) -> PolicyProposal:
        """The proposal, of an area that the viewer decides for."""
        found = selectors.proposals(decides_for(self.request.user)).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, limits_id: UUID) -> HttpResponse:
        """The proposal with its preview."""
        return self.show(self.make_form(typed_before(request)))

    def build_form(self, data: Any = None) -> DecideLimitsForm:
        """The decision on just what the preview shows."""
        return DecideLimitsForm(data, version=services.fingerprint(self.proposal.area_id))

    def compare(self, form: DecideLimitsForm, conflict: Conflict) -> HttpResponse:
        """The preview once more, of what the policies are by now."""
        messages.warning(self.request, CHANGED)
        form.renew_version(conflict.current_version)
        return self.show(form, status=409)

    def perform(self, form: DecideLimitsForm) -> PolicyProposal:
        """Call the service."""
        return services.decide(
            actor=self.request.user,
            proposal=self.proposal,
            base=form.submitted_version,
            today=timezone.localdate(),
            **form.cleaned_data,
        )

    def page(self, form: DecideLimitsForm, status: int) -> HttpResponse:
        """The page with this form; without it for whoever proposed it, or once it is decided."""
        if form.is_bound:  # somebody may have decided since it was read
            self.proposal = self.find(self.proposal.pk)
        one = self.proposal
        starts = max(one.starts, timezone.localdate())
        planned = services.draft(area=one.area, starts=starts, values=one.values, source=one.source)
        waits = not one.outcome
        facts = facts_of(planned, one.reason) + [
            Row("Proposed by", f"{one.decided_by.full_name}, {one.decided_as}"),
            Row("State", one.get_outcome_display()),
        ]
        if one.approved_by:
            facts.append(Row("Decided by", f"{one.approved_by.full_name}, {one.approved_as}"))
        context = {
            "heading": f"Proposed time limits for {one.area.name}",
            "facts": facts,
            "change": self.previewed(one.area, planned) if waits else None,
            "form": form,
            "waits": waits,
            "asks": waits and one.decided_by_id != self.request.user.pk,
            "submit": "Record the decision",
            "cancel": reverse("policies"),
        }
        return render(self.request, "deadlines/limits.html", context, status=status)


def facts_of(one: PolicyValues, reason: str) -> list[Row]:
    """Proposed limits as rows: those that the area sets, from when, by which source and why."""
    starts: list[tuple[str, str | dt.date]] = [("From", one.effective_from), ("Source", one.source), ("Reason", reason)]
    figures = []
    for name in SETTINGS:
        value = getattr(one, name)
        if value is not None:
            figures.append(Row(setting_in_words(name)[0], in_unit(name, value)))
    return [*(Row(key, value) for key, value in starts), *figures]
