"""Reads of accounts for who keeps them: the people of an agency or area, what waits, and who is soon dormant."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import Http404
from django.utils import timezone

from accounts.models import (
    AccountInvitation,
    Agency,
    AgencyMove,
    RoleHolding,
    Team,
    TeamMembership,
    TermsAcceptance,
    User,
)
from accounts.roles import Role
from accounts.standing import standing_of

PAGE_SIZE = 25
FOUND_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of a list by name, and the ids that lead to the pages around it."""

    rows: list[User]
    before: UUID | None
    after: UUID | None


def _in_force(today: dt.date) -> Q:
    return Q(starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gt=today))


def keepers_areas(viewer: User) -> frozenset[str] | None:
    """The areas of whose agencies the viewer keeps accounts as Co-ordinator; None for a system administrator: all."""
    standing = standing_of(viewer)
    return None if standing.holds(Role.SYSTEM_ADMINISTRATOR) else standing.areas(Role.COORDINATOR)


def keeps_any(viewer: User) -> bool:
    """Whether the viewer keeps accounts at all (PPL-01)."""
    return standing_of(viewer).holds(Role.AGENCY_ADMINISTRATOR, Role.COORDINATOR, Role.SYSTEM_ADMINISTRATOR)


def kept_people(*, viewer: User) -> QuerySet[User]:
    """The people whose accounts the viewer keeps (PPL-01), by name; partner systems have no place here.

    The same answer as the rule: an agency administrator keeps those of their agency, a Co-ordinator those of the
    area's agencies and of no agency with a role in the area, a system administrator all. The account of a system
    administrator is kept by another one only.
    """
    standing, today = standing_of(viewer), timezone.localdate()
    held = RoleHolding.objects.filter(_in_force(today), user=OuterRef("pk"))
    rows = User.objects.select_related("agency__area").filter(partner_system__isnull=True)
    rows = rows.exclude(Exists(held.filter(role=Role.PARTNER_SYSTEM))).order_by("full_name", "id")
    if standing.holds(Role.SYSTEM_ADMINISTRATOR):
        return rows
    mine = Q(pk__in=[])
    if standing.holds(Role.AGENCY_ADMINISTRATOR) and standing.agency_id:
        mine |= Q(agency=standing.agency_id)
    areas = standing.areas(Role.COORDINATOR)
    if areas:
        mine |= Q(agency__area__in=areas) | (Q(agency__isnull=True) & Q(Exists(held.filter(area__in=areas))))
    return rows.filter(mine).exclude(Exists(held.filter(role=Role.SYSTEM_ADMINISTRATOR)))


STATES = {
    "on": Q(is_active=True),
    "invited": Q(is_active=False, off_because=User.Off.INVITED),
    "off": Q(is_active=False) & ~Q(off_because=User.Off.INVITED),
}


