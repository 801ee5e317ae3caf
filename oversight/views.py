"""Who has looked at a case, and reads that need an explanation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views import View

from accounts.once import SentOnce
from audit.refusals import NotPermitted, RuleRefused
from audit.services import viewed
from offenders.forms.cases import uuid_or_none
from offenders.pages import CasePage, SignedInRequest
from oversight import access, selectors, services
from oversight.forms import ReviewForm, SpanForm
from oversight.models import OPEN, Anomaly
from oversight.selectors import Span


class CaseLooks(CasePage):
    """Who has looked at a case: by person, or each read by one of them."""

    tab = "looks"
    template_name = "oversight/looks.html"

    def prepare(self, **kwargs: Any) -> None:
        """The page does not exist for those who may not see who has looked."""
        if not selectors.may_see_looks(self.request.user, self.case):
            raise NotPermitted("view_looks", case_id=self.case.pk)

    def context(self) -> dict[str, Any]:
        """The people, or the reads of the one that is asked about."""
        query = self.request.GET
        form = SpanForm({name: query.get(name, "") for name in ("first", "last")})
        span = Span(**form.cleaned_data) if form.is_valid() else Span()
        asked = query.get("older", "")
        older = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
        arguments: dict[str, Any] = {"viewer": self.request.user, "case": self.case, "span": span, "older_than": older}
        context: dict[str, Any] = {"form": form, "span": span}
        person = uuid_or_none(query.get("person"))
        if person is not None:
            context["reads"] = selectors.reads_by(reader_id=person, **arguments)
            older_key = context["reads"].older
        else:
            context["looks"] = selectors.lookers(**arguments)
            older_key = context["looks"].older
        kept = {name: str(query[name]) for name in ("first", "last") if query.get(name)}
        context["kept"] = urlencode(kept)
        if older_key is not None:
            more = {**kept, **({"person": str(person)} if person else {}), "older": str(older_key)}
            context["older"] = f"?{urlencode(more)}"
        return context


class Anomalies(View):
    """The list of anomalies."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page; it does not exist for those who review and audit nothing."""
        viewer = self.request.user
        if not access.reads_anomalies(viewer):
            raise Http404
        state = "all" if request.GET.get("state") == "all" else "open"
        page = selectors.anomaly_page(viewer=viewer, state=state, before=uuid_or_none(request.GET.get("before")))
        viewed(actor=viewer, what="anomalies")
        older = f"?{urlencode({'state': state, 'before': str(page.older)})}" if page.older else ""
        context = {
            "heading": "Anomalies",
            "page": page,
            "state": state,
            "older": older,
            "today": timezone.localdate(),
            "open_states": OPEN,
        }
        return render(request, "oversight/anomalies.html", context)


class OneAnomaly(SentOnce):
    """One anomaly, its reviews, and the form for those who may review it."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in
    anomaly: Anomaly

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 unless the viewer may know of it."""
        self.anomaly = selectors.anomaly(viewer=self.request.user, pk=kwargs["anomaly_id"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_review(self) -> bool:
        """Whether the viewer may say what it was."""
        return self.anomaly.state in OPEN and access.reviews_in(self.request.user, self.anomaly.area_id)

    def get(self, request: HttpRequest, anomaly_id: UUID) -> HttpResponse:
        """Show it."""
        viewed(actor=self.request.user, what="anomaly", case_id=self.anomaly.case_id, subject=self.anomaly)
        return self._show(self._form())

    def _form(self, data: Any = None) -> ReviewForm:
        form = ReviewForm(data)
        form.send_once()
        return form

    def _show(self, form: ReviewForm, status: int = 200) -> HttpResponse:
        if form.is_bound:
            form.renew_once()
        context = {
            "heading": self.anomaly.get_kind_display(),
            "anomaly": self.anomaly,
            "form": form if self.may_review else None,
            "today": timezone.localdate(),
            "open_states": OPEN,
            "back": reverse("anomalies"),
        }
        return render(self.request, "oversight/anomaly.html", context, status=status)

    def post(self, request: HttpRequest, anomaly_id: UUID) -> HttpResponse:
        """Keep what was found."""
        if not access.reviews_in(self.request.user, self.anomaly.area_id):
            raise NotPermitted("review_anomaly", case_id=self.anomaly.case_id)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            saved = self.saved_once(
                form,
                lambda: services.review(actor=self.request.user, anomaly=self.anomaly, **form.cleaned_data),
                leads_to=lambda _: reverse("anomalies"),
                done=lambda _: "The review is recorded.",
            )
        except RuleRefused as refused:
            form.add_findings(refused.findings)
            return self._show(form, status=422)
        return saved or self._show(form, status=422)
