"""What falls due on a record on ViSOR (VIS-03 to VIS-06). Facts in, deadlines with their sums in words out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, add_working_days, in_words, months_before, with_last_working_day
from visor.rules.record import MANAGED_AT, must_have

AFTER_SENTENCE_DAYS = 3
BEFORE_RELEASE_MONTHS = 6
AFTER_MINUTES_WORKING_DAYS = 3
Dues = Iterator[tuple[str, Due]]


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the clocks read of one case.

    `exists`: a reference or the making of the record is recorded. `archived_on` is None while it is active.
    `renewed_on`: of an archived one, the first sentence since, or else the first of the unbroken decisions, that leads
    to Category 1 now; never before the archiving. `sentenced_on`: the first sentence that leads to
    Category 1. `inside_since` and `release_due_on`: the present time in custody or hospital. `managed_since`: since
    when it is at Level 2 or 3 without a break. `agreed`: meetings whose minutes were agreed, on which day, and after
    which no update is recorded.
    """

    category: int | None = None
    level: int | None = None
    ended_on: date | None = None
    exists: bool = False
    archived_on: date | None = None
    sentenced_on: date | None = None
    renewed_on: date | None = None
    managed_since: date | None = None
    inside_since: date | None = None
    release_due_on: date | None = None
    agreed: Sequence[tuple[str, date]] = ()


def made(facts: ClockFacts, holidays: Collection[date]) -> Dues:
    """By when the record is made, or an archived one is active again (VIS-03, VIS-04); met once there is one."""
    if (facts.exists and facts.archived_on is None) or facts.ended_on is not None:
        return
    if facts.category == 1:
        sentenced = facts.renewed_on if facts.exists else facts.sentenced_on
        if sentenced is None:
            return
        what = "sentence or decision" if facts.exists else "sentence"
        words = f"{AFTER_SENTENCE_DAYS} days from the {what} on {in_words(sentenced)}, as best practice"
        due = _due(add_days(sentenced, AFTER_SENTENCE_DAYS), sentenced, "VIS-03", words + _again(facts))
        yield "", with_last_working_day(due, holidays)
    elif facts.category == 2 and facts.level in MANAGED_AT:
        release, since = facts.release_due_on, facts.inside_since
        if release is None or since is None:
            return
        begins = max(since, facts.managed_since or since, facts.archived_on or since)
        due_on = months_before(release, BEFORE_RELEASE_MONTHS)
        words = f"{BEFORE_RELEASE_MONTHS} months before the release on {in_words(release)}"
        if due_on < begins:
            due_on, words = begins, f"At once: Level {facts.level} in custody began less than {words}"
        yield "", with_last_working_day(_due(due_on, release, "VIS-04", words + _again(facts)), holidays)


def _again(facts: ClockFacts) -> str:
    """What an archived record needs, to follow the sum in words; empty for one that is not made yet."""
    if facts.archived_on is None:
        return ""
    return f"; the record archived on {in_words(facts.archived_on)} is made active again"


def updated(facts: ClockFacts, holidays: Collection[date]) -> Dues:
    """By when the record is updated after each meeting whose minutes were agreed (VIS-05).

    An archived one is updated only where it must be active again, and after meetings of the time since.
    """
    needed = must_have(facts.category, facts.level, facts.ended_on)
    if not needed and (facts.archived_on is not None or not facts.exists):
        return
    for key, agreed_on in facts.agreed:
        if facts.archived_on is not None and agreed_on <= facts.archived_on:
            continue
        words = f"{AFTER_MINUTES_WORKING_DAYS} working days from the minutes being agreed on {in_words(agreed_on)}"
        yield key, _due(add_working_days(agreed_on, AFTER_MINUTES_WORKING_DAYS, holidays), agreed_on, "VIS-05", words)


def archived(facts: ClockFacts, holidays: Collection[date]) -> Dues:
    """That the record is archived when management under MAPPA ends (VIS-06)."""
    if facts.ended_on is not None and facts.exists and facts.archived_on is None:
        words = f"At once: management under MAPPA ended on {in_words(facts.ended_on)}"
        yield "", _due(facts.ended_on, facts.ended_on, "VIS-06", words)


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, start_on, rule_id, f"{words} (national, {rule(rule_id).source})")
