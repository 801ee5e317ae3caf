"""Pages about how a case stood and what happened in it."""

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from audit.refusals import NotPermitted
from audit.services import record
from offenders.models import Case
from offenders.pages import CaseFormPage, CasePage
from oversight import paper, selectors, services
from oversight.dates import AsItStoodForm, PeriodForm
from oversight.models import ChronologyFile
from oversight.reconstruction.chronology import Entry, Period, chronology, how_many
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from ui.forms import HouseForm
from ui.words import london_date

PER_PAGE = 50
SHOWN_FILES = 10
PRINTED_AT_ONCE = 500
"""So many entries are laid out while somebody waits; a longer record is drawn in the background."""


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
            "files": selectors.chronology_files(viewer=self.request.user, case=self.case)[:SHOWN_FILES],
        }
        return render(request, self.template_name, context)


class PrintChronology(_OfPeriod):
    """The chronology on paper, for who has confirmed that it is them. The printing is recorded with its SHA-256."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference; a long one has to be asked for."""
        if not self.form.is_valid():
            return HttpResponseRedirect(f"{reverse('case_chronology', args=[case_id])}?{self.asked()}")
        viewer, period = self.request.user, self.form.period
        entries = how_many(viewer=viewer, case=self.case, period=period)
        if entries > PRINTED_AT_ONCE:
            messages.info(
                request,
                f"This period has {entries:,} entries. Up to {PRINTED_AT_ONCE} are printed at once; "
                "a longer chronology is drawn in the background.",
            )
            return HttpResponseRedirect(f"{reverse('case_chronology_ask', args=[case_id])}?{self.asked()}")
        return _as_file(self.case, services.print_chronology(actor=viewer, case=self.case, period=period))


class AskForChronology(CaseFormPage):
    """Have a long chronology drawn in the background, for who has confirmed that it is them."""

    tab = "access"
    confirms = True
    action = "view_access"
    form_class = PeriodForm
    heading = "Have a chronology drawn"
    submit = "Have it drawn"
    done = "The chronology is being drawn."

    @property
    def guidance(self) -> str:  # type: ignore[override]  # says for how long
        """What happens, and for how long the file is kept."""
        hours = settings.CHRONOLOGY_KEPT_HOURS
        return (
            f"A long chronology takes some minutes. Only you can open it, and it is removed after {hours} hours. "
            "Leave both days empty for the whole record."
        )

    def initial(self) -> dict[str, Any]:
        """The period that was looked at."""
        asked = PeriodForm(self.request.GET)
        return asked.cleaned_data if asked.is_valid() else {}

    def perform(self, form: HouseForm) -> ChronologyFile:
        """Call the service."""
        return services.ask_for_chronology(
            actor=self.request.user, case=self.case, period=cast(PeriodForm, form).period
        )

    def success_url(self, result: ChronologyFile | None) -> str:
        """To where one sees how far it is."""
        if result is None:
            return reverse("case_chronology", args=[self.case.pk])
        return reverse("case_chronology_file", args=[self.case.pk, result.pk])


class _OfFile(CasePage):
    """What both pages about a long chronology share: it is there for who asked for it."""

    tab: ClassVar[str] = "access"

    def prepare(self, **kwargs: Any) -> None:
        """For those who may see who has read and written what."""
        if not self.may("view_access"):
            raise NotPermitted("view_access", case_id=self.case.pk)
        self.file = selectors.chronology_file(viewer=self.request.user, case=self.case, pk=kwargs["file_id"])


class OneChronologyFile(_OfFile):
    """How far a long chronology is, and the way to it."""

    template_name = "oversight/chronology_file.html"

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show it; the page is opened again to see more."""
        record(actor=self.request.user, verb="case_chronology_file.viewed", case_id=self.case.pk, subject=self.file)
        period = paper.in_words(Period(self.file.first, self.file.last))
        return render(request, self.template_name, {**self.frame(), "file": self.file, "period": period})


class DownloadChronology(_OfFile):
    """The file, for who has confirmed that it is them. Each download is recorded with its SHA-256."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment; back to its page while there is none."""
        content = services.export_chronology(actor=self.request.user, file=self.file)
        if content is None:
            return HttpResponseRedirect(reverse("case_chronology_file", args=[case_id, self.file.pk]))
        return _as_file(self.case, content)


def _as_file(case: Case, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case.reference}-chronology.pdf"'
    return response
