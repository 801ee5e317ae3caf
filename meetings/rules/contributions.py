"""What each kind of agency contributes to the assessment of risk, and who has given its information (MTG-58, MTG-56).

Pure: kinds of agency in, words out. The list is that of MAPPA Guidance chapter 11.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from meetings.rules.expected import KIND_LABELS
from meetings.rules.people import PARTY_LABELS, Attendance, Party
from meetings.rules.returns import DECLINED, GAVE, NOTHING

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


class Given(StrEnum):
    """How an agency that is invited has given its information, or that it has not."""

    RETURN = "return"
    REPORT = "report"
    NOTHING = "nothing"
    MEETING = "meeting"
    DECLINED = "declined"
    MISSING = "missing"


GIVEN_WORDS: Mapping[Given, tuple[str, str]] = MappingProxyType(
    {
        Given.RETURN: ("Returned before the meeting", "green"),
        Given.REPORT: ("Sent a report", "green"),
        Given.NOTHING: ("Searched, nothing known", "green"),
        Given.MEETING: ("At the meeting", "green"),
        Given.DECLINED: ("Declined", "red"),
        Given.MISSING: ("Missing", "yellow"),
    }
)
"""In words, with the colour of the tag."""


def given(*, answer: str, attended: Collection[Attendance], reported: bool = False) -> Given:
    """How an agency has given its information to a meeting (MTG-56).

    `answer` is that of its return, empty while there is none; `attended` the attendance of each who was invited from
    it; `reported`: the prison's report of its own is here. Whoever declined before and came all the same is at the
    meeting.
    """
    if answer == GAVE:
        return Given.RETURN
    if reported or (Attendance.REPORT_ONLY in attended and Attendance.ATTENDED not in attended):
        return Given.REPORT
    if answer == NOTHING:
        return Given.NOTHING
    if Attendance.ATTENDED in attended:
        return Given.MEETING
    return Given.DECLINED if answer == DECLINED else Given.MISSING
