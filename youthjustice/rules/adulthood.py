"""Passing to adult services: considered half a year before the 18th birthday, at Level 1 with MAPPA Q (YJ-24, YJ-25).

Facts in, deadlines and findings out; dates are Europe/London dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_months, in_words, months_before
from offenders.rules.ages import LeapBirthday, birthday

ADULT = 18
BEFORE_ADULTHOOD_MONTHS = 6
SCREENING_MONTHS = 12
"""How old MAPPA Q may be to be part of a transfer. The guidance gives no figure: the product takes a year."""


@dataclass(frozen=True, slots=True)
class AdulthoodFacts:
    """What the clock reads of a person under youth justice supervision.

    `considered`: a decision on the transfer is recorded. `screened_on`: the day of the last MAPPA Q.
    """

    date_of_birth: date
    level: int | None
    considered: bool = False
    screened_on: date | None = None


def eighteen(date_of_birth: date) -> date:
    """The 18th birthday; 28 February for who was born on 29 February, since a protection ends with it."""
    return birthday(date_of_birth, ADULT, LeapBirthday.FEBRUARY_28)


def transfer_due(facts: AdulthoodFacts) -> Iterator[tuple[str, Due]]:
    """By when a transfer is considered, at Level 1 the level reviewed with MAPPA Q (YJ-24, YJ-25)."""
    adult_on = eighteen(facts.date_of_birth)
    due_on = months_before(adult_on, BEFORE_ADULTHOOD_MONTHS)
    months = f"{BEFORE_ADULTHOOD_MONTHS} months before the 18th birthday on {in_words(adult_on)}"
    if facts.level in (2, 3) and not facts.considered:
        words = f"Transfer to adult services considered at Level {facts.level}: {months}"
        yield "", _due(due_on, adult_on, "YJ-24", words)
    if facts.level == 1 and not counts(facts.screened_on, adult_on):
        yield "", _due(due_on, adult_on, "YJ-25", f"Level reviewed with MAPPA Q as part of the transfer: {months}")


def counts(screened_on: date | None, on: date) -> bool:
    """Whether MAPPA Q is recent enough on that day to be part of a transfer (YJ-25)."""
    return screened_on is not None and add_months(on, -SCREENING_MONTHS) <= screened_on


def handing_findings(*, level: int | None, screened_on: date | None, on: date) -> list[Finding]:
    """Refuse to hand a case at Level 1 to probation without MAPPA Q (YJ-25)."""
    if level != 1 or (counts(screened_on, on) and screened_on is not None and screened_on <= on):
        return []
    message = f"At Level 1 the level is reviewed with MAPPA Q in the {SCREENING_MONTHS} months before the transfer."
    return [Finding("YJ-25", Effect.REFUSE, message, None, "Screen the case (MAPPA Q) first.")]


def transition_findings(*, planned_on: date | None, transfers: bool, on: date, today: date) -> list[Finding]:
    """What refuses recording that a transfer was considered (YJ-24)."""
    found = []
    if on > today:
        message = f"The day entered, {in_words(on)}, is in the future."
        found.append(Finding("YJ-24", Effect.REFUSE, message, "on", "Record it once it was considered."))
    if transfers and planned_on is None:
        message = "It is not recorded: for when the transfer is planned."
        found.append(Finding("YJ-24", Effect.REQUIRE, message, "planned_on", "Enter the day."))
    if planned_on is not None and planned_on < on:
        message = f"The transfer is planned for {in_words(planned_on)}, before it was considered."
        found.append(Finding("YJ-24", Effect.REFUSE, message, "planned_on", "Correct one of the two days."))
    return found


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, start_on, rule_id, f"{words} (national, {rule(rule_id).source})")
