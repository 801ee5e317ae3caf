"""Who may see a case, and how much of it: one builder for lists, single cases and counts.

Facts decide (area, agency, team, assignment, role); an explicit grant with reason, approver and expiry adds; a denial
beats everything. ADR 2 says why, docs/permissions.md who opens which page. What somebody may *do* is `may()`, from
the permission table; seeing is never enough to write.
"""

from enum import IntEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case as When_
from django.db.models import Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.standing import Standing, standing_of
from offenders.models.access import AccessDenial, AccessGrant, Assignment, Involvement
from offenders.rules.permissions import NO_CASE_ROLES, PERMISSIONS, Relation

if TYPE_CHECKING:
    from offenders.models import Case

Viewer = User | AnonymousUser | None
Capacity = Assignment.Capacity

FULL_CAPACITIES = (Capacity.OWNER, Capacity.WORKER, Capacity.CHAIR)
PACK_CAPACITIES = (Capacity.MINUTE_TAKER, Capacity.INVITEE, Capacity.OBSERVER)
UNIT = (Role.COORDINATOR, Role.ADMINISTRATOR)
MANAGERS = (Role.MANAGER, Role.YJS_MANAGER)
PRACTITIONERS = (Role.PRACTITIONER, Role.YJS_CASE_MANAGER)
NOTHING = Q(pk__in=[])


class Detail(IntEnum):
    """How much of a case somebody sees. Each level includes those below it."""

    NOTHING = 0
    PRESENCE = 1
    SUMMARY = 2
    PACK = 3
    FULL = 4


def _in_force() -> Q:
    today = timezone.localdate()
    return Q(starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gt=today))


def may_be_named(user: User) -> bool:
    """Whether somebody can be given a part in a case or access to one: not by roles that see no case (ACC-12)."""
    return _sees_cases(standing_of(user))


def _sees_cases(standing: Standing) -> bool:
    return not NO_CASE_ROLES.issuperset(standing.areas_by_role)


def _assigned(standing: Standing, *capacities: Assignment.Capacity) -> Q:
    if not _sees_cases(standing):
        return NOTHING
    mine = Assignment.objects.filter(_in_force(), case=OuterRef("pk"), user=standing.user_id, capacity__in=capacities)
    return Q(Exists(mine))


def _granted(standing: Standing) -> Q:
    if not _sees_cases(standing):
        return NOTHING
    grants = AccessGrant.objects.filter(
        _in_force(), case=OuterRef("pk"), user=standing.user_id, permission__isnull=False
    )
    return Q(Exists(grants))


def _denied(standing: Standing) -> Q:
    return Q(Exists(AccessDenial.objects.filter(_in_force(), case=OuterRef("pk"), user=standing.user_id)))


def _agency_has_part(standing: Standing) -> Q:
    parts = Involvement.objects.filter(_in_force(), case=OuterRef("pk"), agency=standing.agency_id)
    return Q(lead_agency=standing.agency_id) | Q(Exists(parts))


def _full(standing: Standing) -> Q:
    ordinary = Q(area__in=standing.areas(*UNIT, Role.AUDITOR))
    ordinary |= Q(area__in=standing.areas(*MANAGERS)) & _agency_has_part(standing)
    if standing.holds(*PRACTITIONERS):
        ordinary |= Q(team__in=standing.team_ids)
    return (Q(restricted=False) & ordinary) | _assigned(standing, *FULL_CAPACITIES) | _granted(standing)


def _pack(standing: Standing) -> Q:
    return _assigned(standing, *PACK_CAPACITIES)


def _summary(standing: Standing) -> Q:
    involved = Q(area__in=standing.areas(*PRACTITIONERS, Role.PARTNER_SYSTEM)) & _agency_has_part(standing)
    return (Q(restricted=False) & involved) | _assigned(standing, Capacity.VICTIM_LIAISON)


def _presence(standing: Standing) -> Q:
    return Q(restricted=True, area__in=standing.areas(Role.COORDINATOR))


BUILDERS = (
    (Detail.FULL, _full),
    (Detail.PACK, _pack),
    (Detail.SUMMARY, _summary),
    (Detail.PRESENCE, _presence),
)


def audience(viewer: Viewer, at_least: Detail) -> Q:
    """The condition on Case under which `viewer` sees it at `at_least` or more.

    Rules ACC-20, ACC-21, ACC-22, ACC-23, ACC-24, ACC-25, ACC-26.
    """
    standing = standing_of(viewer)
    if not standing.areas_by_role:
        return NOTHING
    condition = NOTHING
    for detail, build in BUILDERS:
        if detail >= at_least:
            condition |= build(standing)
    return condition & ~_denied(standing)


def not_denied(viewer: Viewer) -> Q:
    """The condition on Case under which `viewer`, holding some role, is not barred from learning that it exists."""
    standing = standing_of(viewer)
    return ~_denied(standing) if standing.areas_by_role else NOTHING


def detail_expression(viewer: Viewer) -> Combinable:
    """An SQL expression giving the level of detail at which `viewer` sees each case."""
    standing = standing_of(viewer)
    if not standing.areas_by_role:
        return Value(int(Detail.NOTHING), output_field=IntegerField())
    branches = [When(_denied(standing), then=Value(int(Detail.NOTHING)))]
    branches += [When(build(standing), then=Value(int(detail))) for detail, build in BUILDERS]
    return When_(*branches, default=Value(int(Detail.NOTHING)), output_field=IntegerField())


def victim_audience(viewer: Viewer) -> Q:
    """The condition on Case under which `viewer` sees its victims and people at risk (ACC-27)."""
    standing = standing_of(viewer)
    if not standing.areas_by_role:
        return NOTHING
    holds_contact = Involvement.objects.filter(
        _in_force(), case=OuterRef("pk"), agency=standing.agency_id, part=Involvement.Part.VICTIM_CONTACT
    )
    by_manager = Q(area__in=standing.areas(*MANAGERS)) & (Q(lead_agency=standing.agency_id) | Q(Exists(holds_contact)))
    by_unit = Q(area__in=standing.areas(*UNIT), level__gte=2)
    ordinary = Q(restricted=False) & (by_manager | by_unit)
    named = _assigned(standing, *FULL_CAPACITIES, Capacity.VICTIM_LIAISON)
    return (ordinary | named) & ~_denied(standing)


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
    return Case.objects.filter(condition & ~_denied(standing), pk=case.pk).exists()


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
    flags = (Relation.LEAD, Relation.INVOLVED, Relation.MEETING, Relation.ASSIGNED)
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
    if relation is Relation.LEAD:
        return _full(standing) & Q(lead_agency=standing.agency_id)
    if relation is Relation.INVOLVED:
        return _full(standing) & _agency_has_part(standing)
    if relation is Relation.MEETING:
        return _assigned(standing, Capacity.CHAIR)
    if relation is Relation.ASSIGNED:
        return _assigned(standing, Capacity.OWNER, Capacity.WORKER, Capacity.VICTIM_LIAISON)
    return _full(standing) | _pack(standing) | _summary(standing)


def areas_for(action: str, actor: Viewer) -> frozenset[str]:
    """The areas in which `actor` holds a role that may do `action` at all, before there is a case to relate to."""
    standing = standing_of(actor)
    relation_for = PERMISSIONS[action].relation_for
    return frozenset().union(*(areas for role, areas in standing.areas_by_role.items() if relation_for(role)))
