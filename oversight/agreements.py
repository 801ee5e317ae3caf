"""The page about the information-sharing agreement of an area (ACC-60)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views import View

from accounts.form_pages import SignedInRequest
from accounts.standing import standing_of
from audit.services import viewed
from oversight.selectors.agreements import READERS, signatories


class Agreements(View):
    """Who signed, for the Co-ordination Unit and auditors; the page does not exist for anybody else."""

    def get(self, request: SignedInRequest) -> HttpResponse:
        """Every agency of the viewer's areas."""
        if not standing_of(request.user).holds(*READERS):
            raise Http404
        rows = signatories(request.user)
        viewed(actor=request.user, what="sharing_agreements")
        context = {"heading": "Information-sharing agreement", "rows": rows}
        return render(request, "oversight/agreements.html", context)
