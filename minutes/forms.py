"""Forms about what leaves a meeting."""

import re
from collections.abc import Collection, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import Agency
from meetings.models import Invitation
from meetings.rules.summary import FIELDS
from minutes.facts import LABELS, called
from minutes.models import EXEMPTIONS, FORMS, STEPS
from minutes.rules.distribution import REPLIES, STEP_WORDS, Step
from minutes.rules.leaks import KIND_WORDS, Hit
from minutes.rules.notes import Note
from minutes.rules.person import Line
from offenders.forms.base import CaseForm, Pick, choices_field
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask
from ui.forms import HouseForm

REASON = 2_000
YES_NO = (("yes", "Yes"), ("no", "No"))
HASH = re.compile(r"[0-9a-f]{64}")
AS_ISSUED = ", in the version that was issued"


class LeaksForm(CaseForm):
    """A reason for each hit that may stand; the others stay open."""

    mark_optional = False

    def __init__(self, *args: Any, hits: Sequence[Hit], issued: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for hit in hits:
            where = LABELS.get(hit.field, hit.field) + (AS_ISSUED if hit.key in issued else "")
            self.fields[hit.key] = PlainTextField(
                required=False,
                max_length=REASON,
                rows=2,
                label=f"{where}: \u201c{hit.found}\u201d",
                help_text=f"{KIND_WORDS[hit.kind]}. \u201c{hit.around}\u201d",
            )
        self.keys = [hit.key for hit in hits]

    @property
    def reasons(self) -> dict[str, str]:
        """Hit -> why it may stand, for those with a reason."""
        return {key: self.cleaned_data[key] for key in self.keys if self.cleaned_data[key].strip()}


class PlanLinesForm(CaseForm):
    """What the person is to read of their plan."""

    lines = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="What the person is to read",
        help_text="Nothing of victims, of other people or of what others were told.",
        error_messages=ask("Choose what the person is to read"),
    )

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(line.key, f"{line.heading}: {line.text}") for line in lines]
        cast(forms.MultipleChoiceField, self.fields["lines"]).choices = offered


class GivePlanForm(CaseForm):
    """When and how the person was given their copy."""

    renamed = {"on": "given_on"}

    given_on = TypedDateField(ask="Enter the day on which it was given", past=True, label="Given on")
    how = PlainTextField(
        ask="Say how it was given", label="How it was given, and what was explained", max_length=REASON, rows=3
    )


class CirculateForm(CaseForm):
    """Until when contributors may comment."""

    comments_by = TypedDateField(
        ask="Enter the last day for comments",
        future=True,
        label="Last day for comments",
        help_text="For example, 27 3 2027",
    )


