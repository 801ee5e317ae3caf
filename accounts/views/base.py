"""A form about an account: one form, one service call, its refusals turned into sentences."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts.form_pages import SentForm, SignedInRequest
from accounts.models import User
from accounts.reauthentication import confirm_first, typed_before
from accounts.selectors.kept import keeps_any
from audit.refusals import Finding
from audit.services import viewed
from ui.forms import HouseForm, version_of


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


class AccountFormPage(SentForm, AccountPage):
    """One form on one page, saved once however often it is sent."""

    template_name: ClassVar[str] = "accounts/form.html"
    form_class: ClassVar[type[HouseForm]]
    heading: ClassVar[str]
    guidance: ClassVar[str] = ""
    submit: ClassVar[str] = "Save"
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

    def success_url(self, result: Any) -> str:
        """Where to go afterwards: the account."""
        return reverse("person", args=[self.person.pk]) if self.person else reverse("people")

    def build_form(self, data: Any = None) -> HouseForm:
        """The form, bound when `data` is given."""
        version = version_of(self.person) if self.versioned else None
        return self.form_class(data, initial=self.initial(), version=version, **self.form_arguments())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, with what was typed before the person had to confirm that it is them."""
        self.looked(self.person)
        typed = typed_before(request) if self.confirms else None
        return self.show(self.make_form(typed))

    def around(self) -> dict[str, Any]:
        """The heading."""
        return {"heading": self.heading}

    def page(self, form: HouseForm, status: int) -> HttpResponse:
        """The form with the person it is about."""
        context = {
            **self.around(),
            "guidance": self.guidance,
            "submit": self.submit,
            "form": form,
            "person": self.person,
            "findings": self.findings() if not form.is_bound else [],
            "cancel": self.cancel_url(),
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)
