"""How sensitive an item of information is, and what opens each kind to somebody who sees the case (rule INF-13).

Pure data: `offenders.sensitivity` turns it into SQL. Seeing the case is always needed too, and a denial beats it all.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from offenders.rules.permissions import Role


class Sensitivity(StrEnum):
    """The kinds of information that need a permission of their own, and the ordinary kind, which does not."""

    ORDINARY = "ordinary"
    INTELLIGENCE = "intelligence"
    THIRD_PARTY = "third_party"
    RESTRICTED = "restricted"
    LEGAL = "legal"


SENSITIVITY_WORDS: Mapping[Sensitivity, str] = MappingProxyType(
    {
        Sensitivity.ORDINARY: "Ordinary information",
        Sensitivity.INTELLIGENCE: "Police intelligence",
        Sensitivity.THIRD_PARTY: "Third-party information",
        Sensitivity.RESTRICTED: "Restricted information",
        Sensitivity.LEGAL: "Legal advice",
    }
)


class Opening(StrEnum):
    """What opens an item to somebody. Openings by papers need at least the pack of the case, the others full sight."""

    SIGHT = "sight"  # full sight of the case is enough
    OWNER = "owner"  # they act for the agency that owns the item
    COORDINATOR = "coordinator"  # they are the Co-ordinator of the case's area
    LEAD_MANAGER = "lead_manager"  # they are a manager of the lead agency
    RECORDER = "recorder"  # they wrote it down
    SHARED = "shared"  # it is shared with the agency they act for
    NAMED = "named"  # it is opened to them by name
    ENGAGEMENT = "engagement"  # they are an auditor whose engagement covers this kind in the case's area


_SHARED_KINDS = frozenset({Opening.OWNER, Opening.COORDINATOR, Opening.RECORDER, Opening.SHARED, Opening.ENGAGEMENT})

OPENS: Mapping[Sensitivity, frozenset[Opening]] = MappingProxyType(
    {
        Sensitivity.ORDINARY: frozenset({Opening.SIGHT, Opening.RECORDER, Opening.SHARED}),
        Sensitivity.INTELLIGENCE: _SHARED_KINDS,
        Sensitivity.THIRD_PARTY: _SHARED_KINDS,
        Sensitivity.RESTRICTED: frozenset({Opening.NAMED}),
        Sensitivity.LEGAL: frozenset({Opening.OWNER, Opening.LEAD_MANAGER, Opening.RECORDER, Opening.ENGAGEMENT}),
    }
)

_AUDITORS = "an auditor whose engagement covers it"
_SHARED_WORDS = f"The agency that owns it, the agencies it is shared with, the Co-ordinator, and {_AUDITORS}"
OPENING_WORDS: Mapping[Sensitivity, str] = MappingProxyType(
    {
        Sensitivity.ORDINARY: "Whoever sees the case in full, and the agencies it is shared with",
        Sensitivity.INTELLIGENCE: _SHARED_WORDS,
        Sensitivity.THIRD_PARTY: _SHARED_WORDS,
        Sensitivity.RESTRICTED: "Named people only",
        Sensitivity.LEGAL: f"The agency that owns it, managers of the lead agency, and {_AUDITORS}",
    }
)
"""Who sees each kind, in words, for forms and pages."""

ACTS_FOR_AGENCY = frozenset(
    {
        Role.PRACTITIONER,
        Role.MANAGER,
        Role.YJS_CASE_MANAGER,
        Role.YJS_MANAGER,
        Role.SPOC,
        Role.CHAIR,
    }
)
"""Roles in which somebody acts for their agency. The Unit, auditors and partner systems act for none."""

MAY_BE_NAMED = ACTS_FOR_AGENCY | {Role.COORDINATOR, Role.ADMINISTRATOR}
"""Roles of which one is needed, in the case's area, before a restricted item can be opened to somebody by name."""

_EQUALLY_OPEN = frozenset({Sensitivity.INTELLIGENCE, Sensitivity.THIRD_PARTY})
MAY_BECOME: Mapping[Sensitivity, frozenset[Sensitivity]] = MappingProxyType(
    {
        Sensitivity.ORDINARY: frozenset(Sensitivity),
        Sensitivity.INTELLIGENCE: _EQUALLY_OPEN | {Sensitivity.RESTRICTED},
        Sensitivity.THIRD_PARTY: _EQUALLY_OPEN | {Sensitivity.RESTRICTED},
        Sensitivity.LEGAL: frozenset({Sensitivity.LEGAL, Sensitivity.RESTRICTED}),
        Sensitivity.RESTRICTED: frozenset({Sensitivity.RESTRICTED}),
    }
)
"""What a correction may make of each kind: never one that opens the item more widely (rule INF-08)."""


def shareable(sensitivity: Sensitivity) -> bool:
    """Whether items of this kind can be shared with an agency at all."""
    return Opening.SHARED in OPENS[sensitivity]
