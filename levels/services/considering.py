"""Recording what came of considering somebody for Category 3 (CAT-16, CAT-17, CAT-36)."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from audit.refusals import stop
from levels.models import Category3Review
from levels.rules import considering
from levels.selectors import facts_for_category
from offenders.models import Case
from offenders.rules.facts import CaseFacts, Question
from offenders.writing import Entry, writing


def consider_category_3(
    *, actor: User, case: Case, outcome: str, reason: str, on: dt.date, today: dt.date, based_on: str
) -> Category3Review:
    """Record whether the person is to be referred to Category 3 or is not suitable, and why, whatever offences call.

    Raises: NotPermitted; RuleRefused (CAT-36); Conflict when another was recorded since `based_on`.
    """
    verb = "category.considered_for_3"
    with writing(case, actor=actor, may="decide_category", verb=verb, reason=reason) as entry:
        known = facts_for_category(entry.case)
        called = considering.calls(known, today)
        stop(considering.findings(called, outcome=outcome, reason=reason, on=on, today=today))
        row = _row(entry, known, called, outcome=outcome, reason=reason, on=on)
        return entry.decide(row, based_on=based_on, check_base=True)


def note_referral(entry: Entry, *, by: str, on: dt.date, today: dt.date) -> Category3Review | None:
    """Inside the service by which a case is referred to Category 3: that is how it was considered, where that waits.

    `by` names the agency that refers. None where nothing waits to be considered.
    """
    known = facts_for_category(entry.case)
    if not considering.asks(known, today):
        return None
    called, reason = considering.calls(known, today), f"Referred to Category 3 by {by}, with MAPPA A."
    row = _row(entry, known, called, outcome=considering.REFER, reason=reason, on=on)
    return entry.decide(row)


def _row(
    entry: Entry, known: CaseFacts, called: Sequence[Question], *, outcome: str, reason: str, on: dt.date
) -> Category3Review:
    titles = {one.id: one.title for one in known.offences}
    rules = list(dict.fromkeys([*(one.rule for one in called), "CAT-36"]))
    entry.rules += [rule for rule in rules if rule not in entry.rules]
    ids = [one.offence_id for one in called if one.offence_id is not None]
    return Category3Review(
        case=entry.case,
        outcome=outcome,
        offences=[[pk, titles[pk]] for pk in ids],
        reason=reason,
        decided_on=on,
        rules=rules,
    )
