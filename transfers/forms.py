"""Forms of transfers and of moves across a border."""

from typing import Any, cast

from django import forms

from offenders.forms.base import CaseForm, Pick, choices_field
from offenders.forms.people import PersonPick
from transfers.models import BASES, GROUNDS, JURISDICTIONS, KINDS
from ui.fields import PlainCharField, PlainTextField, TypedDateField

REASON = 4_000


class AgencyElsewhere(Pick):
    """An agency of another area, named with its area first."""

    def label_from_instance(self, obj: Any) -> str:
        """Area and agency."""
        return f"{obj.area.name}: {obj.name}"


class CoordinatorElsewhere(Pick):
    """A Co-ordinator of another area."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and agency with its area."""
        return f"{obj.full_name} ({obj.agency.name}, {obj.agency.area.name})" if obj.agency else obj.full_name


class RequestForm(CaseForm):
    """What the other area is asked; the rest of MAPPA G is filled in from the case."""

    to_agency = AgencyElsewhere("Choose the agency that will lead the case there", label="Agency that will lead there")
    basis = choices_field("Choose why", BASES, label="Why that area", widget=forms.RadioSelect)
    planned_on = TypedDateField(ask="Enter the planned day", future=True, label="Planned day of the move")
    agreed_with = PlainCharField(
        ask="Say with whom it was agreed",
        label="Agreed with",
        help_text="Senior manager of that agency: name and post.",
        max_length=200,
    )
    agreed_on = TypedDateField(ask="Enter the day on which it was agreed", past=True, label="Agreed on")
    coordinator = CoordinatorElsewhere(
        "Choose a Co-ordinator of that area",
        required=False,
        label="Co-ordinator who is to answer",
        help_text="The case is restricted: nobody else there sees the request.",
    )
    reason = PlainTextField(
        ask="Give the reason",
        label="Reason, and what the other area must know first",
        help_text="No names of victims.",
        max_length=REASON,
        count=True,
    )

    def __init__(self, *args: Any, agencies: Any, coordinators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["to_agency"]).queryset = agencies
        if coordinators is None:
            del self.fields["coordinator"]
        else:
            cast(forms.ModelChoiceField, self.fields["coordinator"]).queryset = coordinators


class AcceptForm(CaseForm):
    """Who owns the case from which day."""

    renamed = {"user": "owner"}

    owner = PersonPick("Choose who owns the case from then on", label="New case owner")
    moves_on = TypedDateField(
        ask="Enter the day of the move",
        label="Day of the move",
        help_text="Until then the present owner keeps the case. Today: it moves at once.",
    )
    reason = PlainTextField(required=False, label="What was agreed", max_length=REASON, rows=3)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = owners


class RefuseForm(CaseForm):
    """Why the case is not taken over."""

    ground = choices_field("Choose the ground", GROUNDS, label="Ground", widget=forms.RadioSelect)
    reason = PlainTextField(ask="Give the reasons", label="Reasons", max_length=REASON, count=True)


class WithdrawForm(CaseForm):
    """Why a transfer is taken back."""

    reason = PlainTextField(ask="Say why it is withdrawn", label="Why it is withdrawn", max_length=REASON, count=True)


class AgainForm(CaseForm):
    """What is new in a further version of MAPPA G."""

    reason = PlainTextField(
        ask="Say what is new", label="What is new", help_text="No names of victims.", max_length=REASON, count=True
    )


class SendForm(CaseForm):
    """What was done on the way; what is left empty stays as it was."""

    records_sent_on = TypedDateField(required=False, past=True, label="Records sent on")
    visor_updated_on = TypedDateField(required=False, past=True, label="Area and contacts updated in ViSOR on")


class _DisputeForm(CaseForm):
    """What every step of a dispute says."""

    happened_on = TypedDateField(ask="Enter the date", past=True, label="Date")
    manager = PlainCharField(
        ask="Enter the senior managers", label="Senior managers", help_text="Names, posts and areas", max_length=200
    )


class DisputeForm(_DisputeForm):
    """That a refusal is disputed."""

    reason = PlainTextField(ask="Say why it is disputed", label="Why it is disputed", max_length=REASON, count=True)


class SettleForm(_DisputeForm):
    """What senior managers of both areas decided."""

    anew = forms.TypedChoiceField(
        choices=[("no", "The refusal stands"), ("yes", "This area answers anew")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="What was decided",
        error_messages={"required": "Choose what was decided", "invalid_choice": "Choose what was decided"},
    )
    reason = PlainTextField(ask="Give the reasons", label="Reasons", max_length=REASON, count=True)


class BorderForm(CaseForm):
    """A move out of England and Wales, or back."""

    jurisdiction = choices_field("Choose where to", JURISDICTIONS, label="Where to", widget=forms.RadioSelect)
    kind = choices_field("Choose the basis", KINDS, label="Licence or order", widget=forms.RadioSelect)
    moves_on = TypedDateField(ask="Enter the day of the move", label="Day of the move")
    protocol = PlainCharField(
        required=False, label="Formal protocol followed", help_text="Empty if there is none.", max_length=200
    )
    counterpart = PlainCharField(
        required=False,
        label="Who was told there",
        help_text="Agency and person. Needed where no protocol is followed.",
        max_length=200,
    )
    informed_on = TypedDateField(required=False, past=True, label="Told on")
    visor_updated_on = TypedDateField(required=False, past=True, label="Updated in ViSOR on")
    reason = PlainTextField(ask="Give the reason", label="Reason", max_length=REASON, count=True)
