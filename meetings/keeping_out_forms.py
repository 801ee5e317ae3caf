"""Forms about who is kept out of the meetings of a case."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import Agency
from meetings.forms import REASON
from offenders.forms.base import CaseForm, Pick
from ui.fields import PlainCharField, PlainTextField, TypedDateField


class KeepOutForm(CaseForm):
    """Who is kept out, and why."""

    person_name = PlainCharField(
        required=False, max_length=120, label="Name of the person", help_text="Leave it empty for a whole agency."
    )
    agency = Pick("Choose from the list", required=False, label="Agency", empty="Whatever agency they come for")
    reason = PlainTextField(
        ask="Say why they are kept out",
        max_length=REASON,
        rows=3,
        label="Reason",
        help_text="Those who may see who has access to the case read it.",
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class EndKeepingOutForm(CaseForm):
    """From when they may be invited again, and why."""

    on = TypedDateField(ask="Enter the date from which they may be invited again", label="May be invited again from")
    reason = PlainTextField(ask="Say why they may be invited again", max_length=REASON, rows=3, label="Reason")
