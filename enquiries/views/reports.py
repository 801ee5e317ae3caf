"""Information for reports: asked, answered, cleared; and minutes that went astray."""

from typing import Any

from django.utils import timezone

from audit.refusals import Effect, Finding
from enquiries import selectors, services
from enquiries.access import DECIDE, HANDLE, REPORT
from enquiries.forms import AnswerForm, ClearForm, LossForm, ReportForm
from enquiries.models import ReportItem
from offenders.pages import CaseFormPage
from ui.forms import HouseForm

AGENCY_FIRST = "The agency that gave the information agrees first, and the report names it as the source."


class AskAgency(CaseFormPage):
    """Record that an agency is asked whether its information may stand in a report."""

    tab = "enquiries"
    action = REPORT
    form_class = ReportForm
    heading = "Use information of a meeting in a report"
    guidance = AGENCY_FIRST
    submit = "Record that the agency is asked"
    done = "It is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """The meetings that were held, and the agencies of the area."""
        meetings = selectors.held_meetings(viewer=self.request.user, case=self.case)
        return {"meetings": meetings, "agencies": selectors.agencies_of(self.case)}

    def perform(self, form: HouseForm) -> ReportItem:
        """Call the service."""
        typed = dict(form.cleaned_data)
        return services.ask_agency(
            actor=self.request.user, on=typed.pop("happened_on"), today=timezone.localdate(), **typed
        )


class OfItem(CaseFormPage):
    """Finds the information that the address names; 404 unless the viewer sees it."""

    tab = "enquiries"
    item: ReportItem

    def prepare(self, **kwargs: Any) -> None:
        """Who may, then the item."""
        super().prepare(**kwargs)
        self.item = selectors.item_for(viewer=self.request.user, case_id=self.case.pk, consent_id=kwargs["consent_id"])

    def findings(self) -> list[Finding]:
        """What the report is to say, and whose it is."""
        words = f"{self.item.agency.name}: {self.item.information}"
        return [Finding("ENQ-19", Effect.PROMPT, words, None)]


class AnswerItem(OfItem):
    """Record what the agency said, and the wording that was agreed."""

    action = REPORT
    form_class = AnswerForm
    heading = "The agency's answer"
    submit = "Record the answer"
    done = "The answer is recorded."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.answer(
            actor=self.request.user,
            item=self.item,
            agreed=typed["agreed"] == "yes",
            who=typed["who"],
            wording=typed["agreed_wording"],
            reason=typed["reason"],
            on=typed["happened_on"],
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class ClearItem(OfItem):
    """Clear, as the chair, a report that mentions the minutes."""

    action = DECIDE
    form_class = ClearForm
    heading = "Clear the report"
    submit = "Clear it"
    done = "The report is cleared."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.clear(
            actor=self.request.user,
            item=self.item,
            reason=typed["reason"],
            on=typed["happened_on"],
            today=timezone.localdate(),
        )


class RecordLoss(CaseFormPage):
    """Record that minutes went astray."""

    tab = "enquiries"
    action = HANDLE
    form_class = LossForm
    heading = "Record minutes that went astray"
    guidance = (
        "A breach of the rules on distribution is a data loss. The agency's own incident procedure runs beside it."
    )
    submit = "Record it"
    done = "It is recorded."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        lost = services.Lost(**form.cleaned_data)
        return services.lose(actor=self.request.user, case=self.case, lost=lost, today=timezone.localdate())
