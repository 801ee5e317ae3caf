"""A serious further offence is recorded and put right, and the Chair's decision on it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.refusals import Effect, Finding
from offenders.pages import CaseFormPage
from serious import selectors, services
from serious.access import RECORD
from serious.forms import ChargeAgainForm, ChargeForm, DecisionForm
from serious.models import SeriousOffence
from serious.views.base import OffenceFormPage
from ui.forms import HouseForm

COLUMNS = ("kind", "charge", "committed_on", "charged_on", "told_on", "received_on", "managed_for")


class RecordOffence(CaseFormPage):
    """Record a charge, filled in from MAPPA N where one was drawn up."""

    tab = "serious"
    action = RECORD
    form_class = ChargeForm
    heading = "Record a serious further offence"
    submit = "Record it"
    done = "The offence is recorded."

    @property
    def guidance(self) -> str:  # type: ignore[override]  # depends on whether there is a form to fill it in from
        """From where it is filled in."""
        if selectors.form_to_record(viewer=self.request.user, case_id=self.case.pk) is None:
            return "MAPPA N is not drawn up on this case. The days are kept apart: each decides something else."
        return "Filled in from MAPPA N of this case. The days are kept apart: each decides something else."

    def form_arguments(self) -> dict[str, Any]:
        """The offences that can be chosen."""
        return {"offences": selectors.sentenced(viewer=self.request.user, case_id=self.case.pk)}

    def initial(self) -> dict[str, Any]:
        """What MAPPA N says."""
        return selectors.of_the_form(viewer=self.request.user, case_id=self.case.pk)

    def perform(self, form: HouseForm) -> SeriousOffence:
        """Call the service."""
        paper = selectors.form_to_record(viewer=self.request.user, case_id=self.case.pk)
        return services.record(
            actor=self.request.user,
            case=self.case,
            charged=services.Charged(**form.cleaned_data, paper=paper),
            today=timezone.localdate(),
        )

    def success_url(self, result: SeriousOffence | None) -> str:
        """The offence, or the tab."""
        if result is None:
            return reverse("case_serious", args=[self.case.pk])
        return reverse("review", args=[self.case.pk, result.pk])


class CorrectOffence(OffenceFormPage):
    """Put right what is recorded, or add when the Chair was told."""

    form_class = ChargeAgainForm
    heading = "Correct what is recorded of the offence"
    submit = "Save the correction"
    done = "The correction is saved."

    def form_arguments(self) -> dict[str, Any]:
        """The offences that can be chosen."""
        return {"offences": selectors.sentenced(viewer=self.request.user, case_id=self.case.pk)}

    def initial(self) -> dict[str, Any]:
        """What is recorded."""
        return {name: getattr(self.offence, name) for name in COLUMNS}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        reason = typed.pop("reason")
        return services.correct(
            actor=self.request.user,
            offence=self.offence,
            version=form.version_seen,
            charged=services.Charged(**typed),
            reason=reason,
            today=timezone.localdate(),
        )


class Decide(OffenceFormPage):
    """Record what the Chair decided."""

    form_class = DecisionForm
    heading = "Decision on a serious case review"
    submit = "Record the decision"
    done = "The decision is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """Whether a review is mandatory decides what is offered."""
        return {"mandatory": self.shown.mandatory}

    @property
    def shown(self) -> selectors.Shown:
        """The offence as it stands."""
        return selectors.shown(viewer=self.request.user, offence=self.offence)

    def findings(self) -> list[Finding]:
        """Why a review is mandatory, or is not."""
        shown = self.shown
        return [Finding("SCR-01" if shown.mandatory else "SCR-02", Effect.PROMPT, shown.why, None)]

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.decide(
            actor=self.request.user,
            offence=self.offence,
            version=form.version_seen,
            outcome=typed["outcome"],
            chair=typed["chair"],
            reason=typed["reason"],
            on=typed["decided_on"],
            today=timezone.localdate(),
        )
