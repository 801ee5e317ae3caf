"""Forms for offences with their one disposal, orders and custody."""

from typing import Any, cast

from django import forms

from offenders import selectors
from offenders.forms.base import CaseForm, choices_field, tick
from offenders.models import CustodyPeriod, Offence, Order
from offenders.rules.quashing import COURTS, FOLLOWED
from ui.fields import PlainCharField, PlainTextField, TypedDateField, WholeNumberField

MOST_MONTHS = 1_200
REASON = 4_000
CONDITIONS = ("condition_holds",)
HOSPITAL = ("discharged_on", "cto_ends_on")
SPECIAL = (
    *("schedule_19za", "terrorist_connection", "cta_s41_42", "maximum_sentence_months", "maximum_is_life"),
    *("overseas_sexual", "armed_forces_s42"),
)


class OffenceForm(CaseForm):
    """One offence, how the proceedings ended, and the one disposal given for it."""

    renamed = {"custodial_value": "custodial_months", "imposed_on": "sentenced_on"}

    title = PlainCharField(ask="Enter the offence", label="Offence", max_length=300, help_text="As charged.")
    specified = choices_field(
        "Choose an entry of Schedule 15, or none",
        [],
        required=False,
        label="Entry in Schedule 15 (CJA 2003)",
        help_text="Choose the numbered entry if the offence is listed there.",
    )
    condition_holds = tick("What this entry asks for beside its section holds")
    checked_not_listed = tick("Looked up in the whole of Schedule 15: it is not listed")
    liability = choices_field(
        "Choose what the person did",
        Offence.Liability.choices,
        label="What the person did",
        help_text="An attempt or a conspiracy counts like the offence: choose the entry of the offence itself.",
    )
    is_index = tick("This is the index offence")
    committed_on = TypedDateField(required=False, past=True, label="Date of the offence")
    outcome = choices_field("Choose the outcome", Offence.Outcome.choices, blank_first=True, label="Outcome")
    outcome_on = TypedDateField(ask="Enter the date of the outcome", past=True, label="Date of the outcome")
    disposal = choices_field(
        "Choose the disposal",
        Offence.Disposal.choices,
        blank_first=True,
        label="Disposal",
        help_text="The one disposal for this offence. Record each offence by itself. "
        "Choose Awaiting sentence while none is passed.",
    )
    sentenced_on = TypedDateField(
        required=False,
        past=True,
        label="Date of the sentence",
        help_text="Leave empty when it is the day of the outcome.",
    )
    term_value = WholeNumberField(required=False, least=1, most=9_999, label="Length of the term")
    term_unit = choices_field(
        "Choose the unit the court used",
        Offence.Unit.choices,
        required=False,
        label="Unit of the term",
        help_text="As the court said it: 52 weeks is not 12 months.",
    )
    indeterminate = tick("The sentence is indeterminate (life, or for public protection)")
    custodial_months = WholeNumberField(
        required=False,
        least=1,
        most=MOST_MONTHS,
        label="Custodial part",
        help_text="Of a detention and training order.",
    )
    licence_ends_on = TypedDateField(required=False, label="Licence ends on")
    sentence_ends_on = TypedDateField(required=False, label="Whole sentence ends on")
    supervision_ends_on = TypedDateField(required=False, label="Post-sentence supervision ends on")
    discharged_on = TypedDateField(
        required=False,
        label="Absolute discharge from a hospital or guardianship order on",
        help_text="With hospital and limitation directions, the day on which these ended. The sentence goes on.",
    )
    cto_ends_on = TypedDateField(required=False, label="Community treatment order ends on")
    is_murder = tick("Murder")
    section_327_4a = tick("Listed in section 327(4A) of the Criminal Justice Act 2003")
    schedule_3 = tick("Listed in Schedule 3 to the Sexual Offences Act 2003")
    schedule_3_threshold_months = WholeNumberField(
        required=False,
        least=1,
        most=MOST_MONTHS,
        label="Notification only from this custodial term",
        help_text="Leave empty when Schedule 3 names no term.",
    )
    overseas_sexual = tick("Sexual offence dealt with abroad")
    schedule_19za = tick("Relevant terrorist offence (Schedule 19ZA to the Criminal Justice Act 2003)")
    terrorist_connection = tick("The court found a terrorist connection")
    cta_s41_42 = tick("Offence under section 41 or 42 of the Counter-Terrorism Act 2008")
    maximum_sentence_months = WholeNumberField(
        required=False,
        least=1,
        most=MOST_MONTHS,
        label="Longest sentence the law allows for it",
        help_text="Asked after a hospital or guardianship order for a terrorist offence without a conviction.",
    )
    maximum_is_life = tick("The longest sentence the law allows for it is life")
    armed_forces_s42 = tick("Conviction under section 42 of the Armed Forces Act 2006")
    domestic_abuse = tick("Involves domestic abuse")
    stalking = tick("Involves stalking")
    details = PlainTextField(required=False, label="Circumstances", rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(entry.pk), str(entry)) for entry in selectors.specified_offences()]
        cast(forms.ChoiceField, self.fields["specified"]).choices = [("", "Not listed"), *listed]
        for name in ("custodial_months", "schedule_3_threshold_months", "maximum_sentence_months"):
            self.fields[name].suffix = "months"  # type: ignore[attr-defined]  # read by the renderer

    def fills(self, names: tuple[str, ...]) -> bool:
        """Whether any of these fields holds something or has an error."""
        return any(self[name].value() or self[name].errors for name in names)

    def offence(self) -> dict[str, Any]:
        """What was typed, by the names of the model."""
        values = {name: self.cleaned_data[name] for name in OffenceForm.base_fields if name != "specified"}
        chosen = self.cleaned_data["specified"]
        return {**values, "specified": selectors.specified_offence(int(chosen)) if chosen else None}


