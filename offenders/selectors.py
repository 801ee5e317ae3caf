"""Reads of this app for pages, API and search. Each takes the viewer; what is not visible does not exist."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from audit.models import AuditEvent
from audit.selectors import events_of_case
from offenders.access import Detail, Viewer, can_see_victims, may
from offenders.models import (
    AccessDenial,
    AccessGrant,
    Address,
    Alias,
    Assignment,
    Case,
    CustodyPeriod,
    Involvement,
    Offence,
    Order,
    ProtectedPerson,
    SpecifiedOffence,
)
from offenders.models.access import in_force


def case_for(*, viewer: Viewer, case_id: UUID, at_least: Detail = Detail.FULL) -> Case:
    """The case with its level of `detail`; Http404 when the viewer may not see that much."""
    cases = Case.objects.seen_by(viewer).select_related("area", "lead_agency__kind", "team")
    case = cases.filter(pk=case_id).first()
    if case is None or case.detail < at_least:
        raise Http404
    return case


def caseload(*, viewer: Viewer) -> QuerySet[Case]:
    """Cases visible at summary or more, by name."""
    return Case.objects.visible_to(viewer).select_related("area", "lead_agency").order_by("sort_name", "id")


def cases_for_api(*, viewer: Viewer) -> QuerySet[Case]:
    """Cases visible at summary or more with their `detail`, newest first."""
    rows = Case.objects.visible_to(viewer, Detail.SUMMARY).seen_by(viewer)
    return rows.select_related("area", "lead_agency").order_by("-created_at", "-id")


def my_cases(*, viewer: User) -> QuerySet[Case]:
    """Cases that the viewer owns, works on, or keeps victims informed about."""
    mine = Assignment.objects.filter(in_force(), user=viewer, capacity__in=["owner", "worker", "victim_liaison"])
    return caseload(viewer=viewer).filter(pk__in=mine.values("case"))


def aliases(*, viewer: Viewer, case_id: UUID) -> QuerySet[Alias]:
    """Further names of a case."""
    return Alias.objects.visible_to(viewer).filter(case_id=case_id)


def addresses(*, viewer: Viewer, case_id: UUID) -> QuerySet[Address]:
    """Addresses of a case, newest first."""
    return Address.objects.visible_to(viewer).filter(case_id=case_id)


def offences(*, viewer: Viewer, case_id: UUID) -> QuerySet[Offence]:
    """Offences with their disposals, newest first."""
    return Offence.objects.visible_to(viewer).filter(case_id=case_id).select_related("specified")


def orders(*, viewer: Viewer, case_id: UUID) -> QuerySet[Order]:
    """Orders, newest first."""
    return Order.objects.visible_to(viewer).filter(case_id=case_id)


def custody_periods(*, viewer: Viewer, case_id: UUID) -> QuerySet[CustodyPeriod]:
    """Times in custody or hospital, newest first."""
    return CustodyPeriod.objects.visible_to(viewer).filter(case_id=case_id)


def protected_people(*, viewer: Viewer, case_id: UUID) -> QuerySet[ProtectedPerson]:
    """Victims and people at risk; Http404 when the viewer does not hold that further permission (ACC-27)."""
    if not can_see_victims(viewer, case_id):
        raise Http404
    return ProtectedPerson.objects.visible_to(viewer).filter(case_id=case_id)


def offence(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Offence:
    """One offence of a case; Http404 when it is not visible."""
    return get_object_or_404(offences(viewer=viewer, case_id=case_id).select_related("case"), pk=pk)


def custody_period(*, viewer: Viewer, case_id: UUID, pk: UUID) -> CustodyPeriod:
    """One time in custody of a case; Http404 when it is not visible."""
    return get_object_or_404(custody_periods(viewer=viewer, case_id=case_id).select_related("case"), pk=pk)


def protected_person(*, viewer: Viewer, case_id: UUID, pk: UUID) -> ProtectedPerson:
    """One victim or person at risk of a case; Http404 when they are not visible."""
    return get_object_or_404(protected_people(viewer=viewer, case_id=case_id).select_related("case"), pk=pk)


def involvement(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Involvement:
    """One agency's part in a case; Http404 when it is not visible."""
    rows = Involvement.objects.visible_to(viewer).filter(case_id=case_id).select_related("case", "agency")
    return get_object_or_404(rows, pk=pk)


def specified_offences() -> list[SpecifiedOffence]:
    """Schedule 15 to the Criminal Justice Act 2003: reference data, open to everybody who is signed in."""
    return list(SpecifiedOffence.objects.all())


def specified_offence(number: int) -> SpecifiedOffence:
    """One numbered entry of Schedule 15."""
    return get_object_or_404(SpecifiedOffence, pk=number)


@dataclass(frozen=True, slots=True)
class AccessList:
    """Who sees a case and by which fact."""

    assignments: QuerySet[Assignment]
    involvements: QuerySet[Involvement]
    grants: QuerySet[AccessGrant]


def access_list(*, viewer: Viewer, case_id: UUID) -> AccessList:
    """People and agencies with a part in the case, present and past."""
    return AccessList(
        assignments=Assignment.objects.visible_to(viewer).filter(case_id=case_id).select_related("user__agency"),
        involvements=Involvement.objects.visible_to(viewer).filter(case_id=case_id).select_related("agency"),
        grants=AccessGrant.objects.visible_to(viewer).filter(case_id=case_id).select_related("user", "approved_by"),
    )


def denials(*, viewer: User, case: Case) -> QuerySet[AccessDenial]:
    """Who must not see the case and why, for those who may view access; nobody else learns of it."""
    if not may(viewer, "view_access", case):
        return AccessDenial.objects.none()
    return AccessDenial.objects.visible_to(viewer).filter(case=case).select_related("user", "decided_by")


def audit_trail(*, viewer: User, case: Case) -> QuerySet[AuditEvent]:
    """Every read, write and refusal on a case, for those who may view access; Http404 otherwise."""
    if not may(viewer, "view_access", case):
        raise Http404
    return events_of_case(case.pk)
