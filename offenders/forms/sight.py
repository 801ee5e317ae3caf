"""Forms about the access policy: a stricter ceiling, its end, and the second person's decision."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from accounts.models import Area
from offenders.forms.base import CaseForm, choices_field, tick
from offenders.rules.sight import DETAIL_WORDS, ROWS, TABLE, Detail, Tie
from ui.fields import PlainTextField, TypedDateField

EVERYWHERE = "all"
CHOSEN = [(row.key, row.who) for row in TABLE if row.tie is not Tie.NONE]
LEVELS = [(str(int(detail)), words) for detail, words in DETAIL_WORDS.items()]


class OnForm(CaseForm):
    """The day for which the policy is shown."""

    mark_optional = False
    on = TypedDateField(required=False, label="Show the policy as on")


class PreviewedForm(CaseForm):
    """A form that is first previewed: `version` carries the policy that the preview was made from."""

    @property
    def previewed(self) -> bool:
        """Whether what was sent comes from a preview."""
        return bool(self.submitted_version)


class AmendForm(PreviewedForm):
    """A lower ceiling on one row of the policy."""

    row = choices_field("Choose who is concerned", CHOSEN, label="Who is concerned", blank_first=True)
    area = choices_field("Choose the area", [], label="Area")
    detail = choices_field(
        "Choose the most that they may see", LEVELS, label="The most that they may see", widget=forms.RadioSelect
    )
    closes_victims = tick("Close victims' items too")
    starts = TypedDateField(ask="Enter the first day", future=True, label="From")
    ends = TypedDateField(required=False, label="Until", help_text="The first day on which it no longer holds.")
    reason = PlainTextField(ask="Say why the policy has to be stricter", label="Reason", max_length=4_000)

    def __init__(self, *args: Any, areas: Iterable[Area], everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.pk: area for area in areas}
        offered = [("", "Choose one"), *((area.pk, area.name) for area in self.areas.values())]
        if everywhere:
            offered.insert(1, (EVERYWHERE, "Every area"))
        cast(forms.ChoiceField, self.fields["area"]).choices = offered

    def clean(self) -> dict[str, Any]:
        """What the service takes: the area as a row or None for all, the ceiling as a level."""
        cleaned = super().clean()
        if "area" in cleaned:
            cleaned["area"] = self.areas.get(cleaned["area"])
        if "detail" in cleaned:
            cleaned["detail"] = Detail(int(cleaned["detail"]))
        return cleaned

    @property
    def chosen_row(self) -> str:
        """The row that was chosen, in words."""
        return ROWS[self.cleaned_data["row"]].who


class EndForm(PreviewedForm):
    """The end of an amendment."""

    starts = TypedDateField(ask="Enter the day on which it ends", future=True, label="It no longer holds from")
    reason = PlainTextField(ask="Say why it is no longer needed", label="Reason", max_length=4_000)


class DecideForm(PreviewedForm):
    """The second person's decision on a proposal."""

    approve = forms.TypedChoiceField(
        choices=[("yes", "Approve it"), ("no", "Refuse it")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Your decision",
        error_messages={"required": "Choose whether to approve it", "invalid_choice": "Choose whether to approve it"},
    )
