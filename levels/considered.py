"""Who waits to be considered for Category 3: offences that call for it, of people in no category (CAT-16, CAT-17)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Min, Q

from audit.history import history_of
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from deadlines.rules.policies import stricter
from levels.facts import considered_for_3
from levels.models import CategoryDecision
from levels.rules.considering import ConsiderFacts, consider_due
from levels.selectors import judgement_among, with_judgement
from offenders.facts import facts_of_cases
from offenders.models import Case, Offence
from ui.words import london_date

SETTING = "category_3_consideration_days"
CALLING = (
    Q(domestic_abuse=True)
    | Q(stalking=True)
    | Q(armed_forces_s42=True)
    | Q(overseas_sexual=True)
    | Q(outcome=Offence.Outcome.CONVICTION_ABROAD)
)
"""Offences that may call for it; which of them do, the rules say."""


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, ConsiderFacts]:
    """The cases in no category with an offence that may call for it: one query, and seven where there is one."""
    rows = Offence.objects.filter(CALLING, case__in=case_ids, case__category__isnull=True)
    offences = dict(rows.values_list("pk", "case"))
    if not offences:
        return {}
    ids = set(offences.values())
    decisions = decisions_of(ids)
    plain = facts_of_cases(list(Case.objects.filter(pk__in=ids)))
    judged = {pk: with_judgement(known, judgement_among(decisions.get(pk, ()))) for pk, known in plain.items()}
    recorded = _recorded(list(offences))
    return {
        pk: ConsiderFacts(known, recorded, _free(decisions.get(pk, ())))
        for pk, known in considered_for_3(judged, decisions).items()
    }


def decisions_of(case_ids: Iterable[UUID]) -> dict[UUID, list[CategoryDecision]]:
    """Every decision on the category of these cases, oldest first: one query."""
    found: dict[UUID, list[CategoryDecision]] = {}
    rows = CategoryDecision.objects.filter(case__in=list(case_ids)).select_related("offence")
    for row in rows.order_by("recorded_at"):
        found.setdefault(row.case_id, []).append(row)
    return found


def compute(facts: ConsiderFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """When it is to be recorded what came of considering Category 3."""
    limit = stricter(SETTING, policy.national, policy.local)
    due = consider_due(facts, limit, today=policy.today, holidays=policy.holidays)
    return [("", due)] if due else []


def _recorded(offences: Sequence[UUID]) -> dict[str, dt.date]:
    """The day (London) on which each of these offences was recorded, by its id."""
    kept: Any = history_of(Offence)
    rows = kept.objects.filter(id__in=offences).order_by().values_list("id").annotate(first=Min("pgh_created_at"))
    return {str(pk): london_date(at) for pk, at in rows}


def _free(decisions: Sequence[CategoryDecision]) -> dt.date | None:
    """Since when no category covers the person: the first of the last decisions that found none."""
    since = None
    for row in decisions:
        since = None if row.category is not None else since or row.decided_on
    return since
