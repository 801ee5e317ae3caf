"""Forms of the grades that a Board agreed."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from meetings.forms import REASON
from offenders.forms.base import CaseForm, choices_field
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask


class AgreedGradeForm(CaseForm):
    """What the Board agreed, when, and where that is found."""

    grade = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label="The least grade that the Board expects",
        error_messages=ask("Choose the grade"),
    )
    agreed_on = TypedDateField(ask="Enter the day on which the Board agreed", past=True, label="The Board agreed it on")
    reference = PlainCharField(
        ask="Enter where the decision is found",
        max_length=200,
        label="Where the decision is found",
        help_text="For example, minutes of the Board of 12 March 2026, item 4.",
    )
    starts_on = TypedDateField(ask="Enter the first day", label="It holds from")
    reason = PlainTextField(ask="Say why", max_length=REASON, rows=3, label="Why the Board agreed it")

    def __init__(self, *args: Any, grades: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["grade"]).choices = list(grades)


class DecideGradeForm(CaseForm):
    """The second person's decision on a grade that was put down."""

    approve = choices_field(
        "Choose whether you approve it",
        [("yes", "Approve it"), ("no", "Refuse it")],
        widget=forms.RadioSelect,
        label="Your decision",
    )
