"""What somebody sees of a case at each level of detail: the one table that pages, lists, search and API read.

`Case.needs` says which column opens at which level; here is how each is read. A field that is not open at that level is
left out, so that nothing can show it by mistake. Rows of a case have `needs` of their own, on their models.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from offenders.access import Detail
from offenders.models import Case
from offenders.words import ROSH_WORDS

Read = Callable[[Case], Any]

READ: Mapping[str, tuple[tuple[str, ...], Read]] = {
    "area": (("area",), lambda case: case.area.name),
    "lead_agency": (("lead_agency",), lambda case: case.lead_agency.name),
    "id": (("id",), lambda case: case.pk),
    "pk": (("id",), lambda case: case.pk),
    "reference": (("reference",), lambda case: case.reference),
    "given_names": (("given_names",), lambda case: case.given_names),
    "family_name": (("family_name",), lambda case: case.family_name),
    "name": (("given_names", "family_name"), lambda case: case.name),
    "date_of_birth": (("date_of_birth",), lambda case: case.date_of_birth),
    "age": (("date_of_birth",), lambda case: case.age),
    "is_child": (("date_of_birth",), lambda case: case.is_child),
    "category": (("category",), lambda case: case.category),
    "level": (("level",), lambda case: case.level),
    "rosh": (("rosh",), lambda case: case.rosh or None),
    "rosh_words": (("rosh",), lambda case: ROSH_WORDS.get(case.rosh)),
    "rosh_group": (("rosh_group",), lambda case: case.rosh_group or None),
    "next_review_on": (("next_review_on",), lambda case: case.next_review_on),
    "ended_on": (("ended_on",), lambda case: case.ended_on),
    "restricted": (("restricted",), lambda case: case.restricted),
    "gender": (("gender",), lambda case: case.get_gender_display()),
    "ethnicity": (("ethnicity",), lambda case: case.ethnicity or None),
    "pnc_id": (("pnc_id",), lambda case: case.pnc_id),
    "visor_ref": (("visor_ref",), lambda case: case.visor_ref),
    "prison_number": (("prison_number",), lambda case: case.prison_number),
    "youth_justice": (("youth_justice",), lambda case: case.youth_justice),
    "created_at": (("created_at",), lambda case: case.created_at),
    "version": (("version",), lambda case: case.version),
}
"""What is shown of a case, by name: the columns it tells of, and how it is read."""

FIELDS: Mapping[str, tuple[Detail, Read]] = {
    name: (max(Case.needs.of(column) for column in columns), read) for name, (columns, read) in READ.items()
}
"""The same with the level that opens it: the highest that any of its columns needs."""

NEVER_SHOWN: Mapping[str, str] = {
    "sort_name": "the folded name, for the database to sort by",
    "team": "whose team works the case decides who sees it; pages name people and agencies",
    "presence_hidden": "whether even Co-ordinators do not learn of it: the form that restricts the case asks for it",
}
"""Columns of a case that no page shows, each with the reason."""


def project(case: Case, detail: Detail) -> dict[str, Any]:
    """The fields of `case` that are open at `detail`, by name; nothing at all below presence."""
    return {name: read(case) for name, (needed, read) in FIELDS.items() if detail >= needed > Detail.NOTHING}


@dataclass(frozen=True, slots=True)
class Shows:
    """What a level of detail shows, as flags: pages ask these and compare no levels of their own."""

    person: bool  # who it is, with category, level and next review; otherwise only that there is a record
    everything: bool  # the whole case, and with it its tabs


def shows(detail: Detail | int) -> Shows:
    """The flags of a level of detail."""
    return Shows(person=detail >= Detail.SUMMARY, everything=detail >= Detail.FULL)