class CommentForm(CaseForm):
    """What an agency says of the draft."""

    agency = Pick("Choose the agency", label="Agency")
    text = PlainTextField(ask="Enter the comment", max_length=REASON, rows=5, label="Comment")
    exemption = choices_field(
        "Choose the ground", EXEMPTIONS, required=False, label="Something is to be left out because"
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class AnswerForm(CaseForm):
    """The chair's decision on a comment."""

    followed = choices_field(
        "Choose whether the comment is followed",
        YES_NO,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        label="Is the comment followed?",
    )
    reason = PlainTextField(ask="Say why", max_length=REASON, rows=3, label="Why")


class RecipientForm(CaseForm):
    """Who receives a copy, and why."""

    recipient = PlainCharField(
        ask="Enter who receives the summary",
        max_length=200,
        label="Recipient",
        help_text="Post and organisation, for example the clerk of the Invented Crown Court. It stands on every page.",
    )
    purpose = PlainTextField(ask="Say why they receive it", max_length=REASON, rows=2, label="Why they receive it")


class IssueForm(RecipientForm):
    """To whom the summary goes first."""

    renamed = {item.key: "" for item in FIELDS}


class SentForm(CaseForm):
    """When and how a copy was sent."""

    sent_on = TypedDateField(ask="Enter the day on which it was sent", past=True, label="Sent on")
    way = PlainCharField(
        ask="Enter how it was sent",
        max_length=200,
        label="How",
        help_text="For example secure e-mail, or by hand.",
    )


class VerifyForm(HouseForm):
    """The hash of a file, as its recipient worked it out."""

    sha256 = PlainCharField(
        ask="Enter the SHA-256 of your file",
        max_length=200,
        label="SHA-256 of the file",
        help_text="64 letters and digits. Spaces and capital letters make no difference.",
    )

    def clean_sha256(self) -> str:
        """The hash in lower case without spaces."""
        typed = "".join(self.cleaned_data["sha256"].split()).lower()
        if not HASH.fullmatch(typed):
            raise ValidationError("Enter 64 letters a to f and digits")
        return typed


class InvitationPick(Pick):
    """One of those invited, in words."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, post, organisation."""
        return called(obj)


class LeaveOutForm(CaseForm):
    """Somebody invited who does not receive the minutes, and why."""

    invitation = InvitationPick("Choose who does not receive the minutes", label="Who does not receive them")
    reason = PlainTextField(ask="Say why", max_length=REASON, rows=3, label="Why")

    def __init__(self, *args: Any, invitations: QuerySet[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["invitation"]).queryset = invitations


GIVEN = [(value, words) for value, words in FORMS if value not in REPLIES]
"""Forms that the chair gives somebody; the others are drawn with the reply to a request (ENQ-30)."""


class TakeBackForm(CaseForm):
    """Why somebody left out receives the minutes after all."""

    reason = PlainTextField(ask="Say why", max_length=REASON, rows=3, label="Why they receive them after all")


class StrikeForm(CaseForm):
    """Why a copy goes to nobody."""

    reason = PlainCharField(ask="Say why", max_length=400, label="Why it goes to nobody")


class BeyondForm(CaseForm):
    """A copy for somebody who was not invited, or one on paper."""

    recipient = PlainCharField(
        ask="Enter who receives it",
        max_length=200,
        label="Recipient",
        help_text="Name, post and organisation, as printed on every page.",
    )
    form = choices_field("Choose what they receive", GIVEN, widget=forms.RadioSelect, label="What they receive")
    reason = PlainTextField(ask="Say why they receive it", max_length=REASON, rows=3, label="Why they receive it")


class StepForm(CaseForm):
    """What became of a copy."""

    step = choices_field("Choose what happened", STEPS, widget=forms.RadioSelect, label="What happened")
    happened_on = TypedDateField(ask="Enter the day on which it happened", past=True, label="On")
    note = PlainCharField(required=False, max_length=400, label="Note")

    def __init__(self, *args: Any, steps: Sequence[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["step"]).choices = [(step.value, STEP_WORDS[step]) for step in steps]


class ConfirmForm(CaseForm):
    """The recipient's own word."""

    read = choices_field(
        "Choose what you confirm",
        (("no", "They arrived safely"), ("yes", "They arrived safely and I have read them")),
        widget=forms.RadioSelect,
        label="What do you confirm?",
    )


class CorrectionForm(CaseForm):
    """What is wrong in the minutes."""

    text = PlainTextField(ask="Say what is wrong", max_length=REASON, rows=5, label="What is wrong, and what is right")


class SharingForm(CaseForm):
    """With whom inside their own agency a recipient shares the minutes."""

    shared_with = PlainCharField(
        ask="Enter the posts of those who get them",
        max_length=400,
        label="With whom",
        help_text="Posts in your own agency, for example: duty manager, Invented Bay office",
    )
    text = PlainTextField(ask="Say why it is necessary", max_length=REASON, rows=3, label="Why it is necessary")
    kind = choices_field(
        "Choose whether it is once or regularly",
        (
            (Note.SHARED.value, "Once: it was shared"),
            (Note.REGULAR.value, "Regularly: the chair is asked to agree first"),
        ),
        widget=forms.RadioSelect,
        label="Once or regularly?",
    )
    happened_on = TypedDateField(ask="Enter the day", past=True, label="Shared, or asked, on")


class NoteDecisionForm(CaseForm):
    """The chair's decision on what a recipient asked."""

    agreed = choices_field(
        "Choose whether you agree",
        YES_NO,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        label="Do you agree?",
    )
    reason = PlainTextField(ask="Say why", max_length=REASON, rows=3, label="Why")


class NothingAskedForm(CaseForm):
    """Nothing is asked: sending it is the answer."""


class RecordingForm(CaseForm):
    """That a meeting is recorded."""

    board_allows = PlainCharField(
        ask="Enter the board's decision that allows it",
        max_length=200,
        label="Decision of the Strategic Management Board that allows recordings",
        help_text="For example, meeting of 12 March 2026, item 4.",
    )
    consent = PlainTextField(
        ask="Say how everybody's consent was obtained", max_length=REASON, rows=3, label="Consent at the start"
    )
    kept_where = PlainCharField(ask="Enter where the recording is kept", max_length=200, label="Where it is kept")


class DeletedForm(CaseForm):
    """That a recording was deleted."""

    deleted_on = TypedDateField(ask="Enter the day on which it was deleted", past=True, label="Deleted on")
