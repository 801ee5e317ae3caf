"""Staff mode: entering it with a reason, how an account stands, leaving it, and who used it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import jobs
from accounts.forms.people import NothingForm
from accounts.forms.welcome import AccountForm, StaffForm
from accounts.gates import STAFF_USE
from accounts.models import StaffUse, User
from accounts.roles import Role
from accounts.selectors import staff as selectors
from accounts.services import staff as services
from accounts.standing import standing_of
from accounts.views.base import AccountFormPage, AccountPage
from accounts.words import state_of
from ui.forms import ONCE, HouseForm


def use_of(viewer: User) -> StaffUse | None:
    """The use of staff mode in which the viewer is."""
    return viewer.in_staff_mode


class EnterPage(AccountFormPage):
    """Why staff mode is needed: asked each time, after confirming that it is them."""

    what = "staff_mode_form"
    confirms = True
    form_class = StaffForm
    heading = "Enter staff mode"
    guidance = (
        "You will see how accounts stand, and nothing of any case. It ends by itself after a while, each request is "
        "recorded, and co-ordinators and auditors read the list."
    )
    submit = "Enter staff mode"
    done = "Staff mode has begun."

    def open_to(self, viewer: User) -> bool:
        """System administrators who are not in it already."""
        return services.may_enter(viewer)

    def perform(self, form: HouseForm) -> StaffUse:
        """Begin."""
        use = services.enter(actor=self.request.user, **form.cleaned_data)
        self.request.session[STAFF_USE] = str(use.pk)
        return use

    def success_url(self, result: Any) -> str:
        """To finding the account."""
        return reverse("staff_accounts") if result else reverse("home")


class InStaffMode(AccountFormPage):
    """A page that exists in staff mode only."""

    def open_to(self, viewer: User) -> bool:
        """Whoever is in it."""
        return use_of(viewer) is not None


class LeavePage(InStaffMode):
    """Out of staff mode."""

    what = "staff_mode_form"
    form_class = NothingForm
    heading = "Leave staff mode"
    submit = "Leave staff mode"
    done = "You have left staff mode."

    def cancel_url(self) -> str:
        """Back to the accounts."""
        return reverse("staff_accounts")

    def success_url(self, result: Any) -> str:
        """Home."""
        return reverse("home")

    def make_form(self, data: Any = None) -> HouseForm:
        """Without a token when it comes from the button above every page: leaving twice does no harm."""
        form: HouseForm = super().make_form(data)
        if data is not None and ONCE not in data:
            del form.fields[ONCE]
        return form

    def perform(self, form: HouseForm) -> None:
        """Leave."""
        use = use_of(self.request.user)
        if use is not None:
            services.leave(actor=self.request.user, use=use)


class FindAccount(InStaffMode):
    """Whose account it is about: by the whole address or the id, so that nobody browses."""

    what = "staff_accounts"
    form_class = AccountForm
    heading = "How an account stands"
    submit = "Show the account"
    done = ""

    template_name = "accounts/staff_accounts.html"

    def cancel_url(self) -> str:
        """Out again."""
        return reverse("staff_leave")

    def context(self) -> dict[str, Any]:
        """How background work stands."""
        return {"jobs": jobs.latest()}

    def perform(self, form: HouseForm) -> UUID | None:
        """Find it."""
        return selectors.account(form.cleaned_data["account"])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """On to the account, or a sentence that there is none."""
        form = self.make_form(request.POST)
        if form.is_valid():
            found = self.perform(form)
            if found is not None:
                return HttpResponseRedirect(reverse("staff_account", args=[found]))
            form.add_error("account", "There is no account with this address or id")
        return self.show(form, status=422)


class AccountStanding(AccountPage):
    """How one account stands: ids, roles, teams, second factors, links and sign-ins; no name, nothing of a case."""

    what = "account_standing"

    def open_to(self, viewer: User) -> bool:
        """Whoever is in staff mode."""
        return use_of(viewer) is not None

    def get(self, request: HttpRequest, account_id: UUID) -> HttpResponse:
        """Show it."""
        standing = selectors.account_standing(account_id)
        if standing is None:
            raise Http404
        self.looked(standing.user)
        context = {
            "standing": standing,
            "state": state_of(standing.user),
            "today": timezone.localdate(),
            "now": timezone.now(),
        }
        return render(request, "accounts/standing.html", context)


class UsesPage(AccountPage):
    """Who used staff mode, when and why, for co-ordinators and auditors."""

    what = "staff_uses"

    def open_to(self, viewer: User) -> bool:
        """Co-ordinators and auditors: support staff serve every area."""
        return standing_of(viewer).holds(Role.COORDINATOR, Role.AUDITOR)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The latest first."""
        after = request.GET.get("after", "")
        page = selectors.uses_of_staff_mode(after=UUID(after) if _is_uuid(after) else None)
        self.looked()
        further = f"{reverse('staff_uses')}?after={page.after}" if page.after else None
        return render(request, "accounts/staff_uses.html", {"rows": page.rows, "next": further, "now": timezone.now()})


class UsePage(UsesPage):
    """What was looked at in one use of staff mode: addresses by their pattern, and the ids in them."""

    what = "staff_use"

    def get(self, request: HttpRequest, use_id: UUID) -> HttpResponse:  # type: ignore[override]  # a page of its own
        """Its requests."""
        found = selectors.use_with_requests(use_id)
        if found is None:
            raise Http404
        use, requests = found
        self.looked(use)
        context = {"use": use, "requests": requests, "at_most": selectors.REQUESTS_SHOWN}
        return render(request, "accounts/staff_use.html", context)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
