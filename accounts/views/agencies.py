"""How an agency lets its people in: its domains, its own sign-in, second persons, and ties to its provider."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.forms import agencies as forms
from accounts.forms.people import ReasonForm
from accounts.identity_providers import provider_of_agency
from accounts.models import Agency, AgencyDomain, OutsideInvitation, SignInDecision
from accounts.selectors import agency_rules as selectors
from accounts.services import agencies as services
from accounts.services import bindings, invitations
from accounts.views.base import AccountFormPage, AccountPage
from accounts.views.keeping import PersonForm
from accounts.views.people import ChooseAgency
from ui.forms import HouseForm


class AgenciesPage(ChooseAgency):
    """Which agency, for who keeps the accounts of several."""

    what = "people_agencies"
    confirms = False
    heading = "How agencies let people in"
    optional = False

    def led_to(self, agency: Agency | None) -> str:
        """Its page."""
        return reverse("people_agency", args=[agency.pk]) if agency else reverse("people_agencies")


class AgencyPage(AccountPage):
    """How one agency lets its people in."""

    what = "people_agency"

    def get(self, request: HttpRequest, agency_id: UUID) -> HttpResponse:
        """Its domains, how its people sign in, and every decision on that."""
        viewer = self.request.user
        agency = selectors.agency_for(viewer=viewer, agency_id=agency_id)
        self.looked(agency)
        context = {
            "agency": agency,
            "provider": provider_of_agency(agency.pk),
            "present": selectors.decision_in_force(agency.pk, timezone.localdate()),
            "decisions": selectors.decisions_of(agency),
            "domains": selectors.domains_of(agency),
            "decides": selectors.decides_for(viewer, agency),
        }
        return render(request, "accounts/agency.html", context)


class AgencyForm(AccountFormPage):
    """A form about one agency on which the viewer decides."""

    confirms = True
    agency: Agency

    def prepare(self, **kwargs: Any) -> None:
        """The agency, when the viewer decides on it."""
        self.agency = selectors.agency_to_decide(viewer=self.request.user, agency_id=kwargs["agency_id"])

    def context(self) -> dict[str, Any]:
        """Which agency."""
        return {"agency": self.agency}

    def success_url(self, result: Any) -> str:
        """Its page."""
        return reverse("people_agency", args=[self.agency.pk])


class DecideSignIn(AgencyForm):
    """Whether its people sign in by its own provider only."""

    what = "agency_sign_in_form"
    form_class = forms.SignInForm
    heading = "Decide how this agency’s people sign in"
    guidance = (
        "By the agency’s own sign-in only: passwords and passkeys of its people are refused from that day, and "
        "that nobody of it is sent a link for a new password. Whoever is signed in stays so until the session ends."
    )
    submit = "Decide"
    done = "Decided."

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts": timezone.localdate()}

    def perform(self, form: HouseForm) -> SignInDecision:
        """Decide."""
        return services.decide_sign_in(
            actor=self.request.user, agency=self.agency, acknowledged=form.acknowledged, **form.cleaned_data
        )


class RegisterDomain(AgencyForm):
    """A further e-mail domain."""

    what = "agency_domain_form"
    form_class = forms.DomainForm
    heading = "Register an e-mail domain"
    guidance = (
        "People at an address in it can then be invited by one person. It does not count for those whom you invite "
        "yourself: they need a second person."
    )
    submit = "Register the domain"
    done = "The domain is registered."

    def perform(self, form: HouseForm) -> AgencyDomain:
        """Register it."""
        return services.register_domain(actor=self.request.user, agency=self.agency, **form.cleaned_data)


class EndDomain(AgencyForm):
    """A domain is not the agency's any more."""

    what = "agency_domain_form"
    form_class = ReasonForm
    heading = "End an e-mail domain"
    guidance = "Accounts stay as they are. From now on an invitation to an address in it needs a second person."
    submit = "End the domain"
    done = "The domain is ended."
    domain: AgencyDomain

    def prepare(self, **kwargs: Any) -> None:
        """The domain, while it is registered."""
        self.domain = selectors.domain_to_end(viewer=self.request.user, **kwargs)
        self.agency = self.domain.agency

    def context(self) -> dict[str, Any]:
        """Which domain of which agency."""
        return {"agency": self.agency, "domain": self.domain}

    def perform(self, form: HouseForm) -> AgencyDomain:
        """End it."""
        return services.end_domain(actor=self.request.user, domain=self.domain, **form.cleaned_data)


class DecideOutside(AccountFormPage):
    """As the second person: whether somebody is let in at an address of their own."""

    what = "outside_invitation_form"
    confirms = True
    form_class = forms.SecondPersonForm
    heading = "Confirm an invitation"
    guidance = "Make sure by another way, such as a telephone call, that this person works there and uses this address."
    done = "Decided."
    outside: OutsideInvitation

    def prepare(self, **kwargs: Any) -> None:
        """The invitation, when it is the viewer's to confirm."""
        self.outside = selectors.outside_for(viewer=self.request.user, outside_id=kwargs["outside_id"])

    def context(self) -> dict[str, Any]:
        """Who, at which address, invited by whom and why."""
        return {"outside": self.outside}

    def success_url(self, result: Any) -> str:
        """The list."""
        return reverse("people")

    def perform(self, form: HouseForm) -> OutsideInvitation:
        """Confirm or refuse."""
        confirm = form.cleaned_data["answer"] == "confirm"
        reason = form.cleaned_data["reason"]
        return invitations.decide_outside(actor=self.request.user, outside=self.outside, confirm=confirm, reason=reason)


class ReleaseBinding(PersonForm):
    """The tie of an account to its agency's provider is released."""

    what = "account_binding_form"
    confirms = True
    form_class = ReasonForm
    heading = "Release the tie to the agency’s sign-in"
    guidance = (
        "The next sign-in by the agency with this person’s address ties the account anew. Make sure first that the "
        "address is still theirs. Their sessions end now."
    )
    submit = "Release"
    done = "The tie is released."

    def perform(self, form: HouseForm) -> None:
        """Release it."""
        bindings.release(actor=self.request.user, person=self.person, **form.cleaned_data)
