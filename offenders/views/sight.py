"""Who sees what: the access policy for everybody signed in, and its amendments for those who decide on it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from accounts import selectors as accounts
from accounts.form_pages import SentForm, SignedInRequest
from accounts.models import Area
from accounts.reauthentication import confirm_first, typed_before
from audit.refusals import Conflict
from audit.services import record, viewed
from offenders import preview, sight
from offenders.forms.sight import AmendForm, DecideForm, EndForm, OnForm, PreviewedForm
from offenders.models import PolicyAmendment
from offenders.rules.amendments import Policy
from offenders.rules.sight import DETAIL_WORDS, ROWS, VICTIMS_WORDS, Detail, SightRow, Victims
from offenders.services import policy as services
from ui.components import Row

CHANGED = "The access policy changed meanwhile. This is what the change comes to now."


class SightPage(View):
    """The table in force on a day, with its amendments and what waits for a decision."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def get(self, request: HttpRequest) -> HttpResponse:
        """The policy of today, or of the day asked for."""
        today = timezone.localdate()
        form = OnForm(request.GET if "on" in request.GET else None)
        on = (form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None) or today
        policy = sight.policy_on(on)
        areas = dict(accounts.areas().values_list("pk", "name"))
        decides = sight.decides_for(self.request.user)
        rows = list(sight.amendments())
        context = {
            "heading": "Who sees what",
            "form": form,
            "on": on,
            "today": today,
            "rows": [_shown(policy, row, areas) for row in policy.rows],
            "waiting": [in_words(one) for one in rows if not one.outcome],
            "decided": [in_words(one) for one in rows if one.outcome],
            "may_propose": decides is None or bool(decides),
        }
        return render(request, "offenders/sight.html", context)


def _shown(policy: Policy, row: SightRow, areas: dict[str, str]) -> dict[str, Any]:
    """One row in words: what it opens, and in which areas less."""
    stricter = [
        (areas[area], DETAIL_WORDS[policy.detail(row, area)], _victims(policy, row, area))
        for area in sorted(policy.areas_of(row))
    ]
    return {
        "row": row,
        "detail": DETAIL_WORDS[policy.detail(row)],
        "lowered": policy.detail(row) < row.detail,
        "victims": _victims(policy, row),
        "restricted": "Yes" if row.restricted else "No",
        "stricter": stricter,
    }


def _victims(policy: Policy, row: SightRow, area: str | None = None) -> str:
    return VICTIMS_WORDS[row.victims if policy.opens_victims(row, area) else Victims.NO]


def in_words(one: PolicyAmendment) -> dict[str, Any]:
    """An amendment or its end for reading."""
    row = ROWS.get(one.row)
    return {
        "amendment": one,
        "who": row.who if row else one.row,
        "area": one.area.name if one.area else "Every area",
        "most": DETAIL_WORDS[Detail(one.detail)],
        "standing": one.get_outcome_display(),
    }


