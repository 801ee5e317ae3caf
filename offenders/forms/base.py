"""What the forms about a case share: findings find their field even where a rule knows it by another name."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms

from audit.refusals import Finding
from ui.fields import ask
from ui.forms import HouseForm


class CaseForm(HouseForm):
    """A form about a case. `renamed` maps the field names of rules to those of the form."""

    renamed: ClassVar[Mapping[str, str]] = {}

    def add_findings(self, findings: Iterable[Any]) -> None:
        """Put each finding beside its field, and each sentence once."""
        told: dict[tuple[str | None, str], Finding] = {}
        for finding in findings:
            field = self.renamed.get(finding.field or "", finding.field or "") or None
            told.setdefault((field, finding.message), replace(finding, field=field))
        super().add_findings(told.values())


class Pick(forms.ModelChoiceField):
    """One of some rows, chosen from a list. Gives the row."""

    def __init__(self, sentence: str, *, empty: str = "Choose one", **kwargs: Any) -> None:
        kwargs.setdefault("queryset", None)
        super().__init__(error_messages=ask(sentence), empty_label=empty, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The row; the field's own sentence also for what is no id at all."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class PickSeveral(forms.ModelMultipleChoiceField):
    """Some of some rows, each with a box to tick. Gives the rows."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, sentence: str, **kwargs: Any) -> None:
        super().__init__(None, error_messages=ask(sentence), **kwargs)

    def clean(self, value: Any) -> Any:
        """The rows; the field's own sentence also for what is no id at all."""
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


def choices_field(sentence: str, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """A list to choose from; an optional one starts with an empty choice."""
    listed = list(choices)
    if not kwargs.get("required", True) or kwargs.pop("blank_first", False):
        listed = [("", "Choose one"), *listed]
    return forms.ChoiceField(choices=listed, error_messages=ask(sentence), **kwargs)


def tick(label: str, **kwargs: Any) -> forms.BooleanField:
    """A box to tick, empty unless ticked."""
    return forms.BooleanField(label=label, required=False, **kwargs)
