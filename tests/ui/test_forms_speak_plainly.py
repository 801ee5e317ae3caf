"""No form of the project answers with Django's own sentences."""

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms
from django.apps import apps
from django.conf import settings

from ui.forms import HouseForm

OWN_APPS = [name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name / "__init__.py").exists()]
STOCK = str(forms.Field.default_error_messages["required"])


def descendants(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from descendants(child)


def project_forms() -> list[type[forms.BaseForm]]:
    """Every form class defined in an app of the project, once its modules about forms are imported."""
    for name in OWN_APPS:
        package = apps.get_app_config(name).module
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if "forms" in module.name.split("."):
                importlib.import_module(module.name)
    own = tuple(f"{name}." for name in OWN_APPS)
    return [form for form in descendants(forms.BaseForm) if form.__module__.startswith(own)]


def answers(form: type[forms.BaseForm]) -> Iterator[tuple[str, str]]:
    for name, field in form.base_fields.items():
        if field.required and not field.widget.is_hidden:
            yield name, str(field.error_messages["required"])


def test_the_apps_of_the_project_are_found() -> None:
    assert {"ui", "audit", "accounts", "offenders"} <= set(OWN_APPS)


def test_every_required_field_of_every_form_asks_in_its_own_words() -> None:
    silent = [
        f"{form.__module__}.{form.__name__}.{name}: {answer}"
        for form in project_forms()
        for name, answer in answers(form)
        if answer == STOCK
    ]
    assert silent == []


def test_a_field_that_does_not_ask_in_its_own_words_would_be_found() -> None:
    class Silent(HouseForm):
        line = forms.CharField()
        choice = forms.ChoiceField(choices=[("1", "One")], error_messages={"required": "Choose one"})
        note = forms.CharField(required=False)

    assert [(name, answer == STOCK) for name, answer in answers(Silent)] == [("line", True), ("choice", False)]