class OffenceMistakeForm(CaseForm):
    """Why there is no such offence of this person."""

    reason = PlainTextField(ask="Say why this offence was recorded in error", label="Reason", max_length=REASON, rows=3)


class QuashingForm(CaseForm):
    """That a court quashed a conviction, and what followed."""

    quashed_on = TypedDateField(ask="Enter the day on which it was quashed", past=True, label="Quashed on")
    court = choices_field("Choose the court", COURTS, label="Court", widget=forms.RadioSelect)
    court_name = PlainCharField(
        required=False, label="Name of the court", max_length=120, help_text="Needed for another court."
    )
    followed = choices_field(
        "Choose what followed",
        FOLLOWED,
        label="What followed",
        widget=forms.RadioSelect,
        help_text="Record an offence that was put in its place, or the lesser sentence, as an offence of its own.",
    )
    reference = PlainCharField(required=False, label="Reference of the court", max_length=60)
    note = PlainTextField(required=False, label="Note", max_length=REASON, rows=3)


class QuashingMistakeForm(CaseForm):
    """Why the conviction was not quashed."""

    reason = PlainTextField(ask="Say why the quashing was recorded in error", label="Reason", max_length=REASON, rows=3)


class OrderForm(CaseForm):
    """A notification requirement or another order."""

    renamed = {"notification_ends_on": "ends_on"}

    kind = choices_field("Choose the kind of order", Order.Kind.choices, label="Kind", widget=forms.RadioSelect)
    starts_on = TypedDateField(ask="Enter the date on which it starts", label="Starts on")
    ends_on = TypedDateField(required=False, label="Last day")
    indefinite = tick("For life, or until further order")
    details = PlainTextField(required=False, label="Conditions or details", rows=4)


class OrderCorrectionForm(OrderForm):
    """What an order should say, or that there is no such order, and why."""

    wrong_entry = tick("Recorded in error: there is no such order")
    reason = PlainTextField(ask="Say why the order is corrected", label="Reason", max_length=REASON, rows=3)


class CustodyForm(CaseForm):
    """A time in prison, youth detention or hospital."""

    renamed = {"sentenced_on": "starts_on"}

    place = choices_field("Choose where", CustodyPeriod.Place.choices, label="Where", widget=forms.RadioSelect)
    establishment = PlainCharField(ask="Enter the name of the establishment", label="Establishment", max_length=120)
    starts_on = TypedDateField(ask="Enter the first day", past=True, label="First day")
    release_due_on = TypedDateField(required=False, label="Earliest release date")
    released_on = TypedDateField(required=False, past=True, label="Released on", help_text="Leave empty while inside.")
    recall = tick("This is a recall to custody")

    def clean(self) -> dict[str, Any]:
        """The earliest release does not come before the first day."""
        cleaned = super().clean() or {}
        starts, due = cleaned.get("starts_on"), cleaned.get("release_due_on")
        if starts and due and due < starts:
            self.add_error("release_due_on", "The earliest release date is before the first day: check both")
        return cleaned


class ReleaseForm(CaseForm):
    """The day of release."""

    released_on = TypedDateField(ask="Enter the date of release", past=True, label="Released on")
