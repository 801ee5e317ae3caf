"""Every word of a case that would tell somebody something: harvested from its rows, whatever table they are in."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.html import escape

from accounts.models import Agency, User
from meetings.rules.grades import ALL_GRADES
from offenders.models import Case
from papers.rules.forms import ALL
from referrals.rules.questions import SECTIONS
from tests.house.doors import APPS

TELLING = 8
"""Shorter texts are left out: they stand on pages for other reasons."""

A_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
"""A day in words tells nothing by itself: tables by week hold the same. Birth dates are added as such."""

TECHNICAL = {"decided_as", "rules", "permission", "sha256", "key", "rule", "policy"}
"""Fields that hold the house's own words, not the case's."""


def rows_of(case: Case) -> Iterator[models.Model]:
    """The case, every row that points to it, and every row that points to one of those."""
    seen: set[tuple[type[models.Model], Any]] = set()
    waiting: list[models.Model] = [case]
    while waiting:
        row = waiting.pop()
        if (type(row), row.pk) in seen:
            continue
        seen.add((type(row), row.pk))
        yield row
        for relation in row._meta.related_objects:
            model = relation.related_model
            if model._meta.app_label in APPS and not issubclass(model, User):
                waiting += model._default_manager.filter(**{relation.field.name: row.pk})


def words_of(case: Case) -> set[str]:
    """The telling texts and the ids of a case, as they are stored and as a page would show them.

    Not the names of agencies, which administrators keep, nor words all in lower case, which are codes, nor the
    questions of the forms, which are the same in every case, nor what grades are called, which the rulebook says.
    """
    found = {text for row in rows_of(case) for text in _texts(row)}
    found = {text for text in found if not A_DAY.fullmatch(text)}
    found |= {f"{case.given_names} {case.family_name}", f"{case.family_name}, {case.given_names}", case.family_name}
    known = {settings.PROTECTIVE_MARKING, *Agency.objects.values_list("name", flat=True), *_asked()}
    known |= {text for text in found if any(text in grade for grade in ALL_GRADES.values())}
    born = case.date_of_birth
    if born is not None:
        found |= {f"{born.day} {born:%B %Y}", born.isoformat()}
    return {way for text in found - known for way in (text, escape(text))}


def _asked() -> Iterator[str]:
    """The questions of the referral and of the set forms, and what they offer as answers."""
    for spec in ALL:
        for one in spec.fields:
            yield one.label
            yield from (one.choices or {}).values()
    for section in SECTIONS:
        yield section.title
        for question in section.questions:
            yield question.label
            yield from (words for _, words in question.choices)


def _texts(row: models.Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key and isinstance(value, UUID):
            yield str(value)
        if field.name in TECHNICAL or field.is_relation or getattr(field, "choices", None):
            continue
        for text in _strings(value):
            longest_line = max(text.splitlines() or [""], key=len).strip()
            if len(longest_line) >= TELLING and re.search(r"[^\W\d_]", longest_line) and not longest_line.islower():
                yield longest_line


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
