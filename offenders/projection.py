"""What somebody sees of a case at each level of detail: the one table that pages, search and API read.

A field that is not open at that level is left out, so that nothing can show it by mistake.
"""

from collections.abc import Callable, Mapping
from typing import Any

from offenders.access import Detail
from offenders.models import Case
from offenders.words import ROSH_WORDS

Read = Callable[[Case], Any]

FIELDS: Mapping[str, tuple[Detail, Read]] = {
    "area": (Detail.PRESENCE, lambda case: case.area.name),
    "lead_agency": (Detail.PRESENCE, lambda case: case.lead_agency.name),
    "id": (Detail.SUMMARY, lambda case: case.pk),
    "reference": (Detail.SUMMARY, lambda case: case.reference),
    "given_names": (Detail.SUMMARY, lambda case: case.given_names),
    "family_name": (Detail.SUMMARY, lambda case: case.family_name),
    "name": (Detail.SUMMARY, lambda case: case.name),
    "date_of_birth": (Detail.SUMMARY, lambda case: case.date_of_birth),
    "category": (Detail.SUMMARY, lambda case: case.category),
    "level": (Detail.SUMMARY, lambda case: case.level),
    "rosh": (Detail.SUMMARY, lambda case: case.rosh or None),
    "rosh_words": (Detail.SUMMARY, lambda case: ROSH_WORDS.get(case.rosh)),
    "rosh_group": (Detail.SUMMARY, lambda case: case.rosh_group or None),
    "next_review_on": (Detail.SUMMARY, lambda case: case.next_review_on),
    "ended_on": (Detail.SUMMARY, lambda case: case.ended_on),
    "gender": (Detail.FULL, lambda case: case.get_gender_display()),
    "ethnicity": (Detail.FULL, lambda case: case.ethnicity or None),
    "pnc_id": (Detail.FULL, lambda case: case.pnc_id),
    "visor_ref": (Detail.FULL, lambda case: case.visor_ref),
    "prison_number": (Detail.FULL, lambda case: case.prison_number),
}


def project(case: Case, detail: Detail) -> dict[str, Any]:
    """The fields of `case` that are open at `detail`, by name; nothing at all below presence."""
    return {name: read(case) for name, (needed, read) in FIELDS.items() if detail >= needed > Detail.NOTHING}
