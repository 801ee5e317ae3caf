"""The two kinds of page about a case: one that shows, one that asks. Every room's views are made of these.

Showing records that somebody looked; asking calls one service and turns its refusals into sentences.
"""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.views import View

from accounts.form_pages import SentForm, SignedInRequest
from accounts.models import User
from accounts.reauthentication import confirm_first, typed_before
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Finding, NotPermitted
from audit.services import viewed
from offenders import access, selectors
from offenders.access import Detail, can_see_victims
from offenders.models import Case
from offenders.projection import Shows, project, shows
from offenders.rules.permissions import Relation
from offenders.words import CATEGORY_WORDS, GROUP_WORDS
from ui.components import Identity
from ui.forms import HouseForm, version_of

TABS = (
    ("overview", "Overview", "case"),
    ("timeline", "Timeline", "case_timeline"),
    ("offences", "Offences and sentences", "case_offences"),
    ("custody", "Custody and release", "case_custody"),
    ("circumstances", "Circumstances", "case_circumstances"),
    ("risk", "Risk", "case_risk"),
    ("plan", "Plan and actions", "case_plan"),
    ("level", "Level and reviews", "case_level"),
    ("referrals", "Referrals", "case_referrals"),
    ("papers", "Forms", "case_papers"),
    ("meetings", "Meetings", "case_meetings"),
    ("enquiries", "Requests and reports", "case_enquiries"),
    ("transfers", "Transfer", "case_transfers"),
    ("visor", "ViSOR", "case_visor"),
    ("serious", "Critical case and reviews", "case_serious"),
    ("disclosure", "Disclosure", "case_disclosure"),
    ("information", "Information", "case_information"),
    ("victims", "Victims and people at risk", "case_victims"),
    ("youth", "Youth", "case_youth"),
    ("access", "Access and audit", "case_access"),
    ("looks", "Who has looked", "case_looks"),
)


def identity(shown: Mapping[str, Any]) -> Identity:
    """The identity bar of a projected case: who, how old, category, level, RoSH, lead agency, flags, next review."""
    flags = (("restricted", "Restricted", "red"), ("is_child", "Child", "purple"), ("ended_on", "Ended", "grey"))
    rosh, group = shown["rosh_words"], GROUP_WORDS.get(shown["rosh_group"])
    facts = [
        ("Category", CATEGORY_WORDS.get(shown["category"], "Not decided")),
        ("Level", str(shown["level"]) if shown["level"] else "Not decided"),
        ("RoSH", f"{rosh}, to {group}" if rosh and group else rosh or "Not judged"),
        ("Lead agency", shown["lead_agency"]),
        ("Area", shown["area"]),
    ]
    return Identity(
        name=shown["name"],
        reference=shown["reference"],
        dob=shown["date_of_birth"],
        age=shown["age"],
        badges=[(words, colour) for name, words, colour in flags if shown[name]],
        facts=facts,
        next_review=shown["next_review_on"],
        href=reverse("case", args=[shown["id"]]),
    )


def tabs(viewer: User, case: Case, current: str) -> list[dict[str, Any]]:
    """The tabs of a case that this viewer may open."""
    shown = []
    for key, text, name in TABS:
        if key == "youth" and not (case.youth_justice or case.is_child):
            continue
        if key == "victims" and not can_see_victims(viewer, case.pk):
            continue
        if key == "looks" and current != "looks" and not _oversees(viewer, case):
            continue
        try:
            href = reverse(name, args=[case.pk])
        except NoReverseMatch:
            continue
        shown.append({"text": text, "href": href, "current": key == current})
    return shown


def _oversees(viewer: User, case: Case) -> bool:
    """Whether somebody oversees who reads this case, by what they are: no query. The owner has a link elsewhere."""
    standing = standing_of(viewer)
    leads = case.lead_agency_id == standing.agency_id and case.area_id in standing.areas(*access.MANAGERS)
    return leads or case.area_id in standing.areas(Role.COORDINATOR, Role.AUDITOR)


