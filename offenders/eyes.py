"""Whose facts a condition on cases asks about: one person's, known as values, or everybody's, as columns.

The same builder in `offenders.access` makes both, so that what a preview counts is what people will see.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, OuterRef, Q
from django.utils import timezone

from accounts.models import PartnerSystem, RoleHolding, TeamMembership
from accounts.standing import Standing
from offenders.conditions import ALWAYS, CASE, NEVER, Condition, OnCase, holds_today, one_of, there_is, where
from offenders.models.access import ReceivingArea
from offenders.rules.amendments import Scope
from offenders.rules.permissions import NO_CASE_ROLES

NOTHING = Q(pk__in=[])
AREA = "{case}.area_id"
APART = 4
"""Of so few areas each is asked by itself, so that lists walk along the index of each."""


def in_scope(scope: Scope) -> Condition:
    """The case's area is in the scope."""
    if scope.only is not None:
        return one_of(AREA, scope.only)
    return ~one_of(AREA, scope.but) if scope.but else ALWAYS


@dataclass(frozen=True, slots=True)
class Eyes:
    """One person's eyes."""

    standing: Standing
    looking_along: bool = False
    """For a list that looks along one condition at a time, and not for all of them together."""

    @property
    def named(self) -> Mapping[str, Any]:
        """What the text speaks of by name: nothing, all is known."""
        return {}

    def is_me(self, column: str) -> Condition:
        """A column names them."""
        return Condition(f"{column} = %s", (self.standing.user_id,))

    def have(self, model: type[Model], row: str, *conditions: Condition) -> Condition:
        """The model has a row, called `row`, of theirs about the case, which holds today and meets the conditions.

        A person's own rows are few. A list starts from them: PostgreSQL then neither weighs nor walks anything else.
        """
        if not self.looking_along:
            return rows_about_case(self, model, row, *conditions)
        mine = where(self.is_me(f"{row}.user_id"), holds_today(row), *conditions)
        table = model._meta.db_table
        # What is put together are names of our own and texts of conditions; values travel beside them.
        text = f'{CASE}.id = ANY (ARRAY(SELECT {row}.case_id FROM "{table}" {row} WHERE {mine.sql}))'  # noqa: S608 - see above
        return Condition(text, mine.params, by_key=True)

    def is_my_agency(self, column: str) -> Condition:
        """A column names their agency."""
        return one_of(column, [self.standing.agency_id] if self.standing.agency_id else [])

    def in_areas_of(self, roles: Collection[str], scope: Scope) -> list[Condition]:
        """The case is of an area, within the scope, in which they hold one of these roles: each of them is enough."""
        areas = scope.within(self.standing.areas(*roles))  # type: ignore[arg-type]  # equal by value
        if len(areas) > APART:
            return [one_of(AREA, areas)]
        return [one_of(AREA, [area]) for area in sorted(areas)]

    def receive(self, roles: Collection[str], *conditions: Condition) -> Condition:
        """The case is being transferred, as `r`, to an area in which they hold one of these roles."""
        here = one_of("r.area_id", self.standing.areas(*roles))  # type: ignore[arg-type]  # equal by value
        asked = where(here, holds_today("r"), *conditions)
        if asked == NEVER or not self.looking_along:
            return there_is(ReceivingArea, "r", Condition(f"r.case_id = {CASE}.id"), asked)
        # Transfers are few: a list starts from them.
        table = ReceivingArea._meta.db_table
        text = f'{CASE}.id = ANY (ARRAY(SELECT r.case_id FROM "{table}" r WHERE {asked.sql}))'  # noqa: S608 - see above
        return Condition(text, asked.params, by_key=True)

    def in_teams(self, roles: Collection[str]) -> Condition:
        """They hold one of these roles, and the case is worked by a team of theirs."""
        held = self.standing.holds(*roles)  # type: ignore[arg-type]  # equal by value
        worked = Condition("{case}.team_id IS NOT NULL")  # a case without a team is an answer too, not an unknown
        return worked & one_of("{case}.team_id", self.standing.team_ids if held else [])

    def in_victim_areas(self) -> Condition:
        """The case is of an area in which the scope of their engagement covers victims."""
        return one_of(AREA, self.standing.victim_areas)

    def under_agreement(self, *, without_part: bool = False, victims: bool = False) -> Condition:
        """A data-sharing agreement of theirs covers the case: if asked, without their agency's part, or its victims."""
        known = self.standing.agreement
        if known is None or (without_part and known.agency_involved) or (victims and not known.victims):
            return NEVER
        return where(one_of(AREA, known.areas), _among("category", known.categories), _among("level", known.levels))

    def see_cases(self) -> Condition:
        """They hold a role that sees cases at all (ACC-12)."""
        return NEVER if NO_CASE_ROLES.issuperset(self.standing.areas_by_role) else ALWAYS


