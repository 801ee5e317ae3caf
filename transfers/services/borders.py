"""Moves across a border of the jurisdiction: a record, which changes neither area nor owner."""

import datetime as dt

from accounts.models import User
from offenders.models import Case
from offenders.writing import accept, writing
from transfers.models import BorderMove
from transfers.rules.borders import Given, Jurisdiction, border_findings
from transfers.services.common import REQUEST


def record_border_move(
    *, actor: User, case: Case, given: Given, reason: str, today: dt.date, based_on: str | None = None
) -> BorderMove:
    """Record a move out of England and Wales, or back; it takes the place of the one recorded before.

    Raises: NotPermitted; RuleRefused (TRF-20 to TRF-22); Conflict when another was recorded since `based_on`.
    """
    with writing(case, actor=actor, may=REQUEST, verb="border_move.recorded", reason=reason) as entry:
        last = BorderMove.objects.filter(case=entry.case, superseded_by__isnull=True).first()
        away = last is not None and last.jurisdiction != Jurisdiction.BACK
        accept(entry, border_findings(given, today=today, away=away), frozenset())
        return entry.decide(
            BorderMove(
                case=entry.case,
                decided_on=today,
                reason=reason,
                rules=list(entry.rules),
                jurisdiction=given.jurisdiction.value,
                kind=given.kind.value,
                moves_on=given.moves_on,
                protocol=given.protocol,
                counterpart=given.counterpart,
                informed_on=given.informed_on,
                visor_updated_on=given.visor_updated_on,
            ),
            based_on=based_on,
            check_base=based_on is not None,
        )
