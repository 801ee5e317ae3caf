"""Asking somebody to confirm that it is them, before what matters most: approvals, exports, emergency access.

Whoever signed in or confirmed in the last CONFIRMED_FOR_SECONDS goes on at once. Everybody else confirms on
django-allauth's page, by whatever method they have, and comes back. What was typed into a form waits, sealed, in the
session meanwhile and stands in the form again: nothing is sent until the person presses the button once more.
"""

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views import View

from accounts.identity_providers import provider_of, provider_of_agency
from accounts.models import User
from accounts.selectors.agency_rules import own_sign_in_only
from audit.services import record
from sealed.keys import open_sealed, seal

WAITING = "typed_before_confirming"
NEVER_KEPT = "csrfmiddlewaretoken"


def confirmed_recently(request: HttpRequest) -> bool:
    """Whether the person signed in, or confirmed that it is them, in the last CONFIRMED_FOR_SECONDS."""
    records = get_authentication_records(request, request.user)
    return any(0 <= time.time() - one["at"] < settings.CONFIRMED_FOR_SECONDS for one in records)


def confirm_first(request: HttpRequest) -> HttpResponseRedirect | None:
    """None for who confirmed recently; else the way to the page that asks, with what was typed kept for afterwards."""
    if confirmed_recently(request):
        return None
    if request.method == "POST":
        keep_typed(request, request.user)  # type: ignore[arg-type]  # signed in
    record(actor=request.user, verb="identity.asked_again")  # type: ignore[arg-type]  # signed in
    return HttpResponseRedirect(f"{_where_to_confirm(request.user)}?{urlencode({'next': request.get_full_path()})}")  # type: ignore[arg-type]  # signed in


def keep_typed(request: HttpRequest, user: User) -> None:
    """Keep what `user` sends in the session, sealed, until they open the same address again.

    One form waits at a time: this is one person in one browser who is about to confirm or to sign in again.
    """
    typed = request.POST.copy()
    typed.pop(NEVER_KEPT, None)
    request.session[WAITING] = {"user": str(user.pk), "path": request.path, "typed": seal(typed.urlencode())}


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What this person had typed into the form of this address before they were asked who they are; given out once."""
    waiting = request.session.get(WAITING)
    if not waiting or (waiting["user"], waiting["path"]) != (str(request.user.pk), request.path):
        return None
    del request.session[WAITING]
    return QueryDict(open_sealed(waiting["typed"], "What was typed before confirming"))


def _where_to_confirm(user: User) -> str:
    """Our own page, or the agency's provider for somebody who has nothing but that, or may use nothing else."""
    by_agency = own_sign_in_only(user) or not get_reauthentication_flows(user)
    agency = (provider_of(user) or provider_of_agency(user.agency_id)) if by_agency else None
    return reverse("agency_sign_in", args=[agency.key]) if agency else reverse("account_reauthenticate")


class RecentlyConfirmed(View):
    """A page about no case that asks for confirmation first. Pages about a case say `confirms = True` instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask first; a form's view then opens its form with `typed_before(request)`."""
        return confirm_first(request) or super().dispatch(request, *args, **kwargs)
