"""Form fields that take what people type and answer in plain sentences: dates, times, text, whole numbers.

Every field names its own required message (`ask`); what was typed is always shown again as it was typed.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ui.dates import DateProblem, parse_date, parse_time
from ui.words import LONDON, clock, day

# Everything in category Cc but tab and line feed, and the two direction overrides, which can disguise what a text says.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")

LONGEST_TEXT = 20_000
LONGEST_LINE = 200
LONGEST_EMAIL = 254  # what an account holds, and what mail servers take
LARGEST_NUMBER = 2_147_483_647  # what the database holds in an integer column


def ask(sentence: str, **others: str) -> dict[str, str]:
    """`error_messages` for a stock field: the sentence when it is empty or holds something not offered."""
    return {"required": sentence, "invalid_choice": sentence, "invalid_list": sentence, "invalid_pk_value": sentence,
            "invalid": sentence, **others}  # fmt: skip


def london_today() -> date:
    """Today's date in Europe/London."""
    return timezone.now().astimezone(LONDON).date()


class PlainCharField(forms.CharField):
    """One line of text. Control characters go; apostrophes, diacritics, right-to-left and HTML stay as text."""

    def __init__(self, *, ask: str | None = None, max_length: int = LONGEST_LINE, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {})
        if ask:
            kwargs["error_messages"] = {"required": ask, **kwargs["error_messages"]}
        super().__init__(max_length=None, **kwargs)
        # Django's own max_length would put `maxlength` on the input, which cuts pasted text without a word.
        self.longest = max_length

    def to_python(self, value: Any) -> str:
        """The text without control characters, in composed form (NFC), line breaks as single spaces."""
        return super().to_python(" ".join(plain_text(value).split()) if value else value) or ""

    def validate(self, value: str) -> None:
        """Refuse a text that is too long, in one sentence."""
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                f"Shorten this to {self.longest:,} characters or fewer: it has {len(value):,}", code="max_length"
            )


class PlainTextField(PlainCharField):
    """Text of several lines, as plain text; `count=True` shows how many characters are left."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = LONGEST_TEXT, rows: int = 5, count: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)
        self.show_count = count

    def to_python(self, value: Any) -> str:
        """The text without control characters, line breaks as single line feeds."""
        return plain_text(value).strip() if value else ""


class PlainEmailField(forms.EmailField):
    """An e-mail address, with one sentence for everything that is not one or is too long."""

    def __init__(self, **kwargs: Any) -> None:
        # Django's own max_length would say a second sentence, and put `maxlength` on the input.
        super().__init__(max_length=None, **kwargs)

    def to_python(self, value: Any) -> str:
        """The address without control characters and spaces around it."""
        return super().to_python(plain_text(value) if value else value) or ""

    def validate(self, value: str) -> None:
        """Refuse an address that is too long, before its parts are looked at."""
        super().validate(value)
        if len(value) > LONGEST_EMAIL:
            raise ValidationError(
                f"Shorten this to {LONGEST_EMAIL:,} characters or fewer: it has {len(value):,}", code="max_length"
            )


class WholeNumberField(forms.IntegerField):
    """A whole number between `least` and `most`, with one sentence for everything that is not."""

    widget = forms.TextInput

    def __init__(self, *, ask: str | None = None, least: int = 0, most: int = LARGEST_NUMBER, **kwargs: Any) -> None:
        messages = {"invalid": "Enter a whole number, like 12"}
        if ask:
            messages["required"] = ask
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}))
        super().__init__(error_messages={**messages, **kwargs.pop("error_messages", {})}, **kwargs)
        self.least, self.most = least, most

    def to_python(self, value: Any) -> int | None:
        """The number, thousands separated or not; None when nothing was typed."""
        return super().to_python(value.replace(",", "").strip() if isinstance(value, str) else value)

    def validate(self, value: int | None) -> None:
        """Refuse a number outside the bounds, in one sentence."""
        super().validate(value)
        if value is None:
            return
        if value < self.least:
            raise ValidationError(f"Enter a whole number of {self.least:,} or more", code="min_value")
        if value > self.most:
            raise ValidationError(f"Enter a whole number of {self.most:,} or less", code="max_value")


class TypedDateField(forms.Field):
    """A date typed into one box, day first: 27/3/2026, 27 3 26, 27.03.2026, 27 Mar 2026, 2026-03-27. Gives a date.

    `past` refuses dates after today (and reads two-digit years as past ones), `future` refuses dates before today,
    `earliest` refuses dates before that day. `today` is the clock to use (Europe/London by default).
    """

    def __init__(
        self,
        *,
        ask: str = "Enter a date",
        past: bool = False,
        future: bool = False,
        earliest: date | None = None,
        today: Callable[[], date] = london_today,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
        )
        kwargs.setdefault("help_text", "For example, 27 3 2026")
        super().__init__(error_messages={"required": ask, **kwargs.pop("error_messages", {})}, **kwargs)
        self.past, self.future, self.earliest, self.today = past, future, earliest, today

    def prepare_value(self, value: Any) -> Any:
        """A stored date as "27 3 2026"; what was typed stays as it was typed."""
        return f"{value.day} {value.month} {value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """The date, or None when nothing was typed. Raises ValidationError with a sentence."""
        if isinstance(value, datetime):
            return value.astimezone(LONDON).date()
        if value is None or isinstance(value, date):
            return value
        if not str(value).strip():
            return None
        try:
            return parse_date(str(value), today=self.today(), past=self.past)
        except DateProblem as problem:
            raise ValidationError(str(problem), code="invalid") from problem

    def validate(self, value: date | None) -> None:
        """Refuse dates on the wrong side of today or before the earliest one."""
        super().validate(value)
        if value is None:
            return
        today = self.today()
        if self.past and value > today:
            raise ValidationError(f"{day(value)} is in the future: enter today or a date in the past", code="future")
        if self.future and value < today:
            raise ValidationError(f"{day(value)} is in the past: enter today or a date in the future", code="past")
        if self.earliest and value < self.earliest:
            raise ValidationError(f"Enter a date on or after {day(self.earliest)}", code="earliest")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the typed date is another one than the initial date, however it was typed."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class TypedTimeField(forms.Field):
    """A time of day typed into one box: 14:30, 2.30pm, 2pm, midday. Gives a time."""

    def __init__(self, *, ask: str = "Enter a time", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}))
        super().__init__(error_messages={"required": ask, **kwargs.pop("error_messages", {})}, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored time as "2:30pm"; what was typed stays as it was typed."""
        return clock(datetime.combine(date.min, value)) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """The time, or None when nothing was typed. Raises ValidationError with a sentence."""
        if value is None or isinstance(value, time):
            return value
        if not str(value).strip():
            return None
        try:
            return parse_time(str(value))
        except DateProblem as problem:
            raise ValidationError(str(problem), code="invalid") from problem


