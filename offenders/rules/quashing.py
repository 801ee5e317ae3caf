"""A conviction that a court quashed: what can be recorded, and what ends with it (rules OFF-34 and NOT-18). Pure.

That it counts for no category from then on is in `offenders.rules.categories` (CAT-35).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from audit.refusals import Effect, Finding
from offenders.rules.facts import OffenceFacts
from offenders.rules.notification import period_for, under_18_at
from offenders.rules.routes import may_bring_notification, relevant_on

COURT_OF_APPEAL, CROWN_COURT, OTHER_COURT = "court_of_appeal", "crown_court", "other"
COURTS = [(COURT_OF_APPEAL, "Court of Appeal"), (CROWN_COURT, "Crown Court"), (OTHER_COURT, "Another court")]
NOTHING, RETRIAL, SUBSTITUTED = "nothing", "retrial", "substituted"
FOLLOWED = [
    (NOTHING, "Nothing further"),
    (RETRIAL, "A retrial is ordered"),
    (SUBSTITUTED, "Another offence or a lesser sentence is put in its place"),
]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A recorded requirement to notify: its key, its days, and whether it is one for terrorist offences.

    `ends_on` is its last day; None for life or where no end is recorded.
    """

    key: str
    starts_on: date
    ends_on: date | None
    terrorist: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of the requirements in force: those that end, and by its key what is said of each that stays."""

    ends: tuple[Requirement, ...] = ()
    stays: Mapping[str, str] = field(default_factory=dict)


def check_quashing(
    *,
    quashed_on: date,
    court: str,
    court_name: str,
    outcome_on: date,
    passed_on: date | None,
    today: date,
    wrong_entry: bool,
    before: date | None,
) -> list[Finding]:
    """Return why a quashing cannot be recorded (rule OFF-34): at most one finding.

    `passed_on` is the day of the sentence, None while it is awaited; `before` the day of a quashing that stands.
    """
    if wrong_entry:
        return [_refuse("This offence was recorded in error, so there is no conviction to quash.")]
    if before is not None:
        return [_refuse(f"It is recorded already that this conviction was quashed, on {_in_words(before)}.")]
    if quashed_on > today:
        return [_refuse("The day on which it was quashed cannot be in the future.")]
    if quashed_on < outcome_on:
        return [_refuse(f"It cannot have been quashed before the outcome, of {_in_words(outcome_on)}.")]
    if passed_on is not None and quashed_on < passed_on:
        return [_refuse(f"It cannot have been quashed before the sentence, of {_in_words(passed_on)}.")]
    if court == OTHER_COURT and not court_name.strip():
        return [Finding("OFF-34", Effect.REQUIRE, "Name the court that quashed it.", "court_name")]
    return []


def check_mistake(reason: str, *, recorded_in_error: bool) -> list[Finding]:
    """Return why the record of a quashing cannot be marked as recorded in error (rule OFF-34)."""
    if recorded_in_error:
        message = "This record is marked as recorded in error already."
        return [Finding("OFF-34", Effect.REFUSE, message, "reason")]
    if not reason.strip():
        return [Finding("OFF-34", Effect.REQUIRE, "Say why the quashing was recorded in error.", "reason")]
    return []


def last_day(quashed_on: date) -> date:
    """Return the last day on which a conviction counts that was quashed on a day."""
    return quashed_on - timedelta(days=1)


def requirements_ending(
    requirements: Sequence[Requirement],
    quashed: OffenceFacts,
    others: Iterable[OffenceFacts],
    *,
    quashed_on: date,
    born: date,
) -> Ending:
    """Return which requirements to notify end with the conviction, and what a person has to look at (rule NOT-18).

    A requirement stays while another conviction may still bring it, and where it is older than this one: to end it too
    early would be the worse mistake.
    """
    ends: list[Requirement] = []
    stays: dict[str, str] = {}
    standing = [one for one in others if one.id != quashed.id and one.stands_on(quashed_on)]
    for one in requirements:
        if not _brings(quashed, one) or (one.ends_on is not None and one.ends_on < quashed_on):
            continue
        keeps = [other for other in standing if may_keep(other, one, on=quashed_on, born=born)]
        since = quashed.outcome_on if one.terrorist else relevant_on(quashed)
        if keeps:
            stays[one.key] = _KEPT.format(_in_words(one.starts_on), keeps[0].title)
        elif since is None or one.starts_on < since:
            stays[one.key] = _OLDER.format(_in_words(one.starts_on))
        elif one.starts_on >= quashed_on:
            stays[one.key] = _LATER.format(_in_words(one.starts_on))
        else:
            ends.append(one)
    return Ending(tuple(ends), stays)


def may_keep(offence: OffenceFacts, one: Requirement, *, on: date, born: date) -> bool:
    """Whether a requirement to notify may rest on an offence, and still on a day (rule NOT-18)."""
    return _brings(offence, one) and (one.terrorist or _may_last(offence, on, born))


def to_look_at(ending: Ending, *, quashed_on: date, inside: Iterable[str], orders: Iterable[str]) -> list[Finding]:
    """Return a warning for whatever hangs on the conviction, whether it ends with it or not (rules OFF-34 and NOT-18).

    `inside` are establishments of times in custody without a release, `orders` other orders in force, in words.
    """
    look, last = "Look at it after saving, or tick that you know.", _in_words(last_day(quashed_on))
    found = []
    for one in ending.ends:
        message, step = _ENDS.format(_in_words(one.starts_on), last), "Tick that it ends, or correct the order first."
        found.append(Finding("NOT-18", Effect.WARN, message, "quashed_on", step))
    found += [Finding("NOT-18", Effect.WARN, sentence, "quashed_on", look) for sentence in ending.stays.values()]
    for place in inside:
        message = f"A time in custody at {place} is recorded without a release: it, its dates and a licence may change."
        found.append(Finding("OFF-34", Effect.WARN, message, "quashed_on", look))
    for order in orders:
        message = f"An order is in force that may rest on this conviction and does not end by itself: {order}."
        found.append(Finding("OFF-34", Effect.WARN, message, "quashed_on", look))
    return found


_KEPT = "The requirement to notify from {} stays, because {} may bring it too: check until when it lasts."
_OLDER = "The requirement to notify from {} stays, because it began before this conviction could bring one: check it."
_ENDS = "The requirement to notify from {} rests on this conviction alone and ends on {}."
_LATER = "The requirement to notify from {} begins on that day or later and stays: correct the order."


def _brings(offence: OffenceFacts, one: Requirement) -> bool:
    return offence.cta_s41_42 if one.terrorist else may_bring_notification(offence)


def _may_last(offence: OffenceFacts, day: date, born: date) -> bool:
    """Whether the period that the table gives for an offence may still run on a day; unknown counts as running."""
    since = relevant_on(offence)
    period = period_for(offence, under_18=under_18_at(offence, born))
    last = period.last_day(since) if since is not None else None
    return last is None or last >= day


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _refuse(message: str, field: str = "quashed_on") -> Finding:
    return Finding("OFF-34", Effect.REFUSE, message, field)
