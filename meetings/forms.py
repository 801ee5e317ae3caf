"""Forms of meetings, minutes and summaries. What is written during a meeting may stay empty until it closes."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import Agency, User
from meetings.content import Content
from meetings.facts import Asked, party_of
from meetings.models import Meeting, MeetingSlot
from meetings.rules.people import PARTY_LABELS, STAFF_OF, STAFF_OF_KIND, Party
from meetings.rules.summary import FIELDS, NOTHING
from meetings.selectors.standing import Offered
from offenders.forms.base import CaseForm, Pick, choices_field, tick
from ui.fields import PlainCharField, PlainTextField, TypedDateField, TypedDateTimeField
from ui.words import LONDON, clock, moment

LONG_TEXT = 8_000
REASON = 2_000
BY_EMAIL, ANOTHER_WAY = "email", "other"
SPECIAL_PARTS = (
    *(part for staff in (*STAFF_OF.values(), *STAFF_OF_KIND.values()) for part in staff),
    *(Party.OTHER_FORCE, Party.PREVENT, Party.VICTIMS_ADVISER),
)
SUMMARY_KEYS = frozenset(item.key for item in FIELDS)
NOT_LISTED = {"invalid_choice": "Choose from the list", "invalid_list": "Choose from the list"}


class PersonPick(Pick):
    """One of some people, with post and agency beside the name."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, post, agency."""
        return person_label(obj)


