"""Who may see a case, and how much of it: one builder for lists, single cases, counts and previews of the policy.

The policy is a table (`offenders.rules.sight`) with dated amendments (`offenders.sight`). Here each of its rows becomes
SQL: conditions each of which is enough. Facts decide (area, agency, team, assignment, role); an explicit grant with
reason, approver and expiry adds; a denial beats everything. ADR 2 says why, docs/permissions.md who opens which page.
What somebody may *do* is `may()`, from the permission table; seeing is never enough to write.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import IntegerField, Q, Value
from django.db.models.expressions import Combinable
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.standing import Standing, standing_of
from offenders.conditions import ALWAYS, NEVER, Condition, OnCase, any_of, one_of, there_is
from offenders.eyes import AREA, NOTHING, Watching, eyes_of, on_case
from offenders.models.access import AccessDenial, Assignment, in_force
from offenders.rules.amendments import Policy, Scope
from offenders.rules.lead import YOUTH_JUSTICE
from offenders.rules.permissions import NO_CASE_ROLES, PERMISSIONS, Relation
from offenders.rules.sight import Detail, SightRow, Tie, Victims
from offenders.sight import policy_of
from offenders.ties import Part, agency_takes_part, has_part, lead, opens

if TYPE_CHECKING:
    from offenders.models import Case

Viewer = User | AnonymousUser | None
Capacity = Assignment.Capacity

FULL_CAPACITIES = (Capacity.OWNER, Capacity.WORKER, Capacity.CHAIR)
PACK_CAPACITIES = (Capacity.MINUTE_TAKER, Capacity.INVITEE, Capacity.OBSERVER)
MANAGERS = (Role.MANAGER, Role.YJS_MANAGER)
PRACTITIONERS = (Role.PRACTITIONER, Role.YJS_CASE_MANAGER)
YOUTH = (Role.YJS_CASE_MANAGER, Role.YJS_MANAGER)
OF_ADULTS = (Role.PRACTITIONER, Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR)
RELATED_BY: Mapping[Relation, tuple[Capacity, ...]] = {
    Relation.MEETING: (Capacity.CHAIR,),
    Relation.ASSIGNED: (Capacity.OWNER, Capacity.WORKER, Capacity.VICTIM_LIAISON),
}
BY_ITSELF = frozenset({*RELATED_BY, Relation.RECEIVING})
"""Relations by which a role counts wherever it is held: who is named on a case goes on when it moves (TRF-14)."""
SUMMARY_OR_MORE = (Detail.FULL, Detail.PACK, Detail.SUMMARY)
MANAGED: list[Condition] = [Condition("coalesce({case}.level, 0) >= 2")]
"""When a case counts as managed at Level 2 or 3 for sight of victims, each condition enough; rooms above add theirs."""
DETAILS = tuple(sorted((detail for detail in Detail if detail), reverse=True))


def count_as_managed(condition: Condition) -> None:
    """Let the Unit see victims of cases for which this holds too; called from AppConfig.ready() (REF-16)."""
    if condition not in MANAGED:
        MANAGED.append(condition)


def may_be_named(user: User) -> bool:
    """Whether somebody can be given a part in a case or access to one: not by roles that see no case (ACC-12)."""
    return not NO_CASE_ROLES.issuperset(standing_of(user).areas_by_role)


def opened_by(eyes: Watching, row: SightRow) -> Q:
    """The condition on Case under which one row of the table, amended by nothing, opens it to those eyes."""
    return on_case(eyes, any_of(opens(eyes, row, Scope())))


def _together(one: SightRow, other: SightRow) -> SightRow:
    return replace(one, roles=one.roles + other.roles, capacities=one.capacities + other.capacities)


@lru_cache(maxsize=256)
def _asked(
    policy: Policy,
    levels: frozenset[Detail],
    *,
    to_write: bool = False,
    capacities: tuple[Assignment.Capacity, ...] | None = None,
) -> tuple[tuple[SightRow, Scope], ...]:
    """The rows that open one of these levels, each with where; rows that ask alike are one.

    The same for every viewer, so that it is worked out once a day. `to_write` leaves out emergency access, which is
    there to read; `capacities` are those in which somebody must be named.
    """
    found: dict[tuple[Tie, Scope, bool, bool], SightRow] = {}
    for each in policy.rows:
        row = each if capacities is None else replace(each, capacities=_shared(each.capacities, capacities))
        if row.tie is Tie.NONE or (to_write and row.tie is Tie.EMERGENCY) or (capacities and not row.capacities):
            continue
        for detail, scope in policy.reach(row).items():
            if detail in levels:
                key = (row.tie, scope, row.ordinary, row.restricted)
                found[key] = _together(found[key], row) if key in found else row
    return tuple((row, key[1]) for key, row in found.items())


def _shared(some: Iterable[str], others: tuple[Assignment.Capacity, ...]) -> tuple[Assignment.Capacity, ...]:
    return tuple(one for one in others if one in some)


def _ways(eyes: Watching, asked: Iterable[tuple[SightRow, Scope]]) -> list[Condition]:
    """The conditions, each of them enough, under which one of these rows opens a case to those eyes."""
    ways = [way for row, scope in asked for way in opens(eyes, row, scope)]
    return [way for way in ways if way != NEVER]


def _at(eyes: Watching, policy: Policy, *details: Detail, to_write: bool = False) -> Condition:
    """The condition on Case under which some row opens just one of these levels."""
    return any_of(_ways(eyes, _asked(policy, frozenset(details), to_write=to_write)))


def _denied(eyes: Watching) -> Condition:
    return eyes.have(AccessDenial, "d")


def _ways_at_least(eyes: Watching, policy: Policy, at_least: Detail) -> list[Condition]:
    return _ways(eyes, _asked(policy, frozenset(detail for detail in DETAILS if detail >= at_least)))


def audience_of(eyes: Watching, policy: Policy, at_least: Detail) -> Q:
    """The condition on Case under which those eyes see it at `at_least` or more, by that policy."""
    return on_case(eyes, any_of(_ways_at_least(eyes, policy, at_least)) & ~_denied(eyes))


def detail_of(eyes: Watching, policy: Policy) -> Combinable:
    """An SQL expression giving the level of detail at which those eyes see each case, by that policy."""
    branches = [(_denied(eyes), Detail.NOTHING), *((_at(eyes, policy, detail), detail) for detail in DETAILS)]
    branches = [(condition, detail) for condition, detail in branches if condition != NEVER]
    text = " ".join(f"WHEN {condition.sql} THEN {detail:d}" for condition, detail in branches)
    params = tuple(value for condition, _ in branches for value in condition.params)
    chosen = Condition(f"CASE {text} ELSE {Detail.NOTHING:d} END", params)
    return OnCase(chosen, output_field=IntegerField(), **eyes.named)


def victims_of(eyes: Watching, policy: Policy) -> Q:
    """The condition on Case under which those eyes see its victims and people at risk, by that policy."""
    ways: list[Condition] = []
    for row in policy.rows:
        scope = policy.victims_reach(row)
        if scope is not None and row.tie is not Tie.NONE:
            ways += (way & _victims(eyes, row) for way in opens(eyes, row, scope))
    return on_case(eyes, any_of(ways) & ~_denied(eyes))


def _victims(eyes: Watching, row: SightRow) -> Condition:
    """What more a row asks for before it opens victims' items."""
    if row.victims is Victims.MANAGED:
        called = there_is(Assignment, "a", Condition("a.case_id = {case}.id AND a.meeting_id IS NOT NULL"))
        return any_of([*MANAGED, called])
    if row.victims is Victims.LEADS:
        return any_of([lead(eyes), has_part(eyes, Part.VICTIM_CONTACT)])
    if row.victims is Victims.SCOPE:
        return eyes.under_agreement(victims=True) if row.tie is Tie.AGREEMENT else eyes.in_victim_areas()
    return ALWAYS


