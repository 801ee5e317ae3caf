"""Raising a dispute about a level, escalating it, and settling it (rules LVL-33 to LVL-35)."""

import datetime as dt

from accounts.models import User
from audit.refusals import stop
from levels import selectors
from levels.models import LevelDispute, Screening
from levels.rules.disputes import ESCALATE, SETTLE, DisputeFacts, Step, raising_findings, step_findings
from offenders.models import Case
from offenders.writing import writing


def raise_dispute(*, actor: User, case: Case, wanted_level: int, reason: str, today: dt.date) -> LevelDispute:
    """Record that somebody holds another level to be right than the one decided, or proposed by the last screening.

    Raises: NotPermitted; RuleRefused (LVL-33; Level 1: LVL-02, LVL-03).
    """
    with writing(case, actor=actor, may="dispute_level", verb="level.disputed", reason=reason) as entry:
        screening = Screening.objects.filter(case=entry.case).first()
        level = entry.case.level or (screening.proposed_level if screening else None)
        waits = LevelDispute.objects.filter(case=entry.case, settled_on__isnull=True).exists()
        category, route = entry.case.category, selectors.current_route(entry.case)
        stop(raising_findings(level=level, wanted=wanted_level, category=category, route=route, open_already=waits))
        entry.rules.append("LVL-33")
        return entry.add(
            LevelDispute(
                case=entry.case,
                disputed_level=level or 0,
                wanted_level=wanted_level,
                reason=reason,
                raised_on=today,
                raised_by=actor,
                raised_as=actor.audit_role[:200],
            )
        )


def take_further(*, actor: User, dispute: LevelDispute, version: int, step: Step) -> LevelDispute:
    """Record an escalation, or the settlement. The level itself is decided as ever, by who may decide it.

    Raises: NotPermitted; RuleRefused (LVL-33, LVL-35; Level 1: LVL-02, LVL-03); Conflict where it changed meanwhile.
    """
    settles = step.kind == SETTLE
    may, verb = ("settle_dispute", "dispute.settled") if settles else ("dispute_level", "dispute.escalated")
    with writing(dispute.case, actor=actor, may=may, verb=verb, reason=step.reason) as entry:
        row = LevelDispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
        facts = DisputeFacts(
            raised_on=row.raised_on,
            escalated_on=row.escalated_on,
            settled=row.settled_on is not None,
            raised_by=str(row.raised_by_id),
            category=entry.case.category,
            route=selectors.current_route(entry.case),
        )
        stop(step_findings(facts, step))
        entry.rules.append("LVL-35" if settles else "LVL-33")
        if step.kind == ESCALATE:
            return entry.change(row, version=version, escalated_on=step.on, escalated_to=step.to)
        return entry.change(
            row,
            version=version,
            outcome_level=step.level,
            outcome_reason=step.reason,
            settled_on=step.on,
            settled_by=actor,
            settled_as=actor.audit_role[:200],
        )
