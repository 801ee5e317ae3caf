"""Forms of meeting days."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from meetings.forms import REASON, PersonPick
from meetings.rules.days import MOST_SLOTS
from offenders.forms.base import CaseForm, choices_field, tick
from ui.fields import PlainCharField, PlainTextField, TypedDateField, TypedTimeField, WholeNumberField

LEVELS = [("2", "Level 2"), ("3", "Level 3")]
LONGEST_SLOT = 240


class DayForm(CaseForm):
    """A meeting day to be planned."""

    on = TypedDateField(ask="Enter the day", future=True, label="Day")
    level = choices_field("Choose the level of the cases", LEVELS, label="Level", widget=forms.RadioSelect)
    starts = TypedTimeField(ask="Enter when the first slot begins", label="First slot begins at")
    minutes = WholeNumberField(
        ask="Enter the length of a slot in minutes",
        label="Length of each slot, in minutes",
        help_text="An initial meeting takes 30 to 45 minutes at Level 2, 45 to 60 at Level 3.",
        least=5,
        most=LONGEST_SLOT,
    )
    number = WholeNumberField(
        ask="Enter how many cases can be heard", label="Number of slots", least=1, most=MOST_SLOTS
    )
    venue = PlainCharField(required=False, label="Place")
    remote = tick("By video or telephone")
    chair = PersonPick("Choose the chair", label="Chair")
    minute_taker = PersonPick("Choose the minute-taker", label="Minute-taker")

    def __init__(self, *args: Any, chairs: QuerySet[User], minute_takers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["chair"]).queryset = chairs
        cast(forms.ModelChoiceField, self.fields["minute_taker"]).queryset = minute_takers


class WithdrawDayForm(CaseForm):
    """Withdrawing a meeting day."""

    reason = PlainTextField(ask="Say why the day is withdrawn", max_length=REASON, rows=3, label="Reason")
