"""That passing to adult services was considered is recorded."""

import datetime as dt

from accounts.models import User
from audit.refusals import Finding, stop
from levels.models import Screening
from offenders.models import Case
from offenders.writing import writing
from youthjustice.models import YouthTransition
from youthjustice.rules.adulthood import handing_findings, transition_findings


def consider_transfer(
    *,
    actor: User,
    case: Case,
    outcome: str,
    planned_on: dt.date | None,
    reason: str,
    on: dt.date,
    today: dt.date,
    based_on: str,
) -> YouthTransition:
    """Record what was decided on passing to adult services; a later decision takes the place of the first.

    Raises: NotPermitted; RuleRefused (YJ-24); Conflict.
    """
    with writing(case, actor=actor, may="assess_child", verb="youth_transition.considered", reason=reason) as entry:
        transfers = outcome == YouthTransition.Outcome.TRANSFER
        stop(transition_findings(planned_on=planned_on, transfers=transfers, on=on, today=today))
        row = YouthTransition(
            case=entry.case, outcome=outcome, planned_on=planned_on, decided_on=on, reason=reason, rules=["YJ-24"]
        )
        entry.rules.append("YJ-24")
        return entry.decide(row, based_on=based_on, check_base=True)


def before_handing_over(case: Case, on: dt.date) -> list[Finding]:
    """What stands against handing a case at this level to probation on that day (YJ-25)."""
    rows = Screening.objects.filter(case=case, screened_on__lte=on).order_by("-screened_on")
    last = rows.values_list("screened_on", flat=True).first()
    return handing_findings(level=case.level, screened_on=last, on=on)
