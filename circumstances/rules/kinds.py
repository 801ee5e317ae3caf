"""The kinds of fact of this room: what each is called, under which heading it stands, and by which rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One kind of fact. Each has a record of its own; the last one recorded is how it stands."""

    NATIONALITY = "nationality"
    IMMIGRATION = "immigration"


class Group(StrEnum):
    """The headings of the page, in their order."""

    IMMIGRATION = "Nationality and immigration"


@dataclass(frozen=True, slots=True)
class Spec:
    """What one kind is called, by which rule it is kept, what is said above its form, and what while it is empty."""

    title: str
    group: Group
    rule: str
    hint: str
    empty: str


SPECS: Mapping[Kind, Spec] = {
    Kind.NATIONALITY: Spec(
        "Nationality",
        Group.IMMIGRATION,
        "CIR-01",
        "As the person declares it. Somebody whose nationality is not certain counts as a foreign national.",
        "No nationality is recorded. It is asked of everybody at sentence.",
    ),
    Kind.IMMIGRATION: Spec(
        "Immigration Enforcement",
        Group.IMMIGRATION,
        "CIR-02",
        "For somebody who is not a British citizen, or may not be.",
        "Nothing is recorded of Immigration Enforcement.",
    ),
}


def by_group() -> Mapping[Group, list[Kind]]:
    """The kinds under their headings."""
    return {group: [kind for kind, spec in SPECS.items() if spec.group is group] for group in Group}
