"""Keeping a session alive on request, and ending one of one's own from afar."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.form_pages import SignedInRequest
from accounts.sessions import end_own_session


@require_GET
def keep(request: HttpRequest) -> HttpResponse:
    """204: the visit itself renews the idle time-out. The token lets a form that outlived its session be sent."""
    response = HttpResponse(status=204)
    response["X-CSRF-Token"] = get_token(request)
    return response


@require_POST
def end(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Sign out of one of the places where one is signed in; 404 for a session that is not one's own."""
    if not end_own_session(request.user, session_id, present=request.session.session_key or ""):
        raise Http404
    messages.success(request, "That session is ended.")
    return HttpResponseRedirect(reverse("usersessions_list"))
