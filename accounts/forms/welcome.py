"""Forms for opening an account, the terms of use, and staff mode."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from accounts.forms.people import reason_field
from accounts.models import User
from ui.fields import PlainCharField
from ui.forms import HouseForm


class WelcomeForm(HouseForm):
    """The first password of an account."""

    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password a second time"},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Both are the same, and good enough for this person."""
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", "Enter the same password twice")
        if password:
            try:
                validate_password(password, self.person)
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned


class TermsForm(HouseForm):
    """That somebody accepts the terms of use."""

    agree = forms.BooleanField(
        label="I have read these terms and will keep to them",
        error_messages={"required": "Tick the box to say that you will keep to the terms"},
    )


class StaffForm(HouseForm):
    """Why staff mode is needed."""

    reason = reason_field("Say why you need to look at accounts, with the number of the request for help")


class AccountForm(HouseForm):
    """Whose account support staff look at."""

    account = PlainCharField(ask="Enter the e-mail address or the id of the account", label="E-mail address or id")
