"""Forms for what victims ask for about licence conditions."""

from django import forms

from offenders.forms.base import CaseForm, choices_field, tick
from offenders.rules import representations as rules
from ui.fields import PlainCharField, PlainTextField, TypedDateField

TEXT = 4_000


class RepresentationForm(CaseForm):
    """What a victim asks for."""

    asked = PlainTextField(
        ask="Write down what they ask for",
        label="What they ask for",
        help_text="Any condition, also for release on temporary licence. Kept sealed in the database.",
        max_length=TEXT,
        rows=5,
    )
    through = PlainCharField(
        ask="Enter through whom it came",
        label="Through whom",
        help_text="As a rule the victim liaison officer.",
        max_length=200,
    )
    received_on = TypedDateField(ask="Enter the day on which it came", past=True, label="Received on")
    stage = choices_field(
        "Choose what the conditions are for", list(rules.STAGE_WORDS.items()), label="For", widget=forms.RadioSelect
    )
    sentence = choices_field(
        "Choose the kind of sentence",
        list(rules.SENTENCE_WORDS.items()),
        label="Sentence",
        help_text="It decides to whom this must go.",
        widget=forms.RadioSelect,
    )
    statement = tick(
        "The victim makes a Victim Personal Statement",
        help_text="To the Parole Board, by a victim who is in the scheme by statute.",
    )


class CourseForm(CaseForm):
    """What happened with it."""

    response = choices_field(
        "Choose what the practitioner did",
        list(rules.RESPONSE_WORDS.items()),
        label="What the practitioner did",
        help_text="They may ask for a change or put an alternative beside it. They cannot hold it back.",
        widget=forms.RadioSelect,
    )
    response_text = PlainTextField(
        required=False, label="If they asked or added something: what, and why", max_length=TEXT, rows=4
    )
    sent_on = TypedDateField(required=False, past=True, label="Sent to the decision-maker on")
    decided_on = TypedDateField(required=False, past=True, label="If decided: on which day")
    outcome = choices_field(
        "Choose what was decided", list(rules.OUTCOME_WORDS.items()), required=False, label="If decided: what"
    )
    outcome_text = PlainTextField(required=False, label="If decided: in what words, and why", max_length=TEXT, rows=4)
    told_on = TypedDateField(required=False, past=True, label="If decided: victim told on")

    def course(self) -> rules.Course:
        """What happened, as the rules read it."""
        typed = self.cleaned_data
        outcome = rules.Outcome(typed["outcome"]) if typed["outcome"] else None
        return rules.Course(**{**typed, "response": rules.Response(typed["response"]), "outcome": outcome})