def _policy(standing: Standing) -> Policy:
    return policy_of(standing, timezone.localdate())


def audience(viewer: Viewer, at_least: Detail) -> Q:
    """The condition on Case under which `viewer` sees it at `at_least` or more.

    Rules ACC-20, ACC-21, ACC-22, ACC-23, ACC-24, ACC-25, ACC-26.
    """
    standing = standing_of(viewer)
    return audience_of(eyes_of(standing), _policy(standing), at_least) if standing.areas_by_role else NOTHING


def ways(viewer: Viewer, at_least: Detail) -> list[Condition]:
    """The conditions on Case, each of them enough, under which `viewer` sees it at `at_least` or more.

    `audience` holds where one of these does: for lists that look along each of them for its first rows. Those that
    name their cases are one way: the database looks their keys up together, and has the fewer statements to plan.
    """
    standing = standing_of(viewer)
    if not standing.areas_by_role:
        return []
    eyes = eyes_of(standing, looking_along=True)
    permitted, found = ~_denied(eyes), _ways_at_least(eyes, _policy(standing), at_least)
    by_key = any_of(way for way in found if way.by_key)
    apart = (way for way in found if not way.by_key)
    return [way & permitted for way in (by_key, *apart) if way != NEVER]


def not_denied(viewer: Viewer) -> Q:
    """The condition on Case under which `viewer`, holding some role, is not barred from learning that it exists."""
    standing = standing_of(viewer)
    eyes = eyes_of(standing)
    return on_case(eyes, ~_denied(eyes)) if standing.areas_by_role else NOTHING


