"""Forms for victims and people at risk, and for who takes part in a case."""

from typing import Any, cast

from django import forms

from accounts import selectors as accounts
from offenders.forms.base import CaseForm, Pick, choices_field, tick
from offenders.models import Assignment, ProtectedPerson
from offenders.selectors import NAMEABLE
from ui.fields import PlainCharField, PlainTextField, TypedDateField

BY_HAND = (Assignment.Capacity.OWNER, Assignment.Capacity.WORKER, Assignment.Capacity.VICTIM_LIAISON)


class ProtectedPersonForm(CaseForm):
    """A victim or somebody at risk."""

    kind = choices_field("Choose which", ProtectedPerson.Kind.choices, label="Who", widget=forms.RadioSelect)
    name = PlainCharField(ask="Enter the name", label="Name", max_length=200)
    relationship = PlainCharField(required=False, label="Relationship to the person in this case", max_length=200)
    is_child = tick("Under 18")
    contact = PlainTextField(
        required=False,
        label="How to reach them",
        help_text="Address, telephone, times that are safe. Kept sealed in the database.",
        max_length=4_000,
        rows=4,
    )
    safety = PlainTextField(required=False, label="What keeps them safe", rows=5)
    victim_contact = tick("In the victim contact scheme")


class PersonPick(Pick):
    """Somebody of the case's area, with their agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and agency."""
        return f"{obj.full_name} ({obj.agency.name})" if obj.agency else obj.full_name


class _OfArea(CaseForm):
    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = accounts.people(area, *NAMEABLE)

    def clean(self) -> dict[str, Any]:
        """What starts does not end before."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "This is before the first day: check both dates")
        return cleaned


class AssignForm(_OfArea):
    """Somebody's part in the case."""

    user = PersonPick("Choose the person", label="Person")
    capacity = choices_field(
        "Choose their part",
        [(capacity.value, capacity.label) for capacity in BY_HAND],
        label="Part",
        widget=forms.RadioSelect,
    )
    starts = TypedDateField(ask="Enter the first day", label="From")
    ends = TypedDateField(required=False, label="Until", help_text="The first day on which it no longer holds.")


class GrantForm(_OfArea):
    """Access by exception."""

    user = PersonPick("Choose the person", label="Person")
    reason = PlainTextField(ask="Say why they need to see this case", label="Reason", max_length=4_000)
    starts = TypedDateField(ask="Enter the first day", label="From")
    ends = TypedDateField(
        ask="Enter the day on which it ends",
        future=True,
        label="Until",
        help_text="The first day on which it no longer holds.",
    )


class DenyForm(_OfArea):
    """A bar on somebody's access."""

    user = PersonPick("Choose the person", label="Person")
    reason = PlainTextField(ask="Say why they must not see this case", label="Reason", max_length=4_000)
    starts = TypedDateField(ask="Enter the first day", label="From")
    review_on = TypedDateField(
        required=False,
        label="To be decided anew by",
        help_text="Needed for a Co-ordinator, an administrator, an auditor or a manager of the lead agency: within six "
        "months. The others who decide about the case are told.",
    )
