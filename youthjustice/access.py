"""Who decides on a child's assessment: what the permission table cannot say by itself."""

from uuid import UUID

from accounts.roles import Role
from accounts.standing import standing_of
from offenders.access import Viewer, may
from offenders.models import Case


def may_decide(actor: Viewer, case: Case, agency_id: UUID | None) -> bool:
    """Whether `actor` may return, countersign or refer: a YJS manager of the agency that wrote it (ACC-10)."""
    standing = standing_of(actor)
    return (
        case.area_id in standing.areas(Role.YJS_MANAGER)
        and standing.agency_id == agency_id
        and may(actor, "countersign", case)
    )