def people_page(*, viewer: User, state: str = "", before: UUID | None = None, after: UUID | None = None) -> PeoplePage:
    """The page that follows person `after`, or precedes person `before`; the first one when neither is kept."""
    everybody = kept_people(viewer=viewer)
    if state in STATES:
        everybody = everybody.filter(STATES[state])
    beside = after or before
    edge = kept_people(viewer=viewer).filter(pk=beside).first() if beside else None
    backwards = edge is not None and after is None
    rows = _beyond(everybody, edge, backwards=backwards) if edge else everybody
    found = list(rows.prefetch_related("holdings")[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    if backwards:
        found.reverse()
    has_before = more if backwards else edge is not None
    has_after = True if backwards else more
    return PeoplePage(
        rows=found,
        before=found[0].pk if found and has_before else None,
        after=found[-1].pk if found and has_after else None,
    )


def _beyond(rows: QuerySet[User], edge: User, *, backwards: bool) -> QuerySet[User]:
    if backwards:
        further = Q(full_name__lt=edge.full_name) | Q(full_name=edge.full_name, id__lt=edge.pk)
        return rows.filter(further).order_by("-full_name", "-id")
    return rows.filter(Q(full_name__gt=edge.full_name) | Q(full_name=edge.full_name, id__gt=edge.pk))


def find_people(*, viewer: User, text: str) -> list[User]:
    """Those whose name or e-mail address holds every word typed; FOUND_AT_MOST at most, by name."""
    rows = kept_people(viewer=viewer)
    for word in text.split():
        rows = rows.filter(Q(full_name__icontains=word) | Q(email__icontains=word))
    return list(rows.prefetch_related("holdings")[:FOUND_AT_MOST])


def person_for(*, viewer: User, account_id: UUID) -> User:
    """One person whose account the viewer keeps; Http404 for everybody else."""
    found = kept_people(viewer=viewer).select_related("agency__kind").filter(pk=account_id).first()
    if found is None:
        raise Http404
    return found


def holding_for(*, viewer: User, account_id: UUID, holding_id: int) -> RoleHolding:
    """One role that somebody holds or will hold; Http404 when the viewer does not keep the account, or it has ended."""
    person = person_for(viewer=viewer, account_id=account_id)
    rows = RoleHolding.objects.select_related("user__agency__kind", "area").filter(user=person, pk=holding_id)
    found = rows.filter(Q(ends__isnull=True) | Q(ends__gt=timezone.localdate())).first()
    if found is None:
        raise Http404
    return found


def holdings_of(person: User) -> list[RoleHolding]:
    """Every role somebody holds, held or will hold, the latest first."""
    return list(RoleHolding.objects.filter(user=person).select_related("area").order_by("-starts", "role"))


def memberships_of(person: User) -> list[TeamMembership]:
    """Every team somebody is, was or will be in, the latest first."""
    return list(TeamMembership.objects.filter(user=person).select_related("team").order_by("-starts"))


def present_teams(person: User) -> list[Team]:
    """The teams somebody is in today or will be in."""
    going_on = Q(ends__isnull=True) | Q(ends__gt=timezone.localdate())
    return [row.team for row in TeamMembership.objects.filter(going_on, user=person).select_related("team")]


def invitations_of(person: User) -> list[AccountInvitation]:
    """The links sent to somebody, the latest first."""
    return list(AccountInvitation.objects.filter(user=person).select_related("invited_by"))


def teams_of(agency: Agency | None) -> QuerySet[Team]:
    """The teams of an agency, by name; none for no agency."""
    return Team.objects.filter(agency=agency) if agency else Team.objects.none()


def kept_agencies(*, viewer: User) -> QuerySet[Agency]:
    """The agencies of which the viewer keeps the accounts, by area and name."""
    rows = Agency.objects.select_related("area", "kind").order_by("area__name", "name")
    areas = keepers_areas(viewer)
    if areas is None:
        return rows
    standing = standing_of(viewer)
    own = standing.agency_id if standing.holds(Role.AGENCY_ADMINISTRATOR) else None
    return rows.filter(Q(area__in=areas) | Q(pk=own))


def other_agencies(person: User) -> list[Agency]:
    """Every agency but the person's own, by area and name: reference data, for saying where somebody goes."""
    rows = Agency.objects.exclude(pk=person.agency_id) if person.agency_id else Agency.objects.all()
    return list(rows.select_related("area").order_by("area__name", "name"))


def waiting_move_of(person: User) -> AgencyMove | None:
    """The move of this person that waits to be decided."""
    rows = AgencyMove.objects.filter(user=person, outcome=AgencyMove.Outcome.WAITING)
    return rows.select_related("to_agency").first()


def move_to_withdraw(person: User) -> AgencyMove:
    """The move of this person that waits; Http404 when none does."""
    found = AgencyMove.objects.select_related("user").filter(user=person, outcome=AgencyMove.Outcome.WAITING).first()
    if found is None:
        raise Http404
    return found


def moves_to_decide(*, viewer: User) -> QuerySet[AgencyMove]:
    """Moves to the agencies of which the viewer keeps the accounts, the oldest first."""
    waiting = Q(outcome=AgencyMove.Outcome.WAITING, from_agency=F("user__agency"))
    rows = AgencyMove.objects.filter(waiting, to_agency__in=kept_agencies(viewer=viewer).values("pk"))
    return rows.select_related("user__agency__kind", "from_agency__area", "to_agency__kind", "to_agency__area")


def move_for(*, viewer: User, move_id: UUID) -> AgencyMove:
    """One move that the viewer decides; Http404 otherwise."""
    found = moves_to_decide(viewer=viewer).filter(pk=move_id).first()
    if found is None:
        raise Http404
    return found


def used_last() -> Greatest:
    """SQL for the instant at which an account was last of use: signed in, made, or switched on."""
    return Greatest("last_login", "created_at", "enabled_at")


def unused_for(days: int, *, now: dt.datetime) -> QuerySet[User]:
    """People's accounts that are on and have not been used for so many days; partner systems never sign in (PPL-09)."""
    rows = User.objects.annotate(used_at=used_last()).filter(is_active=True, used_at__lte=now - dt.timedelta(days=days))
    systems = RoleHolding.objects.filter(user=OuterRef("pk"), role=Role.PARTNER_SYSTEM)
    return rows.filter(partner_system__isnull=True).exclude(Exists(systems))


def soon_dormant(*, viewer: User, now: dt.datetime) -> QuerySet[Any]:
    """The kept accounts that have not been used for DORMANT_WARNING_DAYS, the longest unused first."""
    unused = unused_for(settings.DORMANT_WARNING_DAYS, now=now).values("pk")
    return kept_people(viewer=viewer).filter(pk__in=unused).annotate(used_at=used_last()).order_by("used_at", "id")


def switched_off_on(used_at: dt.datetime, warned_at: dt.datetime | None) -> dt.date:
    """The day (Europe/London) on which an account is switched off if nobody signs in before (PPL-09)."""
    due = used_at + dt.timedelta(days=settings.DORMANT_DAYS)
    grace = dt.timedelta(days=settings.DORMANT_DAYS - settings.DORMANT_WARNING_DAYS)
    return timezone.localdate(max(due, warned_at + grace) if warned_at and warned_at > used_at else due)


def terms_accepted(user: User) -> dict[str, dt.datetime]:
    """Version of the terms of use -> the instant at which somebody accepted it (PPL-10)."""
    return dict(TermsAcceptance.objects.filter(user=user).values_list("version", "accepted_at"))


def has_accepted(user: User, version: str) -> bool:
    """Whether somebody has accepted this version of the terms of use (PPL-10)."""
    return TermsAcceptance.objects.filter(user=user, version=version).exists()
