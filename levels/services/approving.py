"""The second approval of a lower level, given by whoever approves, under their own name (LVL-18)."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from audit.refusals import stop
from levels import facts
from levels.models import LoweringApproval
from levels.rules.lowering import approval_findings
from levels.selectors import approvals
from offenders.models import Case
from offenders.writing import writing


def approve_lowering(
    *, actor: User, case: Case, to: str, accepts: Sequence[str], reason: str, today: dt.date, based_on: str
) -> LoweringApproval:
    """Record that `case` may be lowered `to` a key of LOWERED_TO although `accepts`, rules of ACCEPTABLE, stands.

    It holds until the level is decided again or it is taken back.
    Raises: NotPermitted; RuleRefused (LVL-18, LVL-25); Conflict.
    """
    with writing(case, actor=actor, may="approve_lowering", verb="level.lowering_approved", reason=reason) as entry:
        refused = facts.lowering_facts(entry.case, today=today).refused
        stands = approvals.standing_approval(entry.case) is not None
        stop(approval_findings(level=entry.case.level, to=to, accepts=accepts, refused=refused, stands=stands))
        entry.rules.append("LVL-18")
        approval = LoweringApproval(
            case=entry.case, to=to, accepts=sorted(accepts), reason=reason, decided_on=today, rules=["LVL-18"]
        )
        return entry.decide(approval, based_on=based_on, check_base=True)
