"""Home, and the dashboard of the Co-ordination Unit."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from accounts.roles import Role
from accounts.standing import standing_of
from audit.selectors import last_check
from audit.services import viewed
from offenders.access import areas_for, may_ask
from reporting import selectors


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What needs me today, then my caseload."""
    today = timezone.localdate()
    board = selectors.home_board(viewer=request.user, today=today)
    viewed(actor=request.user, what="home", cases=board.cases)
    context = {
        "heading": "Home",
        "today": today,
        "board": board,
        "stages": selectors.STAGE_WORDS,
        "record_broken": _record_broken(request, Role.SYSTEM_ADMINISTRATOR),
        "may_ask": may_ask(request.user),
        "may_check_level_1": bool(areas_for("check_level_1", request.user)),
        "of_the_unit": standing_of(request.user).holds(Role.COORDINATOR, Role.ADMINISTRATOR),
        "may_open_in_emergency": bool(areas_for("use_emergency_access", request.user)),
    }
    return render(request, "reporting/home.html", context)


@require_safe
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Overdue and due by level and agency. It does not exist for those outside the Co-ordination Unit."""
    if not standing_of(request.user).holds(Role.COORDINATOR, Role.ADMINISTRATOR):
        raise Http404
    today = timezone.localdate()
    board = selectors.dashboard(viewer=request.user, today=today)
    viewed(actor=request.user, what="dashboard", cases=board.cases)
    context = {
        "heading": "Co-ordinator dashboard",
        "today": today,
        "board": board,
        "stages": selectors.STAGE_WORDS,
        "record_broken": _record_broken(request, Role.COORDINATOR),
        "decides_referrals": standing_of(request.user).holds(Role.COORDINATOR),
    }
    return render(request, "reporting/dashboard.html", context)


@require_safe
def counts(request: SignedInRequest) -> HttpResponse:
    """How many people each area manages, small numbers left out. It does not exist for other roles (ACC-63)."""
    boards = selectors.counts(viewer=request.user)
    if not boards:
        raise Http404
    viewed(actor=request.user, what="counts")
    context = {"heading": "Counts", "today": timezone.localdate(), "boards": boards, "below": selectors.small_below()}
    return render(request, "reporting/counts.html", context)


def _record_broken(request: SignedInRequest, role: Role) -> str:
    """Where the audit record does not hold, for those who have to act on it; empty when it holds (AUD-02)."""
    if not standing_of(request.user).holds(role):
        return ""
    last = last_check()
    return last.broken_at if last else ""
