"""Forms of requests for minutes, replies, reports, and minutes that went astray."""

from typing import Any, cast

from django import forms

from enquiries.models import EXEMPTIONS, REPORTS, REQUESTERS, RESPONSES
from enquiries.rules.steps import ENDS, Step, Told
from offenders.forms.base import CaseForm, Pick, choices_field, tick
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask
from ui.words import day

LONG = 4_000
YES_NO = [("yes", "Yes, they insist on the Freedom of Information Act"), ("no", "No, they mean their own data")]


class MeetingPick(Pick):
    """One of the meetings that were held, by its day."""

    def label_from_instance(self, obj: Any) -> str:
        """The day."""
        return day(obj.held_on)


class RequestForm(CaseForm):
    """What is recorded of a request."""

    agency = Pick("Choose the agency that received it", label="Received first by")
    received_on = TypedDateField(ask="Enter the day of receipt", past=True, label="Received on")
    requester = choices_field("Choose who asks", REQUESTERS, label="Who asks", widget=forms.RadioSelect)
    requester_name = PlainCharField(
        ask="Enter who asks", label="Name of the requester, with post or relation", max_length=200
    )
    subject = PlainCharField(
        ask="Enter about whom", label="About whom", help_text="As the requester wrote.", max_length=200
    )
    sought = PlainTextField(ask="Say what is wanted", label="What exactly is wanted", max_length=LONG, count=True)
    names_foi = tick("The requester names the Freedom of Information Act")
    document = PlainCharField(
        required=False, label="A specific document, if one is wanted", help_text="Of which agency.", max_length=200
    )
    supplier = PlainCharField(
        required=False, label="Agency that gave the information in the first place, if known", max_length=200
    )
    wanted_by = TypedDateField(required=False, label="Wanted by", help_text="Where the requester sets a day.")

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class IdentifyForm(CaseForm):
    """Whether there is a case."""

    known = choices_field(
        "Choose one",
        [("case", "A case here"), ("nobody", "Nobody who is on record here")],
        label="The request is about",
        widget=forms.RadioSelect,
    )
    reference = PlainCharField(required=False, label="Reference of the case", max_length=20)

    def clean(self) -> dict[str, Any]:
        """A case has its reference."""
        typed = super().clean() or {}
        if typed.get("known") == "case" and not typed.get("reference"):
            self.add_error("reference", "Enter the reference of the case")
        return typed


class ClarifyForm(CaseForm):
    """What was asked and answered in writing, or why nothing had to be asked."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Clear since")
    question = PlainTextField(required=False, label="Asked in writing", max_length=LONG, rows=3)
    answer = PlainTextField(required=False, label="Answered in writing", max_length=LONG, rows=3)
    insists_on_foi = choices_field(
        "Choose what they answered",
        YES_NO,
        required=False,
        label="Asked whether they want their own data: do they insist on the Freedom of Information Act?",
    )
    clear_because = PlainTextField(required=False, label="Or why it is clear as it came", max_length=LONG, rows=2)
    supplier = PlainCharField(
        required=False, label="Agency that gave the information in the first place", max_length=200
    )

    def __init__(self, *args: Any, asks_foi: bool, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_foi:
            del self.fields["insists_on_foi"]
        if asks:
            del self.fields["clear_because"]


class DraftForm(CaseForm):
    """A reply, and on what it rests."""

    renamed = {"on": "happened_on", "summary": "response"}

    response = choices_field("Choose the reply", RESPONSES, label="Reply", widget=forms.RadioSelect)
    meeting = MeetingPick(
        "Choose the meeting",
        required=False,
        empty="The last one with approved minutes",
        label="If minutes are given: of the meeting of",
    )
    reason = PlainTextField(ask="Give the reason", label="Why this reply", max_length=LONG, rows=3)
    lawful_basis = PlainTextField(required=False, label="Lawful basis of the sharing", max_length=LONG, rows=2)
    necessity = PlainTextField(required=False, label="Why it is necessary", max_length=LONG, rows=2)
    proportionality = PlainTextField(required=False, label="Why it is proportionate", max_length=LONG, rows=2)
    suppliers = PlainTextField(
        required=False,
        label="Agencies that gave the information, and how they were involved",
        help_text="Of a request that is sent on: only the name of the agency that holds the document.",
        max_length=LONG,
        rows=2,
    )
    agreement = PlainTextField(
        required=False,
        label="Written agreement of contributing agencies",
        help_text="For an inspectorate or the Independent Office for Police Conduct.",
        max_length=LONG,
        rows=2,
    )
    covering = PlainTextField(
        required=False,
        label="Further words of the letter",
        help_text="Names nobody. Say here if somebody's safety may be at risk.",
        max_length=LONG,
        rows=3,
    )
    happened_on = TypedDateField(ask="Enter the day", past=True, label="Drafted on")

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meetings is None:
            del self.fields["meeting"]
        else:
            cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = meetings


class ExemptForm(CaseForm):
    """One item that is left out."""

    exemption = choices_field("Choose the law", EXEMPTIONS, label="By which law", widget=forms.RadioSelect)
    item = PlainCharField(ask="Say which item is left out", label="Item that is left out", max_length=400)
    reason = PlainTextField(
        ask="Give the reason", label="What may very well be harmed, and why", max_length=LONG, rows=3
    )


class RedactionForm(CaseForm):
    """Who redacted a copy by hand, and who checked it."""

    redacted_by = PlainCharField(
        ask="Enter who redacted it", label="Redacted by hand by", help_text="Name and post.", max_length=200
    )
    checked_by = PlainCharField(
        ask="Enter who checked it", label="Checked by", help_text="Name and post of another person.", max_length=200
    )
    checked_on = TypedDateField(ask="Enter the day of the check", past=True, label="Checked on")


class LiftForm(CaseForm):
    """Why an item is not left out after all."""

    reason = PlainTextField(ask="Give the reason", label="Why it is not left out after all", max_length=LONG, rows=3)


class StepForm(CaseForm):
    """One plain step: the day, and what it asks for."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Day on which it was done")
    said = PlainTextField(required=False, max_length=LONG, rows=3)
    copied_on = TypedDateField(
        ask="Enter the day of the Co-ordinator's copy", past=True, label="Co-ordinator's copy of the reply arrived on"
    )
    destroy_on = TypedDateField(
        ask="Enter a day to come",
        future=True,
        label="What was written is destroyed on",
        help_text="By the schedule of the system that holds them.",
    )

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.fields["said"]
        said.label, said.required = told.label, bool(told.ask)
        said.error_messages |= ask(told.ask)
        if told.step is not Step.CLOSED:
            del self.fields["copied_on"]
        if told.step not in ENDS:
            del self.fields["destroy_on"]


