"""Who may see a case, and how much of it: one builder for lists, single cases, counts and previews of the policy.

The policy is a table (`offenders.rules.sight`) with dated amendments (`offenders.sight`). Here each of its rows becomes
SQL. Facts decide (area, agency, team, assignment, role); an explicit grant with reason, approver and expiry adds; a
denial beats everything. ADR 2 says why, docs/permissions.md who opens which page. What somebody may *do* is `may()`,
from the permission table; seeing is never enough to write.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case as When_
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from accounts.models import PartnerSystem, User
from accounts.roles import Role
from accounts.standing import Standing, standing_of
from offenders.eyes import NOTHING, Watching, eyes_of
from offenders.models.access import AccessDenial, AccessGrant, Assignment, Involvement, in_force
from offenders.rules.amendments import Policy, Scope
from offenders.rules.permissions import NO_CASE_ROLES, PERMISSIONS, Relation
from offenders.rules.sight import Detail, SightRow, Tie, Victims
from offenders.sight import policy_of

if TYPE_CHECKING:
    from offenders.models import Case

Viewer = User | AnonymousUser | None
Capacity = Assignment.Capacity
Part = Involvement.Part

FULL_CAPACITIES = (Capacity.OWNER, Capacity.WORKER, Capacity.CHAIR)
PACK_CAPACITIES = (Capacity.MINUTE_TAKER, Capacity.INVITEE, Capacity.OBSERVER)
MANAGERS = (Role.MANAGER, Role.YJS_MANAGER)
PRACTITIONERS = (Role.PRACTITIONER, Role.YJS_CASE_MANAGER)
YOUTH = (Role.YJS_CASE_MANAGER, Role.YJS_MANAGER)
OF_ADULTS = (Role.PRACTITIONER, Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR)
DETAILS = tuple(sorted((detail for detail in Detail if detail), reverse=True))


def may_be_named(user: User) -> bool:
    """Whether somebody can be given a part in a case or access to one: not by roles that see no case (ACC-12)."""
    return not NO_CASE_ROLES.issuperset(standing_of(user).areas_by_role)


def _agency_has_part(eyes: Watching, *parts: Involvement.Part) -> Q:
    """The viewer's agency leads the case, or has one of these parts in it today."""
    rows = Involvement.objects.filter(in_force(), case=OuterRef("pk"), agency=eyes.inner_agency, part__in=parts)
    return Q(lead_agency=eyes.agency) | Q(Exists(rows))


def _agency_takes_part(eyes: Watching) -> Q:
    """The viewer's agency leads the case or is involved today: not one that has handed it over."""
    return _agency_has_part(eyes, Part.INVOLVED, Part.VICTIM_CONTACT)


def _by_area(eyes: Watching, row: SightRow, scope: Scope) -> Q:
    return eyes.in_areas_of(row.roles, scope)


def _by_agency(eyes: Watching, row: SightRow, scope: Scope) -> Q:
    return eyes.in_areas_of(row.roles, scope) & _agency_has_part(eyes, *Part)


def _by_team(eyes: Watching, row: SightRow, scope: Scope) -> Q:
    return eyes.in_teams(row.roles) & _in(scope)


def _by_part(eyes: Watching, row: SightRow, scope: Scope) -> Q:
    mine = Assignment.objects.filter(in_force(), case=OuterRef("pk"), user=eyes.inner_user, capacity__in=row.capacities)
    return eyes.where_cases_are_seen(Q(Exists(mine)) & _in(scope))


def _by_grant(eyes: Watching, row: SightRow, scope: Scope) -> Q:
    return _granted(eyes, scope, ~Q(kind=AccessGrant.Kind.EMERGENCY))


def _in_emergency(eyes: Watching, row: SightRow, scope: Scope) -> Q:
    return _granted(eyes, scope, Q(kind=AccessGrant.Kind.EMERGENCY))


def _granted(eyes: Watching, scope: Scope, kind: Q) -> Q:
    """By a grant whose day and hour have not passed, whatever the clean-up of ended grants has done so far."""
    running = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    grants = AccessGrant.objects.filter(
        in_force(), kind, running, case=OuterRef("pk"), user=eyes.inner_user, permission__isnull=False
    )
    return eyes.where_cases_are_seen(Q(Exists(grants)) & _in(scope))


def _by_agreement(eyes: Watching, row: SightRow, scope: Scope) -> Q:
    """What the agreement's filter names: an agreement that names no area opens no case (ACC-46)."""
    covered = _agreement(eyes)
    apart = Q(Exists(covered.filter(agency_involved=False)))
    tied = Q(Exists(covered)) & _agency_takes_part(eyes)
    return eyes.in_areas_of(row.roles, scope) & (tied | apart)


