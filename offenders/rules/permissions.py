"""Who may do what: the permission table as plain data (rules ACC-01 to ACC-12).

Each action names the roles that may do it and how each must stand to the case. Holding the role is never enough
without the relation. What a person may see is decided elsewhere. The rows stand in `offenders.rules.permitted`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from offenders.rules.permitted import access, deciding, enquiries, meetings, moving, recording
from offenders.rules.permitted.words import Permission, Relation, Role

__all__ = ["NO_CASE_ROLES", "PERMISSIONS", "READ_ONLY_ROLES", "Permission", "Relation", "Role"]

PERMISSIONS: Mapping[str, Permission] = MappingProxyType(
    {
        **deciding.ROWS,
        **recording.ROWS,
        **meetings.ROWS,
        **moving.ROWS,
        **enquiries.ROWS,
        **access.ROWS,
    }
)

READ_ONLY_ROLES = frozenset({Role.SMB_MEMBER, Role.LAY_ADVISER, Role.AUDITOR, Role.PARTNER_SYSTEM})
"""Rule ACC-12: these roles never change a case."""

NO_CASE_ROLES = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.AGENCY_ADMINISTRATOR, Role.SMB_MEMBER})
"""Rule ACC-12: somebody who holds nothing but these roles never sees a case, not even one they were named on."""
