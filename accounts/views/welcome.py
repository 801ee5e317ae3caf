"""Opening a new account by the link from the invitation. No sign-in yet; the link alone lets in, once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from accounts.forms.people import NothingForm
from accounts.forms.welcome import WelcomeForm
from accounts.selectors.agency_rules import own_sign_in_only
from accounts.services.invitations import accept, invitation_of

TOKEN = "welcome_token"  # noqa: S105 - a session key


@method_decorator(login_not_required, name="dispatch")
class WelcomeLink(View):
    """Takes the token out of the address at once, so that it stands in no history and no referrer."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """On to the form."""
        request.session[TOKEN] = token
        return HttpResponseRedirect(reverse("welcome"))


@method_decorator(login_not_required, name="dispatch")
class Welcome(View):
    """The first password, if the agency has no sign-in of its own that is demanded. The link is then used up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, or that the link opens nothing."""
        return self._answer(request, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the account and go on to signing in, which asks for a second factor."""
        return self._answer(request, request.POST)

    def _answer(self, request: HttpRequest, typed: Any) -> HttpResponse:
        token = request.session.get(TOKEN, "")
        invitation = invitation_of(token)
        if invitation is None:
            request.session.pop(TOKEN, None)
            return render(request, "accounts/welcome_gone.html", status=404)
        by_agency = own_sign_in_only(invitation.user)
        form = NothingForm(typed) if by_agency else WelcomeForm(typed, person=invitation.user)
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            context = {"form": form, "invitation": invitation, "by_agency": by_agency}
            return render(request, "accounts/welcome.html", context, status=status)
        opened = accept(token=token, password=form.cleaned_data.get("password"))
        request.session.pop(TOKEN, None)
        if opened is None:
            return render(request, "accounts/welcome_gone.html", status=404)
        how = "by way of your agency" if by_agency else "with your e-mail address and your new password"
        messages.success(request, f"Your account is open. Sign in {how}.")
        return HttpResponseRedirect(reverse("account_login"))