class SlotPick(Pick):
    """One of the free slots, with the day, the place and the chair beside its time."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            "Choose a slot from the list: another may have been taken meanwhile",
            required=False,
            label="Slot on a meeting day",
            empty="No slot of a meeting day",
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        """When, where, under which chair."""
        return slot_label(obj)


class ScheduleForm(CaseForm):
    """A meeting to be planned."""

    renamed = {"held_on": "starts_at", "invitees": "asked", "user": "chair"}

    kind = choices_field(
        "Choose what kind of meeting it is", Meeting.Kind.choices, widget=forms.RadioSelect, label="Kind of meeting"
    )
    slot = SlotPick(help_text="The time and the chair below are then those of the day.")
    starts_at = TypedDateTimeField(ask="Enter the date and time of the meeting", label="Date and time")
    venue = PlainCharField(required=False, label="Place")
    remote = tick("By video or telephone")
    chair = PersonPick("Choose the chair", label="Chair")
    co_chair = PersonPick(
        "Choose the second chair",
        required=False,
        label="Second chair, of a counter-terrorism meeting",
        empty="There is one chair",
        help_text="One chair is from Probation (National Security Division), one from Counter-Terrorism Police.",
    )
    minute_taker = PersonPick("Choose the minute-taker", label="Minute-taker")
    asked = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Who is invited",
        help_text="Standing members come first. Any other agency sends whom it chooses. The chair is added.",
        error_messages={"required": "Choose at least one agency to invite", **NOT_LISTED},
    )
    approved_premises = tick("The plan includes Approved Premises")
    emergency = tick("This is an emergency meeting")
    emergency_reason = PlainTextField(
        required=False, max_length=REASON, rows=2, label="If an emergency, why it cannot wait"
    )
    late_reason = PlainTextField(
        required=False, max_length=REASON, rows=2, label="If it is later than the review is owed, why"
    )
    invitations_sent_on = TypedDateField(
        required=False,
        past=True,
        label="Invitations sent on",
        help_text="Leave it empty while they are still to go. For example, 27 3 2026",
    )

    def __init__(
        self,
        *args: Any,
        chairs: QuerySet[User],
        minute_takers: QuerySet[User],
        agencies: Iterable[Agency],
        slots: QuerySet[MeetingSlot],
        standing: Sequence[Offered],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["slot"]).queryset = slots
        for name in ("chair", "co_chair"):
            cast(forms.ModelChoiceField, self.fields[name]).queryset = chairs
        cast(forms.ModelChoiceField, self.fields["minute_taker"]).queryset = minute_takers
        of_agencies = invitation_lines(agencies)
        self.lines = {**{one.key: one.asked for one in standing}, **of_agencies}
        cast(forms.MultipleChoiceField, self.fields["asked"]).choices = [
            *((one.key, one.label) for one in standing),
            *((key, _line_label(asked)) for key, asked in of_agencies.items()),
        ]

    @property
    def those_asked(self) -> list[Asked]:
        """Those ticked."""
        return [self.lines[key] for key in self.cleaned_data["asked"]]


def invitation_lines(agencies: Iterable[Agency]) -> dict[str, Asked]:
    """What may be ticked: each agency, and beside some of them the parts that people of theirs play."""
    lines = {}
    for agency in agencies:
        party = party_of(agency)
        lines[str(agency.pk)] = Asked(agency, "Representative", party)
        for special in (*STAFF_OF.get(party, ()), *STAFF_OF_KIND.get(agency.kind_id, ())):
            lines[f"{agency.pk}:{special}"] = Asked(agency, PARTY_LABELS[special], special)
    return lines


class InviteForm(CaseForm):
    """A further invitation, of an agency or of somebody by name."""

    agency = Pick("Choose the agency", label="Agency")
    acts_as = choices_field(
        "Choose in which part",
        [("", "For the agency"), *((party.value, PARTY_LABELS[party]) for party in SPECIAL_PARTS)],
        required=False,
        label="In which part",
        widget=forms.RadioSelect,
    )
    role_title = PlainCharField(
        ask="Enter the post of the person invited",
        max_length=120,
        label="Post",
        help_text="As it is printed where no name may stand, for example Detective inspector.",
    )
    person = PersonPick(
        "Choose the person",
        required=False,
        label="Person, if they have an account",
        help_text="They see the meeting's papers until its minutes are approved.",
    )
    person_name = PlainCharField(required=False, max_length=120, label="Or the name of somebody without an account")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people
        cast(forms.ChoiceField, self.fields["acts_as"]).choices = [
            ("", "For the agency"),
            *((party.value, PARTY_LABELS[party]) for party in SPECIAL_PARTS),
        ]

    def clean(self) -> dict[str, Any]:
        """A named person speaks for their own agency."""
        cleaned = super().clean() or {}
        person, agency = cleaned.get("person"), cleaned.get("agency")
        if person and agency and person.agency_id != agency.pk:
            self.add_error("person", "This person works for another agency: choose that agency")
        return cleaned

    @property
    def asked(self) -> Asked:
        """The invitation as typed."""
        cleaned = self.cleaned_data
        party = Party(cleaned["acts_as"]) if cleaned["acts_as"] else party_of(cleaned["agency"])
        return Asked(cleaned["agency"], cleaned["role_title"], party, cleaned["person"], cleaned["person_name"])


class WithdrawForm(CaseForm):
    """Taking an invitation back."""

    reason = PlainTextField(ask="Say why the invitation is withdrawn", max_length=REASON, rows=3, label="Reason")


class SentForm(CaseForm):
    """Sending the invitations, or when they went another way."""

    way = choices_field(
        "Choose how the invitations go",
        [(BY_EMAIL, "Send them now, by e-mail"), (ANOTHER_WAY, "They went another way")],
        widget=forms.RadioSelect,
        label="How do the invitations go?",
    )
    sent_on = TypedDateField(
        required=False, past=True, label="If they went another way, sent on", help_text="For example, 27 3 2026"
    )

    def clean(self) -> dict[str, Any]:
        """What went another way has its day."""
        cleaned = super().clean() or {}
        if cleaned.get("way") == ANOTHER_WAY and not cleaned.get("sent_on") and "sent_on" not in self.errors:
            self.add_error("sent_on", "Enter the day on which the invitations were sent")
        return cleaned


class ApprovedForm(CaseForm):
    """The chair's approval of moving or cancelling; a chair who does it themself is not asked who approved."""

    approved_by = PersonPick("Choose the chair who approved", label="Approved by")
    approved_on = TypedDateField(ask="Enter the day on which the chair approved", past=True, label="Approved on")
    how = PlainCharField(
        ask="Say how the approval came", label="How the approval came", help_text="For example, by secure e-mail."
    )
    practitioner = PlainTextField(
        ask="Say what the Probation Practitioner was told",
        max_length=REASON,
        rows=2,
        label="What the Probation Practitioner was told",
        help_text="They record it on their own system.",
    )

    def __init__(self, *args: Any, chairs: QuerySet[User], own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["approved_by"]).queryset = chairs
        if own:
            for name in ("approved_by", "approved_on", "how"):
                del self.fields[name]

    @property
    def approval(self) -> dict[str, Any]:
        """The approval as typed."""
        typed = self.cleaned_data
        return {
            "practitioner": typed["practitioner"],
            "by": typed.get("approved_by"),
            "on": typed.get("approved_on"),
            "how": typed.get("how", ""),
        }


