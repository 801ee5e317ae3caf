"""How somebody can stand to a case: each tie of the access policy as conditions on the case, for `offenders.access`."""

from collections.abc import Callable, Iterable, Mapping

from django.utils import timezone

from accounts.models import Agency
from offenders.conditions import Condition, any_of, holds_today, one_of, there_is
from offenders.eyes import Watching, in_scope
from offenders.models.access import AccessGrant, Assignment, Involvement
from offenders.rules.amendments import Scope
from offenders.rules.sight import SightRow, Tie

Part = Involvement.Part
Ways = tuple[Condition, ...]
ORDINARY = Condition("NOT {case}.restricted")
RESTRICTED = Condition("{case}.restricted AND NOT {case}.presence_hidden")
INVITED: list[Condition] = []
"""What makes a part in a meeting, called `a`, that of somebody invited by name; each condition is enough."""


def invites(condition: Condition) -> None:
    """Let a part in a meeting count as by name where this holds of it; called from AppConfig.ready() (ACC-23)."""
    if condition not in INVITED:
        INVITED.append(condition)


def lead(eyes: Watching) -> Condition:
    """The viewer's agency leads the case."""
    return eyes.is_my_agency("{case}.lead_agency_id")


def has_part(eyes: Watching, *parts: Involvement.Part) -> Condition:
    """The viewer's agency has one of these parts in the case today."""
    of_case = Condition("i.case_id = {case}.id")
    asked = (of_case, eyes.is_my_agency("i.agency_id"), one_of("i.part", parts), holds_today("i"))
    return there_is(Involvement, "i", *asked)


def agency_takes_part(eyes: Watching) -> Condition:
    """The viewer's agency leads the case or is involved today: not one that has handed it over."""
    return any_of([lead(eyes), has_part(eyes, Part.INVOLVED, Part.VICTIM_CONTACT)])


def _by_area(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    return tuple(eyes.in_areas_of(row.roles, scope))


def _by_agency(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    parts = (lead(eyes), has_part(eyes, *Part))
    return tuple(here & part for here in eyes.in_areas_of(row.roles, scope) for part in parts)


def _by_receiving_area(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    return (eyes.receive(row.roles) & in_scope(scope),)


def _by_receiving_agency(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    return (eyes.receive(row.roles, eyes.is_my_agency("r.agency_id")) & in_scope(scope),)


def _by_team(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    return (eyes.in_teams(row.roles) & in_scope(scope),)


def _by_part(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    return (eyes.see_cases() & _named_as(eyes, row.capacities) & in_scope(scope),)


def _by_invitation(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    """A part that came by somebody's office opens an ordinary case; a restricted one opens to named people (ACC-23).

    Either opens it while the viewer's agency is in the information-sharing agreement, whatever it was when the part
    began (ACC-60).
    """
    signed = there_is(Agency, "s", eyes.is_my_agency("s.id"), Condition("s.shares_information"))
    by_office = ORDINARY & _named_as(eyes, row.capacities, signed)
    by_name = _named_as(eyes, row.capacities, signed, any_of(INVITED))
    return tuple(eyes.see_cases() & part & in_scope(scope) for part in (by_office, by_name))


def _named_as(eyes: Watching, capacities: Iterable[str], *further: Condition) -> Condition:
    """The viewer is named on the case today in one of these capacities, by a part of which the further ones hold."""
    named = one_of("a.capacity", capacities)
    return eyes.have(Assignment, "a", named, *further)


NO_EMERGENCY = Condition("g.kind <> %s", (AccessGrant.Kind.EMERGENCY.value,))
EMERGENCY = Condition("g.kind = %s", (AccessGrant.Kind.EMERGENCY.value,))


def _by_grant(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    return _granted(eyes, scope, NO_EMERGENCY)


def _in_emergency(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    return _granted(eyes, scope, EMERGENCY)


def _granted(eyes: Watching, scope: Scope, kind: Condition) -> Ways:
    """By a grant whose day and hour have not passed, whatever the clean-up of ended grants has done so far."""
    running = Condition(
        "g.permission_id IS NOT NULL AND (g.expires_at IS NULL OR g.expires_at > %s)", (timezone.now(),)
    )
    grants = eyes.have(AccessGrant, "g", kind, running)
    return (eyes.see_cases() & grants & in_scope(scope),)


def _by_agreement(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    """What the agreement's filter names: an agreement that names no area opens no case (ACC-46)."""
    covered, apart = eyes.under_agreement(), eyes.under_agreement(without_part=True)
    involved = has_part(eyes, Part.INVOLVED, Part.VICTIM_CONTACT)
    how = (apart, lead(eyes) & covered, involved & covered)
    return tuple(here & one for here in eyes.in_areas_of(row.roles, scope) for one in how)


BUILDERS: Mapping[Tie, Callable[[Watching, SightRow, Scope], Ways]] = {
    Tie.AREA: _by_area,
    Tie.AGENCY: _by_agency,
    Tie.TEAM: _by_team,
    Tie.PART: _by_part,
    Tie.INVITED: _by_invitation,
    Tie.RECEIVING_AREA: _by_receiving_area,
    Tie.RECEIVING_AGENCY: _by_receiving_agency,
    Tie.GRANT: _by_grant,
    Tie.EMERGENCY: _in_emergency,
    Tie.AGREEMENT: _by_agreement,
}
"""How somebody stands to a case -> the conditions on Case, each of them enough, under which they do."""


def opens(eyes: Watching, row: SightRow, scope: Scope) -> Ways:
    """The conditions on Case, each of them enough, under which `row`, within `scope`, opens it."""
    ways = BUILDERS[row.tie](eyes, row, scope)
    if row.ordinary and row.restricted:
        return ways
    return tuple((ORDINARY if row.ordinary else RESTRICTED) & way for way in ways)
