"""Reads of areas, agencies, teams and people: reference data that forms offer and the API lists."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Agency, Area, Team, User
from accounts.roles import Role


def areas(slugs: Collection[str] | None = None) -> QuerySet[Area]:
    """The areas named, or all 42, by name."""
    return Area.objects.all() if slugs is None else Area.objects.filter(slug__in=slugs)


def agencies(slugs: Collection[str]) -> QuerySet[Agency]:
    """The agencies at work in these areas, by name."""
    return Agency.objects.filter(area__in=slugs).select_related("kind", "area")


def partner_systems() -> QuerySet[User]:
    """The accounts of partner systems."""
    return User.objects.filter(holdings__role=Role.PARTNER_SYSTEM).distinct()


def teams(slugs: Collection[str]) -> QuerySet[Team]:
    """The teams of the agencies at work in these areas, by agency and name."""
    return Team.objects.filter(agency__area__in=slugs).select_related("agency").order_by("agency__name", "name")


def people(area: str, *roles: Role) -> QuerySet[User]:
    """Active people who hold a role in this area today (one of `roles`, when any is named), by name."""
    today = timezone.localdate()
    held = Q(holdings__area=area, holdings__starts__lte=today)
    if roles:
        held &= Q(holdings__role__in=roles)
    ended = Q(holdings__ends__isnull=True) | Q(holdings__ends__gt=today)
    rows = User.objects.filter(held & ended, is_active=True).exclude(holdings__role=Role.PARTNER_SYSTEM)
    return rows.select_related("agency").distinct()


def names(ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these accounts: one query."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))


def account_of_email(email: str) -> User | None:
    """The account with this address, in whatever case it was typed; None for none."""
    return User.objects.filter(email=email.strip().lower()).first()
