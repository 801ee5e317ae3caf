"""Offences whose sentence is awaited, for the Co-ordination Unit: counted on its dashboard and listed (OFF-28)."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from offenders.models import Offence
from offenders.paging import KeyedPage, page_after

PAGE_SIZE = 25


def looks(viewer: User) -> bool:
    """Whether somebody belongs to a Co-ordination Unit, who alone have this list."""
    return standing_of(viewer).holds(Role.COORDINATOR, Role.ADMINISTRATOR)


def sentences(*, viewer: User) -> QuerySet[Offence]:
    """The offences on cases open to the viewer whose sentence is not recorded yet, the oldest outcome first."""
    rows = Offence.objects.visible_to(viewer).filter(disposal=Offence.Disposal.AWAITING)
    return rows.select_related("case").order_by("outcome_on", "id")


def page(*, viewer: User, after: str) -> KeyedPage:
    """A page of them: one statement whatever their number."""
    return page_after(sentences(viewer=viewer), after, PAGE_SIZE)


def number(*, viewer: User) -> int:
    """How many sentences are awaited on cases open to the viewer."""
    return sentences(viewer=viewer).count()
