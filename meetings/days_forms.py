"""Forms of meeting days, and of the mailboxes of establishments."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from meetings.forms import REASON, PersonPick
from meetings.rules.days import MOST_SLOTS
from offenders.forms.base import CaseForm, choices_field, tick
from ui.fields import (
    PlainCharField,
    PlainEmailField,
    PlainTextField,
    TypedDateField,
    TypedTimeField,
    WholeNumberField,
    ask,
)

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

    def __init__(
        self,
        *args: Any,
        chairs: QuerySet[User],
        minute_takers: QuerySet[User],
        lengths: Mapping[int, tuple[int, int]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        said = [f"{least} to {most} minutes at Level {level}" for level, (least, most) in lengths.items()]
        if said:
            self.fields["minutes"].help_text = f"An initial meeting takes {', '.join(said)}."
        cast(forms.ModelChoiceField, self.fields["chair"]).queryset = chairs
        cast(forms.ModelChoiceField, self.fields["minute_taker"]).queryset = minute_takers


class MailboxForm(CaseForm):
    """The functional mailbox of an establishment."""

    mailbox = PlainEmailField(
        error_messages=ask("Enter the functional mailbox, for example mappa@prison.example"), label="Functional mailbox"
    )


class ReopenDayForm(CaseForm):
    """Opening a withdrawn day again."""

    reason = PlainTextField(ask="Say why the day is opened again", max_length=REASON, rows=3, label="Reason")


class WithdrawDayForm(CaseForm):
    """Withdrawing a meeting day."""

    reason = PlainTextField(ask="Say why the day is withdrawn", max_length=REASON, rows=3, label="Reason")
