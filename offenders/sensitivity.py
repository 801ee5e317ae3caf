"""Who sees an item of information on a case: the table of `rules.sensitivity` as one SQL condition (rule INF-13).

Used for lists, single items, counts, due dates and the audit trail alike, so that what somebody may not see leaves no
trace anywhere: no count, no gap, no event (rule INF-14).
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.roles import Role
from accounts.standing import Standing, standing_of
from offenders.access import MANAGERS, NOTHING, Detail, Viewer
from offenders.models import AccessGrant, Assignment, Case
from offenders.models.access import in_force
from offenders.rules.sensitivity import ACTS_FOR_AGENCY, MAY_BE_NAMED, OPENS, Opening, Sensitivity

ATTENDING = (Assignment.Capacity.INVITEE, Assignment.Capacity.MINUTE_TAKER)
"""The parts in a meeting, short of full sight, with which papers are received. Observers receive no item."""


def items_visible_to(viewer: Viewer, shares: QuerySet) -> Q:
    """The condition on an item under which `viewer` sees it.

    The item has `case`, `sensitivity`, `owner_agency` and `recorded_by`; a row of `shares` has `item`, `agency` or
    `person`, `starts` and `ends`.
    """
    standing = standing_of(viewer)
    if not standing.areas_by_role:
        return NOTHING
    in_full = Case.objects.visible_to(viewer, Detail.FULL).values("pk")
    in_pack = Case.objects.visible_to(viewer, Detail.PACK).values("pk")
    attending = Assignment.objects.filter(in_force(), user=standing.user_id, capacity__in=ATTENDING).values("case")
    by_sight = _any_of(_opened_by_sight(standing))
    by_papers = _any_of(_opened_by_papers(standing, shares))
    receives = Q(case__in=in_full) | (Q(case__in=in_pack) & Q(case__in=attending))
    opened = (Q(case__in=in_full) & by_sight) | (receives & by_papers)
    return opened & (Q(sensitivity=Sensitivity.ORDINARY) | ~_opened_in_emergency(standing))


def _opened_in_emergency(standing: Standing) -> Q:
    """The condition on an item under which its case is open to somebody in an emergency: that opens ordinary items."""
    running = AccessGrant.objects.filter(
        in_force(),
        case=OuterRef("case"),
        user=standing.user_id,
        kind=AccessGrant.Kind.EMERGENCY,
        expires_at__gt=timezone.now(),
    )
    return Q(Exists(running))


def may_be_named(viewer: Viewer, area: str) -> bool:
    """Whether an item of a case in this area can be opened to somebody by name: by a role they hold there (INF-11)."""
    return area in standing_of(viewer).areas(*_roles(MAY_BE_NAMED))


def acts_for_agency(viewer: Viewer, area: str) -> bool:
    """Whether somebody holds, in this area, a role in which they act for their agency."""
    return area in standing_of(viewer).areas(*_roles(ACTS_FOR_AGENCY))


def _roles(roles: frozenset) -> list[Role]:
    return [Role(role.value) for role in sorted(roles)]


def _any_of(openings: Mapping[Opening, Q]) -> Q:
    """Any of these openings, each for the kinds of item that the table lets it open."""
    found = NOTHING
    for opening, condition in openings.items():
        kinds = sorted(kind for kind, opens in OPENS.items() if opening in opens)
        found |= Q(sensitivity__in=kinds) & condition
    return found


def _opened_by_sight(standing: Standing) -> dict[Opening, Q]:
    """What full sight of the case opens, as far as it comes with a role."""
    own = Q(owner_agency=standing.agency_id) if standing.agency_id else NOTHING
    leads = Q(case__lead_agency=standing.agency_id) if standing.agency_id else NOTHING
    return {
        Opening.SIGHT: Q(),
        Opening.OWNER: own & Q(case__area__in=standing.areas(*_roles(ACTS_FOR_AGENCY))),
        Opening.COORDINATOR: Q(case__area__in=standing.areas(Role.COORDINATOR)),
        Opening.LEAD_MANAGER: leads & Q(case__area__in=standing.areas(*MANAGERS)),
        Opening.ENGAGEMENT: _in_scope(standing),
    }


def _in_scope(standing: Standing) -> Q:
    """The item is of a kind that the engagement of an auditor covers in the area of the case (ACC-45)."""
    found = NOTHING
    for kind, areas in sorted(standing.kind_areas.items()):
        found |= Q(sensitivity=kind, case__area__in=areas)
    return found


def _opened_by_papers(standing: Standing, shares: QuerySet) -> dict[Opening, Q]:
    """What is open to somebody who sees the case in full or was asked to one of its meetings."""
    acting = Q(case__area__in=standing.areas(*_roles(ACTS_FOR_AGENCY)))
    named = Q(case__area__in=standing.areas(*_roles(MAY_BE_NAMED)))
    running = shares.filter(in_force(), item=OuterRef("pk"))
    shared = Q(Exists(running.filter(agency=standing.agency_id))) if standing.agency_id else NOTHING
    return {
        Opening.RECORDER: named & Q(recorded_by=standing.user_id),
        Opening.SHARED: acting & shared,
        Opening.NAMED: named & Q(Exists(running.filter(person=standing.user_id))),
    }


HiddenEvents = Callable[[Viewer, UUID], Q]
_HIDDEN_EVENTS: list[HiddenEvents] = []


def register_hidden_events(condition: HiddenEvents) -> None:
    """Add a condition on audit events of a case that a viewer must not meet; called from AppConfig.ready()."""
    if condition not in _HIDDEN_EVENTS:
        _HIDDEN_EVENTS.append(condition)


def hidden_events(viewer: Viewer, case_id: UUID) -> Q:
    """The audit events of a case that would tell `viewer` of an item they may not see (INF-14)."""
    found = NOTHING
    for condition in _HIDDEN_EVENTS:
        found |= condition(viewer, case_id)
    return found
