"""Forms of serious further offences, their reviews, and critical cases."""

from typing import Any, cast

from django import forms

from offenders.forms.base import CaseForm, Pick, choices_field, tick
from offenders.forms.people import PersonPick
from serious.models import CHARGES, CRITERIA
from serious.rules.critical import Event
from serious.rules.timetable import Outcome, Step, Timed
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask
from ui.words import day

REASON = 4_000
NO_VICTIMS = "No names of victims."


class OffencePick(Pick):
    """One of the person's recorded offences, with its outcome."""

    def label_from_instance(self, obj: Any) -> str:
        """Which offence, and when it was dealt with."""
        return f"{obj.title}: {obj.get_disposal_display()}, {day(obj.passed_on or obj.outcome_on)}"


class ChargeForm(CaseForm):
    """What is recorded of a charge. Each day by itself."""

    kind = choices_field("Choose the offence charged", CHARGES, label="Charged with", widget=forms.RadioSelect)
    charge = PlainTextField(required=False, label="Charge in full", help_text=NO_VICTIMS, max_length=REASON, rows=3)
    committed_on = TypedDateField(ask="Enter the day of the offence", past=True, label="Day of the offence")
    charged_on = TypedDateField(ask="Enter the day of the charge", past=True, label="Day of the charge")
    told_on = TypedDateField(ask="Enter the day on which the Unit knew", past=True, label="Co-ordinator made aware on")
    received_on = TypedDateField(
        required=False,
        past=True,
        label="MAPPA N reached the Chair of the Board on",
        help_text="Leave empty while the Chair has not been told.",
    )
    managed_for = OffencePick(
        "Choose an offence from the list",
        required=False,
        empty="Not linked",
        label="Managed then for the sentence of",
        help_text="One of the person’s recorded offences.",
    )

    def __init__(self, *args: Any, offences: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["managed_for"]).queryset = offences


class ChargeAgainForm(ChargeForm):
    """The same put right."""

    reason = PlainTextField(ask="Say what is put right", label="What is put right, and why", max_length=REASON, rows=3)


class DecisionForm(CaseForm):
    """What the Chair of the Board decided."""

    renamed = {"on": "decided_on"}

    outcome = choices_field("Choose what was decided", [], label="Decision", widget=forms.RadioSelect)
    chair = PlainCharField(ask="Name the Chair", label="Chair of the Board", max_length=200)
    decided_on = TypedDateField(ask="Enter the day of the decision", past=True, label="Decided on")
    reason = PlainTextField(
        ask="Give the reason",
        label="Reason",
        help_text="Kept for audit, also where there is no review. No names of victims.",
        max_length=REASON,
        count=True,
    )

    def __init__(self, *args: Any, mandatory: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = (
            [(Outcome.MANDATORY.value, "There is a review: it is mandatory")]
            if mandatory
            else [(Outcome.DISCRETIONARY.value, "There is a review"), (Outcome.NONE.value, "There is no review")]
        )
        cast(forms.ChoiceField, self.fields["outcome"]).choices = offered


class StepForm(CaseForm):
    """One step of the timetable: the day, and what it asks for beside it."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Day on which it was done")
    who = PlainTextField(required=False, max_length=REASON, rows=3)
    lay_adviser = tick("A Lay Adviser sits on the panel")
    details = PlainTextField(required=False, max_length=REASON, rows=4)
    reason = PlainTextField(ask="Say what is put right", label="What is put right, and why", max_length=REASON, rows=3)

    def __init__(self, *args: Any, timed: Timed, correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, sentence in (
            ("who", timed.who, timed.who_ask),
            ("details", timed.details, timed.details_ask),
        ):
            field = self.fields[name]
            field.label, field.required = label, bool(sentence)
            field.error_messages |= ask(sentence)
            if not label:
                del self.fields[name]
        if timed.step is not Step.PANEL_MET:
            del self.fields["lay_adviser"]
        if not correcting:
            del self.fields["reason"]


class LeadForm(CaseForm):
    """Who leads the review, and what they declare."""

    renamed = {"on": "happened_on"}

    person = PersonPick(
        "Choose somebody from the list", required=False, label="Lead of the review", empty="Somebody without an account"
    )
    name = PlainCharField(required=False, label="Their name, if they have no account", max_length=120)
    post = PlainCharField(ask="Enter their post", label="Post and agency", max_length=80)
    happened_on = TypedDateField(ask="Enter the day", past=True, label="Named on")
    unconnected = tick("They declare that they have no connection with the case")
    outside_line = tick("They declare that they do not manage anybody who managed or supervised the person")
    reason = PlainTextField(
        ask="Say why somebody else leads", label="Why somebody else leads", max_length=REASON, rows=3
    )

    def __init__(self, *args: Any, people: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people
        if not again:
            del self.fields["reason"]


class DeferForm(CaseForm):
    """That a review waits on the prosecutor's advice."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Deferred on")
    review_on = TypedDateField(ask="Enter a day to come", future=True, label="To be looked at again on")
    advised_by = PlainCharField(
        ask="Say who advised it", label="Who advised it", help_text="Name, and prosecuting body.", max_length=200
    )
    reason = PlainTextField(ask="Give the reason", label="Reason", max_length=REASON, rows=4)
    urgent = tick("Meanwhile each agency looks for urgent action in a review of its own")


class GoOnForm(CaseForm):
    """That it goes on."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Goes on from")
    reason = PlainTextField(ask="Give the reason", label="Reason", max_length=REASON, rows=3)


class DiscontinueForm(CaseForm):
    """That the Board ended it early."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Discontinued on")
    team_told_on = TypedDateField(
        ask="Enter the day on which they were told", past=True, label="National MAPPA Team told on"
    )
    reason = PlainTextField(ask="Give the reason", label="Reason", max_length=REASON, rows=4)