class CancelForm(ApprovedForm):
    """Cancelling a meeting."""

    reason = PlainTextField(ask="Say why the meeting is cancelled", max_length=REASON, rows=3, label="Reason")
    field_order = ("reason",)


class MoveForm(ApprovedForm):
    """A new date for a meeting."""

    slot = SlotPick(help_text="Days of the same chair. The new time is then that of the slot.")
    starts_at = TypedDateTimeField(ask="Enter the new date and time", label="New date and time")
    reason = PlainTextField(ask="Say why the meeting is moved", max_length=REASON, rows=3, label="Reason")
    field_order = ("slot", "starts_at", "reason")

    def __init__(self, *args: Any, slots: QuerySet[MeetingSlot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["slot"]).queryset = slots


class ApproveForm(CaseForm):
    """The chair's approval."""

    note = PlainTextField(required=False, max_length=REASON, rows=2, label="Note on the approval")


class WordingForm(CaseForm):
    """The notes of the minutes, each under its agenda item."""

    mark_optional = False

    def __init__(self, *args: Any, content: Content, amends: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in content["items"]:
            for answer in item["answers"]:
                if answer["note"]:
                    self.fields[f"{item['key']}.{answer['key']}"] = PlainTextField(
                        required=False,
                        max_length=LONG_TEXT,
                        rows=4,
                        label=f"{item['number']}. {item['label']}: {answer['label'][0].lower()}{answer['label'][1:]}",
                        initial=answer["text"],
                    )
        if amends:
            self.fields["reason"] = PlainTextField(
                ask="Say what is amended and why", max_length=REASON, rows=2, label="What is amended and why"
            )

    @property
    def texts(self) -> dict[str, str]:
        """The notes as typed."""
        return {name: value for name, value in self.cleaned_data.items() if "." in name}


class SummaryForm(CaseForm):
    """The executive summary's wording: a box for each field, and a tick where there is nothing to record."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in FIELDS:
            if item.from_attendance:
                continue
            self.fields[item.key] = PlainTextField(required=False, max_length=LONG_TEXT, rows=4, label=item.label)
            self.fields[f"nothing_{item.key}"] = tick(f"{NOTHING}: {item.label[0].lower()}{item.label[1:]}")

    @property
    def nothing(self) -> list[str]:
        """The fields that were ticked as having nothing to record."""
        return [name.removeprefix("nothing_") for name, ticked in self.cleaned_data.items() if ticked is True]

    @property
    def values(self) -> dict[str, str]:
        """The wording as typed."""
        return {name: value for name, value in self.cleaned_data.items() if name in SUMMARY_KEYS}


def cell() -> forms.TextInput:
    """A one-line box inside a table."""
    return forms.TextInput(attrs={"class": "govuk-input", "autocomplete": "off"})


def person_label(user: User) -> str:
    """Name, post and agency, as lists show people."""
    return ", ".join(part for part in (user.full_name, user.job_title, user.agency.name if user.agency else "") if part)


def slot_label(slot: MeetingSlot) -> str:
    """When a slot is, where, and under which chair."""
    ends = clock(slot.ends_at.astimezone(LONDON))
    parts = (f"{moment(slot.starts_at)} to {ends}", slot.day.venue, slot.day.chair.full_name)
    return ", ".join(part for part in parts if part)


def _line_label(asked: Asked) -> str:
    special = asked.party in SPECIAL_PARTS
    return f"{asked.agency.name}: {PARTY_LABELS[asked.party]}" if special else asked.agency.name
