"""The base of every form of the project: novalidate, optimistic version, and rule findings turned into sentences.

Findings are any objects with `rule`, `message`, `field`, `next_step` and `stops`; nothing here knows the rules.
"""

import re
import secrets
from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any, ClassVar, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from ui.fields import PlainCharField
from ui.words import day

VERSION = "version"
ONCE = "once"
HIDDEN = frozenset({VERSION, ONCE})
MEDDLED = "Part of this page was changed on its way to us, so nothing was saved. Look at it and send it again"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
SENT_BEFORE = (
    "You sent this page before, and what stood in it then was saved. Send it once more only if this is to be recorded "
    "as well"
)
NOT_OFFERED = "Choose one of the options offered"
CHOICES = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
STOCK_CHOICE_MESSAGES = frozenset(
    str(message)
    for kind in CHOICES
    for key, message in kind.default_error_messages.items()
    if key in {"invalid_choice", "invalid_list", "invalid_pk_value"}
)
ACKNOWLEDGE = "acknowledge"


class FindingLike(Protocol):
    """What a form needs to know of a rule's finding."""

    @property
    def rule(self) -> str:
        """The id of the rule."""

    @property
    def message(self) -> str:
        """One plain sentence."""

    @property
    def field(self) -> str | None:
        """The name of the form field that it is about, if any."""

    @property
    def next_step(self) -> str | None:
        """What the user can do instead, if anything."""

    @property
    def stops(self) -> bool:
        """Whether the step cannot be completed."""


class RuleError(ValidationError):
    """A form error that comes from a rule, so that a "Why?" link can stand beside it."""

    def __init__(self, message: str, *, rule: str, next_step: str | None = None) -> None:
        super().__init__(message, code="rule")
        self.rule = rule
        self.next_step = next_step


def version_of(record: Any) -> str:
    """The version of a record as the hidden field carries it; empty for a record that does not exist yet."""
    version = getattr(record, "version", None)
    return "" if version is None else str(version)


class HouseForm(forms.Form):
    """A form whose errors are plain sentences. Pass `version=version_of(record)` when it edits a record.

    After a service refuses, `form.add_findings(refused.findings)` puts each sentence beside its field; findings that
    only warn are kept in `form.warnings` and shown with a box to tick (see `acknowledged`).
    """

    use_required_attribute = False
    mark_optional: ClassVar[bool] = True

    def __init__(self, *args: Any, version: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[FindingLike] = []
        for field in self.fields.values():
            for key, message in field.error_messages.items():
                if str(message) in STOCK_CHOICE_MESSAGES:
                    field.error_messages[key] = NOT_OFFERED
        if version is not None:
            self.fields[VERSION] = PlainCharField(required=False, widget=forms.HiddenInput, initial=version)

    def clean(self) -> dict[str, Any]:
        """What was typed, without the version and the token: those are in `submitted_version` and `once`."""
        cleaned = super().clean() or self.cleaned_data
        if ONCE in self.fields and not self.once:
            self.add_error(None, ValidationError(MEDDLED, code="meddled"))
        for name in HIDDEN:
            cleaned.pop(name, None)
        return cleaned

    def send_once(self) -> None:
        """Give the form a token of its own, by which a second sending of the same page is known."""
        self.fields[ONCE] = PlainCharField(required=False, widget=forms.HiddenInput, initial=secrets.token_urlsafe(16))

    @property
    def once(self) -> str:
        """The token of the page that was sent; empty when it has none, or none of ours."""
        token = str(self.data.get(self.add_prefix(ONCE), ""))
        return token if TOKEN.fullmatch(token) else ""

    def renew_once(self) -> None:
        """Draw another token for a form that is shown again."""
        if ONCE in self.fields:
            self._replace(ONCE, secrets.token_urlsafe(16))

    def tell_sent_before(self) -> None:
        """Say that another content of the same page was saved, and let this one be sent as well."""
        self.add_error(None, ValidationError(SENT_BEFORE, code="sent_before"))

    @property
    def submitted_version(self) -> str:
        """The version that the user saw when the form was opened; empty when there was no record yet."""
        return str(self.data.get(self.add_prefix(VERSION), ""))

    @property
    def version_seen(self) -> int:
        """The version of the record that the user saw; 0, which no record has, when the field was meddled with."""
        text = self.submitted_version
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def acknowledged(self) -> frozenset[str]:
        """The ids of the rules whose warnings the user has ticked."""
        values = self.data.getlist(ACKNOWLEDGE) if hasattr(self.data, "getlist") else self.data.get(ACKNOWLEDGE, [])
        return frozenset([values] if isinstance(values, str) else values)

    @property
    def refusal(self) -> str:
        """Which fields were not accepted and by which kind of error, for the audit record: none of what was typed."""
        codes = {name: sorted({str(error.code) for error in found}) for name, found in self.errors.as_data().items()}
        return "; ".join(f"{name} {', '.join(kinds)}" for name, kinds in codes.items())

    def renew_version(self, version: Any) -> None:
        """Let what was typed be sent again against the present version, after a conflict was shown."""
        self._replace(VERSION, str(version))

    def _replace(self, name: str, value: str) -> None:
        changed: Any = copy(self.data)  # what a request sent is immutable, its copy is not
        changed[self.add_prefix(name)] = value
        self.data = changed

    def add_findings(self, findings: Iterable[FindingLike]) -> None:
        """Show findings beside their fields (or in the summary, when there is no such field), each with its rule."""
        for finding in findings:
            if not finding.stops:
                self.warnings.append(finding)
                continue
            error = RuleError(finding.message, rule=finding.rule, next_step=finding.next_step)
            visible = finding.field in self.fields and not self.fields[finding.field].widget.is_hidden
            self.add_error(finding.field if visible else None, error)

    def typed(self) -> dict[str, str]:
        """What the user typed, by label, for the page that compares two versions."""
        cleaned = getattr(self, "cleaned_data", {})
        return {
            str(bound.label): self.wording(bound.name, cleaned.get(bound.name, bound.value()))
            for bound in self.visible_fields()
        }

    def wording(self, name: str, value: Any) -> str:
        """A value of the field `name` as people read it: choices by their label, dates in words, lists joined."""
        if isinstance(value, list | tuple | set | QuerySet):
            return ", ".join(self.wording(name, item) for item in value)
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, date):
            return day(value)
        choices = getattr(self.fields[name], "choices", ())
        if isinstance(choices, list | tuple):
            return str(dict(choices).get(value, value))
        return str(value)
