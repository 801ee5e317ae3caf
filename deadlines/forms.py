"""Forms about deadlines: a decision on one, and the second person's answer."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from deadlines.models import setting_in_words
from deadlines.rules.decisions import Kind
from deadlines.rules.policies import SETTINGS, SWITCHES, PolicyValues
from deadlines.rules.telling import FIRST_HOUR, LAST_HOUR, Way
from offenders.forms.base import CaseForm
from ui.fields import PlainCharField, PlainTextField, TypedDateField, WholeNumberField, ask
from ui.forms import HouseForm

REASON = 4_000
KINDS = {
    Kind.EXTEND: ("Extend it", "A later last day."),
    Kind.PAUSE: ("Pause it", "The time stands still from one day to another, and the last day moves by as much."),
    Kind.FORWARD: ("Bring it forward", "An earlier last day, for example because a court or the Chair asks for it."),
    Kind.EXEMPT: ("Exempt the case from it", "It no longer falls due. It does again when the facts behind it change."),
    Kind.WITHDRAW: ("Withdraw what was decided", "The last day is again what the rule makes it."),
}

ASKED_FOR = {
    "new_day": {Kind.EXTEND, Kind.FORWARD},
    "paused_from": {Kind.PAUSE},
    "paused_until": {Kind.PAUSE},
    "until_event": {Kind.PAUSE},
}
"""Field -> the decisions for which it is asked."""


class DecideDeadlineForm(CaseForm):
    """What is decided on a deadline, for which days, why and by whose authority."""

    kind = forms.ChoiceField(
        choices=(), widget=forms.RadioSelect, label="Decision", error_messages=ask("Choose what is decided")
    )
    new_day = TypedDateField(required=False, label="New last day", help_text="When you extend it or bring it forward.")
    paused_from = TypedDateField(required=False, label="Paused from", help_text="When you pause it.")
    paused_until = TypedDateField(
        required=False, label="Paused until", help_text="The day on which the time runs on, at the latest."
    )
    until_event = PlainCharField(
        required=False,
        max_length=200,
        label="What ends the pause",
        help_text="For example: the Parole Board's decision.",
    )
    authority = PlainCharField(
        ask="Enter by whose authority", max_length=200, label="Authority", help_text="Office or decision it rests on."
    )
    reason = PlainTextField(ask="Say why", label="Reason", max_length=REASON, count=True)

    def __init__(self, *args: Any, kinds: Iterable[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(kinds)
        field = cast(forms.ChoiceField, self.fields["kind"])
        field.choices = [(kind.value, KINDS[kind][0]) for kind in offered]
        field.widget.option_hints = {kind.value: KINDS[kind][1] for kind in offered}
        for name, wanted_by in ASKED_FOR.items():
            if wanted_by.isdisjoint(offered):
                del self.fields[name]


class AnswerForm(CaseForm):
    """Whether a decision that gives more time is approved, and why."""

    approve = forms.TypedChoiceField(
        choices=[("yes", "Approve it"), ("no", "Refuse it")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Your answer",
        error_messages={"required": "Choose whether to approve it", "invalid_choice": "Choose whether to approve it"},
    )
    reason = PlainTextField(ask="Say why", label="Reason", max_length=REASON, count=True)


class LimitsForm(CaseForm):
    """The time limits of an area from a day, with one box for each; first previewed, then sent.

    `version` carries the policies that the preview was made from.
    """

    starts = TypedDateField(ask="Enter the first day", future=True, label="From")
    source = PlainCharField(ask="Enter where the limits are laid down", max_length=300, label="Source")
    reason = PlainTextField(ask="Say why the limits change", label="Reason", max_length=REASON)

    def __init__(self, *args: Any, national: PolicyValues, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SETTINGS:
            label, unit = setting_in_words(name)
            figure = getattr(national, name)
            said = f"National: {figure}." if figure is not None else "No national limit."
            if name in SWITCHES:
                self.fields[name] = _switch(label)
                continue
            self.fields[name] = WholeNumberField(required=False, least=1, most=520, label=label, help_text=said)
            self.fields[name].suffix = unit  # type: ignore[attr-defined]  # of the house's inputs

    @property
    def previewed(self) -> bool:
        """Whether what was sent comes from a preview."""
        return bool(self.submitted_version)

    @property
    def figures(self) -> dict[str, int | None]:
        """Each setting with its figure; None where the area follows the national limit."""
        return {name: self.cleaned_data.get(name) for name in SETTINGS}


def _switch(label: str) -> forms.TypedChoiceField:
    """A setting that is on, or left as it is nationally. Gives 1 or None."""
    return forms.TypedChoiceField(
        required=False,
        choices=[("", "No"), ("1", "Yes")],
        coerce=int,
        empty_value=None,
        label=label,
        error_messages=ask("Choose yes or no"),
    )


class DecideLimitsForm(CaseForm):
    """The second person's decision on proposed limits."""

    approve = forms.TypedChoiceField(
        choices=[("yes", "Approve them"), ("no", "Refuse them")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Your decision",
        error_messages=ask("Choose whether to approve them"),
    )


class WayForm(HouseForm):
    """How somebody hears of alerts by e-mail (ALT-05)."""

    way = forms.ChoiceField(
        label="When do you want an e-mail?",
        help_text="What has been escalated always comes at once. E-mails name nobody: they count, and lead here.",
        choices=[
            (Way.LATE_AT_ONCE.value, "At once for what is overdue, once a day for the rest"),
            (Way.EACH.value, "At once for each alert"),
            (Way.DIGEST.value, "Once a day"),
        ],
        widget=forms.RadioSelect,
        error_messages=ask("Choose when you want an e-mail"),
    )
    hour = forms.TypedChoiceField(
        label="Hour of the e-mail that comes once a day",
        help_text="Of the clock in London.",
        choices=[(str(hour), f"{hour}:15") for hour in range(FIRST_HOUR, LAST_HOUR + 1)],
        coerce=int,
        error_messages=ask("Choose an hour"),
    )


class PutOffForm(HouseForm):
    """Until when somebody puts an alert off, and why (ALT-08)."""

    until = TypedDateField(ask="Enter the day on which the alert comes back", future=True, label="Comes back on")
    reason = PlainTextField(ask="Say why you put it off", label="Reason", max_length=2_000, rows=3)
