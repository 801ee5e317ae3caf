"""Cases that need a new owner, for who decides about that: managers of the lead agency and the Co-ordinator (ACC-11).

A case needs one when nobody owns it today, or when its owner's account is off.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from offenders import selectors
from offenders.access import MANAGERS, areas_for
from offenders.models import Case

PAGE_SIZE = 25
ACTION = "manage_access"


@dataclass(frozen=True, slots=True)
class OwnerlessPage:
    """One page by name, and the id after which the next one begins."""

    rows: list[Case]
    after: UUID | None


def decides(viewer: User) -> bool:
    """Whether somebody names owners anywhere."""
    return bool(areas_for(ACTION, viewer))


def theirs(viewer: User) -> Q:
    """The condition on Case under which `viewer` names its owner: their agency leads it, or it is in their area."""
    standing = standing_of(viewer)
    led = Q(area__in=standing.areas(*MANAGERS), lead_agency=standing.agency_id)
    return led | Q(area__in=standing.areas(Role.COORDINATOR))


def page(*, viewer: User, after: UUID | None = None) -> OwnerlessPage:
    """The page that follows case `after`; the first one when that is not seen."""
    rows = selectors.without_owner(viewer=viewer).filter(theirs(viewer))
    edge = selectors.caseload(viewer=viewer).filter(pk=after).first() if after else None
    if edge is not None:
        beyond = Q(sort_name__gt=edge.sort_name) | Q(id__gt=edge.pk)
        rows = rows.filter(beyond, sort_name__gte=edge.sort_name)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return OwnerlessPage(shown, shown[-1].pk if len(found) > PAGE_SIZE else None)


def number(*, viewer: User) -> int:
    """How many cases wait for `viewer` to name an owner."""
    return selectors.without_owner(viewer=viewer).filter(theirs(viewer)).count() if decides(viewer) else 0
