"""Forms for events of custody, hospital and release, and for the prison's report."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from custody.models import CustodyEvent
from custody.rules.events import Given
from custody.rules.kinds import CONSULTED, SPECS, Kind
from offenders.forms.base import CaseForm, choices_field, tick
from ui.fields import PlainCharField, PlainTextField, TypedDateField, ask

LONG = 4_000
YES_NO = [("yes", "Yes"), ("no", "No")]


def _yes_no(sentence: str, label: str, **kwargs: Any) -> forms.ChoiceField:
    radios = forms.RadioSelect(attrs={"class": "govuk-radios--inline"})
    return choices_field(sentence, YES_NO, label=label, widget=radios, **kwargs)


class EventForm(CaseForm):
    """One event: only what its kind asks for is shown."""

    day = TypedDateField(ask="Enter the date")
    until = TypedDateField(required=False)
    choice = choices_field("Choose one of these", [], widget=forms.RadioSelect, label="Choice")
    place = PlainCharField(ask="Enter the place", max_length=120)
    source = PlainCharField(
        ask="Say who gave the date", label="Who gave the date", help_text="The person and the agency."
    )
    told_on = TypedDateField(ask="Enter the day on which it became known", past=True, label="When it became known")
    consulted = forms.MultipleChoiceField(
        choices=list(CONSULTED.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Who was consulted beforehand",
        error_messages={"invalid_choice": "Choose from the list", "invalid_list": "Choose from the list"},
    )
    details = PlainTextField(required=False, max_length=LONG, rows=4, label="Details")

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, spec = kind, SPECS[kind]
        self.fields["day"].label, self.fields["day"].past = spec.day, spec.past  # type: ignore[attr-defined]  # a date
        self.fields["until"].label = spec.until
        self.fields["place"].label = spec.place
        self.fields["choice"].label = spec.choice
        self.fields["choice"].choices = list(spec.choices.items())  # type: ignore[attr-defined]  # a list of choices
        if spec.whom:
            self.fields["source"].label = "Who was told"
            self.fields["source"].help_text = "Name or post, and agency."
            self.fields["source"].error_messages |= ask("Say who was told")
        if spec.police:
            self.fields["told_on"].label, self.fields["told_on"].required = "Police were told on", False
        asked = {
            "until": spec.until,
            "place": spec.place,
            "choice": spec.choices,
            "source": spec.told or spec.whom,
            "told_on": spec.told or spec.police,
            "consulted": spec.consulted,
        }
        for name, wanted in asked.items():
            if not wanted:
                del self.fields[name]

    def given(self) -> Given:
        """The event as typed."""
        cleaned = self.cleaned_data
        return Given(
            kind=self.kind,
            day=cleaned["day"],
            until=cleaned.get("until"),
            told_on=cleaned.get("told_on"),
            choice=cleaned.get("choice", ""),
            source=cleaned.get("source", ""),
            place=cleaned.get("place", ""),
            consulted=frozenset(cleaned.get("consulted", ())),
        )


class CorrectionForm(EventForm):
    """An event as it should have been recorded, or that it did not happen, and why."""

    withdrawn = tick("This did not happen: take it out of what stands")
    reason = PlainTextField(ask="Say what was wrong", max_length=LONG, rows=3, label="What was wrong")


class MistakeForm(CaseForm):
    """Why there was no such time in custody."""

    reason = PlainTextField(ask="Say why there was no such time in custody", max_length=LONG, rows=3, label="Reason")


def as_typed(event: CustodyEvent) -> dict[str, Any]:
    """A recorded event as the form opens with it."""
    names = ("day", "until", "choice", "place", "source", "told_on", "consulted", "details")
    return {name: getattr(event, name) for name in names}


class ReportForm(CaseForm):
    """The prison's report for a meeting (MAPPA F)."""

    meeting_on = TypedDateField(ask="Enter the day of the meeting", label="Day of the meeting")
    establishment = PlainCharField(ask="Enter the prison or youth custody", max_length=120, label="Establishment")
    conduct = PlainTextField(
        ask="Say how the person behaves in custody", max_length=LONG, rows=5, label="Conduct in custody"
    )
    work = PlainTextField(required=False, max_length=LONG, rows=3, label="Programmes, education and work")
    contact = PlainTextField(
        required=False,
        max_length=LONG,
        rows=3,
        label="Contact with the outside",
        help_text="Visits, letters and telephone. Name nobody who could be at risk: people at risk are recorded apart.",
    )
    psychology = PlainTextField(required=False, max_length=LONG, rows=3, label="Involvement of psychology services")
    relationship = PlainCharField(required=False, label="Relationship status")
    domestic_abuse = _yes_no(
        "Say whether there are concerns about domestic abuse", "Are there concerns about domestic abuse?"
    )
    possible_victims = _yes_no(
        "Say whether possible victims are known",
        "Are possible victims known?",
        help_text="If so, the lead agency records them under victims and people at risk, where only some may look.",
    )
    intelligence = _yes_no(
        "Say whether the security department holds intelligence",
        "Does the security department hold intelligence?",
        help_text="Record the assessment itself under information, as intelligence.",
    )
    release_plan = PlainTextField(required=False, max_length=LONG, rows=3, label="Plans for release")
    prepared_by = PlainCharField(ask="Enter who prepared the report", label="Prepared by")
    countersigned_by = PlainCharField(
        ask="Enter who countersigned it",
        label="Countersigned by",
        help_text="The head of offender management delivery, or their cover.",
    )
    countersigned_on = TypedDateField(ask="Enter the day of the countersignature", past=True, label="Countersigned on")
    reason = PlainTextField(
        required=False,
        max_length=LONG,
        rows=2,
        label="If it takes the place of an earlier report, what has changed",
    )

    def report(self) -> Mapping[str, Any]:
        """The fields of the report, without the reason."""
        answers = {
            name: self.cleaned_data[name] == "yes" for name in ("domestic_abuse", "possible_victims", "intelligence")
        }
        return {name: value for name, value in {**self.cleaned_data, **answers}.items() if name != "reason"}


def opening(today: dt.date, meeting_on: dt.date | None, establishment: str) -> dict[str, Any]:
    """What a new report opens with."""
    return {"meeting_on": meeting_on, "establishment": establishment, "countersigned_on": today}
