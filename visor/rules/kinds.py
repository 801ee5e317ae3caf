"""Which events of a record on ViSOR are kept, and what each of them asks for: one row for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Owner(StrEnum):
    """The agency that owns a record; the values are keys of agency types."""

    POLICE = "police"
    PROBATION = "probation"


OWNER_WORDS: Mapping[Owner, str] = MappingProxyType({Owner.POLICE: "Police", Owner.PROBATION: "Probation"})


class Kind(StrEnum):
    """A kind of event."""

    MADE = "made"
    OWNER = "owner"
    RESTRICTED = "restricted"
    UNRESTRICTED = "unrestricted"
    REVIEWER = "reviewer"
    UPDATED = "updated"
    ARCHIVED = "archived"
    REACTIVATED = "reactivated"


@dataclass(frozen=True, slots=True)
class Spec:
    """What one kind asks for. `day` is what its date is called.

    `who` and `details` are labels of what is asked beside the day; what has an `ask` sentence has to be answered.
    """

    label: str
    day: str
    hint: str = ""
    owner: bool = False
    restricted: bool = False
    meeting: bool = False
    who: str = ""
    who_ask: str = ""
    details: str = "Details"
    details_ask: str = ""


WHO = "Who did it: name or post, and agency"
SPECS: Mapping[Kind, Spec] = MappingProxyType(
    {
        Kind.MADE: Spec(
            "Record made",
            "Made on",
            "The reference is typed with the person’s identity.",
            owner=True,
            restricted=True,
            who=WHO,
            who_ask="Say who made the record",
        ),
        Kind.OWNER: Spec(
            "Owner changed",
            "Owner since",
            owner=True,
            details="Why it changed",
            details_ask="Say why the owner changed",
        ),
        Kind.RESTRICTED: Spec(
            "Restricted Access set",
            "Set on",
            who="Who decided it: name or post, and agency",
            who_ask="Say who decided on Restricted Access",
            details="Why",
            details_ask="Say why access is restricted",
        ),
        Kind.UNRESTRICTED: Spec(
            "Restricted Access lifted",
            "Lifted on",
            who="Who decided it: name or post, and agency",
            who_ask="Say who lifted Restricted Access",
            details="Why",
            details_ask="Say why access is no longer restricted",
        ),
        Kind.REVIEWER: Spec(
            "Reviewer named",
            "Named on",
            "The chair of a meeting names who adds to the record and checks it.",
            who="Reviewer: name or post, and agency",
            who_ask="Name the reviewer",
        ),
        Kind.UPDATED: Spec(
            "Updated after a meeting",
            "Updated on",
            "Within three working days of the minutes being agreed.",
            meeting=True,
            who=WHO,
            who_ask="Say who updated the record",
        ),
        Kind.ARCHIVED: Spec(
            "Archived",
            "Archived on",
            "When management under MAPPA ends. The record is kept and can be made active again.",
            who=WHO,
            who_ask="Say who archived the record",
        ),
        Kind.REACTIVATED: Spec(
            "Made active again",
            "Active since",
            who=WHO,
            who_ask="Say who made the record active again",
            details="Why",
            details_ask="Say why the record is active again",
        ),
    }
)
"""Kind -> what it asks for, in the order in which kinds are offered."""
