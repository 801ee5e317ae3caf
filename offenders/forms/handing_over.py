"""The form that hands a case over to probation."""

from typing import Any, cast

from django import forms

from offenders.forms.base import CaseForm, Pick
from offenders.forms.people import PersonPick
from ui.fields import PlainTextField, TypedDateField


class HandOverForm(CaseForm):
    """To whom, from when, and what goes with it."""

    renamed = {"user": "owner"}

    to_agency = Pick("Choose the agency that takes the case over", label="Handed over to")
    owner = PersonPick("Choose who owns the case from then on", label="New case owner")
    on = TypedDateField(ask="Enter the day of the handing over", past=True, label="On")
    handed = PlainTextField(
        ask="Say what is handed over",
        label="What is handed over",
        help_text="Your service keeps this when the case is closed to it.",
        max_length=8_000,
        rows=6,
    )
    reason = PlainTextField(ask="Say why it is handed over", label="Reason", max_length=4_000, rows=3)

    def __init__(self, *args: Any, agencies: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["to_agency"]).queryset = agencies
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = owners
