"""Forms of a referral: how it begins, its sections, submitting, the decision, disputes."""

from typing import Any, ClassVar, cast

from django import forms

from levels.forms import LEVELS, REASON, OffencePick
from levels.rules import LEVEL_2_REASONS, LEVEL_3_REASONS
from offenders.forms.base import CaseForm, choices_field
from referrals.models import OUTCOMES, PURPOSES
from referrals.rules.questions import Kind, Question, Section
from referrals.rules.steps import Outcome
from ui.fields import PlainCharField, PlainTextField, TypedDateField

NOT_LISTED = {"invalid_choice": "Choose one of the answers listed"}
LONG_TEXT = 20_000


class StartForm(CaseForm):
    """What the referral asks for."""

    purpose = choices_field(
        "Choose what the referral is for", PURPOSES, label="What the referral is for", widget=forms.RadioSelect
    )


class SectionForm(CaseForm):
    """One section, with the questions that its table asks. Everything may stay empty until it is submitted."""

    mark_optional = False

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in section.questions:
            self.fields[question.key] = _field(question)

    @property
    def answers(self) -> dict[str, str]:
        """The answers as they are stored: dates as ISO text."""
        values = {name: self.cleaned_data.get(name) or "" for name in self.cleaned_data if name in self.fields}
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _field(question: Question) -> forms.Field:
    if question.kind is Kind.DATE:
        hint = f"{question.guidance} For example, 27 3 2026".strip()
        return TypedDateField(required=False, label=question.label, help_text=hint)
    if question.kind is Kind.CHOICE:
        return forms.ChoiceField(
            required=False,
            choices=list(question.choices),
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"} if len(question.choices) == 2 else {}),
            label=question.label,
            help_text=question.guidance,
            error_messages=NOT_LISTED,
        )
    if question.kind is Kind.LINE:
        return PlainCharField(required=False, label=question.label, help_text=question.guidance)
    return PlainTextField(
        required=False, max_length=LONG_TEXT, rows=4, label=question.label, help_text=question.guidance
    )


class SubmitForm(CaseForm):
    """Sending the referral; a further version says what is corrected."""

    def __init__(self, *args: Any, further: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if further:
            self.fields["reason"] = PlainTextField(
                ask="Say what is corrected, and why", label="What is corrected, and why", max_length=REASON, count=True
            )


class WithdrawForm(CaseForm):
    """Why a referral is taken back."""

    reason = PlainTextField(ask="Say why it is withdrawn", label="Why it is withdrawn", max_length=REASON, count=True)


class DecisionForm(CaseForm):
    """The Co-ordinator's decision."""

    renamed: ClassVar[dict[str, str]] = {
        "information_sources": "level",
        "prison_notified_on": "level",
        "decided_on": "outcome",
    }

    outcome = choices_field("Choose a decision", OUTCOMES, label="Decision", widget=forms.RadioSelect)
    level = forms.TypedChoiceField(
        required=False,
        choices=[(str(level), LEVELS[level][0]) for level in (2, 3)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        label="Level",
        help_text="Counts only when the referral is accepted.",
        error_messages=NOT_LISTED,
    )
    meeting_on = TypedDateField(
        required=False,
        future=True,
        label="Date of the meeting",
        help_text="Only when the referral is accepted. For example, 27 3 2027",
    )
    grounds = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Grounds for the level",
        choices=[
            *((key, f"Level 2: {words}") for key, words in LEVEL_2_REASONS.items()),
            *((key, f"Level 3: {words}") for key, words in LEVEL_3_REASONS.items()),
        ],
        error_messages={"invalid_choice": "Choose from the grounds listed", "invalid_list": "Choose from the grounds"},
    )
    offence = OffencePick(
        "Choose the offence it rests on",
        required=False,
        empty="None",
        label="Offence it rests on",
        help_text="The offence that shows that the person can cause serious harm.",
    )
    reason = PlainTextField(
        ask="Give the reasons",
        label="Reasons",
        help_text="Told to whoever referred, whichever way it goes. No names of victims.",
        max_length=REASON,
        count=True,
    )

    def __init__(self, *args: Any, offences: Any, category_3: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if category_3:
            cast(forms.ModelChoiceField, self.fields["offence"]).queryset = offences
            del self.fields["grounds"]
        else:
            del self.fields["offence"]

    def clean(self) -> dict[str, Any]:
        """What was typed. A button once chosen cannot be cleared, so a refusal leaves level and grounds aside."""
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.REFUSED:
            cleaned |= {"level": None} | ({"grounds": []} if "grounds" in self.fields else {})
        return cleaned


class _DisputeForm(CaseForm):
    """What every step of a dispute says."""

    happened_on = TypedDateField(ask="Enter the date", past=True, label="Date")
    manager = PlainCharField(ask="Enter the senior manager", label="Senior manager", help_text="Name, post and agency")


class DisputeForm(_DisputeForm):
    """That the decision is disputed."""

    reason = PlainTextField(ask="Say why it is disputed", label="Why it is disputed", max_length=REASON, count=True)


class SettleForm(_DisputeForm):
    """What a senior manager decided."""

    anew = forms.TypedChoiceField(
        choices=[("no", "The decision stands"), ("yes", "The Co-ordinator decides anew")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="What was decided",
        error_messages={"required": "Choose what was decided", "invalid_choice": "Choose what was decided"},
    )
    reason = PlainTextField(ask="Give the reasons", label="Reasons", max_length=REASON, count=True)
