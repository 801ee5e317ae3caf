"""Emergency access to a case, the list of its uses, and their review."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.form_pages import SentForm
from accounts.reauthentication import confirm_first, typed_before
from audit.refusals import NotPermitted
from audit.services import viewed
from offenders import presence, selectors, trail
from offenders.access import areas_for
from offenders.forms.access import EmergencyForm, EmergencyReviewForm
from offenders.forms.base import CaseForm
from offenders.models import AccessGrant
from offenders.pages import CaseFormPage
from offenders.paging import page_after
from offenders.services import emergency as services
from offenders.views.requests import PAGE, Asking, Deciding

KEPT = "Thank you. Nothing is opened yet: look at what you typed and send it again."


class EmergencyAccess(Asking, SentForm):
    """Opens a case for some hours to somebody who confirmed just now that it is them and says what has happened."""

    done = "The case is open to you for some hours. Its owner and the Co-ordinator are told."
    found: UUID | None  # the case that the search led from

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for roles without emergency access; then ask who it is."""
        if not areas_for("use_emergency_access", self.request.user):
            raise NotPermitted("use_emergency_access")
        return confirm_first(request) or super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, with what was typed before the person was asked who they are."""
        viewed(actor=self.request.user, what="emergency_form")
        typed = typed_before(request)
        if typed is not None:
            messages.info(request, KEPT)
        return self.show(self.make_form(typed))

    def build_form(self, data: Any = None) -> EmergencyForm:
        """Which case and why; the reference or the search result that led here is kept."""
        about = (self.request.GET if data is None else data).get("about", "")
        self.found = presence.found(self.request.session, about)
        initial = {"about": about, "reference": self.request.GET.get("reference", "")[:20]}
        return EmergencyForm(data, initial=initial, known=self.found is not None)

    def perform(self, form: EmergencyForm) -> AccessGrant:
        """Open the case, or say in one sentence that none was opened."""
        return services.open_in_emergency(
            actor=self.request.user,
            reference=form.cleaned_data.get("reference", ""),
            found=self.found,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )

    def success_url(self, result: AccessGrant | None) -> str:
        """The case that was opened."""
        return reverse("case", args=[result.case_id]) if result else reverse("home")

    def page(self, form: EmergencyForm, status: int) -> HttpResponse:
        """The form, saying for how long and who is told."""
        context = {
            "heading": "Emergency access",
            "form": form,
            "submit": "Open the case now",
            "hours": services.hours(),
            "cancel": self.cancel_url(),
        }
        return render(self.request, "offenders/emergency.html", context, status=status)


class EmergencyUses(Deciding):
    """Every emergency access to the cases whose access the viewer decides, newest first, with its review."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of them."""
        viewer, unreviewed = self.request.user, request.GET.get("state") == "open"
        rows = selectors.emergencies_to_review if unreviewed else selectors.emergencies
        page = page_after(rows(viewer=viewer), request.GET.get("after", ""), PAGE)
        viewed(actor=viewer, what="emergency_uses", cases=[row.case_id for row in page.rows])
        context = {
            "heading": "Emergency access to be reviewed" if unreviewed else "Emergency access",
            "rows": page.rows,
            "next": page.next_key,
            "unreviewed": unreviewed,
            "own": [row.pk for row in page.rows if row.user_id == viewer.pk],
        }
        return render(request, "offenders/emergency_uses.html", context)


class ReviewEmergency(CaseFormPage):
    """What somebody else finds about an emergency access."""

    tab = "access"
    action = "review_emergency_access"
    confirms = True
    template_name = "offenders/emergency_review.html"
    form_class = EmergencyReviewForm
    heading = "Review an emergency access"
    submit = "Record the review"
    done = "The review is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """The access must be of this case and not reviewed yet."""
        super().prepare(**kwargs)
        self.granted = selectors.emergency(viewer=self.request.user, case=self.case, pk=kwargs["emergency_id"])

    def context(self) -> dict[str, Any]:
        """Who opened the case, when and why, and what they looked at meanwhile."""
        return {
            "granted": self.granted,
            "own": self.granted.user_id == self.request.user.pk,
            "looked_at": trail.done_meanwhile(viewer=self.request.user, case=self.case, granted=self.granted),
        }

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.review_emergency(
            actor=self.request.user, granted=self.granted, today=timezone.localdate(), **form.cleaned_data
        )

    def success_url(self, result: Any) -> str:
        """Back to what else is to be reviewed."""
        return reverse("emergency_uses") if result else super().success_url(result)
