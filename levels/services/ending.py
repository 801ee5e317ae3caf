"""Deciding what follows a category before it ends, and keeping any end from coming without that (LIFE-06, LIFE-07)."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from accounts.models import User
from audit.refusals import Effect, Finding, RuleRefused, stop
from levels.facts import end_facts
from levels.models import CategoryDecision, EndReview
from levels.rules.ending import EndFacts, consideration_findings, ending_findings
from levels.selectors import ENDED_AT_MEETING, JUDGED, undecided_category
from offenders.models import Case
from offenders.writing import Entry, writing

FOLLOWED: list[Callable[[Case, EndReview], bool]] = []
"""Whether a room above did since what was decided to follow an end. Registered in AppConfig.ready()."""


def look_ahead(
    *, actor: User, case: Case, outcome: str, reason: str, on: dt.date, today: dt.date, based_on: str
) -> EndReview:
    """Record what follows when the present category ends: who decided, on which day, and why.

    Raises: NotPermitted; RuleRefused (LIFE-06; LVL-09 for a day to come); Conflict.
    """
    with writing(case, actor=actor, may="decide_category", verb="category.looked_ahead", reason=reason) as entry:
        if on > today:
            message = "This cannot be dated in the future."
            raise RuleRefused([Finding("LVL-09", Effect.REFUSE, message, "decided_on", "Enter an earlier date.")])
        known = facts_of(entry.case)
        stop(consideration_findings(known, outcome=outcome, reason=reason))
        rule = "CAT-28" if known.level in (2, 3) else "LIFE-06"
        entry.rules.append(rule)
        decision = EndReview(
            case=entry.case,
            category=known.category or 0,
            category_ends_on=known.ends_on,
            outcome=outcome,
            reason=reason,
            decided_on=on,
            rules=[rule],
        )
        return entry.decide(decision, based_on=based_on, check_base=True)


def stop_unconsidered(entry: Entry, new_category: int | None) -> None:
    """Inside the service that decides a category: raise RuleRefused (LIFE-07) where an end was not considered.

    So where somebody decided on a referral or a placing to follow it, and none was made since.
    """
    known = replace(facts_of(entry.case), followed=followed_up(entry.case))
    stop(ending_findings(known, new_category=new_category))


def followed_up(case: Case) -> bool:
    """Whether the case was referred to Category 3, or placed in Category 3 or 4, since it was decided what follows."""
    review = EndReview.objects.filter(case=case, superseded_by__isnull=True).first()
    if review is None:
        return False
    placed = CategoryDecision.objects.filter(
        case=case, route__in=JUDGED, offence__isnull=False, recorded_at__gt=review.recorded_at
    )
    return placed.exists() or any(made(case, review) for made in FOLLOWED)


def end_judgement(entry: Entry, *, reason: str, steps: Sequence[str], on: dt.date) -> CategoryDecision:
    """Inside the service that closes a meeting: end Category 3 or discretionary Category 4 (CAT-26, CAT-27, MTG-22).

    Another category that the records bring stays, without a level until one is decided; without any, MAPPA management
    ends on that day.
    """
    left = undecided_category(entry.case, on=on)
    decision = entry.decide(
        CategoryDecision(
            case=entry.case,
            category=left.category,
            route=left.route.value if left.route else "",
            begins_on=left.begins_on,
            ends_on=left.ends_on,
            lifelong=left.lifelong,
            reason=reason,
            steps=[*steps, *(left.steps if left.category else ())],
            rules=[left.rule, ENDED_AT_MEETING] if left.category else [ENDED_AT_MEETING],
            decided_on=on,
        )
    )
    entry.project(category=left.category, level=None, ended_on=None if left.category else on)
    return decision


def facts_of(case: Case) -> EndFacts:
    """The category of one case with its last day, and what was decided to follow it."""
    return end_facts([case.pk]).get(case.pk, EndFacts(None, case.level, None))
