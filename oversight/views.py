"""Who has looked at a case, and reads that need an explanation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views import View

from accounts.form_pages import SentForm, SignedInRequest
from accounts.reauthentication import confirm_first, typed_before
from audit.refusals import NotPermitted
from audit.services import viewed
from offenders.forms.cases import uuid_or_none
from offenders.pages import CasePage
from oversight import access, selectors, services
from oversight.forms import ReviewForm, SpanForm
from oversight.models import OPEN, Anomaly
from oversight.selectors import Span


class CaseLooks(CasePage):
    """Who has looked at a case: by person, or each read by one of them; lists that named it stand apart."""

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
        kept = {name: str(query[name]) for name in ("first", "last") if query.get(name)}
        context: dict[str, Any] = {"form": form, "span": span, "kept": urlencode(kept)}
        asked: dict[str, Any] = {"viewer": self.request.user, "case": self.case, "span": span}
        asked.update(older_than=_key(query, "older"), lists_before=_key(query, "lists"))
        person = uuid_or_none(query.get("person"))
        if person is not None:
            kept["person"] = str(person)
            context["reads"] = selectors.reads_by(reader_id=person, **asked)
        else:
            context["looks"] = selectors.lookers(**asked)
        found = context.get("reads") or context["looks"]
        keys = {"older": found.older, "lists": found.lists}
        further = {name: f"?{urlencode({**kept, name: key})}" for name, key in keys.items() if key is not None}
        return {**context, **further}


def _key(query: QueryDict, name: str) -> int | None:
    """The key after which a list goes on, as the address says; None for anything that is no number."""
    asked = query.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


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
        cases = [row.case_id for row in page.rows if row.case_id]
        viewed(actor=viewer, what="anomalies", cases=cases)
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


class OneAnomaly(SentForm):
    """One anomaly, its reviews, and the form for those who may review it."""

    done = "The review is recorded."
    anomaly: Anomaly

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 unless the viewer may know of it; also for who may not say what it was, and tries to."""
        self.anomaly = selectors.anomaly(viewer=self.request.user, pk=kwargs["anomaly_id"])
        if request.method == "POST" and not access.reviews_in(self.request.user, self.anomaly.area_id):
            raise NotPermitted("review_anomaly", case_id=self.anomaly.case_id)
        if request.method == "POST" and (first := confirm_first(request)):
            return first
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_review(self) -> bool:
        """Whether the viewer may say what it was."""
        return self.anomaly.state in OPEN and access.reviews_in(self.request.user, self.anomaly.area_id)

    def get(self, request: HttpRequest, anomaly_id: UUID) -> HttpResponse:
        """Show it."""
        viewed(actor=self.request.user, what="anomaly", case_id=self.anomaly.case_id, subject=self.anomaly)
        return self.show(self.make_form(typed_before(request)))

    def build_form(self, data: Any = None) -> ReviewForm:
        """What it was found to be."""
        return ReviewForm(data)

    def page(self, form: ReviewForm, status: int) -> HttpResponse:
        """The anomaly with its reviews."""
        context = {
            "heading": self.anomaly.get_kind_display(),
            "anomaly": self.anomaly,
            "form": form if self.may_review else None,
            "today": timezone.localdate(),
            "open_states": OPEN,
            "back": reverse("anomalies"),
        }
        return render(self.request, "oversight/anomaly.html", context, status=status)

    def perform(self, form: ReviewForm) -> Any:
        """Keep what was found."""
        return services.review(actor=self.request.user, anomaly=self.anomaly, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        """Back to the others."""
        return reverse("anomalies")
