"""Forms that ask from which day or between which days to look."""

import datetime as dt
from typing import Any

from oversight.reconstruction.chronology import Period
from ui.fields import TypedDateField, london_today
from ui.forms import HouseForm
from ui.words import day


class PeriodForm(HouseForm):
    """From which day to which day; either may be left open."""

    mark_optional = False

    first = TypedDateField(required=False, label="From")
    last = TypedDateField(required=False, label="To")

    def clean(self) -> dict[str, Any]:
        """The first day must not lie after the last."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = typed.get("first"), typed.get("last")
        if first and last and first > last:
            self.add_error("last", "Choose a last day that is not before the first")
        return typed

    @property
    def period(self) -> Period:
        """What was asked for."""
        return Period(self.cleaned_data.get("first"), self.cleaned_data.get("last"))


class AsItStoodForm(HouseForm):
    """The day to look at: not before the record began, not after today."""

    on = TypedDateField(ask="Enter the day to look at", label="Day to look at")

    def __init__(self, *args: Any, began: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began = began

    def clean_on(self) -> dt.date:
        """The day, when something can be known of it."""
        on: dt.date = self.cleaned_data["on"]
        if on > london_today():
            self.add_error("on", "Choose today or a day that has passed")
        elif on < self.began:
            self.add_error("on", f"Choose a day from {day(self.began)} on: the record of this case began then")
        return on
