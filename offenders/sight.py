"""The access policy as it holds on a day: the table with the amendments that two people decided."""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.roles import Role
from accounts.standing import Standing, standing_of
from offenders.models.policy import PolicyAmendment
from offenders.rules.amendments import Amendment, Policy
from offenders.rules.sight import Detail

KEPT = "sight.policy"


def policy_on(day: dt.date) -> Policy:
    """The policy of one day (Europe/London). One small query."""
    return Policy(day, tuple(as_amendment(row) for row in _in_force(day)))


def policy_of(standing: Standing, day: dt.date) -> Policy:
    """The policy of `day`, read once a request and kept on the viewer's standing."""
    kept: Policy | None = standing.kept.get(KEPT)
    if kept is None or kept.day != day:
        kept = standing.kept[KEPT] = policy_on(day)
    return kept


def as_amendment(row: PolicyAmendment) -> Amendment:
    """A stored amendment as the rules read it."""
    return Amendment(str(row.pk), row.row, row.area_id, Detail(row.detail), row.closes_victims)


def _in_force(day: dt.date) -> QuerySet[PolicyAmendment]:
    approved = PolicyAmendment.Outcome.APPROVED
    held = Q(ends__isnull=True) | Q(ends__gt=day)
    undone = PolicyAmendment.objects.filter(undoes__isnull=False, outcome=approved, starts__lte=day)
    rows = PolicyAmendment.objects.filter(held, outcome=approved, undoes__isnull=True, starts__lte=day)
    return rows.exclude(pk__in=undone.values("undoes")).order_by("decided_at", "pk")


def amendments() -> QuerySet[PolicyAmendment]:
    """Every decision on the policy, newest first. They name areas and roles, never a case: open to all signed in."""
    return PolicyAmendment.objects.select_related("area", "decided_by", "approved_by", "undoes")


def standing_amendments(day: dt.date) -> QuerySet[PolicyAmendment]:
    """The approved amendments that hold on `day` or will, and are not undone."""
    approved = PolicyAmendment.Outcome.APPROVED
    undone = PolicyAmendment.objects.filter(undoes__isnull=False).exclude(outcome=PolicyAmendment.Outcome.REFUSED)
    rows = amendments().filter(Q(ends__isnull=True) | Q(ends__gt=day), outcome=approved, undoes__isnull=True)
    return rows.exclude(pk__in=undone.values("undoes"))


def amendment(pk: UUID) -> PolicyAmendment:
    """One decision on the policy; Http404 when there is none."""
    row = amendments().filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def may_decide(actor: User, area: str | None) -> bool:
    """Whether somebody may propose or approve an amendment of this area, or of all (None).

    System administrators may for any; a Co-ordinator for their own area (ACC-41).
    """
    standing = standing_of(actor)
    return standing.holds(Role.SYSTEM_ADMINISTRATOR) or (area is not None and area in standing.areas(Role.COORDINATOR))


def decides_for(actor: User) -> frozenset[str] | None:
    """The areas for which somebody may decide; None for all of them."""
    standing = standing_of(actor)
    return None if standing.holds(Role.SYSTEM_ADMINISTRATOR) else standing.areas(Role.COORDINATOR)
