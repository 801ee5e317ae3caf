"""Short ways to write the facts that eligibility tests need."""

from datetime import date
from typing import Any

from offenders.rules.facts import Disposal, DisposalKind, OffenceFacts, Outcome, Schedule15
from offenders.rules.terms import Term, Unit

SENTENCED = date(2025, 3, 3)
LICENCE_ENDS = date(2027, 6, 30)
TODAY = date(2026, 3, 2)


def months(number: int) -> Term:
    """A term in months."""
    return Term(number, Unit.MONTHS)


def disposal(kind: DisposalKind, term: Term | None = None, **facts: Any) -> Disposal:
    """A disposal of SENTENCED with a licence to LICENCE_ENDS."""
    return Disposal(kind, term, **{"imposed_on": SENTENCED, "licence_ends_on": LICENCE_ENDS, **facts})


def prison(term: Term, **facts: Any) -> Disposal:
    """A term of imprisonment."""
    return disposal(DisposalKind.IMPRISONMENT, term, **facts)


def hospital(**facts: Any) -> Disposal:
    """A hospital order."""
    return disposal(DisposalKind.HOSPITAL_ORDER, **{"licence_ends_on": None, **facts})


def offence(name: str = "Offence A", passed: Disposal | None = None, **facts: Any) -> OffenceFacts:
    """A conviction of SENTENCED."""
    return OffenceFacts(
        **{
            "id": name,
            "title": name,
            "outcome": Outcome.CONVICTION,
            "outcome_on": SENTENCED,
            "committed_on": date(2024, 9, 1),
            "disposal": passed,
            **facts,
        }
    )


def violent(passed: Disposal | None = None, name: str = "Violent offence", **facts: Any) -> OffenceFacts:
    """An offence of Schedule 15 Part 1."""
    return offence(name, passed, schedule_15=Schedule15.VIOLENT, **facts)
