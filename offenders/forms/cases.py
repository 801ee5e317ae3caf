"""Forms to find, record and correct a person."""

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from django import forms

from accounts import selectors as accounts
from accounts.models import Agency, Area, Team
from offenders.forms.base import CaseForm, Pick, choices_field
from offenders.models import Address, Alias, Case, Involvement
from offenders.search import Query
from offenders.words import CATEGORY_WORDS
from ui.fields import PlainCharField, PlainTextField, TypedDateField

NARROW = {"class": "govuk-input--width-20"}


class FilterForm(CaseForm):
    """What the caseload is narrowed to. What is not offered is left aside rather than refused."""

    mark_optional = False

    level = choices_field(
        "Choose a level",
        [("1", "Level 1"), ("2", "Level 2"), ("3", "Level 3"), ("none", "Not decided")],
        required=False,
        label="Level",
    )
    category = choices_field(
        "Choose a category",
        [*((str(key), words) for key, words in CATEGORY_WORDS.items()), ("none", "Not decided")],
        required=False,
        label="Category",
    )
    agency = Pick("Choose an agency", required=False, label="Lead agency", empty="Any")
    state = forms.ChoiceField(
        choices=[("open", "Open"), ("ended", "Ended"), ("all", "Open and ended")], required=False, label="Cases"
    )
    mine = forms.BooleanField(required=False, label="Only those I own or work on")

    def __init__(self, *args: Any, areas: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "agency", accounts.agencies(areas))
        for name in ("level", "category"):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", "Any"), *cast(list[tuple[str, str]], field.choices)[1:]]


