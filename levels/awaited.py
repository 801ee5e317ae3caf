"""Since when a case has been without a level, and which settled disputes no decision has followed (LVL-38, LVL-39)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from deadlines.rules.policies import stricter
from deadlines.rules.reviews import ReviewFacts
from levels.models import CategoryDecision, LevelDecision, LevelDispute
from levels.rules.awaited import level_due, outcome_due
from levels.rules.bounds import never_level_1
from offenders.models import Case
from offenders.rules.facts import Route

SETTING = "level_decision_days"


def since(
    case: Case, categories: Sequence[CategoryDecision], level: LevelDecision | None, began_on: dt.date | None
) -> dt.date | None:
    """The day from which a case with a category has had no level; None while it has one, or has no category.

    `categories` are the decisions on the category, oldest first; `level` is the decision on the level that stands, and
    `began_on` the day on which what it says began.
    """
    if case.level is not None or case.category is None:
        return None
    managed = None
    for row in categories:
        managed = None if row.category is None else managed or row.decided_on
    days = [managed, began_on if level is not None and level.level is None else None]
    if level is not None and level.level is not None:  # the category does not allow it any more
        after = (row for row in categories if row.recorded_at > level.recorded_at)
        barred = (row.decided_on for row in after if row.route and never_level_1(row.category, Route(row.route)))
        days.append(next(barred, None))
    return max((day for day in days if day is not None), default=None)


def compute_level(facts: ReviewFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """When the level of a case without one is to be decided."""
    due = level_due(facts, stricter(SETTING, policy.national, policy.local), policy.holidays)
    return [("", due)] if due else []


def gather_outcomes(case_ids: Sequence[UUID]) -> Mapping[UUID, LevelDispute]:
    """The last dispute of each case that was settled at another level than the present one: one query.

    A decision on the level that was recorded on a later day ends it, whatever it says.
    """
    later = LevelDispute.objects.filter(case=OuterRef("case"), recorded_at__gt=OuterRef("recorded_at"))
    decided = LevelDecision.objects.filter(case=OuterRef("case"), recorded_at__date__gt=OuterRef("settled_on"))
    other = Q(case__level__isnull=True) | ~Q(outcome_level=F("case__level"))
    rows = LevelDispute.objects.filter(
        other,
        ~Exists(later),
        ~Exists(decided),
        case__in=case_ids,
        settled_on__isnull=False,
        case__category__isnull=False,
    )
    return {row.case_id: row for row in rows}


def compute_outcome(row: LevelDispute, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """When the level is to be decided as a dispute was settled."""
    if row.settled_on is not None and row.outcome_level is not None:
        yield str(row.pk), outcome_due(row.settled_on, row.outcome_level)
