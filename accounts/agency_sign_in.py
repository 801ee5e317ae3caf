"""Signing in by the agency's own provider: off to it, and back with an answer. No account is made here."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.decorators import rate_limit
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from accounts import openid
from accounts.identity_providers import TIED, IdentityProvider, Refused, account_for, provider, subject_of
from accounts.models import User
from accounts.services.bindings import bind
from audit.services import record

ATTEMPT = "agency_sign_in"
BY_AGENCY = "second_factor_by_agency"
ANSWERED = "answered_by_agency"


class SecondStep(AuthenticateStage):
    """The second step at sign-in, which a provider may have asked for already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not getattr(request, BY_AGENCY, False) and bool(super()._should_handle(request))


def comes_from_agency(request: HttpRequest) -> bool:
    """Whether this very request brought the answer of an agency's provider."""
    return getattr(request, ANSWERED, False)


def note_answer(request: HttpRequest, account: User, issuer: str, subject: str) -> None:
    """Remember who answered for whom until the sign-in is complete, with our second step where it is asked for."""
    setattr(request, ANSWERED, True)
    request.session[ANSWERED] = {"account": str(account.pk), "issuer": issuer, "subject": subject}


def tie(request: HttpRequest, user: User) -> None:
    """Tie the account to the number that the provider answered with, once its owner is signed in (PPL-12).

    Not before: somebody who was given a former colleague's address must not lock the colleague out by half a sign-in.
    """
    answer = request.session.pop(ANSWERED, None)
    if answer is None or answer["account"] != str(user.pk):
        return
    if not bind(user=user, issuer=answer["issuer"], subject=answer["subject"]):
        reason = "another number of a provider opens the account"
        record(actor=None, verb="session.refused", subject=user, refused=True, reason=reason, rules=["PPL-12"])
        logout(request)


class AgencyPage(View):
    """What both ways share: the provider that the address names, and one answer to every refusal."""

    who: IdentityProvider

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for a provider that there is not; a refusal is recorded and told without its reason."""
        found = provider(kwargs["key"])
        if found is None:
            raise Http404
        self.who = found
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            reason = f"{self.who.key}: {refused.why}"
            record(actor=None, verb="session.refused", subject=refused.account, refused=True, reason=reason)
            context = {"agency": self.who.name, "told": refused.told}
            return render(request, "account/agency_refused.html", context, status=403)

    def back(self) -> str:
        """The address that the provider sends people back to."""
        return settings.SITE_ADDRESS.rstrip("/") + reverse("agency_back", args=[self.who.key])


@method_decorator(login_not_required, name="dispatch")
@method_decorator(rate_limit(action="login"), name="dispatch")
class ToAgency(AgencyPage):
    """Off to the provider."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """A redirect; what is needed to trust the answer stays in the session."""
        wanted = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        attempt = openid.Attempt.new(self.who, next_address=wanted if safe else "", again=request.user.is_authenticated)
        address = openid.address_of_provider(self.who, attempt, self.back())
        request.session[ATTEMPT] = attempt.kept()
        return HttpResponseRedirect(address)


@method_decorator(login_not_required, name="dispatch")
@method_decorator(rate_limit(action="login"), name="dispatch")
class FromAgency(AgencyPage):
    """Back with an answer."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Sign in whom the answer is about; an answer counts once."""
        kept = request.session.pop(ATTEMPT, None)
        if kept is None:
            raise Refused("nobody of this session was asked")
        attempt = openid.Attempt(**kept)
        claims = openid.claims_of_answer(self.who, attempt, request.GET, self.back())
        account = account_for(self.who, claims)
        to = attempt.next or resolve_url(settings.LOGIN_REDIRECT_URL)
        if request.user.is_authenticated:
            return self._confirm(request, account, attempt, to, subject_of(claims))
        setattr(request, BY_AGENCY, self.who.proved_second_factor(claims))
        note_answer(request, account, self.who.issuer, subject_of(claims))
        record_authentication(request, account, "agency", provider=self.who.key)
        response: HttpResponse = perform_login(request, Login(user=account, redirect_url=to))
        if request.user.is_authenticated and getattr(request, BY_AGENCY):
            request.session[BY_AGENCY] = self.who.key
        return response

    def _confirm(
        self, request: HttpRequest, account: User, attempt: openid.Attempt, to: str, subject: str
    ) -> HttpResponse:
        """Somebody signed in showed again who they are; anybody else ends the session."""
        if request.user != account or not attempt.again:
            logout(request)
            raise Refused("the answer is about somebody else than is signed in", account)
        if not bind(user=account, issuer=self.who.issuer, subject=subject):
            raise Refused("another number of a provider opens the account", account, told=TIED)
        record_authentication(request, account, "agency", provider=self.who.key, reauthenticated=True)
        return HttpResponseRedirect(to)