def _agreement(eyes: Watching) -> QuerySet[PartnerSystem]:
    any_category, any_level = Q(categories=[]), Q(levels=[])
    return PartnerSystem.objects.filter(
        any_category | Q(categories__contains=[OuterRef("category")]),
        any_level | Q(levels__contains=[OuterRef("level")]),
        account=eyes.inner_user,
        expires_on__gte=timezone.localdate(),
        areas__contains=[OuterRef("area")],
    )


def _in(scope: Scope) -> Q:
    """The condition on Case that its area is in the scope."""
    if scope.only is not None:
        return Q(area__in=scope.only)
    return ~Q(area__in=scope.but) if scope.but else Q()


BUILDERS: Mapping[Tie, Callable[[Watching, SightRow, Scope], Q]] = {
    Tie.AREA: _by_area,
    Tie.AGENCY: _by_agency,
    Tie.TEAM: _by_team,
    Tie.PART: _by_part,
    Tie.GRANT: _by_grant,
    Tie.EMERGENCY: _in_emergency,
    Tie.AGREEMENT: _by_agreement,
}
"""How somebody stands to a case -> the condition on Case under which they do."""


def _row(eyes: Watching, row: SightRow, scope: Scope) -> Q:
    """The condition on Case under which `row`, within `scope`, opens it."""
    condition = BUILDERS[row.tie](eyes, row, scope)
    if row.ordinary and row.restricted:
        return condition
    return (Q(restricted=False) if row.ordinary else Q(restricted=True, presence_hidden=False)) & condition


def opened_by(eyes: Watching, row: SightRow) -> Q:
    """The condition on Case under which one row of the table, amended by nothing, opens it to those eyes."""
    return _row(eyes, row, Scope())


def _rows(policy: Policy, detail: Detail) -> Iterator[tuple[SightRow, Scope]]:
    """The rows that open just this level, each with the areas in which it does; rows that ask alike are made one."""
    parts: dict[Scope, SightRow] = {}
    for row in policy.rows:
        scope = policy.reach(row).get(detail)
        if scope is None or row.tie is Tie.NONE:
            continue
        if row.tie is Tie.PART:
            parts[scope] = _together(parts[scope], row) if scope in parts else row
        else:
            yield row, scope
    for scope, row in parts.items():
        yield row, scope


def _together(one: SightRow, other: SightRow) -> SightRow:
    return replace(one, capacities=one.capacities + other.capacities)


def _at(eyes: Watching, policy: Policy, detail: Detail, *, to_write: bool = False) -> Q:
    """The condition on Case under which some row opens just this level of it; emergency access is there to read."""
    condition = NOTHING
    for row, scope in _rows(policy, detail):
        if not (to_write and row.tie is Tie.EMERGENCY):
            condition |= _row(eyes, row, scope)
    return condition


def _denied(eyes: Watching) -> Q:
    return Q(Exists(AccessDenial.objects.filter(in_force(), case=OuterRef("pk"), user=eyes.inner_user)))


def audience_of(eyes: Watching, policy: Policy, at_least: Detail) -> Q:
    """The condition on Case under which those eyes see it at `at_least` or more, by that policy."""
    condition = NOTHING
    for detail in DETAILS:
        if detail >= at_least:
            condition |= _at(eyes, policy, detail)
    return condition & ~_denied(eyes)


def detail_of(eyes: Watching, policy: Policy) -> Combinable:
    """An SQL expression giving the level of detail at which those eyes see each case, by that policy."""
    branches = [When(_denied(eyes), then=Value(int(Detail.NOTHING)))]
    branches += [When(_at(eyes, policy, detail), then=Value(int(detail))) for detail in DETAILS]
    return When_(*branches, default=Value(int(Detail.NOTHING)), output_field=IntegerField())


def victims_of(eyes: Watching, policy: Policy) -> Q:
    """The condition on Case under which those eyes see its victims and people at risk, by that policy."""
    condition = NOTHING
    for row in policy.rows:
        scope = policy.victims_reach(row)
        if scope is not None and row.tie is not Tie.NONE:
            condition |= _row(eyes, row, scope) & _victims(eyes, row)
    return condition & ~_denied(eyes)


def _victims(eyes: Watching, row: SightRow) -> Q:
    """What more a row asks for before it opens victims' items."""
    if row.victims is Victims.MANAGED:
        called = Assignment.objects.filter(case=OuterRef("pk"), meeting_id__isnull=False)
        return Q(level__gte=2) | Q(Exists(called))
    if row.victims is Victims.LEADS:
        return _agency_has_part(eyes, Part.VICTIM_CONTACT)
    if row.victims is Victims.SCOPE:
        return Q(Exists(_agreement(eyes).filter(victims=True))) if row.tie is Tie.AGREEMENT else eyes.in_victim_areas()
    return Q()


def _policy(standing: Standing) -> Policy:
    return policy_of(standing, timezone.localdate())


