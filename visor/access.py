"""By which permission the record on ViSOR is kept, and by whose people."""

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of

RECORD = "record_visor"
KEEPERS = frozenset({"police", "probation", "prison"})
"""Kinds of agency whose people work on ViSOR."""
UNIT = (Role.COORDINATOR, Role.ADMINISTRATOR)


def keeps(user: User) -> bool:
    """Whether somebody is of an agency that uses ViSOR, or of a Co-ordination Unit (VIS-11)."""
    return (user.agency is not None and user.agency.kind_id in KEEPERS) or standing_of(user).holds(*UNIT)
