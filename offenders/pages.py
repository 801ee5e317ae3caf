"""The two kinds of page about a case: one that shows, one that asks. Every room's views are made of these.

Showing records that somebody looked; asking calls one service and turns its refusals into sentences.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.views import View

from accounts.models import User
from accounts.once import SentOnce
from accounts.reauthentication import confirm_first, typed_before
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Conflict, Finding, NotPermitted, RuleRefused
from audit.services import viewed
from offenders import access, selectors
from offenders.access import Detail, can_see_victims
from offenders.models import Case
from offenders.rules.permissions import Relation
from offenders.words import CATEGORY_WORDS, GROUP_WORDS, ROSH_WORDS
from ui.components import Identity
from ui.forms import HouseForm, version_of

TABS = (
    ("overview", "Overview", "case"),
    ("timeline", "Timeline", "case_timeline"),
    ("offences", "Offences and sentences", "case_offences"),
    ("risk", "Risk", "case_risk"),
    ("plan", "Plan and actions", "case_plan"),
    ("level", "Level and reviews", "case_level"),
    ("meetings", "Meetings", "case_meetings"),
    ("disclosure", "Disclosure", "case_disclosure"),
    ("information", "Information", "case_information"),
    ("victims", "Victims and people at risk", "case_victims"),
    ("youth", "Youth", "case_youth"),
    ("access", "Access and audit", "case_access"),
    ("looks", "Who has looked", "case_looks"),
)


class SignedInRequest(HttpRequest):
    """A request whose user is known to be signed in (the middleware demands it)."""

    user: User


def identity(case: Case) -> Identity:
    """The identity bar: who, how old, category, level, RoSH, lead agency, flags, next review."""
    badges = []
    if case.restricted:
        badges.append(("Restricted", "red"))
    if case.is_child:
        badges.append(("Child", "purple"))
    if case.ended_on:
        badges.append(("Ended", "grey"))
    rosh = ROSH_WORDS.get(case.rosh)
    group = GROUP_WORDS.get(case.rosh_group)
    facts = [
        ("Category", CATEGORY_WORDS.get(case.category, "Not decided")),
        ("Level", str(case.level) if case.level else "Not decided"),
        ("RoSH", f"{rosh}, to {group}" if rosh and group else rosh or "Not judged"),
        ("Lead agency", case.lead_agency.name),
        ("Area", case.area.name),
    ]
    return Identity(
        name=case.name,
        reference=case.reference,
        dob=case.date_of_birth,
        age=case.age,
        badges=badges,
        facts=facts,
        next_review=case.next_review_on,
        href=reverse("case", args=[case.pk]),
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

    @cached_property
    def relations(self) -> frozenset[Relation]:
        """How the viewer stands to the case, read once a request."""
        return access.relations_to(self.request.user, self.case)

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return {}

    def frame(self) -> dict[str, Any]:
        """What every page of a case shows around its content."""
        return {
            "case": self.case,
            "identity": identity(self.case),
            "case_tabs": tabs(self.request.user, self.case, self.tab) if self.case.detail >= Detail.FULL else [],
        }

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show the page and record that it was looked at."""
        viewed(actor=self.request.user, what=f"case_{self.tab}", case_id=self.case.pk)
        return render(request, self.template_name, {**self.frame(), **self.context()})


class CaseFormPage(SentOnce, CasePage):
    """A form about a case: one permission, one form, one service call, saved once however often it is sent."""

    template_name = "form_page.html"
    form_class: ClassVar[type[HouseForm]]
    action: ClassVar[str]
    heading: ClassVar[str]
    guidance: ClassVar[str] = ""
    submit: ClassVar[str] = "Save"
    done: ClassVar[str] = "Saved."
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

    def perform(self, form: HouseForm) -> Any:
        """Call the service. May raise RuleRefused, Conflict, NotPermitted."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        """Where to go afterwards."""
        return reverse({key: name for key, _, name in TABS}[self.tab], args=[self.case.pk])

    def base_version(self) -> str | None:
        """What the hidden version field carries: the subject's version, or None for a form that adds."""
        return version_of(self.subject) if self.subject is not None else None

    def make_form(self, data: Any = None) -> HouseForm:
        """The form, bound when `data` is given."""
        form = self.form_class(data, initial=self.initial(), version=self.base_version(), **self.form_arguments())
        form.send_once()
        return form

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        viewed(actor=self.request.user, what=f"case_{self.tab}_form", case_id=self.case.pk)
        typed = typed_before(request)
        if typed is not None:
            messages.info(request, "Nothing is saved yet: look at what you typed and send it again.")
        return self.show(self.make_form(typed))

    def show(self, form: HouseForm, status: int = 200) -> HttpResponse:
        """The page with this form. One that is shown again can be sent again, by a token of its own."""
        if form.is_bound:
            form.renew_once()
        context = {
            **self.frame(),
            "heading": self.heading,
            "guidance": self.guidance,
            "submit": self.submit,
            "form": form,
            "findings": self.findings() if not form.is_bound else [],
            "cancel": self.success_url(None),
            **self.context(),
        }
        response = render(self.request, self.template_name, context, status=status)
        if form.is_bound:
            response.refusal = form.refusal  # type: ignore[attr-defined]  # what the audit record says of it
        return response

    def post(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Check the form, call the service, and go on; or show what has to be mended, with all that was typed."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            saved = self.saved_once(
                form, lambda: self.perform(form), leads_to=self.success_url, done=lambda _: self.done
            )
        except RuleRefused as refused:
            form.add_findings(refused.findings)
            return self.show(form, status=422)
        except Conflict as conflict:
            return show_conflict(self.request, form, conflict, {**self.frame(), "cancel": self.success_url(None)})
        return saved or self.show(form, status=422)


def show_conflict(request: HttpRequest, form: HouseForm, conflict: Conflict, frame: dict[str, Any]) -> HttpResponse:
    """Both versions side by side, with everything that was typed ready to be sent against the present one."""
    form.renew_version(conflict.current_version)
    form.renew_once()
    both = Conflict(
        conflict.label,
        theirs=in_words(form, conflict.theirs),
        yours=form.typed(),
        current_version=conflict.current_version,
    )
    context = {**frame, "form": form, "conflict": both}
    return render(request, "errors/conflict.html", context, status=409)


def in_words(form: HouseForm, stored: dict[str, Any]) -> dict[str, str]:
    """Stored values under the labels of the form's fields; fields that the form does not show are left out."""
    return {
        str(bound.label): form.wording(bound.name, stored[bound.name])
        for bound in form.visible_fields()
        if bound.name in stored
    }
