"""Fields take what people type, keep it, and answer in one plain sentence."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ui.fields import (
    PlainCharField,
    PlainEmailField,
    PlainTextField,
    TypedDateField,
    TypedDateTimeField,
    TypedTimeField,
    WholeNumberField,
)
from ui.forms import HouseForm

TODAY = date(2026, 1, 14)


def today() -> date:
    return TODAY


def refusal(field: forms.Field, value: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    assert len(refused.value.messages) == 1
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (PlainCharField(ask="Enter the surname"), "Enter the surname"),
        (PlainTextField(ask="Say why"), "Say why"),
        (WholeNumberField(ask="Enter the term"), "Enter the term"),
        (TypedDateField(ask="Enter the date"), "Enter the date"),
        (TypedTimeField(ask="Enter the time"), "Enter the time"),
    ],
)
@pytest.mark.parametrize("empty", ["", "   ", None])
def test_an_empty_field_asks_in_its_own_words(field: forms.Field, sentence: str, empty: Any) -> None:
    assert refusal(field, empty) == sentence


def test_a_date_of_birth_is_today_at_the_latest() -> None:
    field = TypedDateField(ask="Enter the date of birth", past=True, today=today)
    assert field.clean("14/1/2026") == TODAY
    assert refusal(field, "15/1/2026") == "15 January 2026 is in the future: enter today or a date in the past"


def test_a_date_ahead_is_today_at_the_earliest() -> None:
    field = TypedDateField(future=True, today=today)
    assert field.clean("14/1/2026") == TODAY
    assert refusal(field, "13/1/2026") == "13 January 2026 is in the past: enter today or a date in the future"


def test_a_date_before_the_earliest_is_refused_from_the_day_before() -> None:
    field = TypedDateField(earliest=date(1900, 1, 1), today=today)
    assert field.clean("1/1/1900") == date(1900, 1, 1)
    assert refusal(field, "31/12/1899") == "Enter a date on or after 1 January 1900"


def test_an_optional_date_left_empty_is_none() -> None:
    assert TypedDateField(required=False).clean("  ") is None


def test_a_date_typed_otherwise_is_not_a_change() -> None:
    field = TypedDateField(today=today)
    assert not field.has_changed(TODAY, "14 Jan 26")
    assert field.has_changed(TODAY, "15 Jan 26")
    assert field.has_changed(TODAY, "nonsense")


def test_a_stored_date_is_offered_for_editing_in_typed_form() -> None:
    assert TypedDateField().prepare_value(TODAY) == "14 1 2026"
    assert TypedDateField().prepare_value("31 2 2026") == "31 2 2026"


class Booking(HouseForm):
    starts = TypedDateTimeField(ask="Enter when the meeting starts")


def booking(day: str, time: str) -> Booking:
    return Booking({"starts_date": day, "starts_time": time})


@pytest.mark.parametrize(
    ("day", "time", "instant"),
    [
        ("14 1 2026", "2pm", datetime(2026, 1, 14, 14, 0, tzinfo=UTC)),
        ("14 6 2026", "2pm", datetime(2026, 6, 14, 13, 0, tzinfo=UTC)),
        ("29 3 2026", "12:59am", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("29 3 2026", "2am", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("25 10 2026", "1:30am", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_date_and_time_in_london_become_an_instant(day: str, time: str, instant: datetime) -> None:
    form = booking(day, time)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts"] == instant
    assert form.cleaned_data["starts"].utcoffset().total_seconds() == 0


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("", "", "Enter when the meeting starts"),
        ("14 1 2026", "", "Enter both the date and the time"),
        ("", "2pm", "Enter both the date and the time"),
        ("31 2 2026", "2pm", "Enter a real date: February 2026 has 28 days"),
        ("14 1 2026", "25:00", "Enter a real time: the hour is 0 to 23"),
        ("29 3 2026", "1:30am", "1:30am on 29 March 2026 does not exist: the clocks go forward"),
    ],
)
def test_half_a_date_and_time_is_answered_with_one_sentence(day: str, time: str, sentence: str) -> None:
    form = booking(day, time)
    assert not form.is_valid()
    assert form.errors["starts"] == [sentence]
    assert f'value="{day}"' in str(form)
    assert f'value="{time}"' in str(form)


def test_a_stored_instant_is_offered_for_editing_as_london_shows_it() -> None:
    drawn = str(Booking(initial={"starts": datetime(2026, 6, 14, 13, 0, tzinfo=UTC)}))
    assert 'value="14 6 2026"' in drawn
    assert 'value="2pm"' in drawn


@pytest.mark.parametrize(
    "name", ["O’Sample", "D'Exämple", "Ðóra Þórsdóttir", "שרה דוגמה", "محمد", "<b>Bold</b>", "李明"]
)
def test_names_of_any_script_come_through_unharmed(name: str) -> None:
    assert PlainCharField(ask="Enter the name").clean(name) == name


def test_control_characters_and_disguises_are_taken_out_and_accents_composed() -> None:
    assert PlainCharField(ask="Enter it").clean("A\x00b\x1b[31m\u202ec\u0301\n d") == "Ab[31mć d"
    assert PlainTextField(ask="Say it").clean("one\r\ntwo\rthree\x00\n\n\tfour") == "one\ntwo\nthree\n\n\tfour"


def test_a_line_of_only_control_characters_is_empty() -> None:
    assert refusal(PlainCharField(ask="Enter it"), "\x00\x07") == "Enter it"
    assert refusal(PlainTextField(ask="Say it"), "\x00 \n") == "Say it"


def test_a_text_may_be_exactly_as_long_as_allowed() -> None:
    field = PlainTextField(ask="Say why", max_length=10)
    assert field.clean("x" * 10) == "x" * 10
    assert refusal(field, "x" * 11) == "Shorten this to 10 characters or fewer: it has 11"


def test_line_ends_count_once_although_browsers_send_two_characters() -> None:
    assert PlainTextField(ask="Say why", max_length=3).clean("a\r\nb") == "a\nb"


class Note(HouseForm):
    note = PlainTextField(ask="Write the note")


def test_a_note_of_two_megabytes_is_refused_in_one_sentence_and_kept() -> None:
    text = "A long note. " * 161_320
    form = Note({"note": text})
    assert not form.is_valid()
    assert form.errors["note"] == [f"Shorten this to 20,000 characters or fewer: it has {len(text.strip()):,}"]
    assert text in str(form)


def test_the_browser_is_never_told_to_cut_a_text_short() -> None:
    assert "maxlength=" not in str(Note()).replace("data-maxlength=", "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("two", "Enter a whole number, like 12"),
        ("2.5", "Enter a whole number, like 12"),
        ("0", "Enter a whole number of 1 or more"),
        ("1201", "Enter a whole number of 1,200 or less"),
        ("9" * 30, "Enter a whole number of 1,200 or less"),
    ],
)
def test_a_number_out_of_bounds_is_answered_with_a_sentence(typed: str, sentence: str) -> None:
    field = WholeNumberField(ask="Enter the term", least=1, most=1_200)
    assert refusal(field, typed) == sentence
    assert field.clean("1") == 1
    assert field.clean(" 1,200 ") == 1_200


class TestEmail:
    """One sentence for whatever is no address."""

    FIELD = PlainEmailField(error_messages={"required": "Enter the address", "invalid": "Enter an address like a@b.uk"})

    def test_an_address_is_kept_without_what_stands_around_it(self) -> None:
        assert self.FIELD.clean(" someone@example.org\x00 ") == "someone@example.org"

    def test_what_is_none_is_answered_in_the_words_of_the_page(self) -> None:
        assert refusal(self.FIELD, "") == "Enter the address"
        assert refusal(self.FIELD, "someone") == "Enter an address like a@b.uk"

    def test_an_address_of_254_characters_is_the_longest(self) -> None:
        domain = ".".join(["d" * 63, "d" * 63, "d" * 60])
        longest = f"{'n' * 62}@{domain}.uk"
        assert len(longest) == 254
        assert self.FIELD.clean(longest) == longest
        assert refusal(self.FIELD, "n" + longest) == "Shorten this to 254 characters or fewer: it has 255"
        assert refusal(self.FIELD, "x" * 2_000) == "Shorten this to 254 characters or fewer: it has 2,000"

    def test_the_box_never_cuts_what_is_pasted(self) -> None:
        assert "maxlength" not in self.FIELD.widget_attrs(self.FIELD.widget)


def test_a_number_is_never_larger_than_the_database_can_hold() -> None:
    assert WholeNumberField(ask="Enter it").clean("2147483647") == 2_147_483_647
    assert refusal(WholeNumberField(ask="Enter it"), "2147483648") == "Enter a whole number of 2,147,483,647 or less"


@given(st.text(max_size=300))
def test_cleaning_a_text_twice_changes_nothing_more(text: str) -> None:
    field = PlainTextField(required=False)
    once = field.clean(text)
    assert field.clean(once) == once
    assert "\x00" not in once
