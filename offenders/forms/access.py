"""Forms about who sees a case: restricting, ending, asking to be involved, answering that, emergency access."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from offenders.forms.base import CaseForm, PickSeveral, choices_field
from offenders.models import AccessRequest, EmergencyReview, Restriction
from ui.fields import PlainCharField, PlainTextField, TypedDateField

State = AccessRequest.State


class PeoplePick(PickSeveral):
    """Some people, with their agencies."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and agency."""
        return f"{obj.full_name} ({obj.agency.name})" if obj.agency else obj.full_name


class RestrictForm(CaseForm):
    """Restricting the case to named people, deciding that anew, or lifting it."""

    restricted = forms.TypedChoiceField(
        choices=[("yes", "Restricted: named people only"), ("no", "Not restricted")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Who may see this case",
        error_messages={
            "required": "Choose whether the case is restricted",
            "invalid_choice": "Choose whether the case is restricted",
        },
    )
    reason = PlainTextField(ask="Say why", label="Reason", max_length=4_000)
    kind = choices_field(
        "Choose why the case is restricted",
        Restriction.Kind.choices,
        required=False,
        label="If restricted: because of what",
    )
    coordinators_know = forms.TypedChoiceField(
        choices=[("yes", "Yes, but nothing more"), ("no", "No, not even that")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        label="If restricted: do Co-ordinators of the area learn that the case exists",
        error_messages={"invalid_choice": "Choose whether Co-ordinators learn that the case exists"},
    )
    review_on = TypedDateField(required=False, label="If restricted: to be decided anew by", help_text="Within a year.")
    people = PeoplePick(
        "Choose from the people listed",
        required=False,
        label="If restricted: who else is named",
        help_text="The owner, those who work on the case and you are named in any case. "
        "People named here see it until 4 weeks after the day above.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["people"]).queryset = people

    def clean(self) -> dict[str, Any]:
        """A restriction says why, who learns of it and until when."""
        cleaned = super().clean() or {}
        if cleaned.get("restricted"):
            asked = {
                "kind": "Choose why the case is restricted",
                "coordinators_know": "Choose whether Co-ordinators learn that the case exists",
                "review_on": "Enter the day by which this is decided anew",
            }
            for name, sentence in asked.items():
                if cleaned.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned


class EndPartForm(CaseForm):
    """The day on which somebody's part or exception ends, and why."""

    on = TypedDateField(ask="Enter the date on which it ends", past=True, label="Ends on")
    reason = PlainTextField(ask="Say why it ends", label="Reason", max_length=4_000)


class KeepDenialForm(CaseForm):
    """Why a bar stands, and by when that is decided anew."""

    review_on = TypedDateField(
        ask="Enter the day by which the bar is decided anew",
        label="To be decided anew by",
        help_text="Within six months.",
    )
    reason = PlainTextField(ask="Say why the bar stands", label="Reason", max_length=4_000)


class EndDenialForm(CaseForm):
    """Why a bar is lifted."""

    on = TypedDateField(ask="Enter the date from which they are no longer barred", label="No longer barred from")
    reason = PlainTextField(ask="Say why they are no longer barred", label="Reason", max_length=4_000)


class AskForm(CaseForm):
    """A request to be involved. `known` says that a search has told the person that the case exists."""

    reference = PlainCharField(
        ask="Enter the case reference", label="Case reference", help_text="For example, MC-1024", max_length=20
    )
    about = forms.CharField(widget=forms.HiddenInput, required=False)
    part = choices_field(
        "Choose what you ask for", AccessRequest.Part.choices, label="What you ask for", widget=forms.RadioSelect
    )
    need = PlainTextField(
        ask="Say why you need to know",
        label="Why you need to know",
        help_text="What you or your agency do, and what you need for it. Whoever decides reads this.",
        max_length=4_000,
        rows=6,
    )
    until = TypedDateField(
        ask="Enter the day on which it ends",
        future=True,
        label="Until",
        help_text="The first day on which you no longer need it, within a year.",
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["reference"]


class OwnRequestForm(CaseForm):
    """What somebody does with their own request while it is open."""

    what = choices_field(
        "Choose what to do",
        [("more", "Answer the question"), ("withdraw", "Withdraw the request")],
        label="What to do",
        widget=forms.RadioSelect,
    )
    words = PlainTextField(required=False, label="Your answer", max_length=4_000)

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            cast(forms.ChoiceField, self.fields["what"]).choices = [("withdraw", "Withdraw the request")]
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        """An answer has words."""
        cleaned = super().clean() or {}
        if cleaned.get("what") == "more" and cleaned.get("words") == "":
            self.add_error("words", "Enter your answer")
        return cleaned


class AnswerForm(CaseForm):
    """What is answered to a request to be involved."""

    outcome = choices_field(
        "Choose your answer",
        [
            (State.ACCEPTED.value, "Accept: give what is asked for, until the day asked for"),
            (State.REFUSED.value, "Do not accept"),
            (State.MORE_WANTED.value, "Ask for more"),
        ],
        label="Your answer",
        widget=forms.RadioSelect,
    )
    words = PlainTextField(
        required=False,
        label="Reason, or what you need to know",
        help_text="A question is shown to whoever asked: write nothing about the case in it. A reason is kept for "
        "the record and is not shown to them.",
        max_length=4_000,
    )


class EmergencyForm(CaseForm):
    """Emergency access to a case. `known` says that a search has told the person that the case exists."""

    reference = PlainCharField(
        ask="Enter the case reference", label="Case reference", help_text="For example, MC-1024", max_length=20
    )
    about = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = PlainTextField(
        ask="Say what has happened and why it cannot wait",
        label="What has happened, and why it cannot wait",
        help_text="The case owner, the Co-ordinator and whoever reviews this read it.",
        max_length=4_000,
        rows=5,
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["reference"]


class EmergencyReviewForm(CaseForm):
    """What was found about an emergency access."""

    outcome = choices_field(
        "Choose what you found", EmergencyReview.Outcome.choices, label="What you found", widget=forms.RadioSelect
    )
    reason = PlainTextField(ask="Say what you found and how", label="In your words", max_length=4_000, rows=6)
