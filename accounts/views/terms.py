"""The terms of use: to read at any time, and to accept once for each version."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from accounts.form_pages import SignedInRequest
from accounts.forms.welcome import TermsForm
from accounts.gates import ACCEPTED
from accounts.selectors.kept import terms_accepted
from accounts.services.terms import accept_terms
from accounts.terms import present


class TermsPage(View):
    """The present terms, with the form while they are not accepted."""

    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def get(self, request: HttpRequest) -> HttpResponse:
        """The text."""
        return self._show(TermsForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept them, and go on to where the person was going."""
        form = TermsForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        terms = present(timezone.localdate())
        accept_terms(actor=self.request.user, terms=terms)
        request.session[ACCEPTED] = terms.version
        onwards = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(onwards, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(onwards if safe else reverse("home"))

    def _show(self, form: TermsForm, status: int = 200) -> HttpResponse:
        terms = present(timezone.localdate())
        accepted = terms_accepted(self.request.user)
        context = {
            "terms": terms,
            "form": form,
            "accepted_at": accepted.get(terms.version),
            "earlier": any(version != terms.version for version in accepted),
        }
        return render(self.request, "accounts/terms.html", context, status=status)
