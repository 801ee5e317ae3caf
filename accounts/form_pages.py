"""What every page with a form does: it is opened, checked, sent once; refusals become sentences and no word is lost."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.once import SentOnce
from audit.refusals import Conflict, RuleRefused
from ui.forms import HouseForm


class SignedInRequest(HttpRequest):
    """A request whose user is known to be signed in (the middleware demands it)."""

    user: User


class SentForm(SentOnce):
    """One form and one service call. Subclasses say which form, what it calls, how it looks and where it leads."""

    done: ClassVar[str] = "Saved."
    request: SignedInRequest  # LoginRequiredMiddleware demands sign-in

    def build_form(self, data: Any = None) -> Any:
        """The form, bound when `data` is given."""
        raise NotImplementedError

    def perform(self, form: Any) -> Any:
        """Call the service. May raise RuleRefused, Conflict, NotPermitted."""
        raise NotImplementedError

    def page(self, form: Any, status: int) -> HttpResponse:
        """The page with this form."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    def cancel_url(self) -> str:
        """Where to go when nothing is to be done."""
        return self.success_url(None)

    def said(self, result: Any) -> str:
        """The sentence that says what was done."""
        return self.done

    def around(self) -> dict[str, Any]:
        """What stands around the form, also while two versions of it are compared."""
        return {}

    def make_form(self, data: Any = None) -> Any:
        """The form with the token by which it is saved once."""
        form = self.build_form(data)
        form.send_once()
        return form

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Check the form, call the service, and go on; or show what has to be mended, with all that was typed."""
        return self.send(self.make_form(request.POST))

    def send(self, form: Any) -> HttpResponse:
        """The same for a form already made."""
        return self.carry_out(form) if form.is_valid() else self.show(form, status=422)

    def carry_out(self, form: Any) -> HttpResponse:
        """The same for a form found right in itself: the rules and whoever wrote meanwhile may still be against it."""
        try:
            saved = self.saved_once(form, lambda: self.perform(form), leads_to=self.success_url, done=self.said)
        except RuleRefused as refused:
            form.add_findings(refused.findings)
            return self.show(form, status=422)
        except Conflict as conflict:
            return self.compare(form, conflict)
        return saved or self.show(form, status=422)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The page with this form. One that is shown again can be sent again, by a token of its own."""
        if form.is_bound:
            form.renew_once()
        response = self.page(form, status)
        if form.is_bound:
            response.refusal = form.refusal  # type: ignore[attr-defined]  # what the audit record says of it
        return response

    def compare(self, form: Any, conflict: Conflict) -> HttpResponse:
        """Both versions side by side, with all that was typed ready to be sent against the present one."""
        form.renew_version(conflict.current_version)
        form.renew_once()
        both = Conflict(
            conflict.label,
            theirs=_in_words(form, conflict.theirs),
            yours=form.typed(),
            current_version=conflict.current_version,
        )
        context = {**self.around(), "cancel": self.cancel_url(), "form": form, "conflict": both}
        return render(self.request, "errors/conflict.html", context, status=409)


def _in_words(form: HouseForm, stored: dict[str, Any]) -> dict[str, str]:
    """Stored values under the labels of the form's fields; fields that the form does not show are left out."""
    return {
        str(bound.label): form.wording(bound.name, stored[bound.name])
        for bound in form.visible_fields()
        if bound.name in stored
    }
