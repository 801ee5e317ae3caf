"""What somebody is today: roles by area, agency and teams. Every decision on access starts from this."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import PartnerSystem, RoleHolding, TeamMembership, User
from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the running data-sharing agreement of a partner's system covers (ACC-46). Nothing named: any, save areas."""

    areas: frozenset[str]
    categories: frozenset[int]
    levels: frozenset[int]
    agency_involved: bool
    victims: bool


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
    agreement: Agreement | None = None
    """For a partner's system: what it works under, while that runs."""
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
    """Somebody's standing today (Europe/London), kept on the instance, which lives one request.

    Two queries; three for a partner's system.
    """
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
        agreement=_agreement(user, today) if Role.PARTNER_SYSTEM in areas else None,
    )
    user._standing = standing  # type: ignore[attr-defined]  # a cache on the instance
    return standing


def _kind_areas(holdings: Iterable[RoleHolding]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for holding in holdings:
        for kind in holding.kinds_in_scope:
            found[kind] = found.get(kind, frozenset()) | {holding.area_id}
    return found


def _agreement(user: User, today: dt.date) -> Agreement | None:
    running = PartnerSystem.objects.filter(account=user, expires_on__gte=today).first()
    if running is None:
        return None
    return Agreement(
        areas=frozenset(running.areas),
        categories=frozenset(running.categories),
        levels=frozenset(running.levels),
        agency_involved=running.agency_involved,
        victims=running.victims,
    )
