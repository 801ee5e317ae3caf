"""What a form offers to who keeps accounts: the roles they may give at an agency, and the areas to give them in."""

from accounts.models import Agency, Area, User
from accounts.roles import Role
from accounts.rules.people import REMITS, Place, areas_to_give
from accounts.selectors import areas as areas_by_slug
from accounts.services.keeping import held_by, place_of


def _by_role(keeper: User, agency: Agency | None) -> dict[str, frozenset[str] | None]:
    there = Place(str(agency.pk), agency.kind_id, agency.area_id) if agency else Place()
    held, own = held_by(keeper), place_of(keeper)
    found = {role: areas_to_give(held, own, there, role) for role in REMITS}
    return {role: areas for role, areas in found.items() if areas is None or areas}


def roles(keeper: User, agency: Agency | None) -> list[tuple[str, str]]:
    """The roles that `keeper` may give to people of this agency, with their words (PPL-02)."""
    return [(role, Role(role).label) for role in _by_role(keeper, agency)]


def areas(keeper: User, agency: Agency | None) -> list[Area]:
    """The areas in which `keeper` may give at least one role to people of this agency, by name (PPL-02)."""
    allowed = _by_role(keeper, agency).values()
    if any(areas is None for areas in allowed):
        return list(areas_by_slug())
    return list(areas_by_slug(frozenset().union(*(areas for areas in allowed if areas))))
