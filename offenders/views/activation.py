"""The activation of a suspended sentence, and that one was recorded in error."""

from typing import Any

from django.utils import timezone

from offenders import activations, selectors
from offenders.forms.activation import ActivationForm, ActivationMistakeForm
from offenders.forms.base import CaseForm
from offenders.pages import CaseFormPage
from offenders.services import activation as services
from ui.forms import version_of
from ui.words import day


class ActivateSentence(CaseFormPage):
    """Record that a court activated a suspended sentence, guarded against a second editor."""

    tab = "offences"
    action = "record_case"
    form_class = ActivationForm
    heading = "Suspended sentence activated"
    submit = "Record the activation"
    done = "The activation is recorded. Record the time in custody, and decide the category again."

    @property
    def guidance(self) -> str:  # type: ignore[override]  # names the offence
        """Which sentence it is, and what an activation does."""
        term = f" of {self.subject.term_in_words}" if self.subject.term_in_words else ""
        return (
            f"{self.subject.title}, {self.subject.get_disposal_display().lower()}{term}. The ends recorded for the "
            "suspension hold no longer: the sentence ends with the licence or the whole sentence of the term served."
        )

    def prepare(self, **kwargs: Any) -> None:
        """The offence must be of this case."""
        super().prepare(**kwargs)
        self.subject = selectors.offence(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["suspended_id"])

    def perform(self, form: ActivationForm) -> Any:
        """Call the service."""
        return services.activate_sentence(
            actor=self.request.user,
            offence=self.subject,
            version=form.version_seen,
            said=form.said(),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class TakeBackActivation(CaseFormPage):
    """Mark an activation as recorded in error, guarded against a second editor."""

    tab = "offences"
    action = "record_case"
    form_class = ActivationMistakeForm
    heading = "Activation recorded in error"
    submit = "Mark it as recorded in error"
    done = "It counts for nothing now, and the ends before it hold again. Look at the category."

    @property
    def guidance(self) -> str:  # type: ignore[override]  # names the activation
        """Which activation it is, and what marking it does."""
        row = self.subject
        return (
            f"{row.offence.title}: {row.term_in_words}, activated on {day(row.decided_on)}. It stays in the record and "
            "counts for nothing, and the ends recorded before it hold again. A time in custody that was typed with it "
            "is marked by itself."
        )

    def prepare(self, **kwargs: Any) -> None:
        """The activation must stand, of this case."""
        super().prepare(**kwargs)
        self.subject = activations.standing(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["activation_id"])

    def base_version(self) -> str | None:
        """That of the offence, whose ends change."""
        return version_of(self.subject.offence)

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.take_back_activation(
            actor=self.request.user,
            activation=self.subject,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )
