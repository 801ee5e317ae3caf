"""Forms for the activation of a suspended sentence."""

from offenders.forms.base import CaseForm, choices_field
from offenders.forms.sentences import REASON
from offenders.models import Offence
from offenders.services.activation import Activating
from ui.fields import PlainCharField, PlainTextField, TypedDateField, WholeNumberField


class ActivationForm(CaseForm):
    """What a court activated of a suspended sentence, and when the term that is served ends."""

    activated_on = TypedDateField(
        ask="Enter the day on which the court activated the sentence", past=True, label="Activated on"
    )
    court = PlainCharField(ask="Enter the court", label="Court", max_length=120)
    term_value = WholeNumberField(
        ask="Enter the length of the term activated", least=1, most=9_999, label="Term activated"
    )
    term_unit = choices_field(
        "Choose the unit the court used",
        Offence.Unit.choices,
        blank_first=True,
        label="Unit of the term",
        help_text="As the court said it. A part of the term may be activated, never more than was suspended.",
    )
    licence_ends_on = TypedDateField(
        required=False, label="Licence ends on", help_text="Of the term that is served. Leave empty until it is known."
    )
    sentence_ends_on = TypedDateField(required=False, label="Whole sentence ends on")
    note = PlainTextField(required=False, label="Note", max_length=REASON, rows=3)

    def said(self) -> Activating:
        """What was typed, as the service takes it."""
        typed = dict(self.cleaned_data)
        return Activating(on=typed.pop("activated_on"), **typed)


class ActivationMistakeForm(CaseForm):
    """Why there was no such activation."""

    reason = PlainTextField(
        ask="Say why this activation was recorded in error", label="Reason", max_length=REASON, rows=3
    )
