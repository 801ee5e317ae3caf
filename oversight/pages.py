"""Pages about how a case stood and what happened in it."""

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from audit.refusals import NotPermitted
from audit.services import record
from offenders.pages import CasePage
from oversight import paper
from oversight.dates import AsItStoodForm, PeriodForm
from oversight.reconstruction.chronology import Entry, chronology
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from ui.words import london_date

PER_PAGE = 50
PRINTED_AT_ONCE = 500
"""So many entries are laid out while somebody waits; a longer record is printed in periods."""


class AsItStood(CasePage):
    """The case as it was recorded by the end of a day, beside today, for those who see it in full today."""

    tab: ClassVar[str] = "access"
    template_name = "oversight/as_it_stood.html"

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Compare with the day asked for; without one, with yesterday."""
        began = london_date(self.case.created_at)
        yesterday = max(began, timezone.localdate() - dt.timedelta(days=1))
        form = AsItStoodForm(request.GET if "on" in request.GET else {"on": yesterday}, began=began)
        context = {**self.frame(), "form": form, "began": began, "today": timezone.localdate()}
        if not form.is_valid():
            record(actor=self.request.user, verb="case_as_it_stood_form.viewed", case_id=self.case.pk)
            return render(request, self.template_name, context, status=422)
        on = form.cleaned_data["on"]
        record(
            actor=self.request.user, verb="case_as_it_stood.viewed", case_id=self.case.pk, changes={"on": (None, on)}
        )
        then = AsRecordedBy(self.case.pk, on)
        sections = compare(viewer=self.request.user, case=self.case, then=then)
        changed = sum(1 for section in sections for line in section.lines if line.change)
        return render(request, self.template_name, {**context, "on": on, "sections": sections, "changed": changed})


class _OfPeriod(CasePage):
    """What the page and the document share: who may open them, and the entries of the period asked for."""

    tab: ClassVar[str] = "access"

    def prepare(self, **kwargs: Any) -> None:
        """For those who may see who has read and written what."""
        if not self.may("view_access"):
            raise NotPermitted("view_access", case_id=self.case.pk)

    @cached_property
    def form(self) -> PeriodForm:
        """From and to, as the address says."""
        return PeriodForm(self.request.GET)

    @cached_property
    def entries(self) -> list[Entry]:
        """Every entry of the period."""
        return chronology(viewer=self.request.user, case=self.case, period=self.form.period)

    def asked(self, **more: Any) -> str:
        """The query of an address that asks for the same period."""
        period = {name: self.request.GET.get(name, "") for name in ("first", "last")}
        return urlencode({name: value for name, value in {**period, **more}.items() if value})


class Chronology(_OfPeriod):
    """What happened in the case, oldest first, with sources and hashes."""

    template_name = "oversight/chronology.html"

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """One page of the entries."""
        record(actor=self.request.user, verb="case_chronology.viewed", case_id=self.case.pk)
        context = {**self.frame(), "form": self.form}
        if not self.form.is_valid():
            return render(request, self.template_name, context, status=422)
        page = Paginator(self.entries, PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "previous": f"?{self.asked(page=page.previous_page_number())}" if page.has_previous() else None,
            "next": f"?{self.asked(page=page.next_page_number())}" if page.has_next() else None,
            "print_href": f"{reverse('case_chronology_pdf', args=[self.case.pk])}?{self.asked()}",
        }
        return render(request, self.template_name, context)


class PrintChronology(_OfPeriod):
    """The chronology on paper, for who has confirmed that it is them. The printing is recorded with its SHA-256."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference."""
        back = f"{reverse('case_chronology', args=[self.case.pk])}?{self.asked()}"
        if not self.form.is_valid():
            return HttpResponseRedirect(back)
        if len(self.entries) > PRINTED_AT_ONCE:
            messages.info(
                request,
                f"This period has {len(self.entries):,} entries. Choose a shorter one: "
                f"up to {PRINTED_AT_ONCE} are printed at once.",
            )
            return HttpResponseRedirect(back)
        made = paper.printed(self.case, self.form.period, self.entries, printed_by=self.request.user)
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{self.case.reference}-chronology.pdf"'
        return response
