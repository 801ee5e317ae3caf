"""How events open and close times in custody or hospital (rules CUS-22 and CUS-23). Facts in, moves and findings out.

What somebody typed as a time in custody stands: an event that says otherwise adds nothing, and a sentence says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from custody.rules.events import Around, Given, Known, Stay
from custody.rules.kinds import FIXED_TERM, SPECS, Kind
from deadlines.rules.days import in_words
from offenders.rules.data_checks import overlap

OPENING = frozenset({Kind.RECEIVED, Kind.RETURNED})
CLOSING = frozenset({Kind.RELEASED, Kind.CONDITIONAL_DISCHARGE, Kind.ABSOLUTE_DISCHARGE})
OF_HOSPITAL = frozenset({Kind.CONDITIONAL_DISCHARGE, Kind.ABSOLUTE_DISCHARGE})
STEP = "Times in custody are typed under offences and sentences."


@dataclass(frozen=True, slots=True)
class Opening:
    """A time in custody or hospital that begins with an event. Dates are Europe/London dates."""

    place: str
    since: date
    recall: bool = False
    release_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """The time in custody of this key ends with an event."""

    key: str
    until: date


Move = Opening | Closing | None


def move_of(given: Given, around: Around) -> tuple[Move, list[Finding]]:
    """What an event does to the times in custody, and what is to be said where it does nothing."""
    if given.kind in OPENING:
        return _opening(given, around)
    if given.kind in CLOSING:
        return _closing(given, around)
    return None, []


def as_before(stays: Sequence[Stay], kind: Kind, key: str) -> list[Stay]:
    """The times in custody as they were before an event of this kind opened or closed the one of this key."""
    if not key:
        return list(stays)
    if kind in OPENING:
        return [one for one in stays if one.key != key]
    return [Stay(one.place, one.since, None, one.release_due_on, one.key) if one.key == key else one for one in stays]


def shift_findings(made: Stay, wrong: Known, given: Given, around: Around, withdrawn: bool) -> list[Finding]:
    """What is said when the event that opened or closed a time in custody is corrected to `given`, or withdrawn.

    `made` is that time as it stands now, `wrong` the event as it was recorded. What was changed since stays, with a
    sentence (CUS-23); a day on which it would overlap with another time in custody is refused (CUS-22).
    """
    opens = wrong.kind in OPENING
    others = [one for one in around.stays if one.key != made.key]
    if wrong.day != (made.since if opens else made.until) or (withdrawn and opens and made.until is not None):
        return [_changed_since(made)]
    if withdrawn:
        return [_changed_since(made)] if not opens and meets(made.since, None, others) is not None else []
    if opens and made.until is not None and given.day > made.until:
        message = f"The release on {in_words(made.until)} is recorded, before that day."
        return [Finding("CUS-22", Effect.REFUSE, message, "day", "Check the day, or correct the release first.")]
    other = meets(given.day, made.until, others) if opens else meets(made.since, given.day, others)
    if other is None:
        return []
    message = f"It would overlap with the time in custody since {in_words(other.since)}."
    return [Finding("CUS-22", Effect.REFUSE, message, "day", "Check the day.")]


def _changed_since(made: Stay) -> Finding:
    message = f"The time in custody since {in_words(made.since)} was changed after this event: it stays as it is."
    return Finding("CUS-23", Effect.WARN, message, None, STEP)


def mistake_findings(reason: str, *, of_an_event: bool) -> list[Finding]:
    """What stops a time in custody from being marked as recorded in error: its event (CUS-23), no reason (OFF-26)."""
    if of_an_event:
        message = "An event opened or closed this time in custody, and it follows that event."
        return [Finding("CUS-23", Effect.REFUSE, message, None, "Correct the event under custody and release.")]
    if reason.strip():
        return []
    return [Finding("OFF-26", Effect.REQUIRE, "Say why there was no such time in custody.", "reason")]


def meets(since: date, until: date | None, others: Sequence[Stay]) -> Stay | None:
    """The first of the other times in custody that would overlap with one from `since` to `until`; None where none."""
    for one in sorted(others, key=lambda stay: stay.since):
        if overlap(since, until, one.since, one.until):
            return one
    return None


def _opening(given: Given, around: Around) -> tuple[Move, list[Finding]]:
    before = _before(given, around)
    other = meets(given.day, None, around.stays)
    if other is None:
        return _begun(given, before, around), []
    goes_on = before is not None and before.kind is Kind.AT_LARGE and other.covers(before.day)
    if other.since == given.day or (other.until is None and goes_on):
        return None, []
    if other.since > given.day:
        message = f"A later time in custody, since {in_words(other.since)}, is recorded: this adds none."
    elif other.until is None:
        message = f"A time in custody since {in_words(other.since)} is recorded and stands: this adds none."
    else:
        message = f"The time in custody until {in_words(other.until)} is recorded and stands: this adds none."
    return None, [Finding("CUS-23", Effect.WARN, message, "day", STEP)]


def _before(given: Given, around: Around) -> Known | None:
    """What the person comes back after; None for a reception."""
    earlier = [one for one in around.events if one.kind in SPECS[given.kind].after and one.day <= given.day]
    return max(earlier, key=lambda one: one.day, default=None)


def _begun(given: Given, before: Known | None, around: Around) -> Opening:
    if given.kind is Kind.RECEIVED or before is None:
        return Opening(given.choice, given.day)
    if before.kind is Kind.PATIENT_RECALL:
        return Opening("hospital", given.day)
    if before.kind is Kind.AT_LARGE:
        left = next((one for one in around.stays if one.covers(before.day)), None)
        return Opening(left.place if left else "prison", given.day)
    fixed = before.until if before.choice == FIXED_TERM and before.until and before.until >= given.day else None
    return Opening("youth" if around.is_child else "prison", given.day, recall=True, release_due_on=fixed)


def _closing(given: Given, around: Around) -> tuple[Move, list[Finding]]:
    fitting = [
        one
        for one in around.stays
        if one.covers(given.day) and (one.place == "hospital" or given.kind not in OF_HOSPITAL)
    ]
    present = next((one for one in fitting if one.until is None), None)
    if present is not None:
        return Closing(present.key, given.day), []
    if not fitting or any(one.until == given.day for one in fitting):
        return None, []
    message = f"The release on {in_words(fitting[0].until or given.day)} is recorded and stands: this adds none."
    return None, [Finding("CUS-23", Effect.WARN, message, "day", STEP)]