class DateTimeInputs(forms.MultiWidget):
    """Two boxes, a date and a time, shown in Europe/London."""

    parts = (("date", "Date"), ("time", "Time"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "date": forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
            "time": forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """The two texts for a stored instant."""
        if not isinstance(value, datetime):
            return [None, None]
        local = value.astimezone(LONDON)
        return [f"{local.day} {local.month} {local.year}", clock(local)]


class TypedDateTimeField(forms.MultiValueField):
    """A date and a time of day in Europe/London, typed into two boxes. Gives an instant in UTC.

    Refuses a time that the spring clock change skips; of a time that the autumn change repeats, the first is meant.
    """

    widget = DateTimeInputs

    def __init__(
        self, *, ask: str = "Enter a date and a time", past: bool = False, future: bool = False, **kwargs: Any
    ) -> None:
        required = kwargs.get("required", True)
        parts = (
            TypedDateField(ask=ask, past=past, future=future, required=required),
            TypedTimeField(ask="Enter a time, like 2:30pm", required=required),
        )
        kwargs.setdefault("help_text", "For example, 27 3 2026 and 2:30pm")
        messages = {"required": ask, "incomplete": "Enter both the date and the time"}
        super().__init__(
            parts,
            error_messages={**messages, **kwargs.pop("error_messages", {})},
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: Sequence[Any]) -> datetime | None:
        """The instant in UTC, or None when nothing was typed."""
        if not data_list or (data_list[0] is None and data_list[1] is None):
            return None
        if data_list[0] is None or data_list[1] is None:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        typed = datetime.combine(data_list[0], data_list[1])
        instant = typed.replace(tzinfo=LONDON).astimezone(UTC)
        if instant.astimezone(LONDON).replace(tzinfo=None) != typed:
            raise ValidationError(
                f"{clock(typed)} on {day(typed)} does not exist: the clocks go forward", code="skipped"
            )
        return instant


def plain_text(value: Any) -> str:
    """What was typed as safe plain text: composed (NFC), line feeds only, no control characters."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))
