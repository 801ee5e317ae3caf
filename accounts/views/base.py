"""A form about an account: one form, one service call, its refusals turned into sentences."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts.models import User
from accounts.once import SentOnce
from accounts.reauthentication import confirm_first, typed_before
from accounts.selectors.kept import keeps_any
from audit.refusals import Conflict, Finding, RuleRefused
from audit.services import viewed
from ui.forms import HouseForm, version_of


class SignedInRequest(HttpRequest):
    """A request whose user is known to be signed in (the middleware demands it)."""

    user: User


class AccountPage(View):
    """A page for who keeps accounts; it does not exist for anybody else."""

    what: ClassVar[str]
    confirms: ClassVar[bool] = False  # True: only for who confirmed in the last minutes that it is them
    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find what the address names first: 404 for who may not see it."""
        self.request = request  # type: ignore[assignment]  # signed in, as the middleware demands
        if not self.open_to(self.request.user):
            raise Http404
        self.prepare(**kwargs)
        if self.confirms and (first := confirm_first(request)):
            return first
        return super().dispatch(request, *args, **kwargs)

    def open_to(self, viewer: User) -> bool:
        """Whether the page exists for this viewer at all."""
        return keeps_any(viewer)

    def prepare(self, **kwargs: Any) -> None:
        """Fetch what the address names; raise Http404 when it is not the viewer's to keep."""

    def looked(self, subject: Any = None) -> None:
        """Record that the page was looked at."""
        viewed(actor=self.request.user, what=self.what, subject=subject)


class AccountFormPage(SentOnce, AccountPage):
    """One form on one page, saved once however often it is sent."""

    template_name: ClassVar[str] = "accounts/form.html"
    form_class: ClassVar[type[HouseForm]]
    heading: ClassVar[str]
    guidance: ClassVar[str] = ""
    submit: ClassVar[str] = "Save"
    done: ClassVar[str] = "Saved."
    person: User | None = None
    versioned: ClassVar[bool] = False

    def initial(self) -> dict[str, Any]:
        """Values the form opens with."""
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """Further keyword arguments for the form."""
        return {}

    def findings(self) -> list[Finding]:
        """What the rules would say before anything is typed."""
        return []

    def context(self) -> dict[str, Any]:
        """What else the template shows."""
        return {}

    def perform(self, form: HouseForm) -> Any:
        """Call the service. May raise RuleRefused, Conflict, NotPermitted."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        """Where to go afterwards: the account."""
        return reverse("person", args=[self.person.pk]) if self.person else reverse("people")

    def cancel_url(self) -> str:
        """Where to go when nothing is to be done."""
        return self.success_url(None)

    def make_form(self, data: Any = None) -> HouseForm:
        """The form, bound when `data` is given."""
        version = version_of(self.person) if self.versioned else None
        form = self.form_class(data, initial=self.initial(), version=version, **self.form_arguments())
        form.send_once()
        return form

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, with what was typed before the person had to confirm that it is them."""
        self.looked(self.person)
        typed = typed_before(request) if self.confirms else None
        return self.show(self.make_form(typed))

    def show(self, form: HouseForm, status: int = 200) -> HttpResponse:
        """The page with this form."""
        if form.is_bound:
            form.renew_once()
        context = {
            "heading": self.heading,
            "guidance": self.guidance,
            "submit": self.submit,
            "form": form,
            "person": self.person,
            "findings": self.findings() if not form.is_bound else [],
            "cancel": self.cancel_url(),
            **self.context(),
        }
        response = render(self.request, self.template_name, context, status=status)
        if form.is_bound:
            response.refusal = form.refusal  # type: ignore[attr-defined]  # what the audit record says of it
        return response

    def compare(self, form: HouseForm, conflict: Conflict) -> HttpResponse:
        """Both versions side by side, with all that was typed ready to be sent against the present one."""
        form.renew_version(conflict.current_version)
        form.renew_once()
        shown = {name: value for name, value in conflict.theirs.items() if name in form.fields}
        both = Conflict(
            conflict.label,
            theirs={str(form.fields[name].label): value for name, value in shown.items()},
            yours=form.typed(),
            current_version=conflict.current_version,
        )
        context = {"form": form, "conflict": both, "heading": self.heading, "cancel": self.cancel_url()}
        return render(self.request, "errors/conflict.html", context, status=409)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
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
            return self.compare(form, conflict)
        return saved or self.show(form, status=422)
