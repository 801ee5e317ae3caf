"""That passing to adult services was considered is recorded."""

import datetime as dt

from accounts.models import User
from audit.refusals import Finding, stop
from deadlines.rules.days import months_before
from levels.models import Screening
from offenders.facts import case_facts
from offenders.models import Case
from offenders.rules.lead import YOUTH_JUSTICE
from offenders.writing import writing
from youthjustice.models import YouthTransition
from youthjustice.rules.adulthood import (
    BEFORE_ADULTHOOD_MONTHS,
    eighteen,
    handing_findings,
    longest_stay,
    order_ends,
    stay_findings,
    transition_findings,
)


def consider_transfer(
    *,
    actor: User,
    case: Case,
    outcome: str,
    planned_on: dt.date | None,
    stays_until: dt.date | None = None,
    reason: str,
    on: dt.date,
    today: dt.date,
    based_on: str,
) -> YouthTransition:
    """Record what was decided on passing to adult services; a later decision takes the place of the first.

    One that the case stays says until when (Europe/London). Raises: NotPermitted; RuleRefused (YJ-24, YJ-27); Conflict.
    """
    with writing(case, actor=actor, may="assess_child", verb="youth_transition.considered", reason=reason) as entry:
        transfers = outcome == YouthTransition.Outcome.TRANSFER
        ends_on = order_ends(case_facts(entry.case).offences, on)
        latest = longest_stay(entry.case.date_of_birth, on=on, order_ends_on=ends_on)
        stop(
            [
                *transition_findings(planned_on=planned_on, transfers=transfers, on=on, today=today),
                *stay_findings(stays_until=stays_until, stays=not transfers, on=on, latest=latest),
            ]
        )
        rules = ["YJ-24"] if transfers else ["YJ-24", "YJ-27"]
        row = YouthTransition(
            case=entry.case,
            outcome=outcome,
            planned_on=planned_on,
            stays_until=stays_until,
            decided_on=on,
            reason=reason,
            rules=rules,
        )
        entry.rules.extend(rules)
        return entry.decide(row, based_on=based_on, check_base=True)


def before_handing_over(case: Case, on: dt.date) -> list[Finding]:
    """What stands against handing a case at this level to probation on that day (YJ-25)."""
    rows = Screening.objects.filter(case=case, screened_on__lte=on).order_by("-screened_on")
    last = rows.values_list("screened_on", flat=True).first()
    return handing_findings(level=case.level, screened_on=last, on=on)


def before_another_leads(case: Case, on: dt.date) -> list[Finding]:
    """What stands against another agency leading the case from that day, half a year before 18 or later (YJ-25)."""
    near = months_before(eighteen(case.date_of_birth), BEFORE_ADULTHOOD_MONTHS) <= on
    theirs = case.youth_justice or case.lead_agency.kind_id == YOUTH_JUSTICE
    return before_handing_over(case, on) if theirs and near else []
