"""Forms that name another chair or minute-taker."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from meetings.forms import REASON, PersonPick
from offenders.forms.base import CaseForm
from ui.fields import PlainTextField


class ChairForm(CaseForm):
    """Who chairs instead of whom, and why."""

    renamed = {"co_chair": "chair", "user": "chair"}

    former = PersonPick("Choose the chair who is replaced", label="Instead of")
    chair = PersonPick("Choose the new chair", label="New chair")
    reason = PlainTextField(
        ask="Say why another chair is needed", max_length=REASON, rows=3, label="Why another chair is needed"
    )

    def __init__(self, *args: Any, chairs: QuerySet[User], present: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["chair"]).queryset = chairs
        cast(forms.ModelChoiceField, self.fields["former"]).queryset = present


class MinuteTakerForm(CaseForm):
    """Who takes the minutes instead, and why."""

    renamed = {"user": "minute_taker"}

    minute_taker = PersonPick("Choose the new minute-taker", label="New minute-taker")
    reason = PlainTextField(
        ask="Say why somebody else takes the minutes", max_length=REASON, rows=3, label="Why somebody else takes them"
    )

    def __init__(self, *args: Any, minute_takers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["minute_taker"]).queryset = minute_takers
