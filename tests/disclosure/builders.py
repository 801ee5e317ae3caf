"""Disclosure decisions made the way the product makes them, with plainly invented content."""

import datetime as dt
from dataclasses import replace
from typing import Any

from accounts.models import Agency, User
from disclosure.models import DisclosureDecision, DisclosureMade
from disclosure.services import Decided, Told, decide, record_made
from offenders.models import Case

NOT_TO_DISCLOSE = Decided(disclose=False, purpose="To protect his new partner", reason="She is safe where she is.")


def to_disclose(agency: Agency, today: dt.date, **changes: Any) -> Decided:
    """A complete decision to tell an invented head teacher in a week."""
    decided = Decided(
        disclose=True,
        purpose="To protect pupils",
        reason="The school cannot protect them without knowing.",
        prompts=["work_training_education"],
        necessity="Nobody else can supervise him there.",
        proportionality="Only the offence and the conditions are told.",
        alternatives="Leaving the course was refused.",
        legal_basis="common_law",
        details="The conviction and the no-contact condition.",
        recipient="Ada Testperson",
        recipient_role="Head teacher",
        recipient_kind="adult",
        representations_sought=True,
        representations="He agrees.",
        discloser_agency=agency,
        discloser="An Officer",
        planned_on=today + dt.timedelta(days=7),
    )
    return replace(decided, **changes)


def decided(
    case: Case, actor: User, *, today: dt.date, given: Decided | None = None, **changes: Any
) -> DisclosureDecision:
    """Record a decision: to disclose, unless `given` says otherwise."""
    decision = given or to_disclose(case.lead_agency, today, **changes)
    return decide(actor=actor, case=case, decided=decision, on=today, today=today)


def made(decision: DisclosureDecision, actor: User, *, today: dt.date, **changes: Any) -> DisclosureMade:
    """Record that it was disclosed today."""
    told = Told(
        made_on=today,
        agency=decision.case.lead_agency,
        person="An Officer",
        details="The conviction.",
        recipient_agreed=True,
        offender_knows=True,
    )
    return record_made(actor=actor, decision=decision, told=replace(told, **changes), today=today)


def decision_form(agency: Agency, today: dt.date, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete decision to disclose."""
    sent: dict[str, Any] = {
        "decided_on": today.strftime("%d/%m/%Y"),
        "context": "standalone",
        "prompts": ["work_training_education"],
        "purpose": "To protect pupils",
        "child_sex_offender": "no",
        "disclose": "yes",
        "reasons": "The school cannot protect them without knowing.",
        "necessity": "Nobody else can supervise him there.",
        "proportionality": "Only the offence is told.",
        "alternatives": "Leaving the course was refused.",
        "legal_basis": "common_law",
        "recipient_kind": "adult",
        "recipient": "Ada Testperson",
        "recipient_role": "Head teacher",
        "details": "The conviction and the no-contact condition.",
        "representations_sought": "yes",
        "representations": "He agrees.",
        "discloser_agency": str(agency.pk),
        "discloser": "An Officer",
        "planned_on": (today + dt.timedelta(days=7)).strftime("%d/%m/%Y"),
    }
    return {**sent, **changes}


def no_form(today: dt.date, **changes: Any) -> dict[str, Any]:
    """What a browser sends when it is decided not to disclose and the rest is left empty."""
    sent: dict[str, Any] = {
        "decided_on": today.strftime("%d/%m/%Y"),
        "context": "standalone",
        "purpose": "To protect his new partner",
        "child_sex_offender": "no",
        "disclose": "no",
        "reasons": "She is safe where she is.",
    }
    return {**sent, **changes}