class PlannedForm(CaseForm):
    """An action of the Action Plan."""

    what = PlainTextField(
        ask="Say what is to be done", label="What is to be done", help_text=NO_VICTIMS, max_length=REASON, rows=3
    )
    agency = Pick("Choose the agency", label="Agency")
    person = PlainCharField(
        ask="Enter their name and post", label="Who answers for it, by name and post", max_length=200
    )
    agreed_on = TypedDateField(ask="Enter the day on which it was agreed", past=True, label="Agreed on")
    due_on = TypedDateField(ask="Enter the day by which it is to be done", label="To be done by")

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class PlannedAgainForm(PlannedForm):
    """The same otherwise, and why."""

    reason = PlainTextField(ask="Say what is changed", label="What is changed, and why", max_length=REASON, rows=3)


class ActionForm(CaseForm):
    """What is recorded of an action: each turn asks in its own words."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Day")
    said = PlainTextField(ask="Say it in words", help_text=NO_VICTIMS, max_length=REASON, rows=4)

    def __init__(self, *args: Any, label: str, sentence: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["said"]
        field.label = label
        field.error_messages |= ask(sentence)


class CriticalForm(CaseForm):
    """One event of a critical case: only what its kind asks for is shown."""

    renamed = {"on": "happened_on"}

    happened_on = TypedDateField(ask="Enter the day", past=True, label="Day")
    criterion = choices_field("Choose what is met", CRITERIA, label="What is met", widget=forms.RadioSelect)
    national = tick("It is co-ordinated nationally")
    responder = PlainCharField(
        ask="Name who answers questions",
        label="Who answers questions about the letter",
        help_text="Name and post: a senior manager of police or Probation.",
        max_length=200,
    )
    details = PlainTextField(required=False, label="Notes", help_text=NO_VICTIMS, max_length=REASON, rows=4)

    def __init__(self, *args: Any, kind: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {"criterion": Event.REFERRED, "national": Event.REGISTERED, "responder": Event.LETTER}
        for name, wanted in asked.items():
            if kind is not wanted:
                del self.fields[name]


class CriticalAgainForm(CriticalForm):
    """The same as it should have been recorded, or that it did not happen, and why."""

    withdrawn = tick("This did not happen: take it out of what stands")
    reason = PlainTextField(ask="Say what was wrong", label="What was wrong", max_length=REASON, rows=3)
