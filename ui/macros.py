"""Draws GOV.UK components with the govuk-frontend-jinja macros, always autoescaping.

Only `text` parameters may carry what a user typed; `html` parameters take markup that was built with `format_html`.
"""

from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader
from jinja2.runtime import Macro

ENVIRONMENT = Environment(
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
)


def govuk(component: str, /, **params: Any) -> SafeString:
    """The markup of a component named as in the design system, e.g. `govuk("Button", text="Save")`.

    Raises jinja2.TemplateNotFound for a component that does not exist.
    """
    return mark_safe(_macro(component)(_plain(params)))  # noqa: S308 - the macro escapes; see the module's rule on html


@cache
def _macro(component: str) -> Macro:
    """The macro of one component; its template is compiled once per process."""
    folder = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in component).lstrip("-")
    module = ENVIRONMENT.get_template(f"govuk_frontend_jinja/components/{folder}/macro.html").module
    macro: Macro = getattr(module, f"govuk{component}")
    return macro


def _plain(value: Any) -> Any:
    """The parameters with lazily translated texts resolved, which Jinja would otherwise compare as objects."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
