"""Deciding on a deadline, and a second person's answer to that (rules DUE-01 to DUE-05)."""

import datetime as dt
from typing import Any
from uuid import UUID

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding
from deadlines import selectors
from deadlines.clocks import KEPT_TO_VIEWERS, clock_of
from deadlines.models import Deadline, DeadlineApproval, DeadlineDecision
from deadlines.rules.days import Due
from deadlines.rules.decisions import Decided, Kind, check, needs_second
from offenders.models import Case
from offenders.writing import accept, fields_of, recorded_already, writing

ACTION = "decide_deadline"


def decide_deadline(
    *,
    actor: User,
    case: Case,
    deadline: Deadline,
    kind: str,
    reason: str,
    authority: str,
    today: dt.date,
    based_on: str,
    paused_from: dt.date | None = None,
    paused_until: dt.date | None = None,
    until_event: str = "",
    new_day: dt.date | None = None,
) -> DeadlineDecision:
    """Pause, extend, exempt from, bring forward a deadline, or withdraw what was decided on it.

    `based_on` is the id of the last decision that the actor saw. Raises: NotPermitted; Conflict when somebody decided
    meanwhile; RuleRefused (DUE-01, DUE-02, DUE-04, DUE-05).
    """
    decided = Decided(Kind(kind), today, paused_from, paused_until, new_day)
    with writing(case, actor=actor, may=ACTION, verb="deadline.decided", reason=reason) as entry:
        deadline.case = entry.case
        due = selectors.reading(deadline)
        last = last_decision(deadline)
        accept(entry, _against(deadline, due, decided, last), frozenset())
        decision = DeadlineDecision(
            case=entry.case,
            rule=deadline.rule,
            key=deadline.key,
            label=deadline.label,
            start_on=deadline.start_on,
            due_on=deadline.by_rule_on,
            kind=kind,
            paused_from=paused_from,
            paused_until=paused_until,
            until_event=until_event,
            new_day=new_day,
            authority=authority,
            needs_approval=due is not None and needs_second(due, decided.kind),
            decided_on=today,
            decided_by=actor,
            decided_as=actor.audit_role[:200],
            reason=reason,
            supersedes=last,
        )
        if based_on != _version(last):
            theirs = fields_of(last) if last else {}
            raise Conflict("decision", theirs=theirs, yours=fields_of(decision), current_version=_version(last))
        decision.rules = sorted({"DUE-01", deadline.rule})
        entry.rules.extend(decision.rules)
        return entry.add(decision)


def answer_decision(
    *, actor: User, case: Case, decision_id: UUID, approve: bool, reason: str, today: dt.date
) -> DeadlineApproval:
    """Approve or refuse a decision that gives more time; approved, it holds at once.

    Raises: NotPermitted; RuleRefused: DUE-03 for whoever decided it, and when another decision replaced it; OFF-21
    when it is answered already; DUE-04 when the deadline was computed anew meanwhile.
    """
    verb = "deadline.approved" if approve else "deadline.refused"
    with writing(case, actor=actor, may=ACTION, verb=verb, reason=reason, rules=["DUE-03"]) as entry:
        decision = DeadlineDecision.objects.get(pk=decision_id, case=entry.case)
        accept(entry, _against_answer(actor, entry.case, decision, approve=approve), frozenset())
        answer = DeadlineApproval(
            case=entry.case,
            decision=decision,
            approved=approve,
            reason=reason,
            decided_on=today,
            decided_by=actor,
            decided_as=actor.audit_role[:200],
        )
        return entry.add(answer)


def last_decision(deadline: Deadline) -> DeadlineDecision | None:
    """The last decision on just this deadline as it was computed, whether or not it holds yet."""
    return (
        DeadlineDecision.objects.filter(
            case=deadline.case_id,
            rule=deadline.rule,
            key=deadline.key,
            start_on=deadline.start_on,
            due_on=deadline.by_rule_on,
        )
        .order_by("-recorded_at")
        .first()
    )


def is_decidable(deadline: Deadline) -> bool:
    """Whether anything may be decided on it at all: not on reviews of access and of items of information (DUE-05)."""
    clock = clock_of(deadline.label)
    return clock is not None and clock.decidable and deadline.rule not in KEPT_TO_VIEWERS


def _version(decision: DeadlineDecision | None) -> str:
    return str(decision.pk) if decision else ""


def _against(deadline: Deadline, due: Due | None, decided: Decided, last: DeadlineDecision | None) -> list[Finding]:
    if not is_decidable(deadline):
        return [Finding("DUE-05", Effect.REFUSE, "Nothing can be decided on this deadline.", None, "Do what is due.")]
    if due is None or not selectors.is_as_computed(deadline, due):
        return [_computed_anew()]
    if decided.kind is Kind.WITHDRAW and (last is None or last.kind == Kind.WITHDRAW):
        return [Finding("DUE-01", Effect.REFUSE, "Nothing is decided that could be withdrawn.", "kind")]
    return check(due, decided)


def _against_answer(actor: User, case: Case, decision: DeadlineDecision, *, approve: bool) -> list[Finding]:
    if hasattr(decision, "approval"):
        return [recorded_already("an answer to this decision")]
    if decision.decided_by_id == actor.pk:
        message, then = "Nobody approves their own decision.", "Ask another manager, or the Co-ordinator."
        return [Finding("DUE-03", Effect.REFUSE, message, None, then)]
    if not decision.needs_approval or hasattr(decision, "superseded_by"):
        return [Finding("DUE-03", Effect.REFUSE, "This decision waits for no approval.", None, "Look at the deadline.")]
    row = _as_row(decision, case)
    if approve and not selectors.is_as_computed(row, selectors.reading(row)):
        return [_computed_anew()]
    return []


def _as_row(decision: DeadlineDecision, case: Case) -> Deadline:
    """The deadline that was decided on, as it was computed then; not to be saved."""
    of: dict[str, Any] = {name: getattr(decision, name) for name in ("rule", "key", "label", "start_on", "due_on")}
    return Deadline(case=case, **of)


def _computed_anew() -> Finding:
    message = "This deadline has been computed anew since: the facts behind it changed, or it is settled."
    return Finding("DUE-04", Effect.REFUSE, message, None, "Look at what is due now.")
