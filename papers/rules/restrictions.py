"""By when the DWP is told what restricts somebody's work or training, with MAPPA J (FRM-16). Facts in, dues out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rulebook import rule
from deadlines.rules.days import Due, in_words

LICENCE = "licence:"
"""How the key of licence conditions begins; what follows stands for their words, so that other words ask anew."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """One order, community order or set of licence conditions, and the day from which it restricts the person.

    `awaits_release` says that the person was inside when the conditions were set, and still is.
    """

    key: str
    words: str
    since: date
    awaits_release: bool = False


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """What restricts somebody now, what of it was weighed as restricting no work, and whether a MAPPA J stands.

    `release_due` is the release date that is known; `closed_on` the last day on which a MAPPA J came to apply no
    longer.
    """

    standing: Sequence[Restriction] = ()
    weighed: Collection[str] = ()
    told: bool = False
    release_due: date | None = None
    closed_on: date | None = None


def unweighed(facts: RestrictionFacts) -> list[Restriction]:
    """What calls for MAPPA J or for the word that it makes no work or training unsuitable (FRM-16)."""
    return [] if facts.told else [one for one in facts.standing if one.key not in facts.weighed]


def in_full(one: Restriction) -> str:
    """What restricts the person and since when, as a page lists it."""
    return f"{one.words}, since {in_words(one.since)}"


def to_be_told(facts: RestrictionFacts) -> Iterator[tuple[str, Due]]:
    """By when MAPPA J is sent: as soon as an order is made, before the release conditions are set for (FRM-16).

    Nothing while conditions of a licence await a release whose day is not known. The first to fall due is told.
    """
    found = [due for one in unweighed(facts) if (due := _due(one, facts)) is not None]
    if found:
        yield "", min(found, key=lambda due: due.due_on)


def _due(one: Restriction, facts: RestrictionFacts) -> Due | None:
    if one.awaits_release:
        if facts.release_due is None:
            return None
        words = f"{one.words}: before the release on {in_words(facts.release_due)}"
        return _national(facts.release_due, facts.release_due, words)
    since, why = one.since, "in force since"
    if facts.closed_on is not None and facts.closed_on > since:
        since, why = facts.closed_on, "in force, and MAPPA J applies no longer since"
    return _national(since, since, f"As soon as made. {one.words}, {why} {in_words(since)}")


def _national(due_on: date, start_on: date, words: str) -> Due:
    return Due(due_on, start_on, "FRM-16", f"{words} (national, {rule('FRM-16').source})")


def waiting_findings(waiting: Sequence[Restriction]) -> list[Finding]:
    """Refuse to weigh where nothing waits for it (FRM-16)."""
    if waiting:
        return []
    message = "Nothing waits for MAPPA J: what restricts the person stands on one that was sent, or was weighed before."
    return [Finding("FRM-16", Effect.REFUSE, message, None, "Look at the forms of the case.")]


def weighing_findings(facts: RestrictionFacts, keys: Collection[str], reason: str) -> list[Finding]:
    """Refuse to weigh what does not wait to be weighed, and ask for the choice and the reason (FRM-16)."""
    waiting = {one.key for one in unweighed(facts)}
    found = waiting_findings(unweighed(facts))
    if found:
        return found
    if not keys:
        found.append(Finding("FRM-16", Effect.REQUIRE, "Choose what makes no work or training unsuitable.", "keys"))
    elif not set(keys) <= waiting:
        message = "What you chose is no longer in force, was weighed before, or stands on a MAPPA J that was sent."
        found.append(Finding("FRM-16", Effect.REFUSE, message, "keys", "Look at what is listed now."))
    if not reason.strip():
        message = "Say why it makes no work or training unsuitable."
        found.append(Finding("FRM-16", Effect.REQUIRE, message, "reason"))
    return found