def detail_expression(viewer: Viewer) -> Combinable:
    """An SQL expression giving the level of detail at which `viewer` sees each case."""
    standing = standing_of(viewer)
    if not standing.areas_by_role:
        return Value(int(Detail.NOTHING), output_field=IntegerField())
    return detail_of(eyes_of(standing), _policy(standing))


def victim_audience(viewer: Viewer) -> Q:
    """The condition on Case under which `viewer` sees its victims and people at risk (ACC-27)."""
    standing = standing_of(viewer)
    return victims_of(eyes_of(standing), _policy(standing)) if standing.areas_by_role else NOTHING


def can_see(viewer: Viewer, case_id: UUID, at_least: Detail = Detail.FULL) -> bool:
    """Whether `viewer` sees this case at `at_least`: by the same condition as `visible_to`."""
    from offenders.models import Case

    return Case.objects.visible_to(viewer, at_least).filter(pk=case_id).exists()


def can_see_victims(viewer: Viewer, case_id: UUID) -> bool:
    """Whether `viewer` sees the victims and people at risk of this case."""
    from offenders.models import Case

    return Case.objects.filter(victim_audience(viewer), pk=case_id).exists()


def may(actor: Viewer, action: str, case: "Case") -> bool:
    """Whether `actor` may do `action` to `case`, by the permission table: a role in the case's area, and its relation.

    Seeing the case is needed too, but never enough. One query at most, about the relations that would do.
    """
    from offenders.models import Case

    standing = standing_of(actor)
    relation_for = PERMISSIONS[action].relation_for
    asked = ((relation_for(role), areas) for role, areas in standing.areas_by_role.items())
    enough = {relation for relation, areas in asked if relation is not None and _counts(relation, areas, case)}
    if not enough:
        return False
    eyes = eyes_of(standing)
    stands = any_of(_stands(standing, relation) for relation in sorted(enough))
    return Case.objects.filter(on_case(eyes, stands & ~_denied(eyes)), pk=case.pk).exists()


def permits(actor: Viewer, action: str, case: "Case", relations: frozenset[Relation]) -> bool:
    """As `may`, for relations already established: pages ask about many actions."""
    relation_for = PERMISSIONS[action].relation_for
    asked = ((relation_for(role), areas) for role, areas in standing_of(actor).areas_by_role.items())
    return any(relation in relations and _counts(relation, areas, case) for relation, areas in asked if relation)


def _counts(relation: Relation, areas: frozenset[str], case: "Case") -> bool:
    """Whether a role held in these areas counts for the case: in its own area, or by a relation to this very case."""
    return relation in BY_ITSELF or case.area_id in areas


