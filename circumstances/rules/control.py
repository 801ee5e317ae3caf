"""Monitoring, measures and service abroad: who is told that somebody is managed, and who answers for them.

All dates are Europe/London dates.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from audit.refusals import Finding
from circumstances.rules.given import Around, Given, refuse, remind, require
from circumstances.rules.kinds import Kind

CATEGORY_1 = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lasting(Given):
    """What began on a day and may have ended since."""

    rule: ClassVar[str]

    began_on: date | None = None
    ended_on: date | None = None

    @property
    def lasts(self) -> bool:
        """Whether it has begun and not ended."""
        return self.began_on is not None and self.ended_on is None

    def findings(self, around: Around) -> list[Finding]:
        """It has a first day, and ends on that day or later."""
        if self.began_on is None:
            return [require(self.rule, "began_on", "The first day is missing.", "Enter it.")]
        if self.ended_on is not None and self.ended_on < self.began_on:
            return [refuse(self.rule, "ended_on", "It ends before it begins.", "Correct one of the two days.")]
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring(_Lasting):
    """Electronic monitoring: its provider, and when they were told of MAPPA and of whom to call."""

    kind: ClassVar[Kind] = Kind.MONITORING
    rule: ClassVar[str] = "CIR-10"

    provider: str = ""
    told_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures(_Lasting):
    """Terrorism prevention and investigation measures, and what came of considering Category 3."""

    kind: ClassVar[Kind] = Kind.MEASURES
    rule: ClassVar[str] = "CIR-11"

    considered_on: date | None = None
    considered: str = ""

    def findings(self, around: Around) -> list[Finding]:
        """What was considered has its day and its outcome."""
        found = super(Measures, self).findings(around)
        if self.considered_on is not None and not self.considered.strip():
            message = "It is not recorded what came of considering Category 3."
            found.append(require("CIR-11", "considered", message, "Write it down."))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad(_Lasting):
    """Deployment abroad with the armed forces, and whom the Royal Military Police named."""

    kind: ClassVar[Kind] = Kind.ABROAD
    rule: ClassVar[str] = "CIR-12"

    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel(Given):
    """Whether travel by rail is part of the risk, so that British Transport Police are asked to meetings."""

    kind: ClassVar[Kind] = Kind.TRAVEL

    by_rail: bool
    why: str = ""

    def findings(self, around: Around) -> list[Finding]:
        """A risk on the railways says what it is (CIR-13)."""
        if self.by_rail and not self.why.strip():
            message = "It is not recorded what the risk on the railways is."
            return [require("CIR-13", "why", message, "Write it down.")]
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Radicalisation(Given):
    """Whether there is a risk of radicalisation, so that the chair decides about asking the Prevent lead."""

    kind: ClassVar[Kind] = Kind.RADICALISATION

    at_risk: bool
    why: str = ""

    def findings(self, around: Around) -> list[Finding]:
        """A risk of radicalisation says what it is (CIR-20)."""
        if self.at_risk and not self.why.strip():
            message = "It is not recorded what the risk of radicalisation is."
            return [require("CIR-20", "why", message, "Write it down.")]
        return []


def monitoring_reminders(known: Monitoring | None, around: Around) -> list[Finding]:
    """That the provider is told while monitoring lasts, of somebody in a category and of nobody else (CIR-10)."""
    if known is None or not known.lasts or known.told_on is not None or around.category is None:
        return []
    message = "It is not recorded that the provider of electronic monitoring was told of MAPPA."
    return [remind("CIR-10", message, "Tell them, with the practitioner and whom to call out of hours.")]


def measures_reminders(known: Measures | None, around: Around) -> list[Finding]:
    """That Category 3 is considered of somebody whom no category holds (CIR-11)."""
    if known is None or not known.lasts or around.category is not None or known.considered_on is not None:
        return []
    message = "Prevention measures alone bring nobody under MAPPA."
    return [remind("CIR-11", message, "Consider a referral to Category 3, and record what came of it.")]


def abroad_reminders(known: Abroad | None, around: Around) -> list[Finding]:
    """Who answers for somebody of Category 1 who serves abroad (CIR-12)."""
    if known is None or not known.lasts or around.category != CATEGORY_1:
        return []
    message = "While they serve abroad the Royal Military Police answer for them."
    named = "Their contact is recorded." if known.contact.strip() else "Ask them through the local police who it is."
    return [remind("CIR-12", message, named)]
