"""People who are not British citizens: who tells Immigration Enforcement, by when, and what is planned (chapter 25).

Working days leave out weekends and bank holidays of England and Wales. All dates are Europe/London dates.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from audit.refusals import Finding
from circumstances.rules.given import Around, Given, day_of, refuse, remind, require
from circumstances.rules.kinds import Kind
from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_working_days, in_words, with_last_working_day

REFERRAL_WORKING_DAYS = 10


class Status(StrEnum):
    """What the person declares, as far as it decides something."""

    BRITISH = "british"
    FOREIGN = "foreign"
    UNCERTAIN = "uncertain"


class Deportation(StrEnum):
    """How far deportation has come."""

    NOT_KNOWN = "not_known"
    NOT_PURSUED = "not_pursued"
    IN_SCOPE = "in_scope"
    PURSUED = "pursued"
    DEPORTED = "deported"


class Detention(StrEnum):
    """Whether the person is held under immigration powers."""

    NOT_KNOWN = "not_known"
    NONE = "none"
    EXPECTED = "expected"
    PRISON = "prison"
    CENTRE = "centre"


class Bail(StrEnum):
    """How immigration bail stands."""

    NOT_KNOWN = "not_known"
    NONE = "none"
    APPLIED = "applied"
    GRANTED = "granted"


STATUS_WORDS: Mapping[Status, str] = {
    Status.BRITISH: "British citizen",
    Status.FOREIGN: "Not a British citizen",
    Status.UNCERTAIN: "Not certain",
}
DEPORTATION_WORDS: Mapping[Deportation, str] = {
    Deportation.NOT_KNOWN: "Not known",
    Deportation.NOT_PURSUED: "Not pursued",
    Deportation.IN_SCOPE: "In scope",
    Deportation.PURSUED: "Pursued",
    Deportation.DEPORTED: "Deported",
}
DETENTION_WORDS: Mapping[Detention, str] = {
    Detention.NOT_KNOWN: "Not known",
    Detention.NONE: "Not held, and not expected",
    Detention.EXPECTED: "Expected when the sentence ends",
    Detention.PRISON: "Held in prison after the sentence",
    Detention.CENTRE: "Held in an immigration removal centre",
}
BAIL_WORDS: Mapping[Bail, str] = {
    Bail.NOT_KNOWN: "Not known",
    Bail.NONE: "None",
    Bail.APPLIED: "Applied for",
    Bail.GRANTED: "Granted",
}
HELD = frozenset({Detention.PRISON, Detention.CENTRE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Nationality(Given):
    """What the person declares; `country` is the nationality in words, empty where they declare none."""

    kind: ClassVar[Kind] = Kind.NATIONALITY

    status: Status
    country: str = ""

    @property
    def is_foreign(self) -> bool:
        """Whether they count as a foreign national: also while it is not certain (CIR-01)."""
        return self.status is not Status.BRITISH

    def findings(self, around: Around) -> list[Finding]:
        """Somebody who is no British citizen declares which nationality they have (CIR-01)."""
        if self.status is not Status.FOREIGN or self.country.strip():
            return []
        return [require("CIR-01", "country", "The nationality is missing.", "Enter it as the person declares it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Immigration(Given):
    """What was done with Immigration Enforcement, and how deportation, detention and bail stand.

    `owner` and `contact` are its case owner and its point of contact for MAPPA, by name and post. `early_removal_on`
    is the first day of early removal, `licence_on` and `bail_plan_on` the days on which licence and plan, and the plan
    in case of bail, were drawn up.
    """

    kind: ClassVar[Kind] = Kind.IMMIGRATION
    ahead: ClassVar[frozenset[str]] = frozenset({"early_removal_on"})

    referred_on: date | None = None
    practitioner_told_on: date | None = None
    details_given_on: date | None = None
    owner: str = ""
    contact: str = ""
    deportation: Deportation = Deportation.NOT_KNOWN
    early_removal_on: date | None = None
    deported_on: date | None = None
    detention: Detention = Detention.NOT_KNOWN
    detained_on: date | None = None
    bail: Bail = Bail.NOT_KNOWN
    bail_on: date | None = None
    licence_on: date | None = None
    bail_plan_on: date | None = None

    def findings(self, around: Around) -> list[Finding]:
        """Only for somebody who is not a British citizen, or may not be; what happened has its day (CIR-01, CIR-07)."""
        found: list[Finding] = []
        if around.foreign is not True:
            stands = (
                "No nationality is recorded" if around.foreign is None else "They are recorded as a British citizen"
            )
            found.append(refuse("CIR-01", None, f"{stands}.", "Record the nationality first."))
        deported, held = self.deportation is Deportation.DEPORTED, self.detention in HELD
        return [
            *found,
            *day_of("CIR-07", "deportation", happened=deported, day=self.deported_on, field="deported_on"),
            *day_of("CIR-07", "the detention", happened=held, day=self.detained_on, field="detained_on"),
            *day_of("CIR-07", "the bail", happened=self.bail is Bail.GRANTED, day=self.bail_on, field="bail_on"),
        ]

    @property
    def is_deported(self) -> bool:
        """Whether they are out of the country by deportation."""
        return self.deportation is Deportation.DEPORTED


@dataclass(frozen=True, slots=True)
class ForeignFacts:
    """What the clocks look at. `sentenced_on` is the day of the last sentence to custody, whatever its length."""

    foreign: bool
    sentenced_on: date | None = None
    immigration: Immigration | None = None
    inside_since: date | None = None
    release_due_on: date | None = None


def referral_due(facts: ForeignFacts, holidays: Collection[date]) -> Iterator[tuple[str, Due]]:
    """The prison's referral to Immigration Enforcement, ten working days after the sentence (CIR-02)."""
    start, known = facts.sentenced_on, facts.immigration or Immigration()
    if not facts.foreign or start is None or known.is_deported:
        return
    if known.referred_on is not None and known.referred_on >= start:
        return
    due_on = add_working_days(start, REFERRAL_WORKING_DAYS, holidays)
    words = f"{REFERRAL_WORKING_DAYS} working days from the sentence of {in_words(start)}, whatever its length"
    yield "", Due(due_on, start, "CIR-02", f"{words} (national, {rule('CIR-02').source})")


