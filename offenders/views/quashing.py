"""A conviction that a court quashed, and the record of that taken back."""

from typing import Any

from django.utils import timezone

from offenders import quashings
from offenders.forms.base import CaseForm
from offenders.forms.sentences import QuashingForm, QuashingMistakeForm
from offenders.pages import CaseFormPage
from offenders.services import quashing as services
from ui.words import day


class RecordQuashing(CaseFormPage):
    """Record that a court quashed the conviction for an offence, guarded against a second editor."""

    tab = "offences"
    action = "record_case"
    form_class = QuashingForm
    heading = "Conviction quashed"
    submit = "Record that it was quashed"
    done = (
        "From that day the conviction counts for nothing. Decide the category again if it is another one now, and "
        "record an offence or sentence that was put in its place as an offence of its own."
    )

    @property
    def guidance(self) -> str:  # type: ignore[override]  # names the offence
        """Which offence it is, and what recording it does."""
        return (
            f"{self.subject.title}, {day(self.subject.outcome_on)}. From the day on which it was quashed it counts for "
            "no category and in no form; before that day everything stays as it was. Notification that follows from it "
            "alone ends on the day before. If there never was such a conviction, mark it as recorded in error instead."
        )

    def prepare(self, **kwargs: Any) -> None:
        """The offence must be of this case."""
        super().prepare(**kwargs)
        viewer = self.request.user
        self.subject = quashings.recorded_offence(viewer=viewer, case_id=self.case.pk, pk=kwargs["offence_id"])

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.record_quashing(
            actor=self.request.user,
            offence=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            quashing=form.cleaned_data,
            acknowledged=form.acknowledged,
        )


class TakeBackQuashing(CaseFormPage):
    """Mark the record of a quashing as recorded in error, guarded against a second editor."""

    tab = "offences"
    action = "record_case"
    form_class = QuashingMistakeForm
    heading = "Quashing recorded in error"
    submit = "Mark it as recorded in error"
    done = "The conviction counts as before. Decide the category again if it is another one now."

    @property
    def guidance(self) -> str:  # type: ignore[override]  # names the offence
        """Which offence it is, and what marking it does."""
        return (
            f"{self.subject.title}, recorded as quashed on {day(self.quashing.quashed_on)}. The conviction counts "
            "again, and notification that ended with it, or with another quashed conviction but may follow from this "
            "one, gets its former end. An order that somebody changed since stays as it is."
        )

    def prepare(self, **kwargs: Any) -> None:
        """The quashing must be of this case; the offence's version guards it."""
        super().prepare(**kwargs)
        viewer = self.request.user
        self.quashing = quashings.quashing(viewer=viewer, case_id=self.case.pk, pk=kwargs["quashing_id"])
        self.subject = self.quashing.offence

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.take_back_quashing(
            actor=self.request.user,
            quashing=self.quashing,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
        )
