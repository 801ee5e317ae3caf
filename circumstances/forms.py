"""Forms for a person's circumstances: one for each kind of fact."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from circumstances.models import MODELS, Circumstance, choices
from circumstances.rules import children, foreign, support
from circumstances.rules.given import Given
from circumstances.rules.kinds import Kind
from offenders.forms.base import CaseForm, choices_field
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask

REASON = 4_000
YES_NO = [("yes", "Yes"), ("no", "No")]


def day_field(label: str, **more: Any) -> TypedDateField:
    """A day that may be left empty, and does not lie ahead."""
    return TypedDateField(required=False, label=label, **{"past": True, **more})


def one_of(sentence: str, words: Mapping[Any, str], label: str, **more: Any) -> forms.ChoiceField:
    """One answer of a few."""
    return choices_field(sentence, choices(words), label=label, widget=forms.RadioSelect, **more)


class YesNoField(forms.TypedChoiceField):
    """Yes or No, with its own sentence where neither is chosen. Gives a bool."""

    def __init__(self, sentence: str, **kwargs: Any) -> None:
        super().__init__(
            choices=YES_NO,
            coerce=lambda chosen: chosen == "yes",
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
            error_messages=ask(sentence),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """A stored answer as its choice; what was sent stays as it was sent."""
        return ("yes" if value else "no") if isinstance(value, bool) else value


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


def text_field(label: str, **more: Any) -> PlainTextField:
    """Some sentences that may be left out."""
    return PlainTextField(required=False, label=label, max_length=REASON, rows=3, **more)


class MaracForm(FactForm):
    """A referral of a victim to MARAC."""

    kind = Kind.MARAC

    involved = YesNoField(
        "Say whether a victim was referred to MARAC",
        label="Was a victim referred to MARAC?",
        help_text="Choose “No” also once MARAC is over. Name no victim here.",
    )
    referred_on = day_field("If so: referred to MARAC on")
    adviser = PlainCharField(
        required=False,
        label="Service of the victim’s adviser",
        help_text="The service and post, no name of a victim.",
        max_length=200,
    )
    engaged_on = day_field("Lead agency in touch with the adviser since")
    left_out_on = day_field(
        "MARAC left out on", help_text="Where safety is planned at MAPPA and both chairs agree. Else leave this empty."
    )
    mappa_chair = PlainCharField(required=False, label="If left out: chair of MAPPA who agreed", max_length=200)
    marac_chair = PlainCharField(required=False, label="If left out: chair of MARAC who agreed", max_length=200)
    left_out_why = text_field(
        "If left out: how the victim’s safety is planned at MAPPA", help_text="Name no victim and no place."
    )


class LastingForm(FactForm):
    """What began on a day and may have ended since."""

    began_on = TypedDateField(ask="Enter the first day", past=True, label="Since")
    ended_on = day_field("Until", help_text="Leave empty while it lasts.")


class MonitoringForm(LastingForm):
    """Electronic monitoring."""

    kind = Kind.MONITORING

    provider = PlainCharField(required=False, label="Provider", max_length=200)
    told_on = day_field("Provider told of MAPPA on", help_text="With the practitioner, and whom to call out of hours.")


class MeasuresForm(LastingForm):
    """Terrorism prevention measures."""

    kind = Kind.MEASURES

    considered_on = day_field("Category 3 considered on")
    considered = text_field("If considered: what came of it")


class AbroadForm(LastingForm):
    """Service abroad."""

    kind = Kind.ABROAD

    contact = PlainCharField(
        required=False, label="Contact at the Royal Military Police", help_text="Name and post.", max_length=200
    )


class TravelForm(FactForm):
    """Travel by rail."""

    kind = Kind.TRAVEL

    by_rail = YesNoField("Say whether travel by rail is part of the risk", label="Is travel by rail part of the risk?")
    why = text_field("If it is: what the risk is")


class RadicalisationForm(FactForm):
    """Risk of radicalisation."""

    kind = Kind.RADICALISATION

    at_risk = YesNoField("Say whether there is a risk of radicalisation", label="Is there a risk of radicalisation?")
    why = text_field("If there is: what the risk is")


class CareLeaverForm(FactForm):
    """Care leaving."""

    kind = Kind.CARE_LEAVER

    left_care = YesNoField("Say whether they left care", label="Did they leave care?")
    authority = PlainCharField(
        required=False, label="If they did: the authority that looked after them", max_length=200
    )
    adviser = PlainCharField(required=False, label="Personal adviser", help_text="Name and post.", max_length=200)


class PatientForm(FactForm):
    """Whether a patient was told of MAPPA."""

    kind = Kind.PATIENT

    telling = one_of("Choose whether they were told", support.TELLING_WORDS, "Told of MAPPA")
    told_on = day_field("If told: on which day")
    discussed_on = day_field("If not told: discussed at the meeting of")
    why = text_field("If not told: how it would raise the risk")
    views = text_field("What the patient says")
    feedback = text_field("What the meeting agreed to tell them")


class HousingForm(FactForm):
    """Homelessness."""

    kind = Kind.HOUSING

    known_on = TypedDateField(
        ask="Enter the day on which it became known",
        past=True,
        label="Known since",
        help_text="When it became known that they have or will have no home.",
    )
    homeless_on = TypedDateField(
        ask="Enter the day from which they have no home",
        label="No home from",
        help_text="As near as it is known. It may lie ahead.",
    )
    consent = one_of("Choose whether they consent", support.CONSENT_WORDS, "Consent to a referral")
    authority = PlainCharField(required=False, label="Housing authority that they chose", max_length=200)
    referred_on = day_field("Referred on", help_text="Only with their consent.")
    housed_on = day_field("A home again since", help_text="Leave empty while they have none.")


class ChildReferralForm(FactForm):
    """A referral of a child to children's social care."""

    kind = Kind.CHILD_REFERRAL

    about = one_of("Choose which child it is about", children.CHILD_WORDS, "Which child")
    authority = PlainCharField(
        ask="Enter the service that is told",
        label="Service that is told",
        help_text="Service and post.",
        max_length=200,
    )
    concern = PlainTextField(
        ask="Write down what the concern is",
        label="What the concern is",
        help_text="Name no child here.",
        max_length=REASON,
        rows=3,
    )
    told_on = day_field("Told verbally on")
    written_on = day_field("Sent in writing on")
    joint_asked_on = day_field(
        "Joint assessment asked for on", help_text="Of the youth offending team and children’s social care together."
    )
    assessed_on = day_field("If assessed: on which day")
    assessors = PlainCharField(required=False, label="If assessed: by whom", help_text="Both services.", max_length=200)
    outcome_on = day_field("Decided on", help_text="Leave empty while nothing is decided.")
    outcome = text_field("If decided: what was decided")
    outcome_why = text_field("If decided: why")
    entered_on = day_field("If decided: in the record of children’s social care since")


FORMS: Mapping[Kind, type[FactForm]] = {
    form.kind: form
    for form in (
        NationalityForm,
        ImmigrationForm,
        MaracForm,
        MonitoringForm,
        MeasuresForm,
        AbroadForm,
        TravelForm,
        CareLeaverForm,
        PatientForm,
        HousingForm,
        ChildReferralForm,
        RadicalisationForm,
    )
}


def as_recorded(row: Circumstance | None) -> dict[str, Any]:
    """What the form opens with: how the fact stands."""
    if row is None:
        return {}
    return {name: getattr(row, name) for name in FORMS[row.given.kind].base_fields}
