"""Reads of this app for pages, API and search. Each takes the viewer; what is not visible does not exist."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Agency, User
from accounts.roles import Role
from accounts.selectors import agencies, people
from accounts.standing import standing_of
from audit.models import AuditEvent
from audit.refusals import NotPermitted
from audit.selectors import events_of_case
from offenders import listing
from offenders.access import MANAGERS, PRACTITIONERS, YOUTH, Detail, Viewer, can_see_victims, may, where_may
from offenders.models import (
    AccessDenial,
    AccessGrant,
    AccessNotice,
    AccessRequest,
    AccessRequestStep,
    Address,
    Alias,
    Assignment,
    Case,
    CustodyPeriod,
    HandingOver,
    Involvement,
    Offence,
    Order,
    ProtectedPerson,
    Restriction,
    SpecifiedOffence,
)
from offenders.models.access import in_force
from offenders.rules.handing_over import PROBATION
from offenders.rules.permissions import NO_CASE_ROLES
from offenders.sensitivity import hidden_events

NAMEABLE = tuple(role for role in Role if role not in NO_CASE_ROLES | {Role.PARTNER_SYSTEM})
"""The roles of those who can be given a part in a case: offering others would only lead to a refusal (ACC-12)."""


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


def without_owner(*, viewer: Viewer) -> QuerySet[Case]:
    """Open cases seen in full that nobody owns today whose account is on, by name."""
    owned = Assignment.objects.filter(
        in_force(), case=OuterRef("pk"), capacity=Assignment.Capacity.OWNER, user__is_active=True
    )
    rows = Case.objects.visible_to(viewer, Detail.FULL).filter(~Exists(owned), ended_on__isnull=True)
    return rows.select_related("area", "lead_agency").order_by("sort_name", "id")


def cases_for_api(*, viewer: Viewer) -> listing.Paged:
    """Cases visible at summary or more with their `detail`, newest first, by the page."""
    rows = Case.objects.select_related("area", "lead_agency").order_by("-created_at", "-id")
    return listing.Paged(rows, viewer)


def parts_of_mine(*, viewer: User) -> QuerySet[Assignment]:
    """The viewer's own parts by which a case is theirs: they own it, work on it, or keep its victims informed."""
    return Assignment.objects.filter(in_force(), user=viewer, capacity__in=["owner", "worker", "victim_liaison"])


def my_cases(*, viewer: User) -> QuerySet[Case]:
    """Cases that the viewer owns, works on, or keeps victims informed about."""
    return caseload(viewer=viewer).filter(pk__in=parts_of_mine(viewer=viewer).values("case"))


def aliases(*, viewer: Viewer, case_id: UUID) -> QuerySet[Alias]:
    """Further names of a case."""
    return Alias.objects.visible_to(viewer).filter(case_id=case_id)


def addresses(*, viewer: Viewer, case_id: UUID) -> QuerySet[Address]:
    """Addresses of a case, newest first."""
    return Address.objects.visible_to(viewer).filter(case_id=case_id).select_related("case")