def audience(viewer: Viewer, at_least: Detail) -> Q:
    """The condition on Case under which `viewer` sees it at `at_least` or more.

    Rules ACC-20, ACC-21, ACC-22, ACC-23, ACC-24, ACC-25, ACC-26.
    """
    standing = standing_of(viewer)
    return audience_of(eyes_of(standing), _policy(standing), at_least) if standing.areas_by_role else NOTHING


def not_denied(viewer: Viewer) -> Q:
    """The condition on Case under which `viewer`, holding some role, is not barred from learning that it exists."""
    standing = standing_of(viewer)
    return ~_denied(eyes_of(standing)) if standing.areas_by_role else NOTHING


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
    roles = (role for role, areas in standing.areas_by_role.items() if case.area_id in areas)
    enough = {relation for role in roles if (relation := relation_for(role)) is not None}
    if not enough:
        return False
    condition = NOTHING
    for relation in sorted(enough):
        condition |= _stands(standing, relation)
    return Case.objects.filter(condition & ~_denied(eyes_of(standing)), pk=case.pk).exists()


def permits(actor: Viewer, action: str, case: "Case", relations: frozenset[Relation]) -> bool:
    """As `may`, for relations already established: pages ask about many actions."""
    relation_for = PERMISSIONS[action].relation_for
    return any(
        relation_for(role) in relations
        for role, areas in standing_of(actor).areas_by_role.items()
        if case.area_id in areas
    )


def relations_to(actor: Viewer, case: "Case") -> frozenset[Relation]:
    """How `actor` stands to a case they can see: every relation that holds today. One query; empty when unseen."""
    from offenders.models import Case

    standing = standing_of(actor)
    if not standing.areas_by_role:
        return frozenset()
    flags = (Relation.LEAD, Relation.INVOLVED, Relation.PART, Relation.MEETING, Relation.ASSIGNED)
    expressions = {
        relation.value: When_(
            When(_stands(standing, relation), then=Value(1)), default=Value(0), output_field=IntegerField()
        )
        for relation in flags
    }
    rows = Case.objects.visible_to(actor, Detail.SUMMARY).filter(pk=case.pk).annotate(**expressions)
    found = rows.values(*expressions).first()
    if found is None:
        return frozenset()
    return frozenset({Relation.AREA, Relation.ANY} | {relation for relation in flags if found[relation.value]})


def _stands(standing: Standing, relation: Relation) -> Q:
    """The condition on Case under which somebody stands so to it. Each implies sight of it, a denial aside."""
    eyes, policy = eyes_of(standing), _policy(standing)
    if relation is Relation.LEAD:
        return _at(eyes, policy, Detail.FULL, to_write=True) & Q(lead_agency=standing.agency_id)
    if relation is Relation.INVOLVED:
        return _at(eyes, policy, Detail.FULL, to_write=True) & _agency_takes_part(eyes)
    if relation is Relation.MEETING:
        return _named(eyes, policy, Capacity.CHAIR)
    if relation is Relation.ASSIGNED:
        return _named(eyes, policy, Capacity.OWNER, Capacity.WORKER, Capacity.VICTIM_LIAISON)
    seen = _at(eyes, policy, Detail.FULL) | _at(eyes, policy, Detail.PACK) | _at(eyes, policy, Detail.SUMMARY)
    return seen & _agency_takes_part(eyes) if relation is Relation.PART else seen


def _named(eyes: Watching, policy: Policy, *capacities: Assignment.Capacity) -> Q:
    """Named on the case in one of these capacities, where the policy lets that open a summary or more."""
    condition = NOTHING
    for detail in (Detail.FULL, Detail.PACK, Detail.SUMMARY):
        for row, scope in _rows(policy, detail):
            held = tuple(capacity for capacity in row.capacities if capacity in capacities)
            if held:
                condition |= _row(eyes, replace(row, capacities=held), scope)
    return condition


def where_may(actor: Viewer, action: str) -> Q:
    """The condition on Case under which `may(actor, action, case)` holds: for lists of what awaits somebody."""
    standing = standing_of(actor)
    relation_for = PERMISSIONS[action].relation_for
    condition = NOTHING
    for role, areas in standing.areas_by_role.items():
        relation = relation_for(role)
        if relation is not None:
            condition |= Q(area__in=areas) & _stands(standing, relation)
    return condition & ~_denied(eyes_of(standing))


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
    return (holds_youth and (case.youth_justice or case.is_child)) or (holds_adult and not case.youth_justice)


def areas_for(action: str, actor: Viewer) -> frozenset[str]:
    """The areas in which `actor` holds a role that may do `action` at all, before there is a case to relate to."""
    standing = standing_of(actor)
    relation_for = PERMISSIONS[action].relation_for
    return frozenset().union(*(areas for role, areas in standing.areas_by_role.items() if relation_for(role)))
