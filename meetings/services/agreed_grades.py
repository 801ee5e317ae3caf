"""Grades that an area's Board agreed: put down by one person, approved by another, never changed (MTG-59)."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from accounts.models import Area, User
from audit.refusals import NotPermitted, RuleRefused, stop
from audit.services import record
from meetings.models import AgreedGrade, AgreedGradeDecision
from meetings.policies import agreed_grades
from meetings.rules.agreed_grades import agreeing_findings, deciding_findings
from offenders.sight import may_decide

ACTION = "agree_grades"
RULES = ["MTG-59"]


def propose(
    *,
    actor: User,
    area: Area,
    ladder: str,
    level: int,
    grade: str,
    agreed_on: dt.date,
    starts_on: dt.date,
    reference: str,
    reason: str,
    today: dt.date,
) -> AgreedGrade:
    """Put down the grade that the Board agreed on a day, from another day on; an empty one is that of the guidance.

    It holds once somebody else has approved it. All days are dates in Europe/London.
    Raises: NotPermitted; RuleRefused (MTG-59).
    """
    with _one_at_a_time(actor, area, "agreed_grade.proposed"):
        held = agreed_grades(area.pk, starts_on).get((ladder, level))
        stop(
            agreeing_findings(
                ladder=ladder,
                level=level,
                grade=grade,
                now=held.grade if held else "",
                agreed_on=agreed_on,
                starts_on=starts_on,
                today=today,
            )
        )
        row = AgreedGrade(
            area=area,
            ladder=ladder,
            level=level,
            grade=grade,
            agreed_on=agreed_on,
            starts_on=starts_on,
            reference=reference,
            reason=reason,
            proposed_by=actor,
            proposed_as=actor.audit_role[:200],
        )
        row.save(force_insert=True)
        names = ("ladder", "level", "grade", "agreed_on", "starts_on", "reference")
        told: dict[str, tuple[Any, Any]] = {name: (None, getattr(row, name)) for name in names}
        record(actor=actor, verb="agreed_grade.proposed", subject=row, changes=told, reason=reason, rules=RULES)
    return row


def decide(*, actor: User, agreed_grade: AgreedGrade, approve: bool, today: dt.date) -> AgreedGradeDecision:
    """Approve or refuse it; approved, it holds from its day, or from today when that has passed (Europe/London).

    Raises: NotPermitted; RuleRefused (MTG-59 for whoever put it down, or when it is decided).
    """
    verb = "agreed_grade.approved" if approve else "agreed_grade.refused"
    with _one_at_a_time(actor, agreed_grade.area, verb):
        decided = AgreedGradeDecision.objects.filter(agreed_grade=agreed_grade).exists()
        stop(deciding_findings(decided=decided, by_proposer=agreed_grade.proposed_by_id == actor.pk))
        row = AgreedGradeDecision(
            agreed_grade=agreed_grade,
            approved=approve,
            holds_from=max(agreed_grade.starts_on, today) if approve else None,
            decided_by=actor,
            decided_as=actor.audit_role[:200],
        )
        row.save(force_insert=True)
        told: dict[str, tuple[Any, Any]] = {"approved": (None, approve), "holds_from": (None, row.holds_from)}
        record(actor=actor, verb=verb, subject=row, changes=told, reason=agreed_grade.reason, rules=RULES)
    return row


@contextmanager
def _one_at_a_time(actor: User, area: Area, verb: str) -> Iterator[None]:
    """One transaction for somebody who decides for the area, one at a time; a refusal is recorded outside it.

    Raises: NotPermitted; what the body raises.
    """
    try:
        with transaction.atomic():
            if not may_decide(actor, area.pk):
                raise NotPermitted(ACTION)
            Area.objects.select_for_update().get(pk=area.pk)
            yield
    except (NotPermitted, RuleRefused) as refusal:
        rules = refusal.rules if isinstance(refusal, RuleRefused) else ()
        record(actor=actor, verb=verb, subject=area, refused=True, reason=str(refusal), rules=rules)
        raise
