"""A serious further offence is recorded and put right, and the Chair's decision on it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from audit.refusals import stop
from offenders.models import Case, Offence
from offenders.writing import accept, recorded_already, writing
from papers.models import Paper
from serious.access import RECORD
from serious.models import ReviewDecision, SeriousOffence
from serious.rules import decisions, mandate
from serious.rules.timetable import Outcome, State
from serious.services.common import Standing, taking


@dataclass(frozen=True, slots=True)
class Charged:
    """What is recorded of a charge, as typed. `paper`: the MAPPA N of this case that tells of it, if one does.

    `managed_for`: the recorded offence for whose sentence the person was managed.
    """

    kind: str
    charge: str
    committed_on: dt.date
    charged_on: dt.date
    told_on: dt.date
    received_on: dt.date | None = None
    paper: Paper | None = None
    managed_for: Offence | None = None

    def fields(self) -> dict[str, Any]:
        """The columns of the row."""
        return {
            "kind": self.kind,
            "charge": self.charge,
            "committed_on": self.committed_on,
            "charged_on": self.charged_on,
            "told_on": self.told_on,
            "received_on": self.received_on,
            "managed_for": self.managed_for,
        }


def record(*, actor: User, case: Case, charged: Charged, today: dt.date) -> SeriousOffence:
    """Record that somebody was charged with a serious further offence.

    Raises: NotPermitted; RuleRefused (SCR-19, SCR-23; OFF-21 for the same charge twice).
    """
    with writing(case, actor=actor, may=RECORD, verb="serious_offence.recorded") as entry:
        stop(_days(charged, today) + _managed_for(charged, entry.case))
        same = SeriousOffence.objects.filter(
            case=entry.case, kind=charged.kind, committed_on=charged.committed_on, charged_on=charged.charged_on
        )
        if same.exists() or (charged.paper and SeriousOffence.objects.filter(paper=charged.paper).exists()):
            stop([recorded_already("a record of this charge")])
        entry.rules.append("SCR-19")
        row = SeriousOffence(case=entry.case, paper=charged.paper, recorded_by=actor, **charged.fields())
        row.state = _state(charged.received_on).value
        return entry.add(row)


def correct(
    *, actor: User, offence: SeriousOffence, version: int, charged: Charged, reason: str, today: dt.date
) -> SeriousOffence:
    """Put right what is recorded of a charge, or add when the Chair was told; a decision that was taken stays.

    Raises: NotPermitted; RuleRefused (SCR-19, SCR-23); Conflict.
    """
    with taking(offence, actor=actor, verb="serious_offence.corrected", reason=reason) as standing:
        stop(_days(charged, today) + _managed_for(charged, standing.entry.case))
        stop(_after_decision(standing, charged))
        current, entry = standing.offence, standing.entry
        state = State(current.state)
        if state in (State.TOLD, State.RECEIVED):
            state = _state(charged.received_on)
        entry.rules.append("SCR-19")
        return entry.change(current, version=version, state=state.value, **charged.fields())


def decide(
    *,
    actor: User,
    offence: SeriousOffence,
    version: int,
    outcome: str,
    chair: str,
    reason: str,
    on: dt.date,
    today: dt.date,
) -> ReviewDecision:
    """Record what the Chair decided: a review, or none. A decision against one may be taken anew.

    Raises: NotPermitted; RuleRefused (SCR-01 to SCR-03); Conflict.
    """
    with taking(offence, actor=actor, verb="review.decided", reason=reason) as standing:
        entry, row, last = standing.entry, standing.offence, standing.read.decision
        if last is not None and last.outcome != Outcome.NONE:
            stop([recorded_already("a decision for a review of this charge")])
        mandatory = mandate.is_mandatory(row.kind, row.committed_on, standing.levels)
        wanted = Outcome(outcome)
        found = decisions.decision_findings(
            mandatory=mandatory, outcome=wanted, reason=reason, on=on, received_on=row.received_on, today=today
        )
        accept(entry, found, frozenset())
        entry.rules.append("SCR-01" if mandatory else "SCR-02")
        state = State.NO_REVIEW if wanted is Outcome.NONE else State.UNDER_WAY
        standing.moves(version, state)
        return entry.add(
            ReviewDecision(
                case=entry.case,
                offence=row,
                outcome=wanted.value,
                chair=chair,
                mandatory=mandatory,
                why=mandate.why(row.kind, row.committed_on, standing.levels),
                decided_on=on,
                decided_by=actor,
                decided_as=actor.audit_role[:200],
                reason=reason,
                rules=list(entry.rules),
                supersedes=last,
            )
        )


def _state(received_on: dt.date | None) -> State:
    return State.RECEIVED if received_on else State.TOLD


def _days(charged: Charged, today: dt.date) -> list[Any]:
    return decisions.days_findings(
        committed_on=charged.committed_on,
        charged_on=charged.charged_on,
        told_on=charged.told_on,
        received_on=charged.received_on,
        today=today,
    )


def _after_decision(standing: Standing, charged: Charged) -> list[Any]:
    """The day on which the Chair was told stays on or before the decision."""
    decision = standing.read.decision
    return decisions.received_findings(charged.received_on, decided_on=decision.decided_on if decision else None)


def _managed_for(charged: Charged, case: Case) -> list[Any]:
    """The sentence before the further offence, of the same person."""
    chosen = charged.managed_for
    return decisions.managed_for_findings(
        (chosen.passed_on or chosen.outcome_on) if chosen else None,
        committed_on=charged.committed_on,
        of_this_case=chosen is not None and chosen.case_id == case.pk,
    )