class CasePage(View):
    """A tab of a case. Subclasses name the tab, the template, and give its context."""

    tab: ClassVar[str] = "overview"
    template_name: ClassVar[str]
    at_least: ClassVar[Detail] = Detail.FULL
    confirms: ClassVar[bool] = False  # True: only for who confirmed in the last minutes that it is them
    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in
    case: Case

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the case first: 404 unless the viewer may see it at `at_least`."""
        self.request = request  # type: ignore[assignment]  # signed in, as the middleware demands
        self.case = selectors.case_for(viewer=self.request.user, case_id=kwargs["case_id"], at_least=self.at_least)
        self.prepare(**kwargs)
        # Asked last, so that who may not open the page learns nothing from being asked.
        if self.confirms and (first := confirm_first(request)):
            return first
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, **kwargs: Any) -> None:
        """Fetch what else the address names; raise Http404 when it is not visible."""

    def may(self, action: str) -> bool:
        """Whether the viewer may do this to the case: for buttons; services ask again."""
        return access.permits(self.request.user, action, self.case, self.relations)

    @property
    def shows(self) -> Shows:
        """What the viewer's sight of the case shows, as flags."""
        return shows(self.case.detail)

    @cached_property
    def relations(self) -> frozenset[Relation]:
        """How the viewer stands to the case, read once a request."""
        return access.relations_to(self.request.user, self.case)

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return {}

    def frame(self) -> dict[str, Any]:
        """What every page of a case shows around its content. Templates get the case as far as the viewer sees it."""
        shown = project(self.case, Detail(self.case.detail))
        return {
            "case": shown,
            "identity": identity(shown),
            "case_tabs": tabs(self.request.user, self.case, self.tab) if self.shows.everything else [],
        }

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show the page and record that it was looked at."""
        viewed(actor=self.request.user, what=f"case_{self.tab}", case_id=self.case.pk)
        return render(request, self.template_name, {**self.frame(), **self.context()})


class CaseFormPage(SentForm, CasePage):
    """A form about a case: one permission, one form, one service call, saved once however often it is sent."""

    template_name = "form_page.html"
    form_class: ClassVar[type[HouseForm]]
    action: ClassVar[str]
    heading: ClassVar[str]
    guidance: ClassVar[str] = ""
    submit: ClassVar[str] = "Save"
    subject: Any = None  # the versioned record that is edited, if one is

    def prepare(self, **kwargs: Any) -> None:
        """The page does not exist for those who may not do this."""
        if not self.may(self.action):
            raise NotPermitted(self.action, case_id=self.case.pk)

    def initial(self) -> dict[str, Any]:
        """Values the form opens with."""
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """Further keyword arguments for the form."""
        return {}

    def findings(self) -> list[Finding]:
        """What the rules would say before anything is typed, shown above the form."""
        return []

    def success_url(self, result: Any) -> str:
        """Where to go afterwards."""
        return reverse({key: name for key, _, name in TABS}[self.tab], args=[self.case.pk])

    def base_version(self) -> str | None:
        """What the hidden version field carries: the subject's version, or None for a form that adds."""
        return version_of(self.subject) if self.subject is not None else None

    def build_form(self, data: Any = None) -> HouseForm:
        """The form, bound when `data` is given."""
        return self.form_class(data, initial=self.initial(), version=self.base_version(), **self.form_arguments())

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        viewed(actor=self.request.user, what=f"case_{self.tab}_form", case_id=self.case.pk)
        typed = typed_before(request)
        if typed is not None:
            messages.info(request, "Nothing is saved yet: look at what you typed and send it again.")
        return self.show(self.make_form(typed))

    def around(self) -> dict[str, Any]:
        """The case."""
        return self.frame()

    def page(self, form: HouseForm, status: int) -> HttpResponse:
        """The form with the case around it."""
        context = {
            **self.around(),
            "heading": self.heading,
            "guidance": self.guidance,
            "submit": self.submit,
            "form": form,
            "findings": self.findings() if not form.is_bound else [],
            "cancel": self.cancel_url(),
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)
