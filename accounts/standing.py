"""What somebody is today: roles by area, agency and teams. Every decision on access starts from this."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import RoleHolding, TeamMembership, User
from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """Facts about a viewer on one day. Anonymous, off or in staff mode: no roles, and so nothing is seen."""

    user_id: UUID | None = None
    agency_id: UUID | None = None
    team_ids: frozenset[UUID] = frozenset()
    areas_by_role: dict[Role, frozenset[str]] = field(default_factory=dict)
    victim_areas: frozenset[str] = frozenset()
    """For an auditor: the areas in which the engagement's scope covers victims."""
    kind_areas: dict[str, frozenset[str]] = field(default_factory=dict)
    """For an auditor: kind of sensitive information -> the areas in which the engagement's scope covers it."""
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What other rooms read once and keep for the length of the request, by name."""

    def areas(self, *roles: Role) -> frozenset[str]:
        """The areas in which any of these roles is held."""
        return frozenset().union(*(self.areas_by_role.get(role, frozenset()) for role in roles))

    def holds(self, *roles: Role) -> bool:
        """True when any of these roles is held in any area."""
        return any(role in self.areas_by_role for role in roles)

    @property
    def all_areas(self) -> frozenset[str]:
        """Every area in which any role is held."""
        return frozenset().union(*self.areas_by_role.values())


def standing_of(user: User | AnonymousUser | None) -> Standing:
    """Somebody's standing today (Europe/London). Two queries, then kept on the instance, which lives one request."""
    if not isinstance(user, User) or not user.is_active or user.in_staff_mode:
        return Standing()
    cached: Standing | None = getattr(user, "_standing", None)
    if cached is not None:
        return cached
    today = timezone.localdate()
    areas: dict[Role, set[str]] = {}
    holdings = user.current_holdings()
    for holding in holdings:
        areas.setdefault(Role(holding.role), set()).add(holding.area_id)
    teams = TeamMembership.objects.filter(user=user, starts__lte=today).exclude(ends__lte=today)
    standing = Standing(
        user_id=user.pk,
        agency_id=user.agency_id,
        team_ids=frozenset(teams.values_list("team_id", flat=True)),
        areas_by_role={role: frozenset(slugs) for role, slugs in areas.items()},
        victim_areas=frozenset(holding.area_id for holding in holdings if holding.victims_in_scope),
        kind_areas=_kind_areas(holdings),
    )
    user._standing = standing  # type: ignore[attr-defined]  # a cache on the instance
    return standing


def _kind_areas(holdings: Iterable[RoleHolding]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for holding in holdings:
        for kind in holding.kinds_in_scope:
            found[kind] = found.get(kind, frozenset()) | {holding.area_id}
    return found
