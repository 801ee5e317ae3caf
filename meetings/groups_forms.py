"""Forms of core groups and of notes of professionals' meetings."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import Agency
from assessments.models import PILLARS
from meetings.forms import LONG_TEXT, REASON
from meetings.models import Meeting
from meetings.models_groups import BECOMES, CoreGroup
from meetings.rules.groups import Becomes
from meetings.services.group_tasks import Onward
from offenders.forms.base import CaseForm, Pick, choices_field, tick
from ui.fields import PlainCharField, PlainTextField, TypedDateField
from ui.words import day, weekday

NO_VICTIMS = "No names of victims."


class MeetingPick(Pick):
    """One of the meetings of the case, by its day."""

    def label_from_instance(self, obj: Any) -> str:
        """Level and day."""
        return f"Level {obj.level} meeting, {weekday(obj.held_on)}"


class GroupPick(Pick):
    """One of the core groups of the case, by its day and what it is for."""

    def label_from_instance(self, obj: Any) -> str:
        """The day and the purpose."""
        return f"Set up {day(obj.formed_on)}: {obj.purpose[:80]}"


class OnwardForm(CaseForm):
    """What becomes of tasks that their group does not do."""

    carry_boxes = ("to_group", "to_meeting", "pillar", "how")

    becomes = choices_field(
        "Choose what becomes of it", BECOMES, required=False, widget=forms.RadioSelect, label="What becomes of it"
    )
    to_group = GroupPick("Choose another core group", required=False, label="If carried: the other core group")
    to_meeting = MeetingPick(
        "Choose the meeting", required=False, label="If carried as an action: the meeting, still to be closed"
    )
    pillar = choices_field("Choose the heading", PILLARS, required=False, label="Heading of the action")
    how = PlainTextField(required=False, max_length=REASON, rows=2, label="How the action manages the risk")

    def offer(self, groups: QuerySet[CoreGroup], meetings: QuerySet[Meeting], *, carries: bool, first: str) -> None:
        """Offer where tasks can go; `first` are the words of the choice that says none of this."""
        cast(forms.ModelChoiceField, self.fields["to_group"]).queryset = groups
        cast(forms.ModelChoiceField, self.fields["to_meeting"]).queryset = meetings
        gone: set[str] = set()
        if not carries or not groups.exists():
            gone |= {Becomes.GROUP}
            del self.fields["to_group"]
        if not carries or not meetings.exists():
            gone |= {Becomes.ACTION}
            for name in ("to_meeting", "pillar", "how"):
                del self.fields[name]
        listed = [one for one in BECOMES if one[0] not in gone]
        cast(forms.ChoiceField, self.fields["becomes"]).choices = [("", first), *listed] if first else listed

    def onward(self, words: str) -> Onward:
        """As the service takes it."""
        typed = self.cleaned_data
        return Onward(
            becomes=typed.get("becomes") or "",
            words=words,
            to_group=typed.get("to_group"),
            to_meeting=typed.get("to_meeting"),
            pillar=typed.get("pillar") or "",
            how=typed.get("how") or "",
        )


class SetUpForm(CaseForm):
    """A core group that the meeting sets up."""

    purpose = PlainTextField(
        ask="Say what the group is for", max_length=REASON, rows=3, label="What the group is for", help_text=NO_VICTIMS
    )
    formed_on = TypedDateField(ask="Enter the day on which it was set up", past=True, label="Set up on")


class MemberForm(CaseForm):
    """Somebody in the group."""

    renamed = {"person_name": "name"}
    agency = Pick("Choose the agency", label="Agency")
    name = PlainCharField(ask="Enter the name", max_length=120, label="Name")
    post = PlainCharField(required=False, max_length=120, label="Post")
    vetted = tick("They are vetted")
    joined_on = TypedDateField(ask="Enter the day on which they joined", past=True, label="In the group from")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class LeaveForm(CaseForm):
    """That somebody left the group."""

    left_on = TypedDateField(ask="Enter the day on which they left", past=True, label="In the group until")
    reason = PlainTextField(ask="Say why they left", max_length=REASON, rows=3, label="Reason")


class TaskForm(CaseForm):
    """What a meeting gives the group to do."""

    meeting = MeetingPick("Choose the meeting that set it", label="Set by the meeting")
    description = PlainTextField(
        ask="Say what is to be done", max_length=REASON, rows=3, label="What is to be done", help_text=NO_VICTIMS
    )
    agency = Pick("Choose the agency that does it", label="Agency that does it")
    due_on = TypedDateField(ask="Enter the day by which it is done", label="By")

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = meetings
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class DoneForm(OnwardForm):
    """What came of a task."""

    renamed = {"words": "outcome"}
    field_order = ("done_on", "outcome", "becomes")

    done_on = TypedDateField(ask="Enter the day on which it was done", past=True, label="Done on")
    outcome = PlainTextField(ask="Say what came of it", max_length=REASON, rows=3, label="What came of it")

    def __init__(
        self, *args: Any, groups: QuerySet[CoreGroup], meetings: QuerySet[Meeting], carries: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["becomes"].label = "Who did it"
        self.offer(groups, meetings, carries=carries, first="Done by the group")


class ReportForm(CaseForm):
    """What the group reports to a meeting."""

    meeting = MeetingPick("Choose the meeting", label="Reported to the meeting")
    reported_on = TypedDateField(ask="Enter the day of the report", past=True, label="Reported on")
    text = PlainTextField(
        ask="Say what was reported", max_length=LONG_TEXT, rows=6, label="Progress", help_text=NO_VICTIMS
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = meetings


class EndForm(OnwardForm):
    """That the group is ended, and what becomes of its open tasks."""

    field_order = ("ended_on", "reason", "becomes", "words")

    ended_on = TypedDateField(ask="Enter the day on which it ended", past=True, label="Ended on")
    reason = PlainTextField(ask="Say why the group is ended", max_length=REASON, rows=3, label="Reason")
    words = PlainTextField(
        required=False, max_length=REASON, rows=2, label="Where they were done, or why they are not needed or go on"
    )

    def __init__(
        self, *args: Any, number: int, groups: QuerySet[CoreGroup], meetings: QuerySet[Meeting], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not number:
            for name in ("becomes", "words", *self.carry_boxes):
                del self.fields[name]
            return
        open_ones = "the open task" if number == 1 else f"the {number} open tasks"
        self.fields["becomes"].label = f"What becomes of {open_ones}"
        self.offer(groups, meetings, carries=True, first="")


class ProfessionalsForm(CaseForm):
    """What is noted of a professionals' meeting."""

    held_on = TypedDateField(ask="Enter the day of the meeting", past=True, label="Held on")
    purpose = PlainTextField(ask="Say what it was about", max_length=REASON, rows=3, label="What it was about")
    referrer = PlainCharField(
        ask="Name the referrer",
        label="Referrer",
        help_text="Name and post. The referrer brings people together and writes the notes.",
    )
    people = PlainTextField(
        ask="Name who else took part",
        max_length=REASON,
        rows=4,
        label="Who else took part",
        help_text="Name, post and agency, one person a line. With the referrer there are normally three or four.",
    )
    notes_where = PlainCharField(
        ask="Say where the notes are kept",
        label="Where the notes are kept",
        help_text="On the lead agency's own system, for example the entry of that day.",
    )
    notes_on = TypedDateField(ask="Enter the day of the notes", past=True, label="Notes of")

    @property
    def those_there(self) -> list[str]:
        """Who else took part, a line each."""
        return [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
