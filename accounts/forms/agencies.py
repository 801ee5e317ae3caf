"""Forms about how an agency lets its people in."""

from django import forms

from accounts.forms.people import reason_field
from ui.fields import PlainCharField, TypedDateField, ask
from ui.forms import HouseForm


class SecondPersonForm(HouseForm):
    """What a second person makes of an invitation."""

    answer = forms.ChoiceField(
        label="Is this person to be let in at this address?",
        choices=[("confirm", "Yes, send the link"), ("refuse", "No, close the account")],
        widget=forms.RadioSelect,
        error_messages=ask("Choose whether the person is to be let in"),
    )
    reason = reason_field("Say how you know")


class DomainForm(HouseForm):
    """An e-mail domain of an agency."""

    domain = PlainCharField(
        ask="Enter the domain",
        label="Domain",
        max_length=253,
        help_text="What stands behind the @ of the agency’s addresses, such as example.org.",
    )
    reason = reason_field("Say how you know that it is the agency’s")


class SignInForm(HouseForm):
    """Whether an agency's people sign in by its own provider only."""

    own_only = forms.TypedChoiceField(
        label="How do the people of this agency sign in?",
        choices=[("no", "By password too"), ("yes", "By the agency’s own sign-in only")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages=ask("Choose how the people of this agency sign in"),
    )
    starts = TypedDateField(ask="Enter the first day", future=True, label="From")
    reason = reason_field("Say why")
