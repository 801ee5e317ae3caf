"""Forms of what is written while a meeting is held. Anything may stay empty until the meeting closes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from assessments.forms import TEXT_LENGTH, ActionForm
from assessments.rules.plan import ActionStatus
from meetings.answers import ANSWERS, NONE_OF_THEM, Answer, Kind
from meetings.forms import LONG_TEXT, NOT_LISTED, REASON, cell
from meetings.models import ATTENDANCES, Invitation
from meetings.rules.grades import grade_choices
from meetings.rules.people import Party
from meetings.services.record import BOXES as COLUMN_BOXES
from offenders.forms.base import CaseForm, choices_field
from ui.fields import PlainCharField, PlainTextField, TypedDateField, TypedTimeField

COLUMNS = {box: column for column, box in COLUMN_BOXES.items()}
"""Box of the attendance page -> column of the invitation."""
MORE = {
    "admitted": "The chair’s word: outside the agreement",
    "admission": "What they answered, or are told instead",
    "authority": "Authority delegated by (the post)",
    "arrived": "Came at",
    "left": "Left at",
    "deputy": "Who came instead",
    "delegated": "Their authority",
}
"""Boxes that only some lines need, with the words beside them."""
ADMISSION = [("", "Not recorded"), ("yes", "Warned and admitted"), ("no", "Not admitted")]
AUTHORITY = [("", "Not recorded"), ("yes", "May commit resources"), ("no", "May not commit resources")]
BOXES = tuple(COLUMNS)
_CHOSEN: dict[bool | None, str] = {True: "yes", False: "no", None: ""}
_TOLD = {chosen: told for told, chosen in _CHOSEN.items()}
_YES_OR_NO = ("delegated_", "admitted_")


class ItemForm(CaseForm):
    """One agenda item, with the questions that its table asks. Everything may stay empty until the meeting closes."""

    mark_optional = False

    def __init__(self, *args: Any, item: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for answer in ANSWERS[item]:
            self.fields[answer.key] = _field(answer)

    def clean(self) -> dict[str, Any]:
        """None of the nine, or some of them: not both."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, list) and NONE_OF_THEM in value and len(value) > 1:
                self.add_error(name, "Choose either some of the nine or that none makes a difference")
                break
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """The answers as they are stored: dates as ISO text, several choices with commas between."""
        return {name: _stored(value) for name, value in self.cleaned_data.items() if name in self.fields}


