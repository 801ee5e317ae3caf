"""Asking agencies and the prison, and what they answered; what follows a category that ends."""

from typing import Any

from django.utils import timezone

from levels.forms import AskForm, FollowUpForm, LookAheadForm
from levels.selectors import asking
from levels.services.asking import ask_agency, follow_up
from levels.services.ending import look_ahead
from levels.views.base import DecisionPage
from offenders import selectors as offenders
from offenders.pages import CaseFormPage


class AskAgency(CaseFormPage):
    """Ask an agency or the prison for information."""

    tab = "level"
    action = "ask_agency"
    form_class = AskForm
    heading = "Ask an agency"
    guidance = (
        "For a screening or a review. The answer is due in 14 days; until it comes the information counts as missing."
    )
    submit = "Record this request"
    done = "The request is recorded."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"asked_on": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """The agencies at work in the area, save the viewer's own."""
        own = self.request.user.agency_id
        rows = offenders.agencies([self.case.area_id])
        return {"agencies": rows.exclude(pk=own) if own else rows}

    def perform(self, form: AskForm) -> Any:
        """Call the service."""
        return ask_agency(actor=self.request.user, case=self.case, today=timezone.localdate(), **form.cleaned_data)


class FollowUpRequest(CaseFormPage):
    """A reminder, or the answer of an agency that was asked."""

    tab = "level"
    action = "ask_agency"
    form_class = FollowUpForm
    heading = "Record an answer"
    submit = "Record this"
    done = "It is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """The request that is named."""
        super().prepare(**kwargs)
        self.subject = asking.request_for(viewer=self.request.user, case_id=self.case.pk, asked_id=kwargs["asked_id"])

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Who was asked what."""
        return {"guidance": f"{self.subject.agency.name} was asked: {self.subject.asked_for}"}

    def perform(self, form: FollowUpForm) -> Any:
        """Call the service."""
        return follow_up(
            actor=self.request.user,
            request=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class LookAhead(DecisionPage):
    """What follows when the present category ends."""

    action = "decide_category"
    form_class = LookAheadForm
    heading = "What follows this category"
    guidance = (
        "Before a category ends, a case at Level 2 or 3 is considered for Category 3 and for discretionary Category 4. "
        "The end itself is a decision on the category."
    )
    submit = "Record this decision"
    done = "What follows the category is recorded."

    def current(self) -> Any:
        """What was last decided about it."""
        return asking.end_review(self.case)

    def perform(self, form: LookAheadForm) -> Any:
        """Call the service."""
        return look_ahead(**self.decision(form))
