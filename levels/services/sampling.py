"""Drawing cases at Level 1 for a supervisor's check, and recording what came of it (rules LVL-28 to LVL-30)."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.refusals import Effect, Finding, RuleRefused, stop
from deadlines.policies import Policies, read_policies
from deadlines.rules.policies import stricter
from levels.facts import check_facts
from levels.models import LevelOneCheck
from levels.rules import sampling
from offenders.models import Case
from offenders.writing import writing

DUE = {"level": 1, "ended_on__isnull": True}


def draw_samples(*, today: dt.date) -> int:
    """Draw this quarter's sample of every lead agency that has none yet; returns how many cases were drawn.

    One transaction for each agency in an area: a draw is whole or not there, and a second run adds nothing.
    """
    quarter, policies, drawn = sampling.quarter_of(today), read_policies(today), 0
    groups = Case.objects.filter(**DUE).order_by("area_id", "lead_agency_id")
    for area, agency in list(groups.values_list("area_id", "lead_agency_id").distinct()):
        drawn += _draw(area, agency, quarter, policies, today)
    return drawn


def _draw(area: str, agency: UUID, quarter: str, policies: Policies, today: dt.date) -> int:
    policy = policies.of_area(area)
    limit = stricter("level_1_sample_percent", policy.national, policy.local)
    percent = limit.value if limit is not None else sampling.SAMPLE_PERCENT
    with transaction.atomic():
        if LevelOneCheck.objects.filter(quarter=quarter, agency=agency, case__area=area).exists():
            return 0
        pool = Case.objects.filter(**DUE, area=area, lead_agency=agency)
        ids = list(pool.values_list("pk", flat=True))
        chosen = sampling.sample(ids, quarter=quarter, percent=percent)
        for case in Case.objects.filter(pk__in=chosen).order_by("pk"):
            with writing(case, actor=None, may=None, verb="level_1.drawn", rules=["LVL-28"]) as entry:
                entry.add(
                    LevelOneCheck(
                        case=entry.case,
                        quarter=quarter,
                        agency_id=agency,
                        drawn_on=today,
                        drawn_from=len(ids),
                        percent=percent,
                    )
                )
    return len(chosen)


def check_level_1(*, actor: User, check: LevelOneCheck, outcome: str, found: str, today: dt.date) -> LevelOneCheck:
    """Record what a supervisor found of a case that was drawn.

    Raises: NotPermitted; RuleRefused (LVL-28 when it is checked already or not at Level 1, LVL-29 for one's own).
    """
    with writing(check.case, actor=actor, may="check_level_1", verb="level_1.checked", reason=found) as entry:
        row = LevelOneCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
        stop(sampling.check_findings(check_facts(entry.case, row, actor)))
        if outcome not in sampling.OUTCOMES or not found.strip():
            message = "Say what was found and what comes of it."
            raise RuleRefused([Finding("LVL-28", Effect.REQUIRE, message, "found", "Choose the outcome and say why.")])
        entry.rules.append("LVL-28")
        return entry.change(
            row,
            outcome=outcome,
            found=found,
            checked_on=today,
            checked_at=timezone.now(),
            checked_by=actor,
            checked_as=actor.audit_role[:200],
        )
