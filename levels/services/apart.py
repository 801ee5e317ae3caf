"""Decisions beside category and level: potentially dangerous people, and how long a record is kept (LIFE-10 to 13)."""

import datetime as dt

from accounts.models import User
from audit.refusals import stop
from levels.models import DangerDecision, RetentionReview
from levels.rules import outside, retention
from levels.selectors import apart
from offenders.models import Case
from offenders.writing import writing


def consider_danger(
    *,
    actor: User,
    case: Case,
    outcome: str,
    reason: str,
    on: dt.date,
    today: dt.date,
    based_on: str,
    on_visor: bool = False,
    authorised_by: str = "",
    rank: str = "",
    agency_told_on: dt.date | None = None,
) -> DangerDecision:
    """Record whether somebody outside MAPPA is marked as a potentially dangerous person.

    Raises: NotPermitted; RuleRefused (LIFE-12, LIFE-13); Conflict.
    """
    with writing(case, actor=actor, may="decide_category", verb="danger.considered", reason=reason) as entry:
        said = outside.Considered(
            outcome=outcome,
            on=on,
            today=today,
            category=entry.case.category,
            marked=apart.is_marked(entry.case),
            on_visor=on_visor,
            authorised_by=authorised_by,
            rank=rank,
        )
        stop(outside.findings(said))
        entry.rules += ["LIFE-12", *(["LIFE-13"] if on_visor else [])]
        decision = DangerDecision(
            case=entry.case,
            outcome=outcome,
            reason=reason,
            decided_on=on,
            on_visor=on_visor,
            authorised_by=authorised_by if on_visor else "",
            rank=rank if on_visor else "",
            agency_told_on=agency_told_on,
            rules=list(entry.rules),
        )
        return entry.decide(decision, based_on=based_on, check_base=True)


def review_retention(
    *, actor: User, case: Case, outcome: str, reason: str, on: dt.date, today: dt.date, based_on: str
) -> RetentionReview:
    """Record whether the record of a person is kept or removed; what removes it is for whoever keeps the database.

    Raises: NotPermitted; RuleRefused (LIFE-10 before its time, LIFE-11 while management goes on); Conflict.
    """
    with writing(case, actor=actor, may="review_retention", verb="retention.reviewed", reason=reason) as entry:
        ended = entry.case.ended_on is not None
        stop(retention.findings(entry.case.date_of_birth, ended=ended, outcome=outcome, on=on, today=today))
        entry.rules.append("LIFE-10")
        decision = RetentionReview(case=entry.case, outcome=outcome, reason=reason, decided_on=on, rules=["LIFE-10"])
        return entry.decide(decision, based_on=based_on, check_base=True)
