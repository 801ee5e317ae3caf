"""Making the access policy stricter than its table, and ending that: proposed by one person, approved by another."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Area, User
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused, stop
from audit.services import record
from offenders.models import PolicyAmendment
from offenders.rules.amendments import Policy, amendment_findings
from offenders.rules.sight import Detail
from offenders.sight import as_amendment, may_decide, policy_on, standing_amendments

ACTION = "amend_policy"
LOCK = 7_300_121
"""The advisory lock that decisions on the policy take turns by."""

Outcome = PolicyAmendment.Outcome
REMEMBERED = ("row", "area_id", "detail", "closes_victims", "starts", "ends", "undoes_id")


def propose(
    *,
    actor: User,
    row: str,
    area: Area | None,
    detail: Detail,
    closes_victims: bool,
    starts: dt.date,
    ends: dt.date | None,
    reason: str,
    base: str,
    today: dt.date,
) -> PolicyAmendment:
    """Propose that a row opens less, in one area or in all. `base` is the policy that the preview was made from.

    Raises: NotPermitted; RuleRefused (ACC-40); Conflict when the policy changed since the preview.
    """
    _permit(actor, area.pk if area else None)
    found = amendment_findings(
        row=row, detail=detail, closes_victims=closes_victims, starts=starts, ends=ends, today=today
    )
    _refuse(actor, found)
    proposal = PolicyAmendment(
        row=row, area=area, detail=detail, closes_victims=closes_victims, starts=starts, ends=ends, reason=reason
    )
    return _propose(actor, proposal, base)


def propose_end(
    *, actor: User, amendment: PolicyAmendment, starts: dt.date, reason: str, base: str, today: dt.date
) -> PolicyAmendment:
    """Propose that an amendment holds no longer from `starts`.

    Raises: NotPermitted; RuleRefused (ACC-40); Conflict when the policy changed since the preview.
    """
    _permit(actor, amendment.area_id)
    found = []
    if starts < today:
        message = "An amendment cannot be ended in the past."
        found.append(Finding("ACC-40", Effect.REFUSE, message, "starts", "Enter today or a later day."))
    if not standing_amendments(today).filter(pk=amendment.pk).exists():
        message = "This amendment has ended already, or its end is already proposed."
        found.append(Finding("ACC-40", Effect.REFUSE, message))
    _refuse(actor, found)
    proposal = PolicyAmendment(
        row=amendment.row,
        area=amendment.area,
        detail=amendment.detail,
        closes_victims=amendment.closes_victims,
        starts=starts,
        undoes=amendment,
        reason=reason,
    )
    return _propose(actor, proposal, base)


def decide(*, actor: User, proposal: PolicyAmendment, approve: bool, base: str, today: dt.date) -> PolicyAmendment:
    """Approve a proposal, or refuse it. One that waited past its first day holds from today.

    Raises: NotPermitted; RuleRefused (ACC-41 for the person who proposed it, or when it is decided already; ACC-40
    when it has run out); Conflict when the policy changed since the preview.
    """
    _permit(actor, proposal.area_id)
    try:
        with transaction.atomic():
            _take_turns()
            current = PolicyAmendment.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
            stop(_decision_findings(actor, current, approve, today))
            _decided(actor, current, approve=approve, base=base, today=today)
    except RuleRefused as refusal:  # recorded outside, or it would be undone with the rest
        _note_refusal(actor, "policy.approved" if approve else "policy.refused", proposal, refusal)
        raise
    return current


def _decided(actor: User, current: PolicyAmendment, *, approve: bool, base: str, today: dt.date) -> None:
    proposed, starts = current.starts, max(current.starts, today)
    if approve:
        _same_policy(base, policy_on(starts))
    current.starts = starts
    current.outcome = Outcome.APPROVED if approve else Outcome.REFUSED
    current.approved_by, current.approved_as = actor, actor.audit_role[:200]
    current.approved_at = timezone.now()
    current.save()
    verb = "policy.approved" if approve else "policy.refused"
    changes: dict[str, tuple[Any, Any]] = {"outcome": ("", current.outcome), "starts": (proposed, starts)}
    record(actor=actor, verb=verb, subject=current, changes=changes, reason=current.reason, rules=["ACC-41"])


def with_proposal(before: Policy, proposal: PolicyAmendment) -> Policy:
    """The policy as it would be with a proposal."""
    if proposal.undoes_id is not None:
        return before.without(str(proposal.undoes_id))
    return before.plus(as_amendment(proposal))


def _propose(actor: User, proposal: PolicyAmendment, base: str) -> PolicyAmendment:
    with transaction.atomic():
        _take_turns()
        _same_policy(base, policy_on(proposal.starts))
        proposal.decided_by, proposal.decided_as = actor, actor.audit_role[:200]
        proposal.save(force_insert=True)
        changes = {name: (None, getattr(proposal, name)) for name in REMEMBERED}
        record(
            actor=actor,
            verb="policy.proposed",
            subject=proposal,
            changes=changes,
            reason=proposal.reason,
            rules=["ACC-40"],
        )
    return proposal


def _decision_findings(actor: User, current: PolicyAmendment, approve: bool, today: dt.date) -> list[Finding]:
    found = []
    if current.outcome != Outcome.PROPOSED:
        message = "This proposal has been decided already."
        found.append(Finding("ACC-41", Effect.REFUSE, message, None, "Look at the policy as it is now."))
    if current.decided_by_id == actor.pk:
        message = "Nobody decides on their own proposal."
        found.append(Finding("ACC-41", Effect.REFUSE, message, None, "Ask somebody else who may decide."))
    if approve and current.ends is not None and current.ends <= today:
        message = "The time this was proposed for is over."
        found.append(Finding("ACC-40", Effect.REFUSE, message, None, "Refuse it, and propose it anew."))
    return found


def _permit(actor: User, area: str | None) -> None:
    if not may_decide(actor, area):
        record(actor=actor, verb="policy.proposed", refused=True, reason=f"not permitted: {ACTION}")
        raise NotPermitted(ACTION)


def _refuse(actor: User, found: Sequence[Finding]) -> None:
    try:
        stop(found)
    except RuleRefused as refusal:
        _note_refusal(actor, "policy.proposed", None, refusal)
        raise


def _note_refusal(actor: User, verb: str, subject: PolicyAmendment | None, refusal: RuleRefused) -> None:
    record(actor=actor, verb=verb, subject=subject, refused=True, reason=str(refusal), rules=refusal.rules)


def _same_policy(base: str, now: Policy) -> None:
    if base != now.fingerprint():
        raise Conflict("the access policy", theirs={}, yours={}, current_version=now.fingerprint())


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
