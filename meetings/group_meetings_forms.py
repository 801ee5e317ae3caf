"""Forms of meetings of core groups: planned, changed, cancelled, noted, and put down afterwards."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from meetings.forms import LONG_TEXT, REASON
from meetings.groups_forms import NO_VICTIMS
from meetings.models import CoreGroupMember
from offenders.forms.base import CaseForm, PickSeveral, tick
from ui.fields import PlainCharField, PlainTextField, TypedDateTimeField


class MembersPick(PickSeveral):
    """Some members of the group, by name and agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, agency."""
        return f"{obj.name}, {obj.agency.name}"


class MeetForm(CaseForm):
    """When the group meets, where, and who is asked."""

    renamed = {"person_name": "members"}

    starts_at = TypedDateTimeField(ask="Enter the date and time of the meeting", label="Date and time")
    venue = PlainCharField(required=False, label="Place")
    remote = tick("By video or telephone")
    members = MembersPick("Choose at least one member", label="Who is asked")

    def __init__(self, *args: Any, members: QuerySet[CoreGroupMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["members"]).queryset = members


class ChangeForm(MeetForm):
    """Another time, place, or other members."""

    renamed = {**MeetForm.renamed, "status_reason": "reason"}

    reason = PlainTextField(ask="Say why it is changed", max_length=REASON, rows=3, label="Reason")


class PutDownForm(MeetForm):
    """A meeting that was held without its being planned here."""

    note = PlainTextField(
        ask="Say what was done with the tasks",
        max_length=LONG_TEXT,
        rows=6,
        label="What was done with the tasks",
        help_text=NO_VICTIMS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].label = "Who came"


class NoteForm(CaseForm):
    """Who came, and what was done."""

    came = MembersPick("Choose who came", label="Who came")
    note = PlainTextField(
        ask="Say what was done with the tasks",
        max_length=LONG_TEXT,
        rows=6,
        label="What was done with the tasks",
        help_text=NO_VICTIMS,
    )

    def __init__(self, *args: Any, members: QuerySet[CoreGroupMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["came"]).queryset = members


class CancelForm(CaseForm):
    """Why the meeting does not take place, or did not."""

    renamed = {"status_reason": "reason"}

    reason = PlainTextField(ask="Say why it is cancelled", max_length=REASON, rows=3, label="Reason")
