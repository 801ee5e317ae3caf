"""Every relation that leads to a person, and how merging, subject access and retention treat it (AUD-43).

The declarations are data, in relations.toml beside this file. A test holds them against the models: a relation that
nobody declared fails, and so does a declaration of what is gone. docs/relations.md is drawn from them.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from pghistory.models import Event

from accounts.models import User
from offenders.models import Case

FILE = Path(__file__).with_name("relations.toml")
DOCUMENT = Path(__file__).parent.parent / "docs" / "relations.md"


@dataclass(frozen=True, slots=True)
class Treatment:
    """What becomes of rows that lead to a person, and why."""

    key: str
    title: str
    merge: str
    access: str
    retention: str
    source: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One column that leads to a person: where it stands and what it names."""

    name: str
    to: str


class UndeclaredTreatment(KeyError):
    """A relation names a treatment that does not exist."""


@cache
def treatments() -> dict[str, Treatment]:
    """The treatments by key. Raises TypeError when one leaves a question open."""
    return {key: Treatment(key=key, **entry) for key, entry in _file()["treatment"].items()}


@cache
def declared() -> dict[str, Treatment]:
    """Relation -> treatment. Raises UndeclaredTreatment."""
    known = treatments()
    found = {}
    for key, names in _file()["relations"].items():
        if key not in known:
            raise UndeclaredTreatment(key)
        found.update(dict.fromkeys(names, known[key]))
    return found


def relations() -> list[Relation]:
    """Every relation of every installed model that leads to a case or an account, and every plain id, by name.

    History tables are left out: what is kept of a row goes where the row goes.
    """
    every = [
        model
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, Event) and model._meta.app_label != "pghistory"
    ]
    leading = _leading(every)
    return sorted((one for model in every for one in _of(model, leading)), key=lambda one: one.name)


def undeclared() -> list[str]:
    """What leads to a person and is not declared."""
    return [relation.name for relation in relations() if relation.name not in declared()]


def gone() -> list[str]:
    """What is declared and does not exist."""
    return sorted(set(declared()) - {relation.name for relation in relations()})


def document() -> str:
    """The registry for people to read, as Markdown."""
    lines = [
        "# Relations that lead to a person",
        "",
        "Drawn from `oversight/relations.toml` by `manage.py write_relations`; a test fails when one is missing.",
        "What the row history keeps of a row goes where the row goes. Merging, subject access and deletion are not",
        "part of the product yet: this is how they are to treat each relation.",
        "",
    ]
    by_treatment: dict[str, list[Relation]] = {}
    for relation in relations():
        by_treatment.setdefault(declared()[relation.name].key, []).append(relation)
    for key, treatment in treatments().items():
        lines += [
            f"## {treatment.title}",
            "",
            f"- **Merge:** {treatment.merge}",
            f"- **Subject access:** {treatment.access}",
            f"- **Retention:** {treatment.retention}",
            f"- **Source:** {treatment.source}",
            "",
            "| relation | leads to |",
            "|---|---|",
            *(f"| `{relation.name}` | {relation.to} |" for relation in by_treatment.get(key, [])),
            "",
        ]
    return "\n".join(lines)


def _leading(every: list[type[models.Model]]) -> set[type[models.Model]]:
    """The models from which foreign keys lead to a case or an account."""
    found: set[type[models.Model]] = {Case, User}
    while further := {
        model
        for model in every
        if model not in found and any(field.related_model in found for field in model._meta.local_fields)
    }:
        found |= further
    return found


def _of(model: type[models.Model], leading: set[type[models.Model]]) -> Iterator[Relation]:
    for field in model._meta.local_fields:
        name = f"{model._meta.label}.{field.name}"
        to = field.related_model
        if isinstance(to, type) and to in leading:
            yield Relation(name, to._meta.label)
        elif not field.primary_key and _holds_ids(field):
            yield Relation(name, "an id without a foreign key")


def _holds_ids(field: models.Field) -> bool:
    inner = field.base_field if isinstance(field, ArrayField) else field
    return isinstance(inner, models.UUIDField) or field.name in {"subject_id", "object_id", "object_pk"}


@cache
def _file() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
