"""Forms of the record on ViSOR."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import Agency
from meetings.models import Meeting
from offenders.forms.base import CaseForm, Pick, choices_field, tick
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask
from ui.words import day
from visor.models import OWNERS, ROLES
from visor.rules.kinds import SPECS, Kind, Owner
from visor.rules.record import Known

REASON = 4_000


class MeetingPick(Pick):
    """One of the meetings after which the record is to be updated."""

    def label_from_instance(self, obj: Meeting) -> str:
        """The meeting by its level and day."""
        return f"Level {obj.level} meeting of {day(obj.held_on)}"


class EventForm(CaseForm):
    """One event of the record: only what its kind asks for is shown."""

    renamed = {"day": "happened_on"}

    meeting = MeetingPick("Choose the meeting", label="After which meeting")
    happened_on = TypedDateField(ask="Enter the day", past=True)
    owner = choices_field("Choose who owns the record", OWNERS, label="Owner of the record", widget=forms.RadioSelect)
    restricted = tick("The record has Restricted Access")
    who = PlainCharField(ask="Say who it was", max_length=200)
    details = PlainTextField(required=False, max_length=REASON, rows=4)

    def __init__(self, *args: Any, kind: Kind, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, spec = kind, SPECS[kind]
        self.fields["happened_on"].label = spec.day
        cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = meetings
        for name, label, sentence in (
            ("who", spec.who, spec.who_ask),
            ("details", spec.details, spec.details_ask),
        ):
            self.fields[name].label, self.fields[name].required = label, bool(sentence)
            self.fields[name].error_messages |= ask(sentence)
        asked = {"meeting": spec.meeting, "owner": spec.owner, "restricted": spec.restricted, "who": bool(spec.who)}
        for name, wanted in asked.items():
            if not wanted:
                del self.fields[name]

    def given(self) -> Known:
        """The event as typed."""
        cleaned = self.cleaned_data
        meeting = cleaned.get("meeting")
        return Known(
            self.kind,
            cleaned["happened_on"],
            Owner(cleaned["owner"]) if cleaned.get("owner") else None,
            cleaned.get("restricted", False),
            cleaned.get("who", ""),
            cleaned["details"],
            str(meeting.pk) if meeting else "",
        )


class WithdrawForm(CaseForm):
    """Why an event is taken back."""

    reason = PlainTextField(ask="Say what was wrong", label="What was wrong", max_length=REASON, rows=3)


class PartForm(CaseForm):
    """Who manages the record, or is a partner to it."""

    role = choices_field("Choose manager or partner", ROLES, label="Part", widget=forms.RadioSelect)
    holder = PlainCharField(ask="Enter the name or post", label="Name or post", max_length=200)
    agency = Pick("Choose the agency", label="Agency")
    starts = TypedDateField(ask="Enter the first day", past=True, label="First day")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class EndPartForm(CaseForm):
    """The last day of a part."""

    ends = TypedDateField(ask="Enter the last day", past=True, label="Last day")