def bail_plan_due(facts: ForeignFacts, holidays: Collection[date]) -> Iterator[tuple[str, Due]]:
    """The plan in case of immigration bail, before custody ends (CIR-06); nothing while no day of release is known."""
    since, due_on = facts.inside_since, facts.release_due_on
    if since is None or due_on is None or not _needs_bail_plan(facts.foreign, facts.immigration, since):
        return
    words = f"A plan in case of immigration bail, before custody ends on {in_words(due_on)}"
    due = Due(due_on, since, "CIR-06", f"{words} (national, {rule('CIR-06').source})")
    yield "", with_last_working_day(due, holidays)


def _needs_bail_plan(foreign: bool, known: Immigration | None, since: date) -> bool:
    known = known or Immigration()
    made = known.bail_plan_on is not None and known.bail_plan_on >= since
    return foreign and not made and not known.is_deported


def reminders(nationality: Nationality | None, known: Immigration | None, around: Around) -> list[Finding]:
    """What is still to be done about somebody who is not a British citizen (CIR-03 to CIR-06)."""
    if nationality is None or not nationality.is_foreign:
        return []
    seen = known or Immigration()
    if seen.is_deported:
        return []
    return [*_of_telling(seen), *_of_planning(seen, around)]


def _of_telling(seen: Immigration) -> Iterator[Finding]:
    if seen.practitioner_told_on is None:
        message = "It is not recorded that the Probation Practitioner was told."
        yield remind("CIR-03", message, "The prison tells them as soon as it can.")
    if seen.details_given_on is None:
        message = "It is not recorded that Immigration Enforcement has the practitioner’s details."
        yield remind("CIR-03", message, "Check that it was told of the person, and give your details.")
    if not seen.owner.strip():
        through = "Invite it through its point of contact for MAPPA." if seen.contact.strip() else ""
        message = "No case owner at Immigration Enforcement is known."
        yield remind("CIR-04", message, through or "Ask its point of contact for MAPPA who it is.")


def _of_planning(seen: Immigration, around: Around) -> Iterator[Finding]:
    if seen.detention in {Detention.EXPECTED, *HELD} and seen.licence_on is None:
        message = "No licence and plan are recorded, and the person is or may be held under immigration powers."
        yield remind("CIR-05", message, "Draw them up as for a release.")
    if seen.detention in HELD:
        message = "Held after the sentence, the licence has begun."
        yield remind("CIR-05", message, "The practitioner goes on managing the case.")
    inside = around.inside_since or (seen.detained_on if seen.detention in HELD else None)
    if inside is not None and around.release_due_on is None and _needs_bail_plan(True, seen, inside):
        message = "There is no plan in case of immigration bail."
        yield remind("CIR-06", message, "Make it before custody or detention ends.")
