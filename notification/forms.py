"""The form for an entry of the notification record."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from notification.models import NotificationEvent
from offenders.forms.base import CaseForm, Pick, choices_field
from ui.fields import PlainTextField, TypedDateField, ask
from ui.words import day


class EntryPick(Pick):
    """One of the earlier entries, with its day."""

    def label_from_instance(self, obj: Any) -> str:
        """What happened, and when."""
        what = f": {obj.get_changed_display().lower()}" if obj.changed else ""
        return f"{obj.get_kind_display()}{what}, {day(obj.on)}"


class EntryForm(CaseForm):
    """What happened, when, and which earlier entry it is about."""

    kind = forms.ChoiceField(
        choices=NotificationEvent.KINDS,
        widget=forms.RadioSelect,
        label="What happened",
        error_messages=ask("Choose what happened"),
    )
    on = TypedDateField(
        ask="Enter the day", label="Day", help_text="When it happened or was notified; for a journey the departure."
    )
    until = TypedDateField(
        required=False, label="Until", help_text="Last day of a stay away, or day of the return from abroad."
    )
    changed = choices_field(
        "Choose what changed",
        NotificationEvent.CHANGES,
        required=False,
        label="What changed",
        help_text="For a change.",
    )
    about = EntryPick(
        "Choose an entry of this case",
        required=False,
        label="About which entry",
        help_text="For what was notified, and for an entry recorded in error.",
    )
    note = PlainTextField(required=False, label="Note", max_length=4_000)

    def __init__(self, *args: Any, earlier: QuerySet[NotificationEvent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["about"]).queryset = earlier

    def clean(self) -> dict[str, Any]:
        """What the service takes: the entry that it is about by its id."""
        cleaned = super().clean()
        if "about" in cleaned:
            cleaned["about"] = cleaned["about"].pk if cleaned["about"] else None
        return cleaned