def relations_to(actor: Viewer, case: "Case") -> frozenset[Relation]:
    """How `actor` stands to a case they can see: every relation that holds today. One query; empty when unseen."""
    from offenders.models import Case

    standing = standing_of(actor)
    if not standing.areas_by_role:
        return frozenset()
    eyes, policy = eyes_of(standing), _policy(standing)
    # What `_stands` asks, each part of it once: asked relation by relation, it is a statement three times as long.
    asked = (
        _at(eyes, policy, Detail.FULL, to_write=True),
        _at(eyes, policy, Detail.PACK, Detail.SUMMARY),
        lead(eyes),
        agency_takes_part(eyes),
        _named(eyes, policy, *RELATED_BY[Relation.MEETING]),
        _named(eyes, policy, *RELATED_BY[Relation.ASSIGNED]),
        eyes.receive((Role.COORDINATOR,)),
    )
    text = " + ".join(f"({condition.sql})::int * {1 << place}" for place, condition in enumerate(asked))
    answers = Condition(text, tuple(value for condition in asked for value in condition.params))
    rows = Case.objects.visible_to(actor, Detail.SUMMARY).filter(pk=case.pk).order_by()
    found = rows.annotate(stands=OnCase(answers, output_field=IntegerField())).values_list("stands", flat=True)[:1]
    for number in found:
        held_by = (bool(number >> place & 1) for place in range(len(asked)))
        full, less, leads, takes_part, meeting, assigned, receives = held_by
        held = {
            Relation.LEAD: full and leads,
            Relation.INVOLVED: full and takes_part,
            Relation.PART: (full or less) and takes_part,
            Relation.MEETING: meeting,
            Relation.ASSIGNED: assigned,
            Relation.OVERSIGHT: full,
            Relation.AREA: full or less,
            Relation.RECEIVING: full and receives,
            Relation.ANY: True,
        }
        return frozenset(relation for relation, holds in held.items() if holds)
    return frozenset()


def _stands(standing: Standing, relation: Relation) -> Condition:
    """The condition on Case under which somebody stands so to it. Each implies sight of it, a denial aside."""
    eyes, policy = eyes_of(standing), _policy(standing)
    if relation is Relation.LEAD:
        return _at(eyes, policy, Detail.FULL, to_write=True) & lead(eyes)
    if relation is Relation.INVOLVED:
        return _at(eyes, policy, Detail.FULL, to_write=True) & agency_takes_part(eyes)
    if relation is Relation.RECEIVING:
        return _at(eyes, policy, Detail.FULL, to_write=True) & eyes.receive((Role.COORDINATOR,))
    if relation in RELATED_BY:
        return _named(eyes, policy, *RELATED_BY[relation])
    if relation is Relation.OVERSIGHT:
        return _at(eyes, policy, Detail.FULL, to_write=True)
    seen = _at(eyes, policy, *SUMMARY_OR_MORE, to_write=True)
    return seen & agency_takes_part(eyes) if relation is Relation.PART else seen


def _named(eyes: Watching, policy: Policy, *capacities: Assignment.Capacity) -> Condition:
    """Named on the case in one of these capacities, where the policy lets that open a summary or more."""
    return any_of(_ways(eyes, _asked(policy, frozenset(SUMMARY_OR_MORE), capacities=capacities)))


def where_may(actor: Viewer, action: str) -> Q:
    """The condition on Case under which `may(actor, action, case)` holds: for lists of what awaits somebody."""
    standing = standing_of(actor)
    eyes = eyes_of(standing)
    relation_for = PERMISSIONS[action].relation_for
    asked = ((areas, relation_for(role)) for role, areas in standing.areas_by_role.items())
    enough = [
        _stands(standing, relation) if relation in BY_ITSELF else one_of(AREA, areas) & _stands(standing, relation)
        for areas, relation in asked
        if relation is not None
    ]
    return on_case(eyes, any_of(enough) & ~_denied(eyes))


def may_ask(user: User) -> bool:
    """Whether somebody may ask to be involved in cases: for an agency, in a role that takes part in them (ACC-31)."""
    return user.agency_id is not None and bool(areas_for("ask_to_be_involved", user))


def is_denied(user: User, case: "Case") -> bool:
    """Whether `user` is barred from the case today."""
    return AccessDenial.objects.filter(in_force(), case=case, user=user).exists()


def of_own_discipline(user: User, case: "Case") -> bool:
    """Whether `user` holds a role of the service that manages such a case: youth justice, or adults (ACC-33)."""
    standing = standing_of(user)
    holds_youth = case.area_id in standing.areas(*YOUTH)
    holds_adult = case.area_id in standing.areas(*OF_ADULTS)
    if holds_youth and (case.youth_justice or case.is_child or case.lead_agency.kind_id == YOUTH_JUSTICE):
        return True
    return holds_adult and not case.youth_justice


def areas_for(action: str, actor: Viewer) -> frozenset[str]:
    """The areas in which `actor` holds a role that may do `action` at all, before there is a case to relate to."""
    standing = standing_of(actor)
    relation_for = PERMISSIONS[action].relation_for
    return frozenset().union(*(areas for role, areas in standing.areas_by_role.items() if relation_for(role)))
