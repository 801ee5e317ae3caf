"""Notes who is to be told by e-mail, and what is to be told to whom. The e-mail itself carries a count and a link."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import RoleHolding, User
from accounts.roles import Role
from offenders.access import MANAGERS
from offenders.models import AccessDenial, AccessNotice, AccessRequest, Assignment, Case
from offenders.models.access import in_force
from offenders.services.parts import named_people

BATCH = 500


def tell(people: Iterable[UUID], *, kind: str, about: UUID) -> int:
    """Note that these people are to be told, each once however often this is asked; returns how many it was asked for.

    What was told is the record itself; the notice is only the way there, so it leaves no audit event of its own.
    """
    rows = [AccessNotice(recipient_id=person, kind=kind, about=about) for person in set(people)]
    AccessNotice.objects.all().in_bulk_with_own_audit().bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def tell_each(told: Iterable[tuple[UUID, UUID]], *, kind: str) -> int:
    """The same for many matters at once, as pairs of a person and what it is about: one statement."""
    rows = [AccessNotice(recipient_id=person, kind=kind, about=about) for person, about in set(told)]
    AccessNotice.objects.all().in_bulk_with_own_audit().bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def lead_managers(case: Case) -> set[UUID]:
    """Managers of the lead agency in the case's area, without those barred from the case."""
    rows = _holders(case.area_id, *MANAGERS).filter(user__agency=case.lead_agency_id)
    return set(rows.values_list("user", flat=True)) - _barred(case)


def coordinators(case: Case) -> set[UUID]:
    """Co-ordinators of the case's area, without those barred from the case."""
    return coordinators_of(case.area_id) - _barred(case)


def coordinators_there(case: Case, area: str) -> set[UUID]:
    """Co-ordinators of another area, without those barred from the case."""
    return coordinators_of(area) - _barred(case)


def coordinators_of(area: str) -> set[UUID]:
    """Co-ordinators of an area."""
    return set(_holders(area, Role.COORDINATOR).values_list("user", flat=True))


def coordinators_by_area() -> dict[str, set[UUID]]:
    """Co-ordinators of each area that has one: one query."""
    found: dict[str, set[UUID]] = {}
    rows = RoleHolding.objects.filter(in_force(), role=Role.COORDINATOR, user__is_active=True)
    for area, person in rows.values_list("area", "user"):
        found.setdefault(area, set()).add(person)
    return found


def deciders(case: Case) -> set[UUID]:
    """Who may decide who takes part: managers of the lead agency and Co-ordinators; of a restricted case, if named."""
    people = lead_managers(case) | coordinators(case)
    return people & (named_people(case) | _granted(case)) if case.restricted else people


def oversees(user: User, case: Case) -> bool:
    """Whether somebody oversees the case by office: its lead agency's manager, Co-ordinator, administrator, auditor."""
    offices = _holders(case.area_id, Role.COORDINATOR, Role.ADMINISTRATOR, Role.AUDITOR)
    return offices.filter(user=user).exists() or user.pk in lead_managers(case)


def owners(case: Case) -> set[UUID]:
    """The owner of the case."""
    rows = Assignment.objects.filter(in_force(), case=case, capacity=Assignment.Capacity.OWNER)
    return set(rows.values_list("user", flat=True))


def note_new_requests() -> int:
    """Note for the deciders of each request that waits that it does; returns how many requests were new.

    Apart from the asking, so that asking takes the same steps whether there is such a case or not (ACC-31).
    """
    told = AccessNotice.objects.filter(kind=AccessNotice.Kind.REQUEST_MADE).values("about")
    rows = AccessRequest.objects.filter(state=AccessRequest.State.WAITING).exclude(pk__in=told)
    waiting = list(rows.select_related("case", "agency").order_by("made_at", "id")[:BATCH])
    for row in waiting:
        tell(_who_decides(row), kind=AccessNotice.Kind.REQUEST_MADE, about=row.pk)
    return len(waiting)


def note_late_requests(rows: Sequence[AccessRequest]) -> int:
    """Note for the Co-ordinators that these requests have waited too long; returns how many requests."""
    for row in rows:
        if row.case is None:
            people = coordinators_of(row.agency.area_id)
        else:
            people = deciders(row.case) if row.case.restricted else coordinators(row.case)
        tell(people - {row.requester_id}, kind=AccessNotice.Kind.REQUEST_LATE, about=row.pk)
    return len(rows)


def _who_decides(row: AccessRequest) -> set[UUID]:
    people = deciders(row.case) if row.case is not None else coordinators_of(row.agency.area_id)
    return people - {row.requester_id}


def mark_mailed(*, ids: Sequence[UUID], at: dt.datetime) -> None:
    """Note that these notices have gone out."""
    rows = AccessNotice.objects.filter(pk__in=ids, mailed_at__isnull=True)
    rows.in_bulk_with_own_audit().update(mailed_at=at)


def _holders(area: str, *roles: Role) -> QuerySet[RoleHolding]:
    return RoleHolding.objects.filter(in_force(), area=area, role__in=roles, user__is_active=True)


def _barred(case: Case) -> set[UUID]:
    return set(AccessDenial.objects.filter(in_force(), case=case).values_list("user", flat=True))


def _granted(case: Case) -> set[UUID]:
    rows = case.accessgrants.filter(in_force()).filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()), permission__isnull=False
    )
    return set(rows.exclude(kind="emergency").values_list("user", flat=True))
