"""The public check of a document by its hash: valid, superseded or unknown, and nothing else. No sign-in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from minutes import selectors
from minutes.forms import VerifyForm


@method_decorator(login_not_required, name="dispatch")
class Verify(View):
    """A box for the SHA-256 of a file, and the answer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty box."""
        return self._page(request, VerifyForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer for one hash."""
        form = VerifyForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        return self._page(request, form, verdict=selectors.verdict_on(form.cleaned_data["sha256"]))

    def _page(self, request: HttpRequest, form: VerifyForm, *, status: int = 200, **more: Any) -> HttpResponse:
        return render(request, "minutes/verify.html", {"form": form, **more}, status=status)
