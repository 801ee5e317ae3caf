"""What stands before every page once somebody is signed in: the terms of use, and staff mode with its limits."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffUse, User
from accounts.selectors.kept import has_accepted
from accounts.selectors.staff import running_use
from accounts.services.staff import note_request
from accounts.terms import present

GetResponse = Callable[[HttpRequest], HttpResponse]
ACCEPTED = "terms_accepted"
STAFF_USE = "staff_use"


class TermsAccepted:
    """Sends somebody who has not accepted the present terms of use to them before anything else (PPL-10)."""

    OPEN = ("/account/", "/static/", "/healthz", "/api/", "/terms/", "/session/", "/welcome/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TERMS_REQUIRED and request.user.is_authenticated and not request.path.startswith(self.OPEN):
            version = present(timezone.localdate()).version
            known = request.session.get(ACCEPTED)
            if known != version and has_accepted(request.user, version):
                known = request.session[ACCEPTED] = version
            # Whoever accepted the version before, and is writing while a new one begins, loses no word.
            writing = known is not None and request.method == "POST"
            if known != version and not writing:
                way_back = {"next": request.get_full_path()} if request.method == "GET" else {}
                return redirect(f"{reverse('terms')}?{urlencode(way_back)}")
        return self.get_response(request)


class StaffMode:
    """While staff mode runs its user has no role, so no case exists for them, and each request is recorded (PPL-11)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and (use_id := request.session.get(STAFF_USE)) is not None:
            use = running_use(user=user, use_id=use_id)
            if use is None:
                del request.session[STAFF_USE]
                messages.info(request, "Staff mode has ended.")
            user.in_staff_mode = use
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Record the request by the pattern of its address, before anything is shown."""
        use: StaffUse | None = getattr(request.user, "in_staff_mode", None) if hasattr(request, "user") else None
        if use is None or request.resolver_match is None:
            return
        note_request(
            actor=request.user,  # type: ignore[arg-type]  # signed in
            use=use,
            method=request.method or "",
            address=request.resolver_match.route,
            ids={name: str(value) for name, value in kwargs.items() if name.endswith("id")},
        )
