"""What each kind of agency contributes to the assessment of risk, and whose contribution is missing (MTG-58).

Pure: kinds of agency in, words out. The list is that of MAPPA Guidance chapter 11.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from meetings.rules.expected import KIND_LABELS
from meetings.rules.people import PARTY_LABELS, Party

HOUSING = ("Where the person lives or may live",)
HEALTH = ("What health services and the GP know",)
CONTRIBUTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "probation": (
            "Likelihood of reoffending",
            "Risk of serious harm",
            "Compliance",
            "Static and dynamic factors",
            "What protects",
            "Interventions",
        ),
        "police": ("Intelligence", "Allegations", "Associates", "Victims"),
        "prison": ("Review of OASys", "Report of the prison (MAPPA F)"),
        "youth_offending_team": ("The comprehensive assessment",),
        "childrens_services": ("The child’s needs", "Parenting", "Child protection plan"),
        "adult_social_care": ("Care needs", "Self-harm and suicide"),
        "mental_health": ("Clinical risk", "How it is linked to the risk of harm"),
        "local_housing": HOUSING,
        "social_housing": HOUSING,
        "health_board": HEALTH,
        "nhs_trust": HEALTH,
    }
)
"""Kind of agency -> what it contributes."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one kind of agency contributes, and whether its return came."""

    kind: str
    came: bool

    @property
    def label(self) -> str:
        """Whose it is, in words."""
        return PARTY_LABELS[Party(self.kind)] if self.kind in set(Party) else KIND_LABELS[self.kind]

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked of them."""
        return asked_of(self.kind)


def asked_of(kind: str) -> tuple[str, ...]:
    """What an agency of this kind contributes; empty where the guidance names nothing."""
    return CONTRIBUTIONS.get(kind, ())


def contributions(invited: Collection[str], came: Collection[str]) -> list[Contribution]:
    """The contributions to a meeting in the order of the guidance: of kinds invited, and whether each came."""
    return [Contribution(kind, kind in came) for kind in CONTRIBUTIONS if kind in invited]
