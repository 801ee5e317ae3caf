"""A child who was harmed, or who harms: referral to children's social care, the assessment and what was decided.

Nothing here names a child. No protocol gives a number of days, so nothing falls due on a day: what is missing stands
out. All dates are Europe/London dates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from audit.refusals import Finding
from circumstances.rules.given import Around, Given, refuse, remind, require
from circumstances.rules.kinds import Kind


class Child(StrEnum):
    """Which child the referral is about."""

    OTHER = "other"
    PERSON = "person"


CHILD_WORDS: Mapping[Child, str] = {
    Child.OTHER: "Another child, who was or may be harmed",
    Child.PERSON: "The person themselves, who is a child and harms or was harmed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildReferral(Given):
    """A referral to children's social care: told, sent in writing, assessed jointly, decided.

    `authority` is the service that is told, `told_on` the day on which it was told verbally, `assessors` who assessed,
    `entered_on` the day since which the decision stands in the record of children's social care too.
    """

    kind: ClassVar[Kind] = Kind.CHILD_REFERRAL

    about: Child
    authority: str = ""
    concern: str = ""
    told_on: date | None = None
    written_on: date | None = None
    joint_asked_on: date | None = None
    assessed_on: date | None = None
    assessors: str = ""
    outcome_on: date | None = None
    outcome: str = ""
    outcome_why: str = ""
    entered_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether what came of it is still to be decided."""
        return self.outcome_on is None

    def findings(self, around: Around) -> list[Finding]:
        """Whom it goes to and why; an assessment has its people, a decision its words and reasons (CIR-17, CIR-18)."""
        return [*self._referral(), *self._assessment(), *self._decision()]

    def _referral(self) -> Iterator[Finding]:
        if not self.authority.strip():
            yield require("CIR-17", "authority", "The service that is told is missing.", "Enter it.")
        if not self.concern.strip():
            yield require("CIR-17", "concern", "It is not recorded what the concern is.", "Write it down.")

    def _assessment(self) -> Iterator[Finding]:
        if self.assessed_on is None:
            if self.assessors.strip():
                message = "The day of the assessment is missing."
                yield require("CIR-18", "assessed_on", message, "Enter it, or leave out who assessed.")
            return
        if not self.assessors.strip():
            yield require("CIR-18", "assessors", "It is not recorded who assessed.", "Enter the two services.")
        if self.joint_asked_on is not None and self.assessed_on < self.joint_asked_on:
            message = "It was assessed before it was asked for."
            yield refuse("CIR-18", "assessed_on", message, "Correct one of the two days.")

    def _decision(self) -> Iterator[Finding]:
        said = (
            ("outcome", self.outcome, "what was decided"),
            ("outcome_why", self.outcome_why, "why it was decided so"),
        )
        if self.outcome_on is None:
            if any(text.strip() for _, text, _ in said) or self.entered_on is not None:
                message = "The day of the decision is missing."
                yield require("CIR-18", "outcome_on", message, "Enter it, or leave the decision out.")
            return
        for name, text, wanted in said:
            if not text.strip():
                yield require("CIR-18", name, f"It is not recorded {wanted}.", "Write it down.")
        referred = [day for day in (self.told_on, self.written_on) if day is not None]
        if not referred:
            message = "A decision needs a referral, and no day of one is recorded."
            yield require("CIR-17", "told_on", message, "Enter when they were told, or when it was sent in writing.")
        elif self.outcome_on < min(referred):
            message = "It was decided before it was referred."
            yield refuse("CIR-18", "outcome_on", message, "Correct one of the days.")
        if self.entered_on is not None and self.entered_on < self.outcome_on:
            message = "It stood in their record before it was decided."
            yield refuse("CIR-18", "entered_on", message, "Correct one of the two days.")


def reminders(known: ChildReferral | None) -> list[Finding]:
    """What is still missing of a referral: telling, writing, the joint assessment, the decision (CIR-17, CIR-18)."""
    return [] if known is None else [*_untold(known), *_undecided(known)]


def _untold(known: ChildReferral) -> Iterator[Finding]:
    if known.told_on is None and known.written_on is None:
        message = "It is not recorded that children’s social care was told of the child."
        yield remind("CIR-17", message, "Tell them at once, and send it in writing.")
    elif known.written_on is None:
        message = "Children’s social care was told of the child verbally, and not yet in writing."
        yield remind("CIR-17", message, "Send the referral in writing.")
    elif known.told_on is None:
        message = "Children’s social care has the referral of the child in writing, and was not told verbally."
        yield remind("CIR-17", message, "Call them, and record the day.")


def _undecided(known: ChildReferral) -> Iterator[Finding]:
    if not known.is_open:
        if known.entered_on is None:
            message = "The decision on the child does not stand in the record of children’s social care yet."
            yield remind("CIR-18", message, "Ask them to enter it, and record the day.")
        return
    if known.about is Child.PERSON and known.assessed_on is None:
        if known.joint_asked_on is None:
            message = "The joint assessment by the youth offending team and children’s social care is not asked for."
            yield remind("CIR-18", message, "Ask for it.")
        else:
            message = "The joint assessment by the youth offending team and children’s social care is not done."
            yield remind("CIR-18", message, "Agree a day with them.")
    message = "No decision on the referral of the child is recorded."
    yield remind("CIR-18", message, "Ask children’s social care what they decided, and why.")