class Everybody:
    """The eyes of each account of a query on accounts, within which the query on cases is a subquery."""

    named: Mapping[str, Any] = {"user": OuterRef("pk"), "agency": OuterRef("agency")}

    def is_me(self, column: str) -> Condition:
        """A column names them."""
        return Condition(f"{column} = {{user}}")

    def have(self, model: type[Model], row: str, *conditions: Condition) -> Condition:
        """The model has a row, called `row`, of theirs about the case, which holds today and meets the conditions."""
        return rows_about_case(self, model, row, *conditions)

    def is_my_agency(self, column: str) -> Condition:
        """A column names their agency, if they have one."""
        return Condition(f"({{agency}} IS NOT NULL AND {column} = {{agency}})")

    def in_areas_of(self, roles: Collection[str], scope: Scope) -> list[Condition]:
        """The case is of an area, within the scope, in which they hold one of these roles."""
        return [self._hold(one_of("h.role", roles), Condition(f"h.area_id = {AREA}")) & in_scope(scope)]

    def receive(self, roles: Collection[str], *conditions: Condition) -> Condition:
        """The case is being transferred, as `r`, to an area in which they hold one of these roles."""
        here = self._hold(one_of("h.role", roles), Condition("h.area_id = r.area_id"))
        return there_is(ReceivingArea, "r", Condition(f"r.case_id = {CASE}.id"), here, holds_today("r"), *conditions)

    def in_teams(self, roles: Collection[str]) -> Condition:
        """They hold one of these roles, and the case is worked by a team of theirs."""
        worked = Condition("m.team_id = {case}.team_id")
        mine = there_is(TeamMembership, "m", self.is_me("m.user_id"), holds_today("m"), worked)
        return mine & self._hold(one_of("h.role", roles))

    def in_victim_areas(self) -> Condition:
        """The case is of an area in which the scope of their engagement covers victims."""
        return self._hold(Condition("h.victims_in_scope"), Condition(f"h.area_id = {AREA}"))

    def under_agreement(self, *, without_part: bool = False, victims: bool = False) -> Condition:
        """A data-sharing agreement of theirs covers the case: if asked, without their agency's part, or its victims."""
        covers = Condition(
            "{case}.area_id = ANY(p.areas) AND p.expires_on >= %s"
            " AND (cardinality(p.categories) = 0 OR {case}.category = ANY(p.categories))"
            " AND (cardinality(p.levels) = 0 OR {case}.level = ANY(p.levels))",
            (timezone.localdate(),),
        )
        apart = Condition("NOT p.agency_involved") if without_part else ALWAYS
        of_victims = Condition("p.victims") if victims else ALWAYS
        return there_is(PartnerSystem, "p", self.is_me("p.account_id"), covers, apart, of_victims)

    def see_cases(self) -> Condition:
        """They hold a role that sees cases at all (ACC-12)."""
        return self._hold(~one_of("h.role", NO_CASE_ROLES))

    def _hold(self, *conditions: Condition) -> Condition:
        return there_is(RoleHolding, "h", self.is_me("h.user_id"), holds_today("h"), *conditions)


Watching = Eyes | Everybody


def _among(column: str, values: Collection[int]) -> Condition:
    """A column that may be empty holds one of these; any value will do where none is named."""
    return Condition(f"{CASE}.{column} IS NOT NULL") & one_of(f"{CASE}.{column}", values) if values else ALWAYS


def eyes_of(standing: Standing, *, looking_along: bool = False) -> Eyes:
    """One person's eyes."""
    return Eyes(standing, looking_along)


def rows_about_case(eyes: Watching, model: type[Model], row: str, *conditions: Condition) -> Condition:
    """The model has a row, called `row`, of those eyes about the case, which holds today and meets the conditions."""
    of_case = Condition(f"{row}.case_id = {CASE}.id")
    return there_is(model, row, of_case, eyes.is_me(f"{row}.user_id"), holds_today(row), *conditions)


def on_case(eyes: Watching, condition: Condition) -> Q:
    """The condition as a query on Case takes it; one that never holds asks the database nothing."""
    return NOTHING if condition == NEVER else Q(OnCase(condition, **eyes.named))
