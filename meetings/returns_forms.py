"""Forms of convening: what an agency says before a meeting, a reminder, and what became of an e-mail."""

from typing import Any, cast

from django import forms

from meetings.rules.returns import ANSWERS
from offenders.forms.base import CaseForm, choices_field
from offenders.rules.sensitivity import OPENING_WORDS, SENSITIVITY_WORDS, Sensitivity
from ui.fields import PlainTextField

LONG = 10_000
SHORT = 2_000
WENT = "went"
AGAIN = "again"
KINDS = [(kind.value, SENSITIVITY_WORDS[kind]) for kind in (Sensitivity.ORDINARY, Sensitivity.THIRD_PARTY)]


class ReturnForm(CaseForm):
    """What an agency knows, or that it knows nothing."""

    answer = choices_field(
        "Choose what your search found",
        ANSWERS.items(),
        widget=forms.RadioSelect,
        label="What did the search of your records find?",
    )
    text = PlainTextField(
        required=False,
        max_length=LONG,
        rows=8,
        label="What your agency knows",
        help_text="Contact since the last meeting, risk, people at risk, what protects, and what your agency can do.",
    )
    sensitivity = choices_field(
        "Choose what kind of information it is",
        KINDS,
        widget=forms.RadioSelect,
        label="What kind of information is it?",
        help_text="Police intelligence and restricted information are recorded on the case's page of information.",
    )
    note = PlainTextField(required=False, max_length=SHORT, rows=3, label="Note")

    def __init__(self, *args: Any, for_another: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["sensitivity"].widget).option_hints = {
            kind: OPENING_WORDS[Sensitivity(kind)] for kind, _ in KINDS
        }
        if for_another:
            self.fields["note"].label = "How the return reached you"
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "Say how this agency's return reached you"
            self.fields["note"].help_text = "And if the agency declined, why."
        else:
            self.fields["note"].label = "If you decline, why"


class RemindForm(CaseForm):
    """A reminder: nothing is typed."""


class SettleEmailForm(CaseForm):
    """Whether an e-mail went of which that is not known."""

    went = choices_field(
        "Choose what is to become of the e-mail",
        [(WENT, "It came; do not send it again"), (AGAIN, "It did not come; send it again")],
        widget=forms.RadioSelect,
        label="Did the e-mail come?",
    )
    how = PlainTextField(
        ask="Say how you know",
        max_length=SHORT,
        rows=2,
        label="How you know",
        help_text="For example, asked by telephone.",
    )
