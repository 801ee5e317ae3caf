"""Reads of how agencies let people in: domains, own sign-in, ties to providers, second persons (PPL-12 to PPL-14)."""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import Agency, AgencyDomain, OutsideInvitation, ProviderBinding, RoleHolding, SignInDecision, User
from accounts.roles import Role
from accounts.selectors.kept import kept_agencies, kept_people
from accounts.standing import standing_of


def bound_to(issuer: str, subject: str) -> User | None:
    """The account that this number of this provider opens; None when it opens none yet."""
    rows = ProviderBinding.objects.select_related("user").filter(issuer=issuer, subject=subject, ended_at__isnull=True)
    found = rows.first()
    return found.user if found else None


def binding_of(user: User) -> ProviderBinding | None:
    """What ties an account to its agency's provider today; None for nothing."""
    return ProviderBinding.objects.filter(user=user, ended_at__isnull=True).first()


def decision_in_force(agency_id: UUID, today: dt.date) -> SignInDecision | None:
    """Of the decisions that have begun, the one made last; None when there was none (PPL-13)."""
    return SignInDecision.objects.filter(agency=agency_id, starts__lte=today).first()


def own_sign_in_only(user: User) -> bool:
    """Whether passwords of this person are refused today, because the agency's own sign-in is demanded (PPL-13)."""
    if user.agency_id is None:
        return False
    decision = decision_in_force(user.agency_id, timezone.localdate())
    return decision is not None and decision.own_only


def agency_for(*, viewer: User, agency_id: UUID) -> Agency:
    """One agency whose accounts the viewer keeps; Http404 otherwise."""
    found = kept_agencies(viewer=viewer).filter(pk=agency_id).first()
    if found is None:
        raise Http404
    return found


def decides_for(viewer: User, agency: Agency) -> bool:
    """Whether the viewer decides on domains and sign-in of this agency: its Co-ordinator, a system administrator."""
    standing = standing_of(viewer)
    return standing.holds(Role.SYSTEM_ADMINISTRATOR) or agency.area_id in standing.areas(Role.COORDINATOR)


def agency_to_decide(*, viewer: User, agency_id: UUID) -> Agency:
    """One agency on whose domains and sign-in the viewer decides; Http404 otherwise."""
    agency = agency_for(viewer=viewer, agency_id=agency_id)
    if not decides_for(viewer, agency):
        raise Http404
    return agency


def domains_of(agency: Agency) -> list[AgencyDomain]:
    """The e-mail domains registered for an agency today, by name."""
    return list(AgencyDomain.objects.filter(agency=agency, ended_at__isnull=True).select_related("registered_by"))


def domain_to_end(*, viewer: User, agency_id: UUID, domain_id: UUID) -> AgencyDomain:
    """One domain that is registered today, of an agency on which the viewer decides; Http404 otherwise."""
    agency = agency_to_decide(viewer=viewer, agency_id=agency_id)
    found = AgencyDomain.objects.select_related("agency").filter(pk=domain_id, agency=agency, ended_at=None).first()
    if found is None:
        raise Http404
    return found


def domains_for(agency: Agency | None, inviter: User) -> frozenset[str]:
    """The domains that speak for people whom `inviter` invites: those somebody else registered (PPL-14)."""
    if agency is None:
        return frozenset()
    rows = AgencyDomain.objects.filter(agency=agency, ended_at__isnull=True).exclude(registered_by=inviter)
    return frozenset(rows.values_list("domain", flat=True))


def decisions_of(agency: Agency) -> list[SignInDecision]:
    """Every decision on an agency's own sign-in, the latest first."""
    return list(SignInDecision.objects.filter(agency=agency).select_related("decided_by"))


def administrators_of(agency: Agency) -> QuerySet[User]:
    """Those who administer this agency's accounts today, and system administrators who work there."""
    return _holders(Role.AGENCY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR).filter(agency=agency)


def system_administrators_outside(agency: Agency) -> QuerySet[User]:
    """The system administrators whom this agency's sign-in does not concern."""
    return _holders(Role.SYSTEM_ADMINISTRATOR).exclude(agency=agency)


def _holders(*roles: Role) -> QuerySet[User]:
    today = timezone.localdate()
    held = RoleHolding.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=today), user=OuterRef("pk"), role__in=roles, starts__lte=today
    )
    return User.objects.filter(Exists(held), is_active=True)


def with_binding(people: QuerySet[User]) -> QuerySet[User]:
    """Those of them whom a provider has signed in already."""
    tied = ProviderBinding.objects.filter(user=OuterRef("pk"), ended_at__isnull=True)
    return people.filter(Exists(tied))


def outside_invitation_of(person: User) -> OutsideInvitation | None:
    """The second person's part in an invitation; None when none was needed."""
    return OutsideInvitation.objects.filter(user=person).select_related("asked_by", "decided_by").first()


def outside_to_confirm(*, viewer: User) -> QuerySet[OutsideInvitation]:
    """Invitations of people whose accounts the viewer keeps that wait for a second person, not for who sent them."""
    rows = OutsideInvitation.objects.filter(outcome=OutsideInvitation.Outcome.WAITING).exclude(asked_by=viewer)
    rows = rows.filter(user__in=kept_people(viewer=viewer).order_by().values("pk"))
    return rows.select_related("user__agency__kind", "user__agency__area", "asked_by")


def outside_for(*, viewer: User, outside_id: UUID) -> OutsideInvitation:
    """One invitation that the viewer may confirm as the second person; Http404 otherwise."""
    found = outside_to_confirm(viewer=viewer).filter(pk=outside_id).first()
    if found is None:
        raise Http404
    return found