class Previewed(SentForm):
    """A form whose change is counted before it is applied: the first sending previews, the second applies."""

    what: str  # in the audit record
    heading: str
    subject: PolicyAmendment | None = None
    submit = "Propose this"
    done = "It waits for a second person to approve it."

    def prepare(self, **kwargs: Any) -> None:
        """Fetch what the address names; Http404 for somebody who may not decide on it."""

    def planned(self, form: PreviewedForm) -> tuple[Policy, Policy, SightRow, Area | None]:
        """The policy before and after, and the row and area that change."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find what the address names first."""
        self.prepare(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form; that it was opened is recorded, as each preview is."""
        viewed(actor=self.request.user, what=self.what, subject=self.subject)
        return self.show(self.make_form())

    def page(self, form: PreviewedForm, status: int) -> HttpResponse:
        """The page with the form. What is sent from it is previewed first."""
        if form.is_bound:
            form.renew_version("")
        context = {"heading": self.heading, "form": form, "submit": "See what it would change"}
        return render(self.request, "form_page.html", {**context, "cancel": self.cancel_url()}, status=status)

    def carry_out(self, form: PreviewedForm) -> HttpResponse:
        """Preview what was typed, or apply what was previewed."""
        return super().carry_out(form) if form.previewed else self.preview(form)

    def compare(self, form: PreviewedForm, conflict: Conflict) -> HttpResponse:
        """The preview once more, of what the policy is by now."""
        messages.warning(self.request, CHANGED)
        return self.preview(form, status=409)

    def success_url(self, result: Any) -> str:
        """The policy."""
        return reverse("sight")

    def preview(self, form: PreviewedForm, status: int = 200) -> HttpResponse:
        """What the change would open or close, with what was typed ready to be sent."""
        form.renew_once()
        before, after, row, area = self.planned(form)
        form.renew_version(before.fingerprint())
        context = {
            "heading": "What this would change",
            "form": form,
            "typed": list(form.typed().items()),
            "changes": counted(self.request, before, after, row, area),
            "row": row,
            "submit": self.submit,
            "cancel": self.cancel_url(),
        }
        return render(self.request, "offenders/sight_preview.html", context, status=status)


def counted(
    request: SignedInRequest, before: Policy, after: Policy, row: SightRow, area: Area | None
) -> list[preview.Change]:
    """The counts of a preview; that somebody asked for them is recorded."""
    slug = area.pk if area else None
    record(actor=request.user, verb="policy.previewed", changes={"row": (None, row.key), "area": (None, slug)})
    return preview.changes(before=before, after=after, row=row, area=slug)


class Amend(Previewed):
    """Make a row of the policy stricter."""

    what = "policy_amendment_form"
    heading = "Make the access policy stricter"

    def prepare(self, **kwargs: Any) -> None:
        """For those who decide for some area."""
        self.decides = sight.decides_for(self.request.user)
        if self.decides is not None and not self.decides:
            raise Http404

    def build_form(self, data: Any = None) -> AmendForm:
        """With the areas that they decide for."""
        areas = accounts.areas(self.decides)
        return AmendForm(data, areas=areas, everywhere=self.decides is None, version="")

    def planned(self, form: PreviewedForm) -> tuple[Policy, Policy, SightRow, Area | None]:
        """The policy of the first day, without and with the amendment."""
        typed = form.cleaned_data
        names = ("row", "area", "detail", "closes_victims", "starts", "ends")
        draft = PolicyAmendment(**{name: typed[name] for name in names})
        before = sight.policy_on(draft.starts)
        return before, services.with_proposal(before, draft), ROWS[draft.row], draft.area

    def perform(self, form: PreviewedForm) -> PolicyAmendment:
        """Call the service."""
        return services.propose(
            actor=self.request.user, base=form.submitted_version, today=timezone.localdate(), **form.cleaned_data
        )


class EndAmendment(Previewed):
    """Propose that an amendment no longer holds."""

    what = "policy_end_form"
    heading = "End an amendment of the access policy"

    def prepare(self, **kwargs: Any) -> None:
        """An approved amendment of an area that they decide for."""
        self.subject = self.amendment = sight.amendment(kwargs["amendment_id"])
        if self.amendment.undoes_id or not sight.may_decide(self.request.user, self.amendment.area_id):
            raise Http404

    def build_form(self, data: Any = None) -> EndForm:
        """From which day, and why."""
        return EndForm(data, version="")

    def planned(self, form: PreviewedForm) -> tuple[Policy, Policy, SightRow, Area | None]:
        """The policy of that day, with and without the amendment."""
        before = sight.policy_on(form.cleaned_data["starts"])
        row = ROWS[self.amendment.row]
        return before, before.without(str(self.amendment.pk)), row, self.amendment.area

    def perform(self, form: PreviewedForm) -> PolicyAmendment:
        """Call the service."""
        return services.propose_end(
            actor=self.request.user,
            amendment=self.amendment,
            base=form.submitted_version,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class Decide(SentForm):
    """A proposal, what it would change, and the second person's decision."""

    done = "Your decision is recorded."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the proposal first; Http404 for somebody who may not decide on it."""
        self.proposal = sight.amendment(kwargs["proposal_id"])
        if not sight.may_decide(self.request.user, self.proposal.area_id):
            raise Http404
        return confirm_first(request) or super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, proposal_id: UUID) -> HttpResponse:
        """The proposal with its preview."""
        return self.show(self.make_form(typed_before(request)))

    def build_form(self, data: Any = None) -> DecideForm:
        """The decision on just what the preview shows."""
        return DecideForm(data, version=self.planned()[0].fingerprint())

    def compare(self, form: DecideForm, conflict: Conflict) -> HttpResponse:
        """The preview once more, of what the policy is by now."""
        messages.warning(self.request, CHANGED)
        form.renew_version(conflict.current_version)
        return self.show(form, status=409)

    def success_url(self, result: Any) -> str:
        """The policy."""
        return reverse("sight")

    def perform(self, form: DecideForm) -> PolicyAmendment:
        """Call the service."""
        return services.decide(
            actor=self.request.user,
            proposal=self.proposal,
            base=form.submitted_version,
            today=timezone.localdate(),
            **form.cleaned_data,
        )

    def planned(self) -> tuple[Policy, Policy]:
        """The policy of its first day, or of today when that has passed, without and with the proposal."""
        before = sight.policy_on(max(self.proposal.starts, timezone.localdate()))
        return before, services.with_proposal(before, self.proposal)

    def page(self, form: DecideForm, status: int) -> HttpResponse:
        """The page with this form; without it for whoever proposed it, or once it is decided."""
        if form.is_bound:  # somebody may have decided since it was read
            self.proposal = sight.amendment(self.proposal.pk)
        one, (before, after), row = self.proposal, self.planned(), ROWS[self.proposal.row]
        waits = not one.outcome
        context = {
            "heading": "Proposal to end an amendment" if one.undoes_id else "Proposal to make the policy stricter",
            "form": form,
            "facts": _facts(one),
            "changes": counted(self.request, before, after, row, one.area) if waits else None,
            "row": row,
            "asks": waits and one.decided_by_id != self.request.user.pk,
            "waits": waits,
            "may_end": one.outcome == PolicyAmendment.Outcome.APPROVED and not one.undoes_id,
            "amendment": one,
            "submit": "Record the decision",
            "cancel": reverse("sight"),
        }
        return render(self.request, "offenders/sight_decide.html", context, status=status)


def _facts(one: PolicyAmendment) -> list[Row]:
    words = in_words(one)
    facts: list[tuple[str, str | dt.date | None]] = [
        ("Who is concerned", words["who"]),
        ("Area", words["area"]),
        ("The most that they may see", words["most"]),
        ("Victims' items", "Closed" if one.closes_victims else "As the table says"),
        ("No longer holds from" if one.undoes_id else "From", one.starts),
        ("Reason", one.reason),
        ("Proposed by", f"{one.decided_by.full_name}, {one.decided_as}"),
        ("State", words["standing"]),
    ]
    if one.ends:
        facts.insert(5, ("Until", one.ends))
    if one.approved_by:
        facts.append(("Decided by", f"{one.approved_by.full_name}, {one.approved_as}"))
    return [Row(key, value) for key, value in facts]
