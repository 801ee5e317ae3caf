"""Forms of this room: the fields of a set form, its sending, its receipt, and that it applies no longer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from offenders.forms.base import CaseForm, choices_field
from papers.rules.shape import SEVERAL_BY, Field, Kind, Spec
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask

LONG = 4_000
INLINE = 2


class PaperForm(CaseForm):
    """The fields of one set form, as its table asks; a further version also says what has changed."""

    def __init__(self, *args: Any, spec: Spec, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        if again:
            self.fields["reason"] = PlainTextField(
                ask="Say what has changed", label="What has changed", max_length=LONG, rows=3
            )
        for one in spec.asked:
            self.fields[one.key] = _field(one)

    @property
    def answers(self) -> dict[str, str]:
        """The answers as they are stored: dates as ISO text, several choices joined."""
        return {one.key: _stored(self.cleaned_data.get(one.key)) for one in self.spec.asked}


def _stored(value: Any) -> str:
    if isinstance(value, list):
        return SEVERAL_BY.join(value)
    return value.isoformat() if hasattr(value, "isoformat") else value or ""


def _field(one: Field) -> forms.Field:
    required = one.needed and one.given is None
    sentence = one.sentence
    told = one.hint if one.printed else f"Not on the form that is sent. {one.hint}".strip()
    if one.kind is Kind.DATE:
        hint = f"{told} For example, 27 3 2026".strip()
        return TypedDateField(ask=sentence, past=one.past, required=required, label=one.label, help_text=hint)
    if one.kind is Kind.CHOICE:
        listed = list((one.choices or {}).items())
        radios = forms.RadioSelect(attrs={"class": "govuk-radios--inline"} if len(listed) == INLINE else {})
        return forms.ChoiceField(
            choices=listed,
            required=required,
            widget=radios,
            label=one.label,
            help_text=told,
            error_messages=ask(sentence),
        )
    if one.kind is Kind.SEVERAL:
        return forms.MultipleChoiceField(
            choices=list((one.choices or {}).items()),
            required=required,
            widget=forms.CheckboxSelectMultiple,
            label=one.label,
            help_text=told,
            error_messages=ask(sentence),
        )
    if one.kind is Kind.TEXT:
        return PlainTextField(ask=sentence, required=required, max_length=LONG, rows=3, label=one.label, help_text=told)
    return PlainCharField(ask=sentence, required=required, label=one.label, help_text=told, max_length=300)


class SendForm(CaseForm):
    """To whom the newest version was sent, by which way, and when."""

    to = choices_field("Choose to whom it was sent", [], label="Sent to", widget=forms.RadioSelect)
    recipient = PlainCharField(
        ask="Enter who received it", label="Recipient", help_text="Name or office, and organisation."
    )
    address = PlainCharField(
        ask="Enter the secure mailbox, or how it went",
        max_length=254,
        label="Secure mailbox, or how it went",
    )
    sent_on = TypedDateField(ask="Enter the day on which it was sent", past=True, label="Sent on")

    def __init__(self, *args: Any, spec: Spec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.choices = [(one.key, one.words) for one in spec.recipients]  # type: ignore[attr-defined]  # a list


class ReceiptForm(CaseForm):
    """That it arrived, and what was said."""

    received_on = TypedDateField(ask="Enter the day on which it was confirmed", past=True, label="Confirmed on")
    confirmed_by = PlainCharField(ask="Enter who confirmed it", label="Confirmed by", help_text="Name and post.")
    said = PlainTextField(required=False, max_length=LONG, rows=3, label="What they said")


class CloseForm(CaseForm):
    """Why a form applies no longer."""

    reason = PlainTextField(
        ask="Say why it applies no longer", max_length=LONG, rows=3, label="Why it applies no longer"
    )


class WeighForm(CaseForm):
    """Which restrictions make no work or training unsuitable, and why."""

    keys = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="What makes no work or training unsuitable?",
        error_messages=ask("Choose what makes no work or training unsuitable"),
    )
    reason = PlainTextField(
        ask="Say why it makes no work or training unsuitable",
        max_length=LONG,
        rows=3,
        label="Why it makes none unsuitable",
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = list(choices)  # type: ignore[attr-defined]  # a list
