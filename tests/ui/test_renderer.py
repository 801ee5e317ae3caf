"""Forms are drawn with the design system, and every error leads to an input."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from tests.ui.demo import HOSTILE, EveryField, finding
from tests.ui.markup import ids, tags, text
from ui.fields import PlainCharField, PlainTextField, ask
from ui.forms import HouseForm
from ui.renderer import error_items

pytestmark = pytest.mark.usefixtures("kit")
FOCUSABLE = ("input", "select", "textarea")


def summary(*forms_: object) -> str:
    names = {f"form{index}": form for index, form in enumerate(forms_)}
    return Template("{% error_summary " + " ".join(names) + " %}").render(Context(names))


def test_every_error_in_the_summary_leads_to_a_focusable_input() -> None:
    form = EveryField({})
    drawn = str(form)
    focusable = {attrs.get("id") for name in FOCUSABLE for attrs in tags(drawn, name)}
    links = [attrs["href"].removeprefix("#") for attrs in tags(summary(form), "a")]
    assert len(links) == len(form.errors) == 11
    assert set(links) <= focusable


def test_the_summary_lists_errors_in_the_order_of_the_fields() -> None:
    form = EveryField({})
    required = [name for name, field in form.fields.items() if field.required]
    assert [item["href"].removeprefix("#id_").removesuffix("_0") for item in error_items([form])] == required


def test_a_form_without_errors_has_no_summary() -> None:
    assert summary(EveryField()) == ""


def test_a_form_absent_from_the_context_has_no_summary() -> None:
    assert Template("{% error_summary form %}").render(Context({})) == ""


def test_every_id_on_a_form_is_used_once() -> None:
    drawn = ids(str(EveryField({})))
    assert len(drawn) == len(set(drawn))


def test_every_input_has_a_label() -> None:
    drawn = str(EveryField())
    labelled = {attrs["for"] for attrs in tags(drawn, "label")}
    inputs = {a["id"] for name in FOCUSABLE for a in tags(drawn, name) if a.get("type") != "hidden"}
    assert inputs == labelled


def test_what_describes_an_input_exists() -> None:
    drawn = str(EveryField({}))
    described = [
        a["aria-describedby"].split()
        for n in (*FOCUSABLE, "fieldset")
        for a in tags(drawn, n)
        if "aria-describedby" in a
    ]
    assert len(described) > 8
    assert {name for names in described for name in names} <= set(ids(drawn))


def test_a_tick_box_list_is_not_drawn_as_radios() -> None:
    types = {attrs["name"]: attrs["type"] for attrs in tags(str(EveryField()), "input")}
    assert types["invited"] == "checkbox"
    assert types["level"] == "radio"


def test_password_managers_find_what_they_look_for() -> None:
    inputs = {attrs["name"]: attrs for attrs in tags(str(EveryField()), "input")}
    assert inputs["secret"]["autocomplete"] == "new-password"
    assert inputs["secret"]["type"] == "password"
    assert inputs["email"]["autocomplete"] == "email"


def test_a_password_is_never_written_back() -> None:
    assert "hunter2" not in str(EveryField({"secret": "hunter2"}))


def test_what_was_typed_and_chosen_is_shown_again() -> None:
    form = EveryField(
        {
            "surname": HOSTILE,
            "born": "31 2 1990",
            "level": "2",
            "invited": ["health", "police"],
            "agency": "probation",
            "told": "on",
            "reason": "\n\nTwo lines\n</textarea><b>",
        },
        {"paper": SimpleUploadedFile("report.txt", b"x")},
    )
    drawn = str(form)
    inputs = tags(drawn, "input")
    assert next(a for a in inputs if a["name"] == "born")["value"] == "31 2 1990"
    assert {a["value"] for a in inputs if "checked" in a} == {"2", "health", "police", "on"}
    assert [a["value"] for a in tags(drawn, "option") if "selected" in a] == ["probation"]
    # A browser drops the first line feed after the tag, so one more than was typed must be sent.
    assert ">\n\n\nTwo lines\n&lt;/textarea&gt;&lt;b&gt;</textarea>" in drawn


def test_hostile_text_is_text_wherever_it_is_shown() -> None:
    class Hostile(HouseForm):
        chosen = forms.ChoiceField(
            label=HOSTILE, choices=[(HOSTILE, HOSTILE)], error_messages=ask(HOSTILE), help_text=HOSTILE
        )
        picked = forms.MultipleChoiceField(
            label=HOSTILE,
            choices=[(HOSTILE, HOSTILE)],
            widget=forms.CheckboxSelectMultiple,
            error_messages=ask(HOSTILE),
        )
        line = PlainCharField(label=HOSTILE, ask=HOSTILE, help_text=HOSTILE)
        lines = PlainTextField(label=HOSTILE, ask=HOSTILE, count=True)

    for data in (None, {}, {"chosen": HOSTILE, "picked": [HOSTILE], "line": HOSTILE, "lines": HOSTILE}):
        form = Hostile(data)
        if data is not None:
            form.add_findings([finding("LVL-02", HOSTILE, "line"), finding("LVL-03", HOSTILE, stops=False)])
        drawn = str(form) + summary(form)
        assert not tags(drawn, "script")
        assert not tags(drawn, "img")
        assert "alert(1)" in text(drawn)


def test_a_refusal_stands_beside_its_field_with_its_rule() -> None:
    form = EveryField({})
    form.add_findings([finding("LVL-02", "Category 3 cannot be managed at level 1.", "level")])
    drawn = str(form)
    assert "/rules/LVL-02/" in [attrs["href"] for attrs in tags(drawn, "a")]
    assert "Category 3 cannot be managed at level 1. Choose level 2 or 3. Why? LVL-02" in text(drawn)
    assert "/rules/LVL-02/" not in summary(form)  # there the line itself leads to the field


def test_a_refusal_without_a_field_stands_in_the_summary_with_its_rule() -> None:
    form = EveryField({})
    form.add_findings([finding("OFF-01", "The case has ended.", "no_such_field")])
    assert "The case has ended. Choose level 2 or 3. Why? OFF-01" in text(summary(form))
    assert "/rules/OFF-01/" in [attrs["href"] for attrs in tags(summary(form), "a")]


def test_a_hint_that_was_built_as_markup_stays_markup_and_text_stays_text() -> None:
    class Hints(HouseForm):
        plain = PlainCharField(ask="Enter it", help_text="a < b")
        marked = PlainCharField(ask="Enter it", help_text=Template("<em>now</em>").render(Context()))

    drawn = str(Hints())
    assert "a &lt; b" in drawn
    assert "<em>now</em>" in drawn


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    shown = text(str(EveryField()))
    assert "Note (optional)" in shown
    assert "Surname (optional)" not in shown


def test_a_form_of_another_package_gets_a_required_message_that_names_the_field() -> None:
    class SignIn(forms.Form):
        password = forms.CharField(label="Password")

    form = SignIn({})
    assert "Enter your password" in text(str(form))
    assert "Enter your password" in text(summary(form))
    assert "This field is required" not in str(form) + summary(form)


def test_errors_of_a_formset_are_listed_with_their_own_inputs() -> None:
    formset = forms.formset_factory(EveryField, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-surname": "A", "form-1-surname": ""}
    )
    links = [attrs["href"] for attrs in tags(summary(formset), "a")]
    assert "#id_form-1-surname" in links
    assert "#id_form-0-surname" not in links
    focusable = {a.get("id") for name in FOCUSABLE for a in tags(str(formset), name)}
    assert {link.removeprefix("#") for link in links} <= focusable


def test_a_disabled_field_cannot_be_typed_into() -> None:
    class Closed(HouseForm):
        line = PlainCharField(disabled=True, initial="kept", required=False)

    (line,) = tags(str(Closed()), "input")
    assert "disabled" in line
    assert line["value"] == "kept"


def test_a_widget_that_no_component_draws_is_a_mistake_of_the_form() -> None:
    class Strange(HouseForm):
        at = forms.SplitDateTimeField(error_messages=ask("Enter it"))

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        Strange()["at"].as_field_group()


def test_the_empty_choice_of_a_list_is_put_into_words() -> None:
    assert "Choose one" in text(str(EveryField()))
    assert "---------" not in str(EveryField())
