"""The project's form renderer: Django forms drawn with the GOV.UK macros (see docs/adr/0006).

`{{ form }}` draws all fields and warnings, `{{ form.name.as_field_group }}` one field; the error summary is a tag.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget, Input, Widget
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ui.fields import DateTimeInputs, PlainTextField
from ui.macros import govuk

DJANGO_REQUIRED = str(forms.Field.default_error_messages["required"])
DJANGO_EMPTY_LABEL = "---------"
NOT_SAVED = "Nothing is saved yet: tick what you have considered under “Before you go on”, then send it again"
LABEL_CLASSES = "govuk-label--s"
LEGEND_CLASSES = "govuk-fieldset__legend--s"


class GDSBoundField(BoundField):
    """A field of a form that knows its GOV.UK component and the input that an error message should lead to."""

    def as_field_group(self) -> SafeString:
        """Label, hint, error and input as one component."""
        for widget_class, draw in DRAWN_BY:
            if isinstance(self.field.widget, widget_class):
                return draw(self)
        raise TypeError(f"no component draws {type(self.field.widget).__name__}")

    @property
    def input_id(self) -> str:
        """The id that the inputs of this field start with."""
        return str(self.auto_id or self.html_name)

    @property
    def anchor(self) -> str:
        """The id of the first focusable input, which the error summary links to."""
        return f"{self.input_id}_0" if isinstance(self.field.widget, DateTimeInputs) else self.input_id

    def sentences(self) -> list[str]:
        """The error messages; Django's own "required" text, which sign-in forms still have, names the field."""
        return [self._sentence(str(message)) for message in self.errors]

    def _sentence(self, message: str) -> str:
        return f"Enter your {str(self.label).lower()}" if message == DJANGO_REQUIRED else message


class GDSRenderer(TemplatesSetting):
    """Set as FORM_RENDERER; needs "django.forms" among the installed apps for hidden inputs and the admin."""

    form_template_name = "gds/form.html"
    bound_field_class = GDSBoundField


def error_items(sources: Iterable[Any]) -> list[dict[str, Any]]:
    """The lines of an error summary for forms and formsets, in reading order, each linked to its first input."""
    lines: list[dict[str, Any]] = []
    for source in sources:
        if hasattr(source, "management_form"):
            lines += [{"text": message} for message in source.non_form_errors()]
            lines += error_items(source.forms)
            continue
        lines += [{"html": sentence} for sentence in _explained(source.non_field_errors())]
        for bound in source.hidden_fields():
            lines += [{"text": message} for message in bound.errors]
        for bound in source.visible_fields():
            lines += [{"text": sentence, "href": f"#{bound.anchor}"} for sentence in bound.sentences()]
        lines += _to_consider(source)
    return lines


def _to_consider(form: Any) -> list[dict[str, Any]]:
    """The line for warnings not ticked yet. They stand at the end of the form, where nobody looks first."""
    rules = [warning.rule for warning in getattr(form, "warnings", [])] if form.is_bound else []
    for number, rule in enumerate(rules, start=1):
        if rule not in form.acknowledged:
            return [{"text": NOT_SAVED, "href": f"#acknowledge-{number}"}]
    return []


def why_link(rule: str) -> SafeString:
    """The link from something computed or refused to the page of its rule."""
    return format_html(
        '<a class="govuk-link house-why" href="{}">Why?<span class="govuk-visually-hidden"> {}</span></a>',
        reverse("rule", args=[rule]),
        rule,
    )


def _explained(errors: Any, say: Callable[[str], str] = str) -> list[SafeString]:
    """Each error as escaped markup, with its next step and a "Why?" link when a rule refused."""
    return [_explain(say(message), error) for message, error in zip(errors, errors.as_data(), strict=True)]


def _explain(message: str, error: ValidationError) -> SafeString:
    next_step, rule = getattr(error, "next_step", None), getattr(error, "rule", None)
    step = format_html(" {}", next_step) if next_step else ""
    return format_html("{}{}{}{}", message, step, " " if rule else "", why_link(rule) if rule else "")


def _label(bound: GDSBoundField) -> str:
    """The label, marked "(optional)" where the form marks such fields."""
    mark = getattr(bound.form, "mark_optional", False) and not bound.field.required and not bound.field.disabled
    return f"{bound.label} (optional)" if mark else str(bound.label)


def _marked_up(text: Any) -> dict[str, Any]:
    """A hint or message as the macro's `html` when it was built as markup, else as `text`."""
    return {"html": text} if hasattr(text, "__html__") else {"text": str(text)}


def _common(bound: GDSBoundField) -> dict[str, Any]:
    """The parameters that every component takes."""
    params: dict[str, Any] = {"name": bound.html_name}
    if bound.help_text:
        params["hint"] = _marked_up(bound.help_text)
    if bound.errors:
        explained = _explained(bound.errors, bound._sentence)
        params["errorMessage"] = {"html": format_html_join(mark_safe("<br>"), "{}", ((line,) for line in explained))}
    return params


def _attributes(widget: Widget) -> dict[str, Any]:
    """The widget's own attributes but those that the components set themselves. Placeholders are no labels: dropped."""
    skipped = {"class", "id", "rows", "cols", "placeholder", "required", "type", "maxlength", "minlength"}
    shown = {name: value for name, value in widget.attrs.items() if name not in skipped and value not in (False, None)}
    return {name: {"value": value, "optional": True} for name, value in shown.items()}


