"""Asking agencies and the prison for information, reminding them, and recording their answers (rule LVL-31)."""

import datetime as dt

from accounts.models import Agency, User
from audit.refusals import stop
from levels.models import AgencyRequest
from levels.rules.asking import CHASED, answer_findings, asking_findings
from offenders.models import Case
from offenders.writing import writing


def ask_agency(
    *, actor: User, case: Case, agency: Agency, asked_for: str, asked_on: dt.date, today: dt.date
) -> AgencyRequest:
    """Record that an agency was asked; its answer is due 14 days later.

    Raises: NotPermitted; RuleRefused (LVL-31 for a day to come, one's own agency, or a request that waits already).
    """
    with writing(case, actor=actor, may="ask_agency", verb="agency.asked", reason=asked_for) as entry:
        waits = AgencyRequest.objects.filter(case=entry.case, agency=agency, answer="").exists()
        own = agency.pk == actor.agency_id
        stop(asking_findings(on=asked_on, today=today, asked_already=waits, asks_itself=own))
        entry.rules.append("LVL-31")
        return entry.add(
            AgencyRequest(
                case=entry.case,
                agency=agency,
                asked_for=asked_for,
                asked_on=asked_on,
                asked_by=actor,
                asked_as=actor.audit_role[:200],
            )
        )


def follow_up(
    *, actor: User, request: AgencyRequest, step: str, on: dt.date, note: str, version: int, today: dt.date
) -> AgencyRequest:
    """Record a reminder, or the answer that ends the request. `step` is a key of STEPS.

    Raises: NotPermitted; RuleRefused (LVL-31); Conflict when it was changed since `version`.
    """
    verb = "agency.reminded" if step == CHASED else "agency.answered"
    with writing(request.case, actor=actor, may="ask_agency", verb=verb, reason=note) as entry:
        row = AgencyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        found = answer_findings(
            asked_on=row.asked_on, on=on, today=today, answered=bool(row.answer), note=note or "-" * (step == CHASED)
        )
        stop(found)
        if step == CHASED:
            return entry.change(row, version=version, chased_on=on)
        return entry.change(row, version=version, answer=step, answered_on=on, note=note)
