"""Information for reports: asked, answered, cleared; and minutes that went astray."""

from typing import Any

from django.utils import timezone

from audit.refusals import Effect, Finding
from enquiries import selectors, services
from enquiries.access import DECIDE, HANDLE, REPORT
from enquiries.forms import AnswerForm, ClearForm, LeaveForm, LossForm, ReportForm
from enquiries.models import ReportItem
from offenders.pages import CaseFormPage
from ui.forms import HouseForm
from ui.words import day

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
    """Record what the agency said, and the wording that was agreed; or that it does not agree any more."""

    action = REPORT
    form_class = AnswerForm
    heading = "The agency's answer"
    submit = "Record the answer"
    done = "The answer is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """What was said before."""
        super().prepare(**kwargs)
        self.line = selectors.item_line(viewer=self.request.user, item=self.item)

    def findings(self) -> list[Finding]:
        """Beside the information, to whom the report went: they are told of a refusal now."""
        went = [
            Finding("ENQ-29", Effect.PROMPT, f"The report left on {day(row.happened_on)}, to: {row.recipients}", None)
            for row in self.line.left
        ]
        return super().findings() + went

    def initial(self) -> dict[str, Any]:
        """An agency that has agreed can only withdraw that."""
        return {"agreed": "no"} if self.line.agreed else {}

    def form_arguments(self) -> dict[str, Any]:
        """Whether the report left already."""
        return {"left": bool(self.line.left)}

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
            told=typed.get("told", ""),
            on=typed["happened_on"],
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class LeaveItem(OfItem):
    """Record that the report left, and to whom it went."""

    action = REPORT
    form_class = LeaveForm
    heading = "The report left"
    submit = "Record that it left"
    done = "It is recorded who has the report."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.leave(
            actor=self.request.user,
            item=self.item,
            recipients=typed["recipients"],
            on=typed["happened_on"],
            today=timezone.localdate(),
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
