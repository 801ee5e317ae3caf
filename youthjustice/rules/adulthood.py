"""Passing to adult services: considered half a year before the 18th birthday, carried out by it (YJ-24 to YJ-27).

Facts in, deadlines and findings out; dates are Europe/London dates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_months, in_words, months_before
from offenders.rules.ages import LeapBirthday, birthday
from offenders.rules.facts import OffenceFacts
from offenders.rules.lead import supervised

ADULT = 18
BEFORE_ADULTHOOD_MONTHS = 6
SCREENING_MONTHS = 12
"""How old MAPPA Q may be to be part of a transfer. The guidance gives no figure: the product takes a year."""

STAY_MONTHS = 6
"""How long after the 18th birthday, or a later decision, a case stays at most before that is decided anew."""


@dataclass(frozen=True, slots=True)
class AdulthoodFacts:
    """What the clocks read of a person under youth justice supervision.

    `considered`: a decision on the transfer is recorded. `screened_on`: the day of the last MAPPA Q. `led`: a youth
    justice service leads the case. `stays`: the day of the last decision that the case stays with that
    service, and the day until which. `transfers`: a later one says that it passes.
    """

    date_of_birth: date
    level: int | None
    considered: bool = False
    screened_on: date | None = None
    led: bool = True
    stays: tuple[date, date] | None = None
    transfers: bool = False


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


def passing_due(facts: AdulthoodFacts) -> Iterator[tuple[str, Due]]:
    """By when a case of which a transfer was considered passes, or stays by a decision with a day (YJ-26).

    At Level 1 it begins with MAPPA Q, too. A transfer planned for later than the birthday puts nothing off.
    """
    adult_on = eighteen(facts.date_of_birth)
    begun = facts.considered or (facts.level == 1 and counts(facts.screened_on, adult_on))
    if facts.level is None or not facts.led or not begun:
        return
    if facts.stays is None or (facts.transfers and facts.stays[1] <= adult_on):
        due_on, start_on = adult_on, adult_on
        words = f"Passed to adult services, or recorded why it stays, by the 18th birthday on {in_words(adult_on)}"
    else:
        start_on, due_on = facts.stays
        words = (
            f"Passed to adult services, or decided anew, by {in_words(due_on)}: until then the case stays with the "
            f"youth justice service, as was decided on {in_words(start_on)}"
        )
    with_review = "; at Level 1 with MAPPA Q" if facts.level == 1 else ""
    yield "", Due(due_on, start_on, "YJ-26", f"{words}{with_review} (product's own limit)")


def longest_stay(date_of_birth: date, *, on: date, order_ends_on: date | None) -> date:
    """The last day until which a case can stay by a decision of the day `on` (YJ-27).

    Six months from the 18th birthday or from a later decision, or the end of the sentences where that is earlier.
    """
    latest = add_months(max(on, eighteen(date_of_birth)), STAY_MONTHS)
    return latest if order_ends_on is None else min(latest, order_ends_on)


def order_ends(offences: Iterable[OffenceFacts], on: date) -> date | None:
    """The last day of the sentences and orders that run on a day; None without one, or while an end is not recorded.

    A conviction that is quashed by that day counts for nothing (CAT-35).
    """
    running = (one for one in offences if one.stands_on(on) and supervised(one, on))
    disposals = [one.disposal for one in running if one.disposal is not None]
    ends = [
        max((day for day in (one.licence_ends_on, one.sentence_ends_on, one.supervision_ends_on) if day), default=None)
        for one in disposals
    ]
    known = [day for day in ends if day is not None]
    return max(known) if known and len(known) == len(ends) else None


def stay_findings(*, stays_until: date | None, stays: bool, on: date, latest: date) -> list[Finding]:
    """What refuses the day until which a case stays with the youth justice service (YJ-27)."""
    if not stays:
        message = "The case passes to adult services, so there is no day until which it stays."
        return [] if stays_until is None else [_refused(message, "Leave it empty, or choose that the case stays.")]
    if stays_until is None:
        message = "It is not recorded: until which day the case stays."
        return [Finding("YJ-27", Effect.REQUIRE, message, "stays_until", "Enter the day.")]
    if stays_until <= on:
        return [_refused(f"The case stays until {in_words(stays_until)}, not after the day of the decision.", CORRECT)]
    if stays_until > latest:
        message = f"The case can stay until {in_words(latest)} by this decision: {STAY_MONTHS} months"
        message += " from the 18th birthday or the decision, or the end of the sentences where that is earlier."
        return [_refused(message, "Enter that day or an earlier one; it is decided anew then.")]
    return []


CORRECT = "Correct one of the two days."


def _refused(message: str, step: str) -> Finding:
    return Finding("YJ-27", Effect.REFUSE, message, "stays_until", step)


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
