"""Reads of second approvals: who said that a level may be lowered although something stands in the way (LVL-18)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from levels.models import LevelDecision, LoweringApproval
from levels.rules.facts import SecondApproval
from levels.rules.lowering import TAKEN_BACK
from offenders.access import Viewer
from offenders.models import Case


def approvals(*, viewer: Viewer, case_id: UUID) -> QuerySet[LoweringApproval]:
    """Every approval of a lower level, the latest first."""
    return LoweringApproval.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by")


def last_approval(case: Case) -> LoweringApproval | None:
    """The last one, whether it holds or not. For services and rules, inside a case already opened to the actor."""
    return LoweringApproval.objects.filter(case=case, superseded_by__isnull=True).select_related("decided_by").first()


def standing_approval(case: Case) -> LoweringApproval | None:
    """The one that holds: not taken back, and the level was not decided since. As last_approval."""
    approval = last_approval(case)
    if approval is None or approval.to == TAKEN_BACK:
        return None
    since = LevelDecision.objects.filter(case=case, recorded_at__gt=approval.recorded_at)
    return None if since.exists() else approval


def approval_of(case: Case, *, to: str, proposed_by: User) -> tuple[LoweringApproval | None, SecondApproval | None]:
    """The row that holds for lowering the case `to` a key of LOWERED_TO, and what the rules read of it; or two Nones.

    Nobody approves what they propose: only the rules are told of such a row, to say why it does not count.
    """
    row = standing_approval(case)
    if row is None or row.to != to:
        return None, None
    approval = SecondApproval(
        approved_by=str(row.decided_by_id),
        proposed_by=str(proposed_by.pk),
        reason=row.reason,
        accepts=frozenset(row.accepts),
    )
    return (row, approval) if approval.valid else (None, approval)


def as_kept(approval: LoweringApproval | None) -> dict[str, Any]:
    """What a decision on the level keeps of the approval that it rests on: by whom and why; nothing without one."""
    if approval is None:
        return {}
    return {"second_approval": approval.decided_by, "second_approval_reason": approval.reason}
