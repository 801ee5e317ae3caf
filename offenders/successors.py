"""Restricted cases about which nobody is left who may decide, and who names somebody for them (ACC-37).

A restricted case is decided about by those named on it alone. When the last of them has gone, nobody may let anybody
in. The Co-ordinators of the area then name who decides; where Co-ordinators are not to learn that the case exists,
managers of its lead agency do, and Co-ordinators only if there is none.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import RoleHolding, User
from accounts.roles import Role
from accounts.selectors import people
from accounts.standing import standing_of
from offenders.access import MANAGERS
from offenders.models import AccessDenial, AccessGrant, Assignment, Case
from offenders.models.access import in_force


def _overseers(area: str, lead_agency: str) -> QuerySet[RoleHolding]:
    """Who could decide if they were named: managers of the lead agency and Co-ordinators, by names of outer columns."""
    office = Q(role__in=MANAGERS, user__agency=OuterRef(lead_agency)) | Q(role=Role.COORDINATOR)
    return RoleHolding.objects.filter(in_force(), office, area=OuterRef(area), user__is_active=True)


def _deciders(case: str, area: str, lead_agency: str) -> QuerySet[RoleHolding]:
    """Those of them who are named on the restricted case and not barred from it."""
    about = {"case": OuterRef(OuterRef(case)), "user": OuterRef("user")}
    part = Assignment.objects.filter(
        in_force(), capacity__in=[Assignment.Capacity.OWNER, Assignment.Capacity.WORKER], **about
    )
    running = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    grant = AccessGrant.objects.filter(in_force(), running, permission__isnull=False, **about)
    named = Exists(part) | Exists(grant.exclude(kind=AccessGrant.Kind.EMERGENCY))
    barred = AccessDenial.objects.filter(in_force(), **about)
    return _overseers(area, lead_agency).filter(named, ~Exists(barred))


def undecided() -> QuerySet[Case]:
    """Restricted cases, not ended, about which nobody may decide, or whose emergency access nobody else may review."""
    others = _deciders("case", "case__area", "case__lead_agency").exclude(user=OuterRef("user"))
    unreviewed = AccessGrant.objects.filter(
        ~Exists(others), case=OuterRef("pk"), kind=AccessGrant.Kind.EMERGENCY, review__isnull=True
    )
    rows = Case.objects.filter(restricted=True, ended_on__isnull=True)
    return rows.filter(~Exists(_deciders("pk", "area", "lead_agency")) | Exists(unreviewed)).order_by("id")


def waiting(*, viewer: User) -> QuerySet[Case]:
    """Those for which `viewer` names somebody. Of them nothing is shown but that they exist and whose they are."""
    standing = standing_of(viewer)
    coordinated = Q(area__in=standing.areas(Role.COORDINATOR))
    led = Q(area__in=standing.areas(*MANAGERS), lead_agency=standing.agency_id)
    managed = Exists(_overseers("area", "lead_agency").filter(role__in=MANAGERS))
    theirs = (coordinated & (Q(presence_hidden=False) | ~managed)) | (led & Q(presence_hidden=True))
    barred = AccessDenial.objects.filter(in_force(), case=OuterRef("pk"), user=standing.user_id)
    return undecided().filter(theirs, ~Exists(barred)).select_related("area", "lead_agency")


def names_anywhere(viewer: User) -> bool:
    """Whether somebody holds a role that names successors at all."""
    return standing_of(viewer).holds(*MANAGERS, Role.COORDINATOR)


def candidates(*, viewer: User, case: Case) -> QuerySet[User]:
    """Who can be named: Co-ordinators of the area and managers of the lead agency, not oneself, nobody barred."""
    barred = AccessDenial.objects.filter(Q(ends__isnull=True) | Q(ends__gt=timezone.localdate()), case=case)
    managers = people(case.area_id, *MANAGERS).filter(agency=case.lead_agency_id).values("pk")
    coordinators = people(case.area_id, Role.COORDINATOR).values("pk")
    rows = User.objects.filter(Q(pk__in=managers) | Q(pk__in=coordinators), is_active=True).select_related("agency")
    return rows.exclude(pk=viewer.pk).exclude(pk__in=barred.values("user")).order_by("full_name", "id")


def offered(*, viewer: User) -> QuerySet[User]:
    """Who can be chosen on the page: people of those offices in the areas of the cases that wait for the viewer."""
    cases = waiting(viewer=viewer).order_by()
    about = Q(area__in=cases.values("area"), user__is_active=True)
    office = Q(role=Role.COORDINATOR) | Q(role__in=MANAGERS, user__agency__in=cases.values("lead_agency"))
    held = RoleHolding.objects.filter(in_force(), about, office)
    rows = User.objects.filter(pk__in=held.values("user")).exclude(pk=viewer.pk)
    return rows.select_related("agency").order_by("full_name", "id")


def number(*, viewer: User) -> int:
    """How many cases wait for `viewer` to name somebody."""
    return waiting(viewer=viewer).count() if names_anywhere(viewer) else 0