def _stored(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")


def _field(answer: Answer) -> forms.Field:
    if answer.kind is Kind.DATE:
        hint = f"{answer.hint} For example, 27 3 2026".strip()
        return TypedDateField(required=False, label=answer.label, help_text=hint)
    if answer.kind is Kind.CHOICE:
        return forms.ChoiceField(
            required=False,
            choices=list(answer.choices),
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"} if len(answer.choices) == 2 else {}),
            label=answer.label,
            help_text=answer.hint,
            error_messages=NOT_LISTED,
        )
    if answer.kind is Kind.SEVERAL:
        return forms.MultipleChoiceField(
            required=False,
            choices=list(answer.choices),
            widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
            label=answer.label,
            help_text=answer.hint,
            error_messages=NOT_LISTED,
        )
    return PlainTextField(required=False, max_length=LONG_TEXT, rows=4, label=answer.label, help_text=answer.hint)


class AttendanceForm(CaseForm):
    """Who came: a row for each invitation."""

    mark_optional = False

    def __init__(self, *args: Any, rows: Sequence[Invitation], posts_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitations, self.posts_only = list(rows), posts_only
        for number, row in enumerate(self.invitations, start=1):
            who = f"{row.role_title}, {row.agency.name} (row {number})"
            self.fields[f"role_{row.pk}"] = PlainCharField(
                ask=f"Enter the post: {who}",
                max_length=120,
                label=f"Post: {who}",
                initial=row.role_title,
                widget=cell(),
            )
            if posts_only:
                continue
            if row.person_id is None:
                self.fields[f"name_{row.pk}"] = PlainCharField(
                    required=False, max_length=120, label=f"Name: {who}", initial=row.person_name, widget=cell()
                )
            self.fields[f"attendance_{row.pk}"] = forms.ChoiceField(
                required=False,
                choices=[("", "Not recorded"), *ATTENDANCES],
                widget=forms.Select(attrs={"class": "govuk-select"}),
                label=f"Attendance: {who}",
                initial=row.attendance,
                error_messages=NOT_LISTED,
            )
            self.fields[f"note_{row.pk}"] = PlainCharField(
                required=False, max_length=500, label=f"Note: {who}", initial=row.absence_note, widget=cell()
            )
            self._add_grade(row, who)
            self._add_admission(row, who)
            self._add_part_and_deputy(row, who)

    def _add_grade(self, row: Invitation, who: str) -> None:
        """The grade of who came, where the table has one for the agency, and who delegated authority to them."""
        offered = grade_choices(Party(row.party), row.agency.kind_id)
        if not offered:
            return
        self.fields[f"grade_{row.pk}"] = forms.ChoiceField(
            required=False,
            choices=[("", "Grade not recorded"), *offered],
            widget=forms.Select(attrs={"class": "govuk-select govuk-!-width-full"}),
            label=f"Grade of who came: {who}",
            initial=row.grade,
            error_messages=NOT_LISTED,
        )
        self.fields[f"authority_{row.pk}"] = PlainCharField(
            required=False,
            max_length=200,
            label=f"Authority delegated by (the post): {who}",
            initial=row.delegated_by,
            widget=cell(),
        )

    def _add_admission(self, row: Invitation, who: str) -> None:
        """What the chair said of somebody outside the information-sharing agreement; also where it was said before."""
        if row.agency.shares_information and row.admitted is None:
            return
        self.fields[f"admitted_{row.pk}"] = forms.ChoiceField(
            required=False,
            choices=ADMISSION,
            widget=forms.Select(attrs={"class": "govuk-select govuk-!-width-full"}),
            label=f"The chair’s word on somebody outside the information-sharing agreement: {who}",
            initial=_CHOSEN[row.admitted],
            error_messages=NOT_LISTED,
        )
        self.fields[f"admission_{row.pk}"] = PlainCharField(
            required=False,
            max_length=500,
            label=f"What they answered to the chair, or why they were not admitted and what they are told: {who}",
            initial=row.admission,
            widget=cell(),
        )

    def _add_part_and_deputy(self, row: Invitation, who: str) -> None:
        """The boxes that few lines need: when they came and left, and who came in their place."""
        for box, label in (("arrived", "Came at"), ("left", "Left at")):
            self.fields[f"{box}_{row.pk}"] = TypedTimeField(
                required=False, label=f"{label}: {who}", initial=getattr(row, COLUMNS[box]), widget=cell()
            )
        self.fields[f"deputy_{row.pk}"] = PlainCharField(
            required=False, max_length=120, label=f"Who came instead: {who}", initial=row.deputy, widget=cell()
        )
        self.fields[f"delegated_{row.pk}"] = forms.ChoiceField(
            required=False,
            choices=AUTHORITY,
            widget=forms.Select(attrs={"class": "govuk-select"}),
            label=f"Authority of who came instead: {who}",
            initial=_CHOSEN[row.delegated],
            error_messages=NOT_LISTED,
        )

    def clean(self) -> dict[str, Any]:
        """Somebody leaves after they came, and authority is that of a deputy."""
        cleaned = super().clean() or {}
        for row in self.invitations:
            arrived, left = cleaned.get(f"arrived_{row.pk}"), cleaned.get(f"left_{row.pk}")
            if arrived and left and left < arrived:
                self.add_error(f"left_{row.pk}", "Enter a time after the one at which they came")
            if cleaned.get(f"delegated_{row.pk}") and cleaned.get(f"deputy_{row.pk}") == "":
                self.add_error(f"deputy_{row.pk}", "Enter who came instead, or leave their authority out")
        return cleaned

    def table(self) -> list[dict[str, Any]]:
        """The rows of the page: the invitation with its fields."""
        return [
            {
                "invitation": row,
                **{box: self[f"{box}_{row.pk}"] for box in BOXES if f"{box}_{row.pk}" in self.fields},
                "more": self._more(row),
                "outside": not row.agency.shares_information,
                "open": any(bound.value() or bound.errors for _, bound in self._more(row)) or self._asks(row),
            }
            for row in self.invitations
        ]

    def _asks(self, row: Invitation) -> bool:
        """Whether the chair's word is still wanted, so that its box stands open."""
        return f"admitted_{row.pk}" in self.fields and row.admitted is None

    def _more(self, row: Invitation) -> list[tuple[str, BoundField]]:
        """The boxes that few lines need, with the words beside them; none once only posts can be corrected."""
        names = [(label, f"{box}_{row.pk}") for box, label in MORE.items()]
        return [(label, self[name]) for label, name in names if name in self.fields]

    @property
    def lines(self) -> dict[UUID, dict[str, Any]]:
        """What was typed for each invitation."""
        cleaned = {
            name: _TOLD[value] if name.startswith(_YES_OR_NO) else value for name, value in self.cleaned_data.items()
        }
        return {
            row.pk: {COLUMNS[box]: cleaned[f"{box}_{row.pk}"] for box in BOXES if f"{box}_{row.pk}" in self.fields}
            for row in self.invitations
        }


class MeetingActionForm(ActionForm):
    """An action agreed at a meeting: the plan's own form."""

    renamed = {"person": "owner"}


class AnswerActionForm(CaseForm):
    """Whether an agency takes an action, or why not and what is considered instead."""

    mark_optional = False

    status = choices_field(
        "Choose what the agency answered",
        [(ActionStatus.OPEN.value, "Accepted"), (ActionStatus.REFUSED.value, "Not accepted")],
        widget=forms.RadioSelect,
        label="Answer of the agency",
    )
    refusal_reason = PlainTextField(required=False, max_length=TEXT_LENGTH, rows=2, label="If not accepted, why")
    alternative = PlainTextField(
        required=False, max_length=TEXT_LENGTH, rows=2, label="If not accepted, the alternative considered"
    )

    def clean(self) -> dict[str, Any]:
        """Reasons belong to an action that was not accepted."""
        cleaned = super().clean() or {}
        if cleaned.get("status") == ActionStatus.OPEN:
            cleaned |= {"refusal_reason": "", "alternative": ""}
        return cleaned


class MessengerForm(CaseForm):
    """Who tells an absent agency of its actions, who answers there, and by when."""

    told_by = PlainCharField(
        ask="Enter who tells the agency", label="Who at the meeting tells them", help_text="Name or post."
    )
    contact = PlainCharField(
        ask="Enter who at the agency is to answer", label="Who at the agency answers", help_text="Name or post."
    )
    reply_by = TypedDateField(ask="Enter the day by which they answer", label="Answer by")


class ReplyForm(CaseForm):
    """What an absent agency answered."""

    reply = PlainTextField(ask="Enter what the agency answered", max_length=REASON, rows=3, label="Answer")
    replied_on = TypedDateField(ask="Enter the day of the answer", past=True, label="Answered on")


class CloseForm(CaseForm):
    """Closing a meeting: nothing is typed, warnings are ticked."""
