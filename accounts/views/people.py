"""The people of an agency, for who keeps their accounts: list, one account, inviting."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import offers
from accounts.forms import people as forms
from accounts.models import Agency, User
from accounts.roles import Role
from accounts.selectors import agency_rules
from accounts.selectors import kept as selectors
from accounts.services import invitations
from accounts.services.people import before_removal
from accounts.standing import standing_of
from accounts.views.base import AccountFormPage, AccountPage
from accounts.words import state_of
from audit.services import record
from ui.forms import HouseForm


class PeoplePage(AccountPage):
    """The people whose accounts the viewer keeps, and a search that is sent in the body."""

    what = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of the list."""
        viewer = self.request.user
        narrowed = forms.StateForm(request.GET)
        state = narrowed.cleaned_data["state"] if narrowed.is_valid() else ""
        page = selectors.people_page(
            viewer=viewer,
            state=state,
            before=_uuid(request.GET.get("before")),
            after=_uuid(request.GET.get("after")),
        )
        self.looked()
        context = {
            "rows": [(person, state_of(person)) for person in page.rows],
            "narrowed": narrowed,
            "state": state,
            "previous": _address(request.GET, before=page.before) if page.before else None,
            "next": _address(request.GET, after=page.after) if page.after else None,
        }
        return self._show(forms.FindForm(), context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Those found; that somebody searched is recorded, what they typed is not."""
        form = forms.FindForm(request.POST)
        if not form.is_valid():
            return self._show(form, {"rows": [], "searched": True}, status=422)
        found = selectors.find_people(viewer=self.request.user, text=form.cleaned_data["text"])
        record(
            actor=self.request.user,
            verb="people.searched",
            changes={"found": (None, len(found)), "people": (None, [person.pk for person in found])},
        )
        rows = [(person, state_of(person)) for person in found]
        return self._show(form, {"rows": rows, "searched": True, "at_most": selectors.FOUND_AT_MOST})

    def _show(self, form: HouseForm, context: dict[str, Any], status: int = 200) -> HttpResponse:
        viewer = self.request.user
        kept = selectors.kept_agencies(viewer=viewer)[:2]
        shared = {
            "form": form,
            "reads_uses": standing_of(viewer).holds(Role.COORDINATOR),
            "invite": reverse("people_invite", args=[kept[0].pk])
            if len(kept) == 1
            else reverse("people_choose_agency"),
            "agencies": reverse("people_agency", args=[kept[0].pk]) if len(kept) == 1 else reverse("people_agencies"),
            "moves": selectors.moves_to_decide(viewer=viewer)[: selectors.FOUND_AT_MOST],
            "outside": agency_rules.outside_to_confirm(viewer=viewer)[: selectors.FOUND_AT_MOST],
            "soon": selectors.soon_dormant(viewer=viewer, now=timezone.now()).count(),
        }
        return render(self.request, "accounts/people.html", {**shared, **context}, status=status)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _address(query: QueryDict, **edge: UUID) -> str:
    kept = query.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    kept.update({name: str(value) for name, value in edge.items()})
    return f"{reverse('people')}?{kept.urlencode()}"


class PersonPage(AccountPage):
    """One account: how it stands, what it holds and held, and what may be done with it."""

    what = "account"

    def get(self, request: HttpRequest, account_id: UUID) -> HttpResponse:
        """Show it."""
        viewer = self.request.user
        person = selectors.person_for(viewer=viewer, account_id=account_id)
        self.looked(person)
        today = timezone.localdate()
        context = {
            "person": person,
            "state": state_of(person),
            "holdings": selectors.holdings_of(person),
            "memberships": selectors.memberships_of(person),
            "invitations": selectors.invitations_of(person),
            "move": selectors.waiting_move_of(person),
            "binding": agency_rules.binding_of(person),
            "outside": agency_rules.outside_invitation_of(person),
            "findings": before_removal(actor=viewer, person=person) if person.is_active else [],
            "today": today,
            "now": timezone.now(),
            "oneself": person.pk == viewer.pk,
            "invited": person.off_because == User.Off.INVITED,
        }
        return render(request, "accounts/person.html", context)


class ChooseAgency(AccountPage):
    """Where a new person will work, for who keeps the accounts of several agencies."""

    what = "people_invite"
    confirms = True
    heading = "Invite somebody"
    optional = True  # an adviser has no agency

    def led_to(self, agency: Agency | None) -> str:
        """Where the choice leads."""
        return reverse("people_invite", args=[agency.pk]) if agency else reverse("people_invite_adviser")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, or on to the agency that was chosen."""
        kept = list(selectors.kept_agencies(viewer=self.request.user))
        chosen = request.GET if "agency" in request.GET else None
        form = forms.AgencyForm(chosen, rows={"agency": kept}, optional=self.optional)
        if form.is_bound and form.is_valid():
            return HttpResponseRedirect(self.led_to(form.cleaned_data["agency"]))
        self.looked()
        context = {"form": form, "heading": self.heading, "cancel": reverse("people")}
        return render(request, "accounts/choose_agency.html", context, status=422 if form.errors else 200)


class InvitePage(AccountFormPage):
    """Somebody new at one agency, or of none."""

    what = "people_invite"
    confirms = True
    form_class = forms.InviteForm
    heading = "Invite somebody"
    submit = "Send the invitation"
    agency: Agency | None = None

    def prepare(self, **kwargs: Any) -> None:
        """The agency must be one whose accounts the viewer keeps."""
        viewer = self.request.user
        if agency_id := kwargs.get("agency_id"):
            self.agency = selectors.kept_agencies(viewer=viewer).filter(pk=agency_id).first()
            if self.agency is None:
                raise Http404
        if not offers.roles(viewer, self.agency):
            raise Http404

    def initial(self) -> dict[str, Any]:
        """From today, in the agency's own area."""
        area = self.agency.area_id if self.agency else None
        return {"starts": timezone.localdate(), "area": area}

    def form_arguments(self) -> dict[str, Any]:
        """The roles the viewer may give here, and the agency's teams."""
        viewer = self.request.user
        rows = {"area": offers.areas(viewer, self.agency), "teams": selectors.teams_of(self.agency)}
        domains = agency_rules.domains_for(self.agency, viewer)
        return {"roles": offers.roles(viewer, self.agency), "rows": rows, "domains": domains}

    def context(self) -> dict[str, Any]:
        """Where the new person will work."""
        return {"agency": self.agency}

    def perform(self, form: HouseForm) -> User:
        """Make the account and send the link."""
        return invitations.invite(actor=self.request.user, agency=self.agency, **form.cleaned_data)

    def said(self, result: User) -> str:
        """That the link is on its way, or who has to confirm first."""
        if agency_rules.outside_invitation_of(result):
            return "The account is made. A second person has to confirm it before the link is sent."
        return "The account is made. An e-mail with a link is on its way."

    def success_url(self, result: Any) -> str:
        """The new account."""
        return reverse("person", args=[result.pk]) if result else reverse("people")


class DormantPage(AccountPage):
    """Accounts that will be switched off because nobody uses them."""

    what = "dormant_accounts"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The longest unused first."""
        found = selectors.soon_dormant(viewer=self.request.user, now=timezone.now())[: selectors.FOUND_AT_MOST + 1]
        rows = [
            (person, selectors.switched_off_on(person.used_at, person.dormancy_warned_at))
            for person in found[: selectors.FOUND_AT_MOST]
        ]
        self.looked()
        context = {"rows": rows, "more": len(found) > selectors.FOUND_AT_MOST, "today": timezone.localdate()}
        return render(request, "accounts/dormant.html", context)
