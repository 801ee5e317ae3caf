"""Pages whose form is saved once, however often it is sent: a double click, a reload, a second try after a time-out.

Every opened page carries a token of its own (`HouseForm.send_once`). The second sending of the same is led to where
the first one led. When something else was typed meanwhile (the back button), it is shown again with a fresh token, so
that no word is lost and nothing is recorded twice unseen (OFF-21).
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views import View

from accounts.models import User
from audit.refusals import Conflict, NotPermitted, RuleRefused
from audit.services import record
from ui.forms import HouseForm
from ui.services import AlreadySent, save_once, sent_before

T = TypeVar("T")
SAVED_BEFORE = "This was saved already when you sent it the first time. It was not recorded twice."
REFUSALS = (RuleRefused, Conflict, NotPermitted)


class SentOnce(View):
    """A view whose form is saved once. Its `post` calls `saved_once` and shows the form again for None."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The same page sent again leads where it led, even when the page itself has closed meanwhile."""
        if request.method == "POST":
            before = sent_before(actor_id=_sender(request).pk, path=request.path, sent=request.POST)
            if before is not None:
                return self._led_again(before)
        return super().dispatch(request, *args, **kwargs)

    def saved_once(
        self, form: HouseForm, save: Callable[[], T], *, leads_to: Callable[[T], str], done: Callable[[T], str]
    ) -> HttpResponse | None:
        """Save, say what was `done` and lead on; None when something else was saved from this page: the form says so.

        Raises what `save` raises.
        """
        request = self.request
        saved: list[T] = []

        def keep() -> T:
            saved.append(save())
            return saved[0]

        try:
            place = save_once(
                actor_id=_sender(request).pk,
                path=request.path,
                token=form.once,
                sent=request.POST,
                save=keep,
                leads_to=leads_to,
                refusals=REFUSALS,
            )
        except AlreadySent as before:
            if before.same:
                return self._led_again(before.leads_to)
            form.tell_sent_before()
            return None
        messages.success(request, done(saved[0]))
        return HttpResponseRedirect(place)

    def _led_again(self, place: str) -> HttpResponse:
        record(actor=_sender(self.request), verb="form.sent_again", case_id=self.kwargs.get("case_id"))
        messages.info(self.request, SAVED_BEFORE)
        return HttpResponseRedirect(place)


def _sender(request: HttpRequest) -> User:
    return cast(User, request.user)  # LoginRequiredMiddleware demands sign-in
