"""A suspended sentence that a court activates: what is refused, and what follows (rules OFF-32, OFF-33 and CAT-34).

Dates are Europe/London dates; `today` is an argument.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from offenders.rules.facts import Disposal, DisposalKind, OffenceFacts
from offenders.rules.terms import Term


@dataclass(frozen=True, slots=True)
class ActivationEntry:
    """What was typed about an activation; the ends are those of the term that is served, None while unknown."""

    on: date
    term: Term
    licence_ends_on: date | None = None
    sentence_ends_on: date | None = None


def check_activation(entry: ActivationEntry, disposal: Disposal | None, *, today: date) -> list[Finding]:
    """Return what is wrong with activating this sentence, and what has to be confirmed (rule OFF-33).

    `disposal` is what the court decided on the offence, None while that is awaited.
    """
    if disposal is None or disposal.kind is not DisposalKind.SUSPENDED:
        message = "Only a suspended sentence is activated, and this offence has another disposal."
        return [_refuse(message, None, "Correct the disposal if it was a suspended sentence.")]
    if disposal.activation is not None:
        message = f"This sentence was activated on {_day(disposal.activation.on)} already."
        return [_refuse(message, None, "If that was recorded in error, mark it so first.")]
    return [
        *_day_of(entry, disposal, today),
        *_fits(entry, disposal),
        *_ends(entry),
        *_after_suspension(entry, disposal),
    ]


def check_still_fits(disposal: Disposal | None, activation: ActivationEntry) -> list[Finding]:
    """Return why an offence that was activated cannot be corrected to this disposal (rule OFF-33)."""
    if disposal is None or disposal.kind is not DisposalKind.SUSPENDED:
        message = f"It was activated on {_day(activation.on)}, and only a suspended sentence is."
        return [_refuse(message, "disposal", "Mark the activation as recorded in error first.")]
    found = [*_passed_before(activation, disposal, "imposed_on"), *_ends(activation)]
    if disposal.term is not None and activation.term.longer_than(disposal.term):
        message = f"It was activated for {activation.term}, and {disposal.term} is less."
        found.append(_refuse(message, "term_value", "Mark the activation as recorded in error first."))
    return found


def check_mistake(reason: str) -> list[Finding]:
    """Return the demand for the reason why an activation was recorded in error (rule OFF-32)."""
    if reason.strip():
        return []
    return [Finding("OFF-32", Effect.REQUIRE, "Say why this activation was recorded in error.", "reason")]


def is_activated(offence: OffenceFacts) -> bool:
    """Return whether the sentence for an offence was suspended and is activated."""
    return offence.disposal is not None and offence.disposal.activation is not None


def activated(offence: OffenceFacts) -> str:
    """Return in words what the activation of its sentence does to the category; empty without one (rule CAT-34)."""
    disposal = offence.disposal
    if disposal is None or disposal.activation is None:
        return ""
    on, term = disposal.activation.on, disposal.activation.term
    return (
        f"{offence.title}: the suspended sentence was activated on {_day(on)} for {term}. Whether it qualifies is "
        "judged by the term that was suspended; it ends with the licence or the whole sentence, and no longer with the "
        "suspension. (CAT-34)"
    )


@dataclass(frozen=True, slots=True)
class Served:
    """An activated sentence by the title of its offence, and what is known of the time that is served for it."""

    title: str
    on: date
    end_known: bool
    in_custody_since: bool


def to_record(sentences: Iterable[Served]) -> list[Finding]:
    """Return a prompt for each activated sentence whose time in custody or end is not recorded (rule OFF-32)."""
    found = []
    for one in sentences:
        wanted = [
            *([] if one.in_custody_since else ["the time in custody with its earliest release date"]),
            *([] if one.end_known else ["when the licence or the whole sentence ends"]),
        ]
        if wanted:
            message = f"{one.title}: activated on {_day(one.on)}. Record {' and '.join(wanted)}."
            found.append(Finding("OFF-32", Effect.PROMPT, message))
    return found


def _day_of(entry: ActivationEntry, disposal: Disposal, today: date) -> Iterator[Finding]:
    if entry.on > today:
        yield _refuse("The day of the activation is in the future.", "activated_on", "Record it once it has happened.")
    yield from _passed_before(entry, disposal, "activated_on")


def _passed_before(entry: ActivationEntry, disposal: Disposal, field: str) -> Iterator[Finding]:
    if disposal.imposed_on is not None and entry.on < disposal.imposed_on:
        message = (
            f"The sentence was activated on {_day(entry.on)}, before it was passed on {_day(disposal.imposed_on)}."
        )
        yield _refuse(message, field, "Correct one of the two days.")


def _fits(entry: ActivationEntry, disposal: Disposal) -> Iterator[Finding]:
    if disposal.term is not None and entry.term.longer_than(disposal.term):
        message = f"{entry.term} is longer than the {disposal.term} that were suspended."
        yield _refuse(message, "term_value", "A court activates the whole term or a part of it.")


def _ends(entry: ActivationEntry) -> Iterator[Finding]:
    ends = {"licence_ends_on": entry.licence_ends_on, "sentence_ends_on": entry.sentence_ends_on}
    names = {"licence_ends_on": "licence", "sentence_ends_on": "whole sentence"}
    for field, day in ends.items():
        if day is not None and day < entry.on:
            message = f"The {names[field]} cannot end before the activation on {_day(entry.on)}."
            yield _refuse(message, field, "Enter the end of the term that is served, not that of the suspension.")


def _after_suspension(entry: ActivationEntry, disposal: Disposal) -> Iterator[Finding]:
    known = [day for day in (disposal.licence_ends_on, disposal.sentence_ends_on) if day is not None]
    if known and entry.on > max(known):
        message = f"The suspension ended on {_day(max(known))}, as recorded, before the day of the activation."
        step = "Confirm it if the breach or the further offence was before that day."
        yield Finding("OFF-33", Effect.WARN, message, "activated_on", step)


def _refuse(message: str, field: str | None, step: str) -> Finding:
    return Finding("OFF-33", Effect.REFUSE, message, field, step)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
