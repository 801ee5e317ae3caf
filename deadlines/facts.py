"""What falls due because of who sees a case: reviews of restrictions and of emergency access. Facts of the floor below.

Requests to be involved are no clock of the case: who sees the case would learn who asked. See `deadlines.waiting`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from deadlines.clocks import Clock, keep_to_viewers, register
from deadlines.policies import CasePolicy
from deadlines.rules import sight
from deadlines.rules.days import Due
from offenders.access import Viewer, where_may
from offenders.models import AccessDenial, AccessGrant, Case, Restriction

EMERGENCY_REVIEW = "ACC-34"
BAR_REVIEW = "ACC-36"


def gather_restrictions(case_ids: Sequence[UUID]) -> Mapping[UUID, tuple[date, date]]:
    """The review day and the day of the decision of each case that is restricted: one query."""
    rows = Restriction.objects.filter(case__in=case_ids, superseded_by__isnull=True, review_on__isnull=False)
    return {row.case_id: (row.review_on, row.decided_on) for row in rows if row.review_on is not None}


def gather_emergencies(case_ids: Sequence[UUID]) -> Mapping[UUID, list[tuple[UUID, date]]]:
    """The emergency accesses to each case that nobody has reviewed, with the day of use in London: one query."""
    rows = AccessGrant.objects.filter(case__in=case_ids, kind=AccessGrant.Kind.EMERGENCY, review__isnull=True)
    found: dict[UUID, list[tuple[UUID, date]]] = {}
    for row in rows.order_by("made_at"):
        found.setdefault(row.case_id, []).append((row.pk, timezone.localdate(row.made_at)))
    return found


def gather_bars(case_ids: Sequence[UUID]) -> Mapping[UUID, list[tuple[UUID, date, date]]]:
    """The bars of each case that are to be decided anew, with that day and their first day: one query."""
    rows = AccessDenial.objects.filter(case__in=case_ids, ends__isnull=True, review_on__isnull=False)
    found: dict[UUID, list[tuple[UUID, date, date]]] = {}
    for row in rows.order_by("starts", "id"):
        if row.review_on is not None:
            found.setdefault(row.case_id, []).append((row.pk, row.review_on, row.starts))
    return found


def _bars(facts: list[tuple[UUID, date, date]], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    for bar, review_on, starts in facts:
        yield str(bar), sight.bar_reviewed_by(review_on, starts, policy.holidays)


def _decided_by(viewer: Viewer) -> QuerySet[Any]:
    """The case of a due date, where the viewer decides who sees it: others would learn that somebody is barred."""
    return Case.objects.filter(where_may(viewer, "manage_access"), pk=OuterRef("case_id")).order_by()


def _restriction(facts: tuple[date, date], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    review_on, decided_on = facts
    return [("", sight.restriction_reviewed_by(review_on, decided_on, policy.holidays))]


def _emergencies(facts: list[tuple[UUID, date]], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    for grant, used_on in facts:
        due = sight.emergency_reviewed_by(used_on, policy.national, policy.local, policy.holidays)
        if due is not None:
            yield str(grant), due


def _reviewed_by(viewer: Viewer) -> QuerySet[Any]:
    """The case of a due date, where the viewer reviews emergency access to it: others would learn who looked."""
    return Case.objects.filter(where_may(viewer, "review_emergency_access"), pk=OuterRef("case_id")).order_by()


def register_all() -> None:
    """Register the clocks of access. Emergency access is kept to who reviews it, bars to who decides about them.

    All of them run on once management has ended: the case can still be seen, and be kept from people.

    The review of a restriction is told to all who see the case in full: those who may decide it may have left.
    """
    for name, label, gather, compute in (
        ("restriction", "Restriction of the case to be decided anew", gather_restrictions, _restriction),
        ("emergency", "Emergency access to be reviewed", gather_emergencies, _emergencies),
    ):
        register(Clock(name, label, gather, compute, decidable=False, after_end=True))
    keep_to_viewers(EMERGENCY_REVIEW, _reviewed_by)
    register(Clock("bar", "Bar on somebody to be decided anew", gather_bars, _bars, after_end=True))
    keep_to_viewers(BAR_REVIEW, _decided_by)