def _single(bound: GDSBoundField) -> dict[str, Any]:
    """The parameters of a component with one labelled input."""
    widget = bound.field.widget
    return {
        **_common(bound),
        "id": bound.input_id,
        "label": {"text": _label(bound), "classes": LABEL_CLASSES},
        "classes": widget.attrs.get("class", ""),
        "attributes": _attributes(widget),
        "disabled": bound.field.disabled,
    }


def _value(bound: GDSBoundField) -> str:
    """What the input shows: the text as typed, or the initial value as the widget writes it."""
    shown = bound.field.widget.format_value(bound.value())
    return "" if shown is None else str(shown)


def _input(bound: GDSBoundField) -> SafeString:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "text")
    extra: dict[str, Any] = {"type": "text", "inputmode": "numeric"} if kind == "number" else {"type": kind}
    for affix in ("prefix", "suffix"):
        if text := getattr(bound.field, affix, None):
            extra[affix] = {"text": text}
    return govuk("Input", **{**_single(bound), **extra, "value": _value(bound)})


def _password(bound: GDSBoundField) -> SafeString:
    params = _single(bound)
    autocomplete = params["attributes"].pop("autocomplete", {}).get("value", "current-password")
    return govuk("PasswordInput", **{**params, "autocomplete": autocomplete})


def _textarea(bound: GDSBoundField) -> SafeString:
    value = _value(bound)
    params = {
        **_single(bound),
        "rows": bound.field.widget.attrs.get("rows", 5),
        # A browser drops one line feed after the opening tag, so a text that begins with one needs a second.
        "value": f"\n{value}" if value.startswith("\n") else value,
    }
    if isinstance(bound.field, PlainTextField) and bound.field.show_count:
        return govuk("CharacterCount", **{**params, "maxlength": bound.field.longest})
    return govuk("Textarea", **params)


def _file(bound: GDSBoundField) -> SafeString:
    return govuk("FileUpload", **_single(bound))


def _options(bound: GDSBoundField) -> list[dict[str, Any]]:
    """The choices as macro items, with the hints that the widget carries in `option_hints` (value -> text)."""
    widget: ChoiceWidget = bound.field.widget
    hints = getattr(widget, "option_hints", {})
    chosen = widget.format_value(bound.value())
    items = []
    for group, options, _ in widget.optgroups(bound.html_name, chosen):
        for option in options:
            value, label = str(option["value"]), str(option["label"])
            item: dict[str, Any] = {
                "value": value,
                "text": "Choose one" if label == DJANGO_EMPTY_LABEL else f"{group}: {label}" if group else label,
                "disabled": bound.field.disabled,
            }
            if value in hints:
                item["hint"] = {"text": hints[value]}
            items.append((item, option["selected"]))
    return [{**item, "checked": selected, "selected": selected} for item, selected in items]


def _select(bound: GDSBoundField) -> SafeString:
    return govuk("Select", **_single(bound), items=_options(bound))


def _grouped(bound: GDSBoundField) -> dict[str, Any]:
    """The parameters of a component with several inputs in a fieldset."""
    return {
        **_common(bound),
        "idPrefix": bound.input_id,
        "fieldset": {"legend": {"text": _label(bound), "classes": LEGEND_CLASSES}},
        "classes": bound.field.widget.attrs.get("class", ""),
    }


def _radios(bound: GDSBoundField) -> SafeString:
    return govuk("Radios", **_grouped(bound), items=_options(bound))


def _checkboxes(bound: GDSBoundField) -> SafeString:
    return govuk("Checkboxes", **_grouped(bound), items=_options(bound))


def _checkbox(bound: GDSBoundField) -> SafeString:
    params = _common(bound)
    hint = params.pop("hint", None)
    item: dict[str, Any] = {
        "value": "on",
        "text": str(bound.label),
        "checked": bound.field.widget.check_test(bound.value()),
        "disabled": bound.field.disabled,
    }
    return govuk("Checkboxes", **params, idPrefix=bound.input_id, items=[{**item, "hint": hint} if hint else item])


def _date_time(bound: GDSBoundField) -> SafeString:
    """A date box and a time box side by side under one legend, each with its own label."""
    widget: DateTimeInputs = bound.field.widget
    value = bound.value()
    values = value if isinstance(value, list) else widget.decompress(value)
    parts = zip(widget.parts, widget.widgets, values, strict=True)
    boxes = [
        {
            "id": f"{bound.input_id}_{index}",
            "name": f"{bound.html_name}_{name}",
            "label": label,
            "value": "" if typed is None else str(typed),
            "classes": f"{box.attrs.get('class', '')}{' govuk-input--error' if bound.errors else ''}",
            "attributes": _attributes(box),
            "inputmode": "text",
        }
        for index, ((name, label), box, typed) in enumerate(parts)
    ]
    params = _grouped(bound)
    params["id"] = params.pop("idPrefix")
    return govuk("DateInput", **params, items=boxes)


# The order matters: a tick-box list is a subclass of the radio list, and a multiple select of the single one.
DRAWN_BY: tuple[tuple[type[Widget], Callable[[GDSBoundField], SafeString]], ...] = (
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.SelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.Select, _select),
    (forms.CheckboxInput, _checkbox),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
    (DateTimeInputs, _date_time),
    (Input, _input),
)
