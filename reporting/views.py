"""Home, and the dashboard of the Co-ordination Unit."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles import Role
from accounts.standing import standing_of
from audit.services import viewed
from offenders.pages import SignedInRequest
from reporting import selectors


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What needs me today, then my caseload."""
    today = timezone.localdate()
    viewed(actor=request.user, what="home")
    context = {
        "heading": "Home",
        "today": today,
        "board": selectors.home_board(viewer=request.user, today=today),
        "stages": selectors.STAGE_WORDS,
    }
    return render(request, "reporting/home.html", context)


@require_safe
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Overdue and due by level and agency. It does not exist for those outside the Co-ordination Unit."""
    if not standing_of(request.user).holds(Role.COORDINATOR, Role.ADMINISTRATOR):
        raise Http404
    today = timezone.localdate()
    viewed(actor=request.user, what="dashboard")
    context = {
        "heading": "Co-ordinator dashboard",
        "today": today,
        "board": selectors.dashboard(viewer=request.user, today=today),
        "stages": selectors.STAGE_WORDS,
    }
    return render(request, "reporting/dashboard.html", context)