class ReportForm(CaseForm):
    """Information of a meeting that a report is to use."""

    renamed = {"on": "happened_on"}

    report = choices_field("Choose the report", REPORTS, label="Report for", widget=forms.RadioSelect)
    meeting = MeetingPick("Choose the meeting", label="Said at the meeting of")
    agency = Pick("Choose the agency whose information it is", label="Agency that gave the information")
    information = PlainTextField(
        ask="Enter the information", label="What the report is to say", max_length=LONG, rows=3
    )
    mentions_minutes = tick("The report mentions the minutes, so the chair clears it")
    happened_on = TypedDateField(ask="Enter the day", past=True, label="Agency asked on")

    def __init__(self, *args: Any, meetings: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = meetings
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class AnswerForm(CaseForm):
    """What the agency said."""

    renamed = {"on": "happened_on", "wording": "agreed_wording"}

    agreed = choices_field(
        "Choose what the agency said",
        [("yes", "It agrees"), ("no", "It does not agree")],
        label="The agency's answer",
        widget=forms.RadioSelect,
    )
    who = PlainCharField(ask="Name who answered", label="Who came to the meeting for it and answered", max_length=200)
    agreed_wording = PlainTextField(
        required=False,
        label="Wording agreed with them",
        help_text="As it is to stand in the report. It names the agency, never the meeting.",
        max_length=LONG,
        rows=4,
    )
    reason = PlainTextField(required=False, label="If it does not agree: why", max_length=LONG, rows=2)
    told = PlainTextField(
        required=False,
        label="If it does not agree any more: who of those that have the report was told, and how",
        max_length=LONG,
        rows=2,
    )
    happened_on = TypedDateField(ask="Enter the day", past=True, label="Answered on")

    def __init__(self, *args: Any, left: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not left:
            del self.fields["told"]


class LeaveForm(CaseForm):
    """That a report left, and who has it."""

    renamed = {"on": "happened_on"}

    recipients = PlainTextField(
        ask="Say to whom the report went",
        label="To whom the report went",
        help_text="Each recipient. They are told if the agency withdraws its agreement.",
        max_length=LONG,
        rows=3,
    )
    happened_on = TypedDateField(ask="Enter the day", past=True, label="Left on")


class ClearForm(CaseForm):
    """That the chair clears a report."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Cleared on")
    reason = PlainTextField(ask="Give the reason", label="Why nothing sensitive is in it", max_length=LONG, rows=3)


class LossForm(CaseForm):
    """Minutes that went where they should not have gone."""

    happened = PlainTextField(ask="Say what went where", label="What went where", max_length=LONG, rows=3)
    found_on = TypedDateField(ask="Enter the day", past=True, label="Found on")
    told = PlainTextField(ask="Say who was told", label="Who was told", max_length=LONG, rows=2)
    referred_on = TypedDateField(required=False, past=True, label="Referred to the Information Commissioner on")
    reason = PlainTextField(required=False, label="If not referred: why", max_length=LONG, rows=2)