def address(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Address:
    """One address of a case; Http404 when it is not visible."""
    return get_object_or_404(addresses(viewer=viewer, case_id=case_id), pk=pk)


def offences(*, viewer: Viewer, case_id: UUID) -> QuerySet[Offence]:
    """Offences with their disposals, newest first, without those recorded in error."""
    return Offence.objects.visible_to(viewer).filter(case_id=case_id).select_related("specified", "activation")


def recorded_offences(*, viewer: Viewer, case_id: UUID) -> QuerySet[Offence]:
    """Offences with their disposals, newest first, those recorded in error among them."""
    return Offence.recorded.visible_to(viewer).filter(case_id=case_id).select_related("specified", "activation")


def orders(*, viewer: Viewer, case_id: UUID) -> QuerySet[Order]:
    """Orders, newest first, without those recorded in error."""
    return recorded_orders(viewer=viewer, case_id=case_id).filter(wrong_entry=False)


def recorded_orders(*, viewer: Viewer, case_id: UUID) -> QuerySet[Order]:
    """Orders, newest first, those recorded in error among them."""
    return Order.objects.visible_to(viewer).filter(case_id=case_id)


def order(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Order:
    """One order of a case that the viewer may see; Http404 otherwise."""
    return get_object_or_404(recorded_orders(viewer=viewer, case_id=case_id).select_related("case"), pk=pk)


def custody_periods(*, viewer: Viewer, case_id: UUID) -> QuerySet[CustodyPeriod]:
    """Times in custody or hospital, newest first."""
    return CustodyPeriod.objects.visible_to(viewer).filter(case_id=case_id)


def recorded_custody(*, viewer: Viewer, case_id: UUID) -> QuerySet[CustodyPeriod]:
    """Times in custody or hospital, newest first, those recorded in error among them."""
    return CustodyPeriod.recorded.visible_to(viewer).filter(case_id=case_id)


def protected_people(*, viewer: Viewer, case_id: UUID) -> QuerySet[ProtectedPerson]:
    """Victims and people at risk; Http404 when the viewer does not hold that further permission (ACC-27)."""
    if not can_see_victims(viewer, case_id):
        raise Http404
    return ProtectedPerson.objects.visible_to(viewer).filter(case_id=case_id)


def comings_and_goings(*, viewer: Viewer, case_id: UUID) -> list[CustodyPeriod]:
    """Times in custody, newest first, for who keeps victims informed; Http404 without that permission (ACC-62)."""
    if not can_see_victims(viewer, case_id):
        raise Http404
    return list(CustodyPeriod.objects.visible_to(viewer, Detail.SUMMARY).filter(case_id=case_id))


def licence_ends(*, viewer: Viewer, case_id: UUID) -> list[dt.date]:
    """The days on which licences end, last first, without the offences; Http404 as above (ACC-62)."""
    if not can_see_victims(viewer, case_id):
        raise Http404
    rows = Offence.objects.visible_to(viewer, Detail.SUMMARY).filter(case_id=case_id, licence_ends_on__isnull=False)
    days = rows.order_by("-licence_ends_on").values_list("licence_ends_on", flat=True).distinct()
    return [day for day in days if day is not None]


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
        grants=AccessGrant.objects.visible_to(viewer)
        .filter(case_id=case_id)
        .select_related("user", "approved_by", "review"),
    )


def handed_over_by(*, viewer: User) -> QuerySet[HandingOver]:
    """What the viewer's youth justice service handed over, newest first, whether or not the case is closed to it.

    For people who manage its cases; never of a restricted case, nor of one from which they are barred (ACC-65).
    """
    standing = standing_of(viewer)
    rows = HandingOver.objects.filter(from_agency=standing.agency_id, from_agency__area__in=standing.areas(*YOUTH))
    rows = rows.filter(case__restricted=False, case__in=Case.objects.not_denied_to(viewer).values("pk"))
    return rows.select_related("case", "to_agency").order_by("-decided_on", "-id")


def may_take_over(*, area: str) -> tuple[QuerySet[Agency], QuerySet[User]]:
    """The probation agencies of an area, and the people there who can own a case."""
    offered = agencies([area]).filter(kind=PROBATION)
    return offered, people(area, *PRACTITIONERS, *MANAGERS).filter(agency__in=offered)


def denials(*, viewer: User, case: Case) -> QuerySet[AccessDenial]:
    """Who must not see the case and why, for those who may view access; nobody else learns of it."""
    if not may(viewer, "view_access", case):
        return AccessDenial.objects.none()
    return (
        AccessDenial.objects.visible_to(viewer)
        .filter(case=case)
        .select_related("user", "decided_by", "end__decided_by")
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on somebody, and who was told of it because that person oversees the case."""

    denial: AccessDenial
    told: list[str]


def bars(*, viewer: User, case: Case) -> list[Bar]:
    """Every bar with who was told, for those who may view access: two queries more than asking whether they may."""
    rows = list(denials(viewer=viewer, case=case))
    told: dict[UUID, list[str]] = {}
    notices = AccessNotice.objects.filter(kind=AccessNotice.Kind.OVERSEER_BARRED, about__in=[row.pk for row in rows])
    for notice in notices.select_related("recipient").order_by("recipient__full_name", "id"):
        told.setdefault(notice.about, []).append(notice.recipient.full_name)
    return [Bar(row, told.get(row.pk, [])) for row in rows]


def restrictions(*, viewer: Viewer, case_id: UUID) -> QuerySet[Restriction]:
    """Every decision to restrict the case or to lift that, newest first."""
    return Restriction.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by")


def standing_restriction(*, viewer: Viewer, case_id: UUID) -> Restriction | None:
    """The decision that stands, if there is one."""
    return restrictions(viewer=viewer, case_id=case_id).filter(superseded_by__isnull=True).first()


def assignment(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Assignment:
    """Somebody's part in a case; Http404 when it is not visible."""
    rows = Assignment.objects.visible_to(viewer).filter(case_id=case_id).select_related("case", "user")
    return get_object_or_404(rows, pk=pk)


def owner(*, viewer: Viewer, case_id: UUID) -> Assignment | None:
    """The owner's part in a case, if it has an owner."""
    rows = Assignment.objects.visible_to(viewer).filter(case_id=case_id, capacity="owner", ends__isnull=True)
    return rows.select_related("user").first()


def grant(*, viewer: Viewer, case_id: UUID, pk: UUID) -> AccessGrant:
    """An exception to a case; Http404 when it is not visible."""
    rows = AccessGrant.objects.visible_to(viewer).filter(case_id=case_id).select_related("case", "user")
    return get_object_or_404(rows, pk=pk)


def denial(*, viewer: User, case: Case, pk: UUID) -> AccessDenial:
    """A bar on somebody, for those who may view access; Http404 otherwise."""
    return get_object_or_404(denials(viewer=viewer, case=case).select_related("case"), pk=pk)


def named_on_restricted(*, viewer: Viewer, case_id: UUID) -> list[UUID]:
    """The people whom a decision to restrict the case has named and who see it by that today."""
    rows = AccessGrant.objects.visible_to(viewer).filter(in_force(), case_id=case_id, kind=AccessGrant.Kind.NAMED)
    return list(rows.values_list("user", flat=True))


def people_to_name(*, viewer: Viewer, case: Case) -> QuerySet[User]:
    """Who can be named on a restricted case: people of the lead agency and of agencies with a part, in its area."""
    parts = Involvement.objects.visible_to(viewer).filter(in_force(), case=case)
    rows = people(case.area_id, *NAMEABLE)
    return rows.filter(Q(agency=case.lead_agency_id) | Q(agency__in=parts.values("agency")))


def audit_trail(*, viewer: User, case: Case) -> QuerySet[AuditEvent]:
    """Every read, write and refusal on a case, for those who may view access; Http404 otherwise."""
    if not may(viewer, "view_access", case):
        raise Http404
    return events_of_case(case.pk).exclude(hidden_events(viewer, case.pk))


def my_requests(*, viewer: User) -> QuerySet[AccessRequest]:
    """The viewer's own requests to be involved, newest first."""
    return AccessRequest.objects.filter(requester=viewer).order_by("-made_at", "-id")


def my_request(*, viewer: User, pk: UUID) -> AccessRequest:
    """One of the viewer's own requests; Http404 for anybody else's."""
    return get_object_or_404(AccessRequest.objects.filter(requester=viewer), pk=pk)


def requests_to_decide(*, viewer: User) -> QuerySet[AccessRequest]:
    """Open requests that the viewer may answer, longest waiting first; never their own (ACC-32, ACC-24).

    Those about cases whose access they decide, and, for Co-ordinators, those of their area that lead to no case.
    """
    nowhere = Q(case__isnull=True, agency__area__in=standing_of(viewer).areas(Role.COORDINATOR))
    about = Q(case__in=Case.objects.filter(where_may(viewer, "manage_access")).values("pk"))
    rows = AccessRequest.objects.filter(about | nowhere, state__in=AccessRequest.OPEN).exclude(requester=viewer)
    return rows.select_related("case__lead_agency", "requester", "agency").order_by("made_at", "id")


def request_to_decide(*, viewer: User, pk: UUID) -> AccessRequest:
    """A request that the viewer may answer or might have answered.

    Raises: NotPermitted otherwise, with the case that the request is about, so that the refusal stands in its record.
    """
    nowhere = Q(case__isnull=True, agency__area__in=standing_of(viewer).areas(Role.COORDINATOR))
    about = Q(case__in=Case.objects.filter(where_may(viewer, "manage_access")).values("pk"))
    rows = AccessRequest.objects.filter(about | nowhere).exclude(requester=viewer)
    asked = rows.select_related("case__lead_agency", "requester", "agency").filter(pk=pk).first()
    if asked is None:
        case_id = AccessRequest.objects.filter(pk=pk).values_list("case", flat=True).first()
        raise NotPermitted("manage_access", case_id=case_id)
    return asked


def steps_of(request: AccessRequest) -> QuerySet[AccessRequestStep]:
    """What happened to a request that was found for its viewer, oldest first."""
    return AccessRequestStep.objects.filter(request=request).select_related("by").order_by("at", "id")


def open_requests(*, made_before: dt.datetime) -> list[AccessRequest]:
    """Every request still waiting for an answer that was made before an instant: for the Co-ordinators' notices."""
    rows = AccessRequest.objects.filter(state=AccessRequest.State.WAITING, made_at__lt=made_before)
    told = AccessNotice.objects.filter(kind=AccessNotice.Kind.REQUEST_LATE).values("about")
    return list(rows.exclude(pk__in=told).select_related("case", "agency").order_by("made_at", "id")[:500])


def emergencies(*, viewer: User) -> QuerySet[AccessGrant]:
    """Emergency accesses to cases whose reviews are the viewer's to make, newest first, reviewed or not (ACC-34)."""
    cases = Case.objects.filter(where_may(viewer, "review_emergency_access"))
    rows = AccessGrant.objects.filter(kind=AccessGrant.Kind.EMERGENCY, case__in=cases.values("pk"))
    return rows.select_related("case", "user__agency", "review__decided_by").order_by("-made_at", "-id")


def emergencies_to_review(*, viewer: User) -> QuerySet[AccessGrant]:
    """Those that nobody has reviewed and the viewer did not use themselves, oldest first."""
    return emergencies(viewer=viewer).filter(review__isnull=True).exclude(user=viewer).order_by("made_at", "id")


def emergencies_on_my_cases(*, viewer: User) -> QuerySet[AccessGrant]:
    """Emergency accesses by others to cases that the viewer owns, as long as nobody has reviewed them."""
    mine = Assignment.objects.filter(in_force(), user=viewer, capacity=Assignment.Capacity.OWNER)
    rows = AccessGrant.objects.visible_to(viewer).filter(kind=AccessGrant.Kind.EMERGENCY, case__in=mine.values("case"))
    return rows.filter(review__isnull=True).exclude(user=viewer).select_related("case", "user__agency")


def emergency(*, viewer: User, case: Case, pk: UUID) -> AccessGrant:
    """An emergency access to this case that nobody has reviewed, for those who may review it; Http404 otherwise."""
    rows = emergencies(viewer=viewer).filter(case=case, review__isnull=True)
    return get_object_or_404(rows, pk=pk)


def done_meanwhile(*, viewer: User, case: Case, granted: AccessGrant) -> QuerySet[AuditEvent]:
    """What somebody read and did on a case while their emergency access ran, for those who may view access."""
    rows = audit_trail(viewer=viewer, case=case)
    return rows.filter(actor_id=granted.user_id, at__gte=granted.made_at, at__lte=granted.expires_at).order_by("id")[
        :200
    ]


def sees(viewer: User, case_id: UUID | None) -> bool:
    """Whether the viewer sees a summary of this case or more."""
    return case_id is not None and Case.objects.visible_to(viewer).filter(pk=case_id).exists()


def unmailed_notices(limit: int = 2000) -> list[AccessNotice]:
    """Notices that have not gone out, to people who still may sign in, oldest first."""
    rows = AccessNotice.objects.filter(mailed_at__isnull=True, recipient__is_active=True)
    return list(rows.select_related("recipient").order_by("made_at", "id")[:limit])
