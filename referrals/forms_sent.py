"""The form by which any agency sends a referral in, and those by which the Unit answers it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

from levels.forms import REASON
from offenders.forms.base import CaseForm, choices_field
from referrals.models import PURPOSES
from referrals.rules import sending
from referrals.rules.completeness import Answers
from referrals.rules.questions import Kind, Question
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask

LONG_TEXT = 10_000
NOT_KNOWN = "Leave it empty if you do not know."


class SendForm(CaseForm):
    """What is asked of somebody who sees no case; only what the Unit cannot do without has to be answered."""

    mark_optional = False
    purpose = choices_field(
        "Choose what the referral is for", PURPOSES, label="What the referral is for", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in sending.sections():
            for question in section.questions:
                self.fields[question.key] = _field(question)

    def parts(self) -> Iterator[tuple[str, list[Any]]]:
        """The fields as the page shows them, under the title of their section."""
        for section in sending.sections():
            yield section.title, [self[question.key] for question in section.questions]

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """The answers as they are stored: dates as ISO text."""
        return {
            section.key: {question.key: _stored(self.cleaned_data.get(question.key)) for question in section.questions}
            for section in sending.sections()
        }


class CorrectForm(SendForm):
    """The same questions with the answers as they stand, and what is corrected."""

    correction = PlainTextField(
        ask="Say what is corrected, and why",
        label="What is corrected, and why",
        help_text="The Unit reads it, with each answer that you change.",
        max_length=REASON,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["purpose"]
        self.fields["correction"] = self.fields.pop("correction")


def initial_of(answers: Answers) -> dict[str, Any]:
    """Stored answers as the form shows them: a date as a date."""
    found: dict[str, Any] = {}
    for section in sending.sections():
        for question in section.questions:
            text = answers.get(section.key, {}).get(question.key, "")
            found[question.key] = dt.date.fromisoformat(text) if text and question.kind is Kind.DATE else text
    return found


def _stored(value: Any) -> str:
    if not value:
        return ""
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def _hint(question: Question, *, needed: bool) -> str:
    """What stands under the label. That there is none is asked of the lead agency, which can know; here it is not."""
    if question.key in sending.CONDITIONAL:
        return question.guidance
    own = question.hint.rstrip(".")
    if needed:
        return question.hint
    return f"{own}. {NOT_KNOWN}" if own and "none" not in own else NOT_KNOWN


def _field(question: Question) -> forms.Field:
    needed = question.key in sending.NEEDED
    common: dict[str, Any] = {"required": needed, "label": question.label, "help_text": _hint(question, needed=needed)}
    sentence = f"Answer “{question.label.rstrip('?')}”"
    if question.kind is Kind.CHOICE:
        return forms.ChoiceField(
            choices=list(question.choices),
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
            error_messages=ask(sentence),
            **common,
        )
    if needed:
        common["ask"] = sentence
    if question.kind is Kind.DATE:
        return TypedDateField(past=True, **common)
    if question.kind is Kind.LINE:
        return PlainCharField(max_length=200, **common)
    return PlainTextField(max_length=LONG_TEXT, rows=4, **common)


class TakeForm(CaseForm):
    """On which case it is decided."""

    renamed: ClassVar[dict[str, str]] = {"purpose": "reference"}
    reference = PlainCharField(
        ask="Enter the reference of the case",
        label="Reference of the case",
        help_text="Search for the person first. Record them when nobody has.",
        max_length=20,
    )


class RefuseForm(CaseForm):
    """Why it is not taken on."""

    reason = PlainTextField(
        ask="Give the reasons",
        label="Reasons",
        help_text="Told to whoever sent it. Do not say whether there is a case, and name no victim.",
        max_length=REASON,
        count=True,
    )
