"""How a category ends: considered beforehand, ended by a decision (CAT-28, CAT-34, LIFE-06 to -08, LIFE-14). Pure."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, add_days, in_words, months_before, with_last_working_day
from offenders.rules.categories import categorise
from offenders.rules.facts import CaseFacts

LOOK_AHEAD_MONTHS = 3
RECORD_WITHIN_DAYS = 3
AGAIN_WITHIN_DAYS = 3
ENDS, CATEGORY_3, CATEGORY_4, OTHER = "ends", "category_3", "category_4", "other"
OUTCOMES = {
    ENDS: "MAPPA management ends with the category",
    CATEGORY_3: "To be referred to Category 3",
    CATEGORY_4: "To be put forward for discretionary Category 4",
    OTHER: "Another category is met by the rules",
}
MEETING_LEVELS = frozenset({2, 3})


@dataclass(frozen=True, slots=True)
class EndFacts:
    """A case with its category and that category's last day, if it is known.

    `considered_for` is the category with the last day for which somebody decided what follows, if anybody did, and
    `outcome` what they decided, a key of OUTCOMES; `followed` says that it was done since.
    """

    category: int | None
    level: int | None
    ends_on: dt.date | None
    considered_for: tuple[int, dt.date | None] | None = None
    outcome: str = ""
    followed: bool = False

    @property
    def considered(self) -> bool:
        """Whether somebody decided what follows this very category with this very last day."""
        return self.considered_for == (self.category, self.ends_on)


def look_ahead(facts: EndFacts, *, today: dt.date, months: int, holidays: Collection[dt.date]) -> Due | None:
    """Return by when it is decided what follows the end of the category; None outside the horizon or once decided.

    CAT-28 at Level 2 and 3, LIFE-06 for every other case. `months` is the horizon.
    """
    if facts.ends_on is None or facts.category is None or facts.considered:
        return None
    opens_on = months_before(facts.ends_on, months)
    if today < opens_on:
        return None
    rule = "CAT-28" if facts.level in MEETING_LEVELS else "LIFE-06"
    words = f"By the last day of the present category, {in_words(facts.ends_on)}, {_whose(rule)}"
    return with_last_working_day(Due(facts.ends_on, opens_on, rule, words), holidays)


def end_to_record(facts: EndFacts, *, today: dt.date, holidays: Collection[dt.date]) -> Due | None:
    """Return by when the end of a category is recorded, once its last day has passed (rule LIFE-08)."""
    if facts.ends_on is None or facts.category is None or today <= facts.ends_on:
        return None
    words = (
        f"{RECORD_WITHIN_DAYS} days from the last day of the category, {in_words(facts.ends_on)}, {_whose('LIFE-08')}"
    )
    due_on = add_days(facts.ends_on, RECORD_WITHIN_DAYS)
    return with_last_working_day(Due(due_on, facts.ends_on, "LIFE-08", words), holidays)


@dataclass(frozen=True, slots=True)
class DecidedFacts:
    """What a decision on the category says of its end, and what is known since something was written after it.

    `changed_on` are the days on which an end or an order was written (Europe/London), or from which an order holds.
    """

    known: CaseFacts
    category: int | None
    ends_on: dt.date | None
    lifelong: bool
    changed_on: tuple[dt.date, ...]


def to_decide_again(facts: DecidedFacts, *, today: dt.date, holidays: Collection[dt.date]) -> Due | None:
    """Return by when the category is decided again because it ends otherwise than was decided (rule LIFE-14).

    None where what was written changes nothing, else from the first of the days on which it does. That its last day has
    passed is no change: LIFE-08 asks then.
    """
    if not _differs(facts, today):
        return None
    days = sorted(day for day in facts.changed_on if day <= today) or sorted(facts.changed_on)
    changed_on = next((day for day in days if _differs(facts, day)), days[0])
    words = (
        f"{AGAIN_WITHIN_DAYS} days from the day on which what changes the category was recorded, corrected or began, "
    )
    words += f"{in_words(changed_on)} (product's own limit)"
    due_on = add_days(changed_on, AGAIN_WITHIN_DAYS)
    return with_last_working_day(Due(due_on, changed_on, "LIFE-14", words), holidays)


def _differs(facts: DecidedFacts, on: dt.date) -> bool:
    """Whether the category of a day is another, or ends otherwise, than was decided, by what is known now."""
    found = categorise(facts.known, on if facts.ends_on is None else min(on, facts.ends_on))
    same = (found.category, found.ends_on, found.lifelong) == (facts.category, facts.ends_on, facts.lifelong)
    return not same or _begun_anew(facts, on)


def _begun_anew(facts: DecidedFacts, today: dt.date) -> bool:
    """Whether a suspended sentence that was activated after the last day decided puts somebody in a category (CAT-34).

    The court may activate it for a breach during the suspension when that has ended.
    """
    if facts.ends_on is None:
        return False
    made = [one.disposal.activation.on for one in facts.known.offences if one.disposal and one.disposal.activation]
    late = [day for day in made if facts.ends_on < day <= today]
    return bool(late) and categorise(facts.known, max(late)).category is not None


def ending_findings(facts: EndFacts, *, new_category: int | None) -> list[Finding]:
    """Return the demand to consider Category 3 and 4 first, where a Level 2 or 3 case would end (rule LIFE-07).

    At every level the end is refused while somebody decided on Category 3 or 4 to follow it and nothing came of that.
    """
    ends = new_category is None and facts.category in {1, 2, 4}
    if ends and facts.considered and facts.outcome in (CATEGORY_3, CATEGORY_4) and not facts.followed:
        wanted = "referred to Category 3" if facts.outcome == CATEGORY_3 else "put forward for discretionary Category 4"
        message = f"It was decided that the case is to be {wanted}, and nothing has followed yet."
        step = "Refer it or place it there first, or record anew what follows the category."
        return [Finding("LIFE-07", Effect.REFUSE, message, "reason", step)]
    if not ends or facts.level not in MEETING_LEVELS or facts.considered:
        return []
    message = "Before it ends, a case at Level 2 or 3 is considered for Category 3 and discretionary Category 4."
    step = "Record first what follows the category."
    return [Finding("LIFE-07", Effect.REQUIRE, message, "reason", step)]


def consideration_findings(facts: EndFacts, *, outcome: str, reason: str) -> list[Finding]:
    """Return why it cannot be recorded what follows: no category, or no reason (rule LIFE-06)."""
    if facts.category is None:
        message = "No category is recorded, so there is no end to look ahead to."
        return [Finding("LIFE-06", Effect.REFUSE, message, None, "Record the category first.")]
    found = []
    if facts.category == 3 and outcome == CATEGORY_3:
        message = "The case is in Category 3 already."
        found.append(Finding("LIFE-06", Effect.REFUSE, message, "outcome", "Choose another outcome."))
    if outcome not in OUTCOMES or not reason.strip():
        found.append(Finding("LIFE-06", Effect.REQUIRE, "Say what follows, and why.", "reason", "Give the reason."))
    return found


def _whose(rule: str) -> str:
    return "(national, MAPPA Guidance 6.39)" if rule == "CAT-28" else "(product's own limit)"
