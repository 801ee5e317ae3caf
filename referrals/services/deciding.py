"""The Co-ordinator's decision on a referral, and disputes about it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from audit.refusals import Conflict, stop
from levels import selectors as levels
from levels import services as level_services
from levels.models import LevelDecision
from offenders.models import Offence
from offenders.writing import Entry, accept, writing
from referrals import facts
from referrals.models import Referral, ReferralDecision, ReferralDispute
from referrals.rules import steps
from referrals.rules.steps import Outcome, ProposedDecision, Purpose, State, Step
from referrals.services.telling import tell_sender
from referrals.services.writing import REFER

DECIDE = "decide_referral"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on a referral as typed."""

    outcome: str
    reason: str
    level: int | None = None
    meeting_on: dt.date | None = None
    grounds: Sequence[str] = ()
    offence: Offence | None = None


def decide(
    *,
    actor: User,
    referral: Referral,
    decided: Decided,
    based_on: str,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> ReferralDecision:
    """Accept a referral, which decides the level (and Category 3 where that was asked), or refuse it with reasons.

    Raises: NotPermitted; RuleRefused (REF-11, REF-12, REF-15, REF-17, and the rules of the level: LVL, CAT); Conflict
    when the referral, or the level of the case, was changed since `based_on`.
    """
    with writing(referral.case, actor=actor, may=DECIDE, verb="referral.decided", reason=decided.reason) as entry:
        current = _locked(referral, entry)
        stop(steps.step_findings(Step.DECIDE, State(current.state)))
        if based_on != (now := facts.decision_base(current)):
            raise Conflict("referral", theirs={}, yours={"reason": decided.reason}, current_version=now)
        accept(entry, steps.decision_findings(_proposed(current, decided, actor), today=today), acknowledged)
        accepted = decided.outcome == Outcome.ACCEPTED
        level = _place(entry, current, decided, actor, today, acknowledged) if accepted else None
        before = ReferralDecision.objects.filter(referral=current).order_by("-recorded_at").first()
        row = ReferralDecision(
            case=entry.case,
            referral=current,
            outcome=decided.outcome,
            level=decided.level,
            meeting_on=decided.meeting_on,
            level_decision=level,
            decided_on=today,
            decided_by=actor,
            decided_as=actor.audit_role[:200],
            reason=decided.reason,
            rules=list(entry.rules),
            supersedes=before,
        )
        entry.add(row)
        entry.change(current, state=State.ACCEPTED.value if accepted else State.REFUSED.value)
        tell_sender(current, row.pk)
        return row


def raise_dispute(
    *, actor: User, referral: Referral, version: int, happened_on: dt.date, manager: str, reason: str, today: dt.date
) -> ReferralDispute:
    """Record that the referring agency disputes the decision, and to which senior manager it went.

    Raises: NotPermitted; RuleRefused (REF-01, REF-13, REF-15); Conflict.
    """
    with writing(referral.case, actor=actor, may=REFER, verb="referral.disputed", reason=reason) as entry:
        current = _locked(referral, entry)
        own = current.agency_id == actor.agency_id
        stop([*steps.own_agency_findings(own), *steps.step_findings(Step.DISPUTE, State(current.state))])
        decision = _standing(current)
        stop(steps.dispute_findings(happened_on, decision.decided_on, today))
        entry.change(current, version=version, state=State.DISPUTED.value)
        raised = ReferralDispute.Step.RAISED
        return _step(entry, actor, current, decision, raised, happened_on=happened_on, manager=manager, reason=reason)


def settle_dispute(
    *,
    actor: User,
    referral: Referral,
    version: int,
    anew: bool,
    happened_on: dt.date,
    manager: str,
    reason: str,
    today: dt.date,
) -> ReferralDispute:
    """Record what a senior manager decided: the decision stands, or the referral is decided anew (REF-13).

    Decided anew, its ten days run from today (REF-10). Raises: NotPermitted; RuleRefused (REF-13, REF-15); Conflict.
    """
    with writing(referral.case, actor=actor, may=DECIDE, verb="referral.dispute_settled", reason=reason) as entry:
        current = _locked(referral, entry)
        stop(steps.step_findings(Step.SETTLE, State(current.state)))
        decision = _standing(current)
        raised = ReferralDispute.objects.filter(referral=current, step=ReferralDispute.Step.RAISED).latest(
            "recorded_at"
        )
        stop(steps.dispute_findings(happened_on, raised.happened_on, today))
        if anew:
            entry.change(current, version=version, state=State.SUBMITTED.value, decide_from=today)
        else:
            entry.change(current, version=version, state=State(decision.outcome).value)
        step = ReferralDispute.Step.ANEW if anew else ReferralDispute.Step.STANDS
        return _step(entry, actor, current, decision, step, happened_on=happened_on, manager=manager, reason=reason)


def _locked(referral: Referral, entry: Entry) -> Referral:
    current = Referral.objects.select_for_update().get(pk=referral.pk)
    current.case = entry.case
    return current


def _standing(referral: Referral) -> ReferralDecision:
    return ReferralDecision.objects.filter(referral=referral).latest("recorded_at")


def _proposed(referral: Referral, decided: Decided, actor: User) -> ProposedDecision:
    return ProposedDecision(
        outcome=Outcome(decided.outcome),
        reason=decided.reason,
        level=decided.level,
        meeting_on=decided.meeting_on,
        purpose=Purpose(referral.purpose),
        names_offence=decided.offence is not None,
        by_referrer=referral.referred_by_id == actor.pk,
    )


def _place(
    entry: Entry, referral: Referral, decided: Decided, actor: User, today: dt.date, acknowledged: frozenset[str]
) -> LevelDecision | None:
    """Decide the level, and Category 3 where that was asked, by the services that always do."""
    case, level = entry.case, decided.level or 0
    if referral.purpose == Purpose.CATEGORY_3 and decided.offence is not None:
        category = levels.current_category(case)
        level_services.place_in_category_3(
            actor=actor,
            case=case,
            offence=decided.offence,
            reason=decided.reason,
            level=level,
            on=today,
            today=today,
            based_on=str(category.pk) if category else "",
            acknowledged=acknowledged,
        )
        return levels.current_level(case)
    current = levels.current_level(case)
    return level_services.decide_level(
        actor=actor,
        case=case,
        level=level,
        reason=decided.reason,
        on=today,
        today=today,
        based_on=str(current.pk) if current else "",
        grounds=decided.grounds,
        acknowledged=acknowledged,
    )


def _step(
    entry: Entry,
    actor: User,
    referral: Referral,
    decision: ReferralDecision,
    step: ReferralDispute.Step,
    *,
    happened_on: dt.date,
    manager: str,
    reason: str,
) -> ReferralDispute:
    return entry.add(
        ReferralDispute(
            case=entry.case,
            referral=referral,
            decision=decision,
            step=step,
            happened_on=happened_on,
            manager=manager,
            reason=reason,
            recorded_by=actor,
            recorded_as=actor.audit_role[:200],
        )
    )