class SearchForm(CaseForm):
    """A search by name, date of birth or number: at least one of them."""

    mark_optional = False

    name = PlainCharField(
        required=False, label="Name", help_text="Any name they use or used. Spelling need not be exact.", max_length=200
    )
    born = TypedDateField(required=False, past=True, label="Date of birth")
    number = PlainCharField(
        required=False,
        max_length=40,
        label="Number",
        help_text="Case reference; and PNC ID, ViSOR reference or prison number of people you see in full.",
        widget=forms.TextInput(attrs=NARROW),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something to look for."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error("name", "Enter a name, a date of birth or a number to search for")
        return cleaned

    def query(self) -> Query:
        """What to search for."""
        return Query(name=self.cleaned_data["name"], born=self.cleaned_data["born"], number=self.cleaned_data["number"])


class SearchFirstForm(SearchForm):
    """The search before a person is recorded: name and date of birth, and a PNC ID when there is one."""

    name = PlainCharField(ask="Enter the person's name", label="Name", max_length=200)
    born = TypedDateField(ask="Enter the date of birth", past=True, label="Date of birth")
    number = PlainCharField(
        required=False, max_length=40, label="PNC ID", help_text="If you have it.", widget=forms.TextInput(attrs=NARROW)
    )


class IdentityForm(CaseForm):
    """Who somebody is."""

    renamed = {"visor_reference": "visor_ref"}

    given_names = PlainCharField(ask="Enter the given names", label="Given names", max_length=100)
    family_name = PlainCharField(ask="Enter the family name", label="Family name", max_length=100)
    date_of_birth = TypedDateField(ask="Enter the date of birth", past=True, label="Date of birth")
    gender = choices_field("Choose a gender", Case.Gender.choices, label="Gender", widget=forms.RadioSelect)
    ethnicity = PlainCharField(required=False, label="Ethnicity", help_text="In the person's own words.", max_length=80)
    pnc_id = PlainCharField(
        required=False,
        label="PNC ID",
        help_text="For example, 2004/0012345D",
        max_length=30,
        widget=forms.TextInput(attrs=NARROW),
    )
    visor_ref = PlainCharField(
        required=False, label="ViSOR reference", max_length=30, widget=forms.TextInput(attrs=NARROW)
    )
    prison_number = PlainCharField(
        required=False,
        label="Prison number",
        help_text="For example, A1234AA",
        max_length=30,
        widget=forms.TextInput(attrs=NARROW),
    )

    def identity(self) -> dict[str, Any]:
        """What was typed about the person, for the service."""
        return {name: self.cleaned_data[name] for name in IdentityForm.base_fields}


class TeamPick(Pick):
    """A team with its agency: several agencies may have a team of the same name."""

    def label_from_instance(self, obj: Any) -> str:
        """Agency and name."""
        return f"{obj.agency.name}: {obj.name}"


class NewCaseForm(IdentityForm):
    """A new person, where they are managed, and the proof that somebody searched first."""

    area = Pick("Choose the area", label="MAPPA area")
    lead_agency = Pick("Choose the lead agency", label="Lead agency")
    team = TeamPick("Choose the team", required=False, label="Team", empty="No team")
    youth_justice = forms.BooleanField(required=False, label="Supervised by a youth justice service")
    stage = forms.CharField(widget=forms.HiddenInput, initial="record", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, areas: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "area", accounts.areas(areas))
        _offer(self, "lead_agency", accounts.agencies(areas))
        _offer(self, "team", accounts.teams(areas))
        if len(areas) == 1:
            self.fields["area"].initial = next(iter(areas))

    def clean(self) -> dict[str, Any]:
        """The lead agency works in the area, the team in the agency."""
        cleaned = super().clean() or {}
        area: Area | None = cleaned.get("area")
        agency: Agency | None = cleaned.get("lead_agency")
        team: Team | None = cleaned.get("team")
        if area and agency and agency.area_id != area.pk:
            self.add_error("lead_agency", f"This agency does not work in {area.name}: choose one that does")
        if agency and team and team.agency_id != agency.pk:
            self.add_error("team", "This team does not belong to the lead agency: choose one that does")
        return cleaned


class AliasForm(CaseForm):
    """A further name."""

    name = PlainCharField(ask="Enter the name", label="Name", max_length=200)
    kind = choices_field("Choose what kind of name it is", Alias.Kind.choices, label="Kind", widget=forms.RadioSelect)


class AddressForm(CaseForm):
    """An address."""

    kind = choices_field(
        "Choose what kind of address it is", Address.Kind.choices, label="Kind", widget=forms.RadioSelect
    )
    lines = PlainTextField(
        ask="Enter the address or the place",
        label="Address",
        help_text="Of somebody without a sole or main home: the place where they can regularly be found. "
        "If there are several, the one that they chose.",
        max_length=400,
        rows=4,
    )
    postcode = PlainCharField(
        required=False, label="Postcode", max_length=8, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    starts = TypedDateField(ask="Enter the date from which the address holds", label="From")


class AccommodationForm(CaseForm):
    """How living at an address bears on the risk of serious harm."""

    assessed_on = TypedDateField(ask="Enter the date of the assessment", past=True, label="Assessed on")
    location_risk = PlainTextField(
        ask="Say how the location bears on the risk",
        label="Where it lies",
        help_text="Schools and places of earlier offences nearby, for example. Name no victim.",
        max_length=4_000,
        rows=4,
    )
    residents_risk = PlainTextField(
        ask="Say who else lives there",
        label="Who else lives there",
        help_text="Their influence on the person, and how they may be at risk.",
        max_length=4_000,
        rows=4,
    )
    linked = choices_field(
        "Choose whether it is linked to the risk of serious harm",
        Address.Linked.choices,
        label="Is the accommodation linked to the risk of serious harm?",
        widget=forms.RadioSelect,
    )
    linked_how = PlainTextField(required=False, label="How it is linked", max_length=4_000, rows=4)
    staff_risk = PlainTextField(
        required=False,
        label="Risk of harm to housing staff",
        help_text="It is managed in the risk management plan; what staff need to know goes to them by disclosure.",
        max_length=4_000,
        rows=4,
    )


BY_HAND = [(part.value, part.label) for part in Involvement.Part if part is not Involvement.Part.HANDED_OVER]
"""The parts that are given by hand: a case is handed over on a page of its own, which dates the end."""


class InvolvementForm(CaseForm):
    """An agency's part in the case."""

    agency = Pick("Choose the agency", label="Agency")
    part = choices_field("Choose its part", BY_HAND, label="Part", widget=forms.RadioSelect)
    starts = TypedDateField(ask="Enter the date from which it takes part", past=True, label="From")

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "agency", accounts.agencies([area]))


class EndForm(CaseForm):
    """The day on which something ends."""

    on = TypedDateField(ask="Enter the date on which it ends", past=True, label="Ends on")


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


def uuid_or_none(text: str | None) -> UUID | None:
    """The id in an address, or None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
