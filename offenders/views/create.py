"""Recording a person: search, dismiss the candidates, then the form. Each step works without scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.form_pages import SentForm
from audit.refusals import NotPermitted
from audit.services import record
from offenders import candidates, search
from offenders.access import areas_for
from offenders.forms.cases import NewCaseForm, SearchFirstForm
from offenders.models import Case
from offenders.services.cases import create_case
from offenders.services.parts import can_own
from offenders.views.lists import hits, shown


class NewCase(SentForm):
    """Three steps on one address; the hidden `stage` says which one was sent."""

    seen: frozenset[str] | None  # the candidates that were dismissed

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page does not exist for those who record nobody."""
        self.areas = areas_for("record_case", self.request.user)
        if not self.areas:
            raise NotPermitted("record_case")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The search that comes first."""
        return self._ask(SearchFirstForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The next step."""
        stage = request.POST.get("stage")
        if stage == "record":
            return self._record()
        form = SearchFirstForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        if stage == "none" and candidates.dismissed(actor=self.request.user, token=self._token) is not None:
            return self.show(self._blank(form))
        return self._candidates(self._find(form.query()), "none", request.POST)

    @property
    def _token(self) -> str:
        return self.request.POST.get("token", "")

    def _ask(self, form: SearchFirstForm, status: int = 200) -> HttpResponse:
        return render(self.request, "offenders/search_first.html", {"form": form}, status=status)

    def _find(self, query: search.Query) -> list[search.Match]:
        found = search.find(viewer=self.request.user, query=query, before_create=True)
        record(actor=self.request.user, verb="cases.searched", changes=hits(found))
        return found

    def _candidates(self, found: list[search.Match], stage: str, typed: QueryDict) -> HttpResponse:
        """Who it might be, and the button that says it is none of them, carrying the proof."""
        before = candidates.dismissed(actor=self.request.user, token=self._token) or frozenset()
        token = candidates.proof(actor=self.request.user, cases=[match.case.pk for match in found], before=before)
        kept = [(name, value) for name, value in typed.items() if name not in {"csrfmiddlewaretoken", "stage", "token"}]
        context = {
            "results": shown(self.request.user, found, self.request.session),
            "carried": [*kept, ("stage", stage), ("token", token)],
            "again": stage == "record",
        }
        return render(self.request, "offenders/candidates.html", context)

    def _blank(self, searched: SearchFirstForm) -> NewCaseForm:
        *given, family = searched.cleaned_data["name"].split() or [""]
        me = self.request.user
        initial = {
            "lead_agency": me.agency_id,  # most people are recorded by the agency that will lead
            "given_names": " ".join(given),
            "family_name": family,
            "date_of_birth": searched.cleaned_data["born"],
            "pnc_id": searched.cleaned_data["number"],
            "stage": "record",
            "token": self._token,
        }
        form = NewCaseForm(areas=self.areas, initial=initial)
        form.send_once()
        return form

    def build_form(self, data: QueryDict | None = None) -> NewCaseForm:
        """The form of the last step."""
        return NewCaseForm(data, areas=self.areas)

    def page(self, form: NewCaseForm, status: int) -> HttpResponse:
        """The last step."""
        context = {"form": form, "heading": "Record a new person", "submit": "Record this person"}
        return render(self.request, "form_page.html", context, status=status)

    def _record(self) -> HttpResponse:
        form = self.make_form(self.request.POST)
        self.seen = candidates.dismissed(actor=self.request.user, token=self._token)
        if not form.is_valid():
            return self.show(form, status=422)
        if self.seen is not None:
            # The details may name somebody else than was searched for: whoever else they match is shown first.
            found = self._find(_query_of(form.identity()))
            if candidates.unseen([match.case.pk for match in found], self.seen):
                return self._candidates(found, "record", self.request.POST)
        return self.carry_out(form)

    def perform(self, form: NewCaseForm) -> Case:
        """Record the person, with how many candidates were dismissed."""
        return create_case(
            actor=self.request.user,
            area=form.cleaned_data["area"],
            lead_agency=form.cleaned_data["lead_agency"],
            team=form.cleaned_data["team"],
            youth_justice=form.cleaned_data["youth_justice"],
            today=timezone.localdate(),
            identity=form.identity(),
            dismissed=None if self.seen is None else len(self.seen),
        )

    def success_url(self, result: Case) -> str:
        """The new case."""
        return reverse("case", args=[result.pk])

    def said(self, result: Case) -> str:
        """Its reference, and who owns it."""
        owner = (
            "You are the case owner."
            if can_own(self.request.user, result.area_id)
            else "It has no case owner yet: the lead agency's managers are told to name one."
        )
        return f"Recorded as {result.reference}. {owner}"


def _query_of(identity: dict[str, Any]) -> search.Query:
    return search.Query(
        name=f"{identity['given_names']} {identity['family_name']}",
        born=identity["date_of_birth"],
        number=identity["pnc_id"],
    )
