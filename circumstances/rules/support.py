"""What a person is owed or told: care leaving, a home, and that they are managed under MAPPA.

All dates are Europe/London dates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from audit.refusals import Finding
from circumstances.rules.given import Around, Given, refuse, remind, require
from circumstances.rules.kinds import Kind
from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, in_words

CARE_UNTIL_AGE = 25
REFER_DAYS = 56


class Telling(StrEnum):
    """Whether a patient is told that they are managed under MAPPA."""

    TOLD = "told"
    WITHHELD = "withheld"


class Consent(StrEnum):
    """Whether the person consents to being referred to a housing authority."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"


TELLING_WORDS: Mapping[Telling, str] = {Telling.TOLD: "Told", Telling.WITHHELD: "Not told: it may raise the risk"}
CONSENT_WORDS: Mapping[Consent, str] = {
    Consent.NOT_ASKED: "Not asked yet",
    Consent.GIVEN: "Given",
    Consent.REFUSED: "Refused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CareLeaver(Given):
    """Whether somebody left care, the authority that looked after them, and their personal adviser."""

    kind: ClassVar[Kind] = Kind.CARE_LEAVER

    left_care: bool
    authority: str = ""
    adviser: str = ""

    def findings(self, around: Around) -> list[Finding]:
        """The authority of somebody who left care is named (CIR-14)."""
        if not self.left_care or self.authority.strip():
            return []
        return [require("CIR-14", "authority", "The authority that looked after them is missing.", "Enter it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(Given):
    """Whether a patient was told of MAPPA. Withholding is the lead agency's decision, discussed at a meeting.

    `views` are the patient's, fed in by others; `feedback` is what the meeting agreed to tell them.
    """

    kind: ClassVar[Kind] = Kind.PATIENT

    telling: Telling
    told_on: date | None = None
    discussed_on: date | None = None
    why: str = ""
    views: str = ""
    feedback: str = ""

    def findings(self, around: Around) -> list[Finding]:
        """Telling has its day; withholding its reason and the meeting that discussed it (CIR-15)."""
        if self.telling is Telling.TOLD:
            return (
                []
                if self.told_on
                else [require("CIR-15", "told_on", "The day on which they were told is missing.", "Enter it.")]
            )
        return [*self._withheld()]

    def _withheld(self) -> Iterator[Finding]:
        step = "Leave it empty, or correct the answer above."
        if self.told_on is not None:
            yield refuse("CIR-15", "told_on", "A day on which they were told does not fit “Not told”.", step)
        if not self.why.strip():
            message = "It is not recorded how telling them would raise the risk."
            yield require("CIR-15", "why", message, "Write it down.")
        if self.discussed_on is None:
            message = "The meeting that discussed it is missing."
            yield require("CIR-15", "discussed_on", message, "Enter its day, or discuss it at the next one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Housing(Given):
    """That somebody is or will be without a home, and their referral to the housing authority that they chose.

    `known_on` is the day on which it became known, `housed_on` the one since which they have a home again.
    """

    kind: ClassVar[Kind] = Kind.HOUSING
    ahead: ClassVar[frozenset[str]] = frozenset({"homeless_on"})

    known_on: date | None = None
    homeless_on: date | None = None
    consent: Consent = Consent.NOT_ASKED
    authority: str = ""
    referred_on: date | None = None
    housed_on: date | None = None

    def findings(self, around: Around) -> list[Finding]:
        """Nobody is referred without consent, nor to an authority that they did not choose (CIR-16)."""
        found = [*self._days()]
        if self.referred_on is None:
            return found
        if self.consent is not Consent.GIVEN:
            message = "Somebody is referred to a housing authority only with their consent."
            found.append(refuse("CIR-16", "referred_on", message, "Ask them first."))
        if not self.authority.strip():
            message = "The authority that they chose is missing."
            found.append(require("CIR-16", "authority", message, "Enter it."))
        return found

    def _days(self) -> Iterator[Finding]:
        if self.homeless_on is None:
            message = "The day from which they have no home is missing."
            yield require("CIR-16", "homeless_on", message, "Enter it, as near as it is known.")
        if self.known_on is None:
            yield require("CIR-16", "known_on", "The day on which it became known is missing.", "Enter it.")
            return
        for name, happened in (("referred_on", self.referred_on), ("housed_on", self.housed_on)):
            if happened is not None and happened < self.known_on:
                message = "This day is before the one on which it became known: it belongs to an earlier time."
                yield refuse("CIR-16", name, message, "Leave it empty until it happens, or correct one of the days.")

    @property
    def lasts(self) -> bool:
        """Whether they are or will be without a home."""
        return self.known_on is not None and self.homeless_on is not None and self.housed_on is None

    @property
    def is_open(self) -> bool:
        """Whether a referral is still to be made: while it lasts, they neither refused nor were referred."""
        return self.lasts and self.referred_on is None and self.consent is not Consent.REFUSED


def care_reminders(known: CareLeaver | None, around: Around) -> list[Finding]:
    """That the authority owes a care leaver support until their 25th birthday (CIR-14)."""
    if known is None or not known.left_care or around.age is None or around.age >= CARE_UNTIL_AGE:
        return []
    step = "Ask their personal adviser." if known.adviser.strip() else "Ask the authority who the personal adviser is."
    return [remind("CIR-14", f"The authority owes them support until they are {CARE_UNTIL_AGE}.", step)]


def housing_reminders(known: Housing | None, around: Around) -> list[Finding]:
    """That somebody is asked for their consent before they are referred (CIR-16)."""
    if known is None or not known.is_open or known.consent is Consent.GIVEN:
        return []
    message = "Their consent to a referral to a housing authority is not recorded."
    return [remind("CIR-16", message, "Ask them, and which authority they choose.")]


def referral_due(known: Housing | None) -> Iterator[tuple[str, Due]]:
    """The referral to a housing authority, 56 days before there is no home, or when that is known later (CIR-16)."""
    if known is None or not known.is_open or known.homeless_on is None or known.known_on is None:
        return
    start = add_days(known.homeless_on, -REFER_DAYS)
    words = f"{REFER_DAYS} days before {in_words(known.homeless_on)}, from which there is no home"
    if known.known_on > start:
        words = f"{words}; at once, as it became known on {in_words(known.known_on)}"
    yield "", Due(max(start, known.known_on), start, "CIR-16", f"{words} (national, {rule('CIR-16').source})")
