"""Forms of standing members."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import Agency, User
from meetings.forms import NOT_LISTED, REASON, PersonPick
from meetings.rules.grades import ANOTHER, ANOTHER_LABEL, LADDERS
from offenders.forms.base import CaseForm, Pick
from ui.fields import PlainCharField, PlainTextField, TypedDateField

LEVELS = [("2", "Level 2"), ("3", "Level 3")]
GRADES = [
    ("", "Choose one"),
    *((ladder.name, list(ladder.grades.items())) for ladder in LADDERS.values()),
    (ANOTHER, ANOTHER_LABEL),
]


class MemberForm(CaseForm):
    """A standing member with the deputy."""

    agency = Pick("Choose the agency", label="Agency")
    post = PlainCharField(
        ask="Enter the post",
        max_length=100,
        label="Post",
        help_text="As it is printed where no name may stand, for example Detective inspector.",
    )
    person = PersonPick("Choose the person", required=False, label="Person, if they have an account", empty="Nobody")
    name = PlainCharField(required=False, max_length=120, label="Or the name of somebody without an account")
    grade = forms.ChoiceField(
        choices=GRADES, label="Grade", error_messages={"required": "Choose the grade", **NOT_LISTED}
    )
    levels = forms.MultipleChoiceField(
        choices=LEVELS,
        widget=forms.CheckboxSelectMultiple,
        label="Comes to meetings at",
        error_messages={"required": "Choose Level 2, Level 3 or both", **NOT_LISTED},
    )
    deputy = PersonPick("Choose the deputy", required=False, label="Deputy, if they have an account", empty="Nobody")
    deputy_name = PlainCharField(required=False, max_length=120, label="Or the name of a deputy without an account")
    starts_on = TypedDateField(ask="Enter the first day", label="From")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies
        for name in ("person", "deputy"):
            cast(forms.ModelChoiceField, self.fields[name]).queryset = people


class ChangeMemberForm(MemberForm):
    """The same of one who is kept already: the agency stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["agency"]


class EndMemberForm(CaseForm):
    """Ending a standing membership."""

    ends_on = TypedDateField(ask="Enter the last day", label="Last day")
    reason = PlainTextField(ask="Say why the membership ends", max_length=REASON, rows=3, label="Reason")
