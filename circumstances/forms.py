"""Forms for a person's circumstances: one for each kind of fact."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from circumstances.models import MODELS, Circumstance, choices
from circumstances.rules import foreign
from circumstances.rules.given import Given
from circumstances.rules.kinds import Kind
from offenders.forms.base import CaseForm, choices_field
from ui.fields import PlainCharField, PlainTextField, TypedDateField

REASON = 4_000


def day_field(label: str, **more: Any) -> TypedDateField:
    """A day that may be left empty, and does not lie ahead."""
    return TypedDateField(required=False, label=label, **{"past": True, **more})


def one_of(sentence: str, words: Mapping[Any, str], label: str, **more: Any) -> forms.ChoiceField:
    """One answer of a few."""
    return choices_field(sentence, choices(words), label=label, widget=forms.RadioSelect, **more)


class FactForm(CaseForm):
    """One fact, the day on which it stood so, and who said so. Subclasses add what their kind asks."""

    renamed: ClassVar[Mapping[str, str]] = {"on": "decided_on", "source": "reason"}
    kind: ClassVar[Kind]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"] = TypedDateField(ask="Enter the day", past=True, label="As it stood on")
        self.fields["reason"] = PlainTextField(
            ask="Say who said so",
            label="Who said so, and how it is known",
            max_length=REASON,
            rows=3,
        )

    def given(self) -> Given:
        """The fact as the rules read it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in {"decided_on", "reason"}}
        return MODELS[self.kind](**typed).as_given


class NationalityForm(FactForm):
    """The nationality that the person declares."""

    kind = Kind.NATIONALITY

    status = one_of("Choose what the person declares", foreign.STATUS_WORDS, "What the person declares")
    country = PlainCharField(required=False, label="Nationality", help_text="In their own words.", max_length=100)


class ImmigrationForm(FactForm):
    """What was done with Immigration Enforcement."""

    kind = Kind.IMMIGRATION

    referred_on = day_field("Referred by the prison on", help_text="To Criminal Casework of Immigration Enforcement.")
    practitioner_told_on = day_field("Probation Practitioner told on")
    details_given_on = day_field("Practitioner’s details given to Immigration Enforcement on")
    owner = PlainCharField(
        required=False, label="Case owner", help_text="Name and post. Leave empty while none is known."
    )
    contact = PlainCharField(required=False, label="Point of contact for MAPPA", help_text="Name and post.")
    deportation = one_of("Choose how far deportation has come", foreign.DEPORTATION_WORDS, "Deportation")
    early_removal_on = day_field("Early removal possible from", past=False)
    deported_on = day_field("Deported on")
    detention = one_of("Choose how detention stands", foreign.DETENTION_WORDS, "Detention under immigration powers")
    detained_on = day_field("Held since")
    bail = one_of("Choose how bail stands", foreign.BAIL_WORDS, "Immigration bail")
    bail_on = day_field("On bail since")
    licence_on = day_field("Licence and plan drawn up on")
    bail_plan_on = day_field("Plan in case of bail made on")


FORMS: Mapping[Kind, type[FactForm]] = {form.kind: form for form in (NationalityForm, ImmigrationForm)}


def as_recorded(row: Circumstance | None) -> dict[str, Any]:
    """What the form opens with: how the fact stands."""
    if row is None:
        return {}
    return {name: getattr(row, name) for name in FORMS[row.given.kind].base_fields}
