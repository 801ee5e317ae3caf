"""Whose facts a condition on cases asks about: one person's, known as values, or everybody's, as columns.

The same builder in `offenders.access` makes both, so that what a preview counts is what people will see.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import RoleHolding, TeamMembership
from accounts.standing import Standing
from offenders.models.access import in_force
from offenders.rules.amendments import Scope
from offenders.rules.permissions import NO_CASE_ROLES

NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Eyes:
    """One person's eyes. `inner_` is how a value is said inside a subquery on the case."""

    standing: Standing

    @property
    def agency(self) -> Any:
        """Their agency."""
        return self.standing.agency_id

    @property
    def inner_agency(self) -> Any:
        """Their agency."""
        return self.standing.agency_id

    @property
    def inner_user(self) -> Any:
        """They."""
        return self.standing.user_id

    def in_areas_of(self, roles: Collection[str], scope: Scope) -> Q:
        """The case is of an area, within the scope, in which they hold one of these roles."""
        return Q(area__in=scope.within(self.standing.areas(*roles)))  # type: ignore[arg-type]  # equal by value

    def in_teams(self, roles: Collection[str]) -> Q:
        """They hold one of these roles, and the case is worked by a team of theirs."""
        held = self.standing.holds(*roles)  # type: ignore[arg-type]  # equal by value
        return Q(team__in=self.standing.team_ids) if held else NOTHING

    def in_victim_areas(self) -> Q:
        """The case is of an area in which the scope of their engagement covers victims."""
        return Q(area__in=self.standing.victim_areas)

    def where_cases_are_seen(self, condition: Q) -> Q:
        """`condition`, for somebody who holds a role that sees cases at all (ACC-12)."""
        return NOTHING if NO_CASE_ROLES.issuperset(self.standing.areas_by_role) else condition


class Everybody:
    """The eyes of each account of a query on accounts, within which the query on cases is a subquery."""

    agency: Any = OuterRef("agency")
    inner_agency: Any = OuterRef(OuterRef("agency"))
    inner_user: Any = OuterRef(OuterRef("pk"))

    def in_areas_of(self, roles: Collection[str], scope: Scope) -> Q:
        """The case is of an area, within the scope, in which they hold one of these roles."""
        held = Q(Exists(self._holdings().filter(role__in=roles, area=OuterRef("area"))))
        if scope.only is not None:
            return held & Q(area__in=scope.only)
        return held & ~Q(area__in=scope.but) if scope.but else held

    def in_teams(self, roles: Collection[str]) -> Q:
        """They hold one of these roles, and the case is worked by a team of theirs."""
        mine = TeamMembership.objects.filter(in_force(), user=self.inner_user, team=OuterRef("team"))
        return Q(Exists(mine)) & Q(Exists(self._holdings().filter(role__in=roles)))

    def in_victim_areas(self) -> Q:
        """The case is of an area in which the scope of their engagement covers victims."""
        return Q(Exists(self._holdings().filter(victims_in_scope=True, area=OuterRef("area"))))

    def where_cases_are_seen(self, condition: Q) -> Q:
        """`condition`, for somebody who holds a role that sees cases at all (ACC-12)."""
        return condition & Q(Exists(self._holdings().exclude(role__in=NO_CASE_ROLES)))

    def _holdings(self) -> Any:
        return RoleHolding.objects.filter(in_force(), user=self.inner_user)


Watching = Eyes | Everybody


def eyes_of(standing: Standing) -> Eyes:
    """One person's eyes."""
    return Eyes(standing)
