"""The kinds of fact of this room: what each is called, under which heading it stands, and by which rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One kind of fact. Each has a record of its own; the last one recorded is how it stands."""

    NATIONALITY = "nationality"
    IMMIGRATION = "immigration"
    MARAC = "marac"
    MONITORING = "monitoring"
    MEASURES = "measures"
    ABROAD = "abroad"
    TRAVEL = "travel"
    CARE_LEAVER = "care_leaver"
    PATIENT = "patient"
    HOUSING = "housing"
    CHILD_REFERRAL = "child_referral"
    RADICALISATION = "radicalisation"


class Group(StrEnum):
    """The headings of the page, in their order."""

    IMMIGRATION = "Nationality and immigration"
    CHILDREN = "Safety of children"
    SAFETY = "Safety of victims"
    CONTROL = "Monitoring and movement"
    SUPPORT = "What the person is owed or told"


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
    Kind.MARAC: Spec(
        "MARAC",
        Group.SAFETY,
        "CIR-08",
        "Where a victim was referred to MARAC, their adviser is invited to meetings.",
        "No referral to MARAC is recorded.",
    ),
    Kind.MONITORING: Spec(
        "Electronic monitoring",
        Group.CONTROL,
        "CIR-10",
        "The provider is told of everybody who is managed under MAPPA.",
        "No electronic monitoring is recorded.",
    ),
    Kind.MEASURES: Spec(
        "Terrorism prevention measures",
        Group.CONTROL,
        "CIR-11",
        "Measures alone bring nobody under MAPPA: Category 3 is considered.",
        "No prevention measures are recorded.",
    ),
    Kind.ABROAD: Spec(
        "Service abroad",
        Group.CONTROL,
        "CIR-12",
        "For a member of the armed forces who is deployed abroad.",
        "No deployment abroad is recorded.",
    ),
    Kind.TRAVEL: Spec(
        "Travel by rail",
        Group.CONTROL,
        "CIR-13",
        "Where travel by rail is part of the risk, British Transport Police are asked to meetings.",
        "It is not recorded whether travel by rail is part of the risk.",
    ),
    Kind.RADICALISATION: Spec(
        "Risk of radicalisation",
        Group.CONTROL,
        "CIR-20",
        "Where there is one outside Category 4, the chair decides whether the Prevent lead is asked to meetings.",
        "It is not recorded whether there is a risk of radicalisation.",
    ),
    Kind.CARE_LEAVER: Spec(
        "Care leaver",
        Group.SUPPORT,
        "CIR-14",
        "An authority that looked after somebody owes them support until they are 25.",
        "It is not recorded whether they left care.",
    ),
    Kind.PATIENT: Spec(
        "Patient told of MAPPA",
        Group.SUPPORT,
        "CIR-15",
        "A patient is told unless that may raise the risk; the lead agency decides.",
        "It is not recorded whether a patient was told.",
    ),
    Kind.HOUSING: Spec(
        "Homelessness",
        Group.SUPPORT,
        "CIR-16",
        "For somebody in England who has no home, or will have none within 56 days.",
        "Nothing is recorded of homelessness.",
    ),
    Kind.CHILD_REFERRAL: Spec(
        "Referral to children’s social care",
        Group.CHILDREN,
        "CIR-17",
        "For a child who was harmed or harms: children’s social care is told verbally and in writing. Name no child.",
        "No referral of a child is recorded.",
    ),
}


def by_group() -> Mapping[Group, list[Kind]]:
    """The kinds under their headings."""
    return {group: [kind for kind, spec in SPECS.items() if spec.group is group] for group in Group}
