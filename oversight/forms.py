"""Forms of oversight."""

from django import forms

from oversight.models import AnomalyReview
from ui.fields import PlainTextField, TypedDateField, ask
from ui.forms import HouseForm


class SpanForm(HouseForm):
    """Which days the list is narrowed to."""

    mark_optional = False
    first = TypedDateField(required=False, past=True, label="From")
    last = TypedDateField(required=False, label="To")


class ReviewForm(HouseForm):
    """What an anomaly was."""

    outcome = forms.ChoiceField(
        label="What did you find?",
        choices=AnomalyReview.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages=ask("Choose what you found"),
    )
    reason = PlainTextField(
        ask="Say why, and whom you asked", label="Why, and whom you asked", max_length=4_000, rows=5
    )
