"""Offences with their disposals, orders and custody."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from offenders import activations, overview, quashings, selectors
from offenders.facts import always_notified_findings, notification_period
from offenders.forms.base import CaseForm
from offenders.forms.sentences import (
    CONDITIONS,
    HOSPITAL,
    SPECIAL,
    CustodyForm,
    OffenceForm,
    OffenceMistakeForm,
    OrderCorrectionForm,
    OrderForm,
    ReleaseForm,
)
from offenders.pages import CaseFormPage, CasePage
from offenders.rules.activation import to_record
from offenders.rules.schedule_15 import ONLY_IF
from offenders.services import sentences as services
from ui.words import day


class CaseOffences(CasePage):
    """Everything that the category and the review dates are computed from."""

    tab = "offences"
    template_name = "offenders/offences.html"

    def context(self) -> dict[str, Any]:
        """Offences, orders, custody, and whether the viewer may add."""
        viewer, case_id = self.request.user, self.case.pk
        offences, born = list(selectors.recorded_offences(viewer=viewer, case_id=case_id)), self.case.date_of_birth
        quashed = {}
        if any(row.quashed_on for row in offences):
            quashed = quashings.standing(viewer=viewer, case_id=case_id)
        taken_back = activations.taken_back(viewer=viewer, case_id=case_id, offences=offences)
        known = [row for row in offences if not row.wrong_entry and not row.quashed_on]
        return {
            "offences": [
                (row, None, [], quashed.get(row.pk), [])
                if row.wrong_entry or row.quashed_on
                else (
                    row,
                    notification_period(row, born),
                    always_notified_findings(row, born),
                    None,
                    taken_back.get(row.pk, []),
                )
                for row in offences
            ],
            "to_record": to_record(activations.served(viewer, self.case, known)),
            "orders": selectors.recorded_orders(viewer=viewer, case_id=case_id),
            "custody": selectors.recorded_custody(viewer=viewer, case_id=case_id),
            "panels": overview.panels(viewer=viewer, case=self.case, page=overview.OFFENCES),
            "may_record": self.may("record_case"),
            "today": timezone.localdate(),
        }


class OffencePage(CaseFormPage):
    """The form of an offence, with what few offences need folded away while it is empty."""

    tab = "offences"
    action = "record_case"
    form_class = OffenceForm
    template_name = "offenders/offence_form.html"

    def show(self, form: OffenceForm, status: int = 200) -> HttpResponse:
        """Open the folded parts that hold something."""
        self.form = form
        return super().show(form, status)

    def context(self) -> dict[str, Any]:
        """Which folded parts stand open."""
        return {
            "open_hospital": self.form.fills(HOSPITAL),
            "open_special": self.form.fills(SPECIAL),
            "open_conditions": self.form.fills(CONDITIONS),
            "conditions": ONLY_IF,
        }


class RecordOffence(OffencePage):
    """Add an offence with its one disposal."""

    heading = "Record an offence"
    guidance = "Record each offence with its own disposal. The category is computed from what is recorded here."
    submit = "Record this offence"
    done = "The offence is recorded."

    def perform(self, form: OffenceForm) -> Any:
        """Call the service."""
        return services.record_offence(
            actor=self.request.user,
            case=self.case,
            today=timezone.localdate(),
            offence=form.offence(),
            acknowledged=form.acknowledged,
        )


class CorrectOffence(OffencePage):
    """Correct an offence, guarded against a second editor."""

    heading = "Correct an offence"
    guidance = "What was recorded before stays in the history."
    done = "The offence is corrected."

    def prepare(self, **kwargs: Any) -> None:
        """The offence must be of this case."""
        super().prepare(**kwargs)
        self.subject = selectors.offence(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["offence_id"])

    def initial(self) -> dict[str, Any]:
        """What is recorded now."""
        values = {name: getattr(self.subject, name) for name in OffenceForm.base_fields}
        return {**values, "specified": self.subject.specified_id or ""}

    def perform(self, form: OffenceForm) -> Any:
        """Call the service."""
        return services.correct_offence(
            actor=self.request.user,
            offence=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            changes=form.offence(),
            acknowledged=form.acknowledged,
        )


class TakeBackOffence(CaseFormPage):
    """Mark an offence as recorded in error, guarded against a second editor."""

    tab = "offences"
    action = "record_case"
    form_class = OffenceMistakeForm
    heading = "Offence recorded in error"
    submit = "Mark it as recorded in error"
    done = "It counts for nothing now. Decide the category again if it is another one now."

    @property
    def guidance(self) -> str:  # type: ignore[override]  # names the offence
        """Which offence it is, and what marking it does."""
        return (
            f"{self.subject.title}, {day(self.subject.outcome_on)}. It stays in the record with its disposal and "
            "counts for nothing. If only a detail is wrong, correct it. An order or a time in custody that was typed "
            "with it is marked by itself."
        )

    def prepare(self, **kwargs: Any) -> None:
        """The offence must be of this case."""
        super().prepare(**kwargs)
        self.subject = selectors.offence(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["offence_id"])

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.take_back_offence(
            actor=self.request.user,
            offence=self.subject,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
        )


class RecordOrder(CaseFormPage):
    """Add a notification requirement or another order."""

    tab = "offences"
    action = "record_case"
    form_class = OrderForm
    heading = "Record an order"
    submit = "Record this order"
    done = "The order is recorded."

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.record_order(
            actor=self.request.user, case=self.case, order=form.cleaned_data, acknowledged=form.acknowledged
        )


class CorrectOrder(CaseFormPage):
    """Correct or end an order, guarded against a second editor."""

    tab = "offences"
    action = "record_case"
    form_class = OrderCorrectionForm
    heading = "Correct or end an order"
    guidance = "What was recorded before stays in the history. Look at the category afterwards: it may be another one."
    done = "The order is corrected. Decide the category again if it is another one now."

    def prepare(self, **kwargs: Any) -> None:
        """The order must be of this case."""
        super().prepare(**kwargs)
        self.subject = selectors.order(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["order_id"])

    def initial(self) -> dict[str, Any]:
        """What is recorded now."""
        return {name: getattr(self.subject, name) for name in (*OrderForm.base_fields, "wrong_entry")}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        changes = dict(form.cleaned_data)
        return services.correct_order(
            actor=self.request.user,
            order=self.subject,
            version=form.version_seen,
            reason=changes.pop("reason"),
            changes=changes,
            acknowledged=form.acknowledged,
        )


class RecordCustody(CaseFormPage):
    """Add a time in custody."""

    tab = "offences"
    action = "record_case"
    form_class = CustodyForm
    heading = "Record a time in custody"
    submit = "Record this time"
    done = "The time in custody is recorded."

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.record_custody(
            actor=self.request.user, case=self.case, today=timezone.localdate(), custody=form.cleaned_data
        )


class RecordRelease(CaseFormPage):
    """Record the release that ends a time in custody."""

    tab = "offences"
    action = "record_case"
    form_class = ReleaseForm
    heading = "Record the release"
    done = "The release is recorded. Review dates are computed again from it."

    def prepare(self, **kwargs: Any) -> None:
        """The time in custody must be of this case."""
        super().prepare(**kwargs)
        self.subject = selectors.custody_period(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["custody_id"])

    def initial(self) -> dict[str, Any]:
        """What is recorded now."""
        return {"released_on": self.subject.released_on}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.record_release(
            actor=self.request.user,
            custody=self.subject,
            version=form.version_seen,
            released_on=form.cleaned_data["released_on"],
            today=timezone.localdate(),
        )
