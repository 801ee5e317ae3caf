"""What a change of the access policy would open or close, counted before it is applied (ACC-42).

People and cases are those of today; the counts name nobody. One statement for each area, by the builder that answers
every read, asked for everybody at once under both policies.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import Area, PartnerSystem, RoleHolding, TeamMembership, User
from offenders.access import detail_of, opened_by, victims_of
from offenders.eyes import Everybody
from offenders.models import AccessGrant, Assignment, Case
from offenders.models.access import ReceivingArea, in_force
from offenders.rules.amendments import Policy
from offenders.rules.sight import Detail, SightRow, Tie


@dataclass(frozen=True, slots=True)
class Change:
    """What changes in one area. All but `people` count pairs of a person and a case."""

    area: str
    people: int
    changed: int
    nothing: int  # of the changed: where one of the two policies opens nothing at all
    victims: int


def changes(*, before: Policy, after: Policy, row: SightRow, area: str | None) -> list[Change]:
    """What differs between two policies of `row`, by area; areas in which nothing differs are left out."""
    return [change for one in _areas(area) if (change := _change(before, after, row, one)).people]


def _areas(area: str | None) -> QuerySet[Area]:
    """The areas that have cases, or the one asked about."""
    if area is not None:
        return Area.objects.filter(pk=area)
    return Area.objects.filter(Exists(Case.objects.filter(area=OuterRef("pk"))))


def _change(before: Policy, after: Policy, row: SightRow, area: Area) -> Change:
    everybody = Everybody()
    reached = Case.objects.filter(opened_by(everybody, row), area=area)
    both = reached.annotate(before=detail_of(everybody, before), after=detail_of(everybody, after))
    differing = both.exclude(before=F("after"))
    shut = differing.filter(Q(before=Detail.NOTHING) | Q(after=Detail.NOTHING))
    one, other = victims_of(everybody, before), victims_of(everybody, after)
    victims = reached.filter((one & ~other) | (~one & other))
    rows = _people(row, area).annotate(changed=_count(differing), nothing=_count(shut), victims=_count(victims))
    found = rows.aggregate(
        people=Count("pk", filter=Q(changed__gt=0) | Q(victims__gt=0)),
        changed_pairs=Coalesce(Sum("changed"), 0),
        nothing_pairs=Coalesce(Sum("nothing"), 0),
        victims_pairs=Coalesce(Sum("victims"), 0),
    )
    return Change(
        area=area.name,
        people=found["people"],
        changed=found["changed_pairs"],
        nothing=found["nothing_pairs"],
        victims=found["victims_pairs"],
    )


def _count(cases: QuerySet[Case]) -> Any:
    """How many of these cases there are for the account of the query around them."""
    counted = cases.order_by().values(every=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _people(row: SightRow, area: Area) -> QuerySet[User]:
    """The active accounts that the row could concern in the area at all."""
    return User.objects.filter(Exists(_tied(row, area)), is_active=True).order_by()


def _tied(row: SightRow, area: Area) -> QuerySet[Any]:
    me = OuterRef("pk")
    if row.tie in (Tie.PART, Tie.INVITED):
        return Assignment.objects.filter(in_force(), user=me, capacity__in=row.capacities, case__area=area)
    if row.tie is Tie.GRANT:
        return AccessGrant.objects.filter(in_force(), user=me, case__area=area)
    if row.tie is Tie.AGREEMENT:
        return PartnerSystem.objects.filter(account=me, areas__contains=[area.pk])
    if row.tie is Tie.TEAM:
        return TeamMembership.objects.filter(in_force(), user=me)
    held = RoleHolding.objects.filter(in_force(), user=me, role__in=row.roles)
    if row.tie in (Tie.RECEIVING_AREA, Tie.RECEIVING_AGENCY):
        received = ReceivingArea.objects.filter(in_force(), case__area=area)
        return held.filter(area__in=received.values("area"))
    return held.filter(area=area)
