"""Forms for recording, correcting, sharing, keeping and withdrawing items of information."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import Agency, User
from information.models import ASSESSMENTS, HANDLING, SENSITIVITIES, SOURCE_EVALUATIONS
from offenders.forms.base import CaseForm, Pick, choices_field
from offenders.rules.sensitivity import OPENING_WORDS
from ui.fields import PlainCharField, PlainTextField, TypedDateField

LONG = 10_000
SHORT = 2_000


def _kind(label: str) -> forms.ChoiceField:
    field = choices_field("Choose the kind of information", SENSITIVITIES, widget=forms.RadioSelect, label=label)
    cast(Any, field.widget).option_hints = {kind.value: words for kind, words in OPENING_WORDS.items()}
    return field


def _code(sentence: str, choices: Any, label: str, **kwargs: Any) -> forms.ChoiceField:
    return choices_field(sentence, choices, required=False, label=label, **kwargs)


def _ends() -> TypedDateField:
    return TypedDateField(
        required=False, future=True, label="Open until", help_text="The first day on which it is closed again."
    )


def _agreed_by() -> PlainCharField:
    return PlainCharField(
        required=False,
        label="Who in the agency that owns it decided",
        help_text="Needed when you are not of that agency.",
    )


class ItemForm(CaseForm):
    """What is said of an item, whoever gave it."""

    sensitivity = _kind("What kind of information is it?")
    source = PlainCharField(
        required=False, label="Who gave it", help_text="In words. Leave empty when the person must not be written down."
    )
    dated_on = TypedDateField(ask="Enter the date of the information", past=True, label="Date of the information")
    text = PlainTextField(ask="Write the information down", max_length=LONG, rows=8, label="The information")
    source_evaluation = _code("Choose how far", SOURCE_EVALUATIONS, "Source", help_text="Needed for intelligence.")
    assessment = _code("Choose how", ASSESSMENTS, "Assessment of the information", help_text="Needed for intelligence.")
    handling = _code("Choose the handling code", HANDLING, "Handling code", help_text="Needed for intelligence.")
    conditions = PlainTextField(
        required=False,
        max_length=SHORT,
        rows=3,
        label="Handling conditions",
        help_text="What whoever receives it must keep to.",
    )
    review_on = TypedDateField(
        ask="Enter the day by which it is looked at again",
        label="Look at it again by",
        help_text="Within 12 months. For example, 27 3 2027",
    )


class RecordForm(ItemForm):
    """A new item."""

    owner_agency = Pick("Choose the agency that gave it", label="Agency that gave it, and owns it")

    field_order = ["sensitivity", "owner_agency"]

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["owner_agency"]).queryset = agencies


class CorrectForm(ItemForm):
    """A further version of an item."""

    reason = PlainTextField(ask="Say why it is corrected", max_length=SHORT, rows=3, label="Why it is corrected")


class ShareForm(CaseForm):
    """Opening an item to another agency."""

    agency = Pick("Choose the agency", label="Share with")
    agreed_by = _agreed_by()
    reason = PlainTextField(ask="Say why they need it", max_length=SHORT, rows=3, label="Why they need it")
    ends = _ends()

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class NameForm(CaseForm):
    """Opening a restricted item to somebody by name."""

    person = Pick("Choose the person", label="Open it to")
    agreed_by = _agreed_by()
    reason = PlainTextField(ask="Say why they need it", max_length=SHORT, rows=3, label="Why they need it")
    ends = _ends()

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people


class EndForm(CaseForm):
    """Closing an item again."""

    reason = PlainTextField(ask="Say why it is closed again", max_length=SHORT, rows=3, label="Why it is closed again")


class KeepForm(CaseForm):
    """Keeping an item after looking at it."""

    review_on = TypedDateField(
        ask="Enter the day by which it is looked at again",
        label="Look at it again by",
        help_text="Within 12 months. For example, 27 3 2027",
    )
    reason = PlainTextField(
        ask="Say why it is still needed", max_length=SHORT, rows=3, label="Why it is still true and needed"
    )


class WithdrawForm(CaseForm):
    """Withdrawing an item."""

    reason = PlainTextField(ask="Say why it is withdrawn", max_length=SHORT, rows=3, label="Why it is withdrawn")


KINDS = [("", "Every kind"), *SENSITIVITIES]
