"""The caseload and the search."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from accounts.form_pages import SignedInRequest
from accounts.models import User
from accounts.standing import standing_of
from audit.services import record
from offenders import awaited, caseload, ownerless, presence, search
from offenders.access import YOUTH, areas_for
from offenders.forms.cases import FilterForm, SearchForm, uuid_or_none
from offenders.projection import project, shows


class CaseloadPage(View):
    """The cases the viewer sees, by name, narrowed by what the address says."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of the list."""
        viewer = self.request.user
        form = FilterForm(request.GET, areas=standing_of(viewer).all_areas)
        filters = _filters(form)
        page = caseload.page(
            viewer=viewer,
            filters=filters,
            before=uuid_or_none(request.GET.get("before")),
            after=uuid_or_none(request.GET.get("after")),
        )
        record(actor=viewer, verb="cases.viewed", changes={"cases": (None, [row["id"] for row in page.rows])})
        context = {
            "filters": form,
            "filtered": filters != caseload.Filters(),
            "page": page,
            "previous": _address(request.GET, before=page.before) if page.before else None,
            "next": _address(request.GET, after=page.after) if page.after else None,
            "today": timezone.localdate(),
            "hands_over": standing_of(viewer).holds(*YOUTH),
            "may_create": bool(areas_for("record_case", viewer)),
        }
        return render(request, "offenders/caseload.html", context)


class OwnerlessPage(View):
    """Cases that need a new owner, for who names one; the page does not exist for anybody else."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of them, by name."""
        viewer = self.request.user
        if not ownerless.decides(viewer):
            raise Http404
        page = ownerless.page(viewer=viewer, after=uuid_or_none(request.GET.get("after")))
        record(actor=viewer, verb="cases.viewed", changes={"cases": (None, [case.pk for case in page.rows])})
        further = f"{reverse('cases_ownerless')}?after={page.after}" if page.after else None
        context = {"rows": page.rows, "next": further, "today": timezone.localdate()}
        return render(request, "offenders/ownerless.html", context)


class AwaitedPage(View):
    """Sentences that are awaited, for the Co-ordination Unit; the page does not exist for anybody else."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of them, the oldest outcome first."""
        viewer = self.request.user
        if not awaited.looks(viewer):
            raise Http404
        page = awaited.page(viewer=viewer, after=request.GET.get("after", ""))
        named = list(dict.fromkeys(row.case_id for row in page.rows))
        record(actor=viewer, verb="cases.viewed", changes={"cases": (None, named)})
        return render(request, "offenders/awaited.html", {"rows": page.rows, "next": page.next_key})


def _filters(form: FilterForm) -> caseload.Filters:
    form.is_valid()
    typed = form.cleaned_data
    agency = typed.get("agency")
    return caseload.Filters(
        level=typed.get("level", ""),
        category=typed.get("category", ""),
        agency=agency.pk if agency else None,
        state=typed.get("state") or "open",
        mine=typed.get("mine", False),
    )


def _address(query: QueryDict, **edge: UUID) -> str:
    """The address of another page under the same filters."""
    kept = query.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    kept.update({name: str(value) for name, value in edge.items()})
    return f"{reverse('cases')}?{kept.urlencode()}"


class SearchPage(View):
    """A search. What was typed is sent in the body, so that no name comes into an address."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return render(request, "offenders/search.html", {"form": SearchForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """What was found and why."""
        form = SearchForm(request.POST)
        if not form.is_valid():
            return render(request, "offenders/search.html", {"form": form}, status=422)
        found = results(self.request.user, form.query(), self.request.session)
        context = {
            "form": form,
            "searched": True,
            "results": found,
            "today": timezone.localdate(),
            "may_create": bool(areas_for("record_case", self.request.user)),
        }
        return render(request, "offenders/search.html", context)


def results(viewer: User, query: search.Query, session: Any) -> list[dict[str, Any]]:
    """The matches as far as the viewer may see each; that somebody searched is recorded, what they typed is not."""
    found = search.find(viewer=viewer, query=query)
    typed = [name for name in ("name", "born", "number") if getattr(query, name)]
    record(actor=viewer, verb="cases.searched", changes={"typed": (None, typed), **hits(found)})
    return shown(viewer, found, session)


def hits(found: list[search.Match]) -> dict[str, tuple[Any, Any]]:
    """What the record keeps of a search: every case it led to, and of which it showed only that they exist (AUD-03)."""
    return {
        "found": (None, len(found)),
        "cases": (None, [match.case.pk for match in found]),
        "presence_only": (None, [match.case.pk for match in found if not shows(match.detail).person]),
    }


def shown(viewer: User, found: list[search.Match], session: Any) -> list[dict[str, Any]]:
    """Each result: why it matched, and the fields open at the viewer's level of detail.

    Of which cases they learn nothing but that they exist is kept in the session, so that they can ask to be involved.
    """
    presence.remember(session, viewer, [match.case.pk for match in found if not shows(match.detail).person])
    return [
        {
            "why": match.why,
            "detail": match.detail,
            "mark": "" if shows(match.detail).person else presence.mark(viewer, match.case.pk),
            **project(match.case, match.detail),
        }
        for match in found
    ]
