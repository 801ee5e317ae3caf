"""Critical Public Protection Cases: whether one is referred, what registering brings, what follows (chapter 19)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_weeks, in_words

PAPERS_WEEKS = 1


class Criterion(StrEnum):
    """Why a case at Level 3 is referred."""

    IMMINENT = "imminent"
    MEDIA = "media"
    BOTH = "both"


CRITERION_WORDS: Mapping[Criterion, str] = {
    Criterion.IMMINENT: "Very high risk, and a sexual or violent offence is likely and imminent",
    Criterion.MEDIA: "A high public profile, with significant national media interest or the likelihood of it",
    Criterion.BOTH: "Both",
}


class Event(StrEnum):
    """What is recorded of a critical case, in the order in which it usually comes."""

    AGREED = "agreed"
    REFERRED = "referred"
    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"
    FUNDING = "funding"
    LETTER = "letter"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event that stands. `key` names its row."""

    key: str
    kind: Event
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands after some events, from their days; all None where a referral is not even agreed."""

    referred_on: date | None = None
    registered_on: date | None = None
    agreed_on: date | None = None

    def takes(self, event: Happening) -> bool:
        """Whether this event can follow: in its turn, and not before what it follows."""
        if event.kind is Event.AGREED:
            return self.referred_on is None and self.agreed_on is None
        if event.kind is Event.REFERRED:
            return self.referred_on is None
        if event.kind in (Event.REGISTERED, Event.NOT_REGISTERED):
            return self.registered_on is None and self.referred_on is not None and event.on >= self.referred_on
        return self.registered_on is not None and event.on >= self.registered_on

    def after(self, event: Happening) -> "Standing":
        """How it stands once this happened; a case that was not registered, or is so no more, begins anew."""
        if event.kind is Event.AGREED:
            return replace(self, agreed_on=event.on)
        if event.kind is Event.REFERRED:
            return replace(self, referred_on=event.on)
        if event.kind is Event.REGISTERED:
            return replace(self, registered_on=event.on)
        return Standing() if event.kind in (Event.NOT_REGISTERED, Event.ENDED) else self


def standing_after(events: Iterable[Happening]) -> Standing:
    """How a case stands after these events, in the order in which they were first recorded."""
    state = Standing()
    for event in events:
        state = state.after(event)
    return state


@dataclass(frozen=True, slots=True)
class CriticalFacts:
    """What the rules look at. `very_high` is the lead agency's judgement that stands, `terrorist` Category 4."""

    level: int | None
    very_high: bool
    terrorist: bool = False
    referred_on: date | None = None
    registered_on: date | None = None
    agreed_on: date | None = None

    @property
    def state(self) -> str:
        """How the case stands, in words; empty where it was not referred."""
        if self.registered_on is not None:
            return "Registered"
        if self.referred_on is not None:
            return "Referred"
        return "Referral agreed at a meeting" if self.agreed_on is not None else ""

    def offered(self) -> list[Event]:
        """What may be recorded now."""
        if self.registered_on is not None:
            return [Event.FUNDING, Event.LETTER, Event.ENDED]
        return [Event.REGISTERED, Event.NOT_REGISTERED] if self.referred_on is not None else [Event.REFERRED]


def starts_with_meeting(events: Iterable[Happening], *, agreed: bool) -> bool:
    """Whether a meeting that is closed begins the record of a critical case: once, and not of one referred (CPC-09)."""
    stands = standing_after(events)
    return agreed and stands.referred_on is None and stands.agreed_on is None


def agreeing_findings() -> list[Finding]:
    """Why nobody records by hand that a meeting agreed on the referral (CPC-09)."""
    message = "That a meeting agreed on the referral is recorded when the meeting is closed."
    return [Finding("CPC-09", Effect.REFUSE, message, None, "Record the referral itself.")]


def papers_due(agreed_on: date | None, events: Sequence[Happening]) -> Due | None:
    """By when the papers of a referral that a meeting agreed on are complete, and it is recorded (CPC-08).

    None once the case stands as referred, or was referred since.
    """
    if agreed_on is None or standing_after(events).referred_on is not None:
        return None
    if any(one.kind is Event.REFERRED and one.on >= agreed_on for one in events):
        return None
    words = f"{PAPERS_WEEKS} week from the meeting of {in_words(agreed_on)}, which agreed on the referral"
    return Due(add_weeks(agreed_on, PAPERS_WEEKS), agreed_on, "CPC-08", f"{words} (national, {rule('CPC-08').source})")


def referral_findings(facts: CriticalFacts, criterion: Criterion | None, *, on: date, today: date) -> list[Finding]:
    """What stands against referring, and what it is asked about (CPC-01, CPC-02)."""
    if facts.referred_on is not None:
        return [Finding("CPC-01", Effect.REFUSE, "This case is referred already.", None, "Record what came of it.")]
    found = []
    if on > today:
        found.append(Finding("CPC-01", Effect.REFUSE, "The referral is dated in the future.", "on"))
    if facts.level != 3:
        where = "an exceptional terrorism case" if facts.terrorist else "an exception"
        message = f"The case is not at Level 3, so a referral would be {where}."
        found.append(Finding("CPC-02", Effect.WARN, message, None, "Confirm that it is meant so."))
    found += said_findings(Event.REFERRED, criterion=criterion, responder="")
    if criterion in (Criterion.IMMINENT, Criterion.BOTH) and not facts.very_high:
        message = "The lead agency does not judge the risk of serious harm as very high."
        found.append(Finding("CPC-02", Effect.WARN, message, "criterion", "Confirm it, or have the risk judged again."))
    return found


def registration_findings(facts: CriticalFacts, *, on: date, today: date) -> list[Finding]:
    """Why the answer to a referral, registered or not, cannot be recorded (CPC-03)."""
    if facts.referred_on is None:
        message = "The case was not referred."
        return [Finding("CPC-03", Effect.REFUSE, message, None, "Record the referral first.")]
    if facts.registered_on is not None:
        return [Finding("CPC-03", Effect.REFUSE, "The case is registered already.", None)]
    if on > today or on < facts.referred_on:
        message = f"It was answered between the referral on {in_words(facts.referred_on)} and today."
        return [Finding("CPC-03", Effect.REFUSE, message, "on", "Correct the day.")]
    return []


def ending_findings(facts: CriticalFacts, *, on: date, today: date) -> list[Finding]:
    """Why the end of a registration cannot be recorded (CPC-03)."""
    if facts.registered_on is None:
        return [Finding("CPC-03", Effect.REFUSE, "The case is not registered.", None)]
    return _since_registered(facts.registered_on, on, today, "CPC-03")


def _since_registered(registered_on: date, on: date, today: date, rule: str) -> list[Finding]:
    if registered_on <= on <= today:
        return []
    message = f"It was registered on {in_words(registered_on)}: this is between that day and today."
    return [Finding(rule, Effect.REFUSE, message, "on", "Correct the day.")]


def funding_findings(facts: CriticalFacts, *, on: date, today: date) -> list[Finding]:
    """Money for Probation's part of the plan is asked for once the case is registered, not before (CPC-04)."""
    if facts.registered_on is not None:
        return _since_registered(facts.registered_on, on, today, "CPC-04")
    message = "The case is not registered, so no money can be asked for."
    return [Finding("CPC-04", Effect.REFUSE, message, None, "Record the registration first.")]


def letter_findings(
    facts: CriticalFacts, *, responder: str, on: date, released_on: date | None, today: date
) -> list[Finding]:
    """Why the Minister's letter to a Member of Parliament cannot be recorded (CPC-05)."""
    if facts.registered_on is None:
        message = "A Member of Parliament is told of registered cases only."
        return [Finding("CPC-05", Effect.REFUSE, message, None, "Record the registration first.")]
    found = _since_registered(facts.registered_on, on, today, "CPC-05")
    found += said_findings(Event.LETTER, criterion=None, responder=responder)
    if released_on is None:
        message = "The letter is written when the person is released, and no release is recorded."
        found.append(Finding("CPC-05", Effect.WARN, message, None, "Confirm that it went out before."))
    elif on < released_on:
        message = f"The person was released on {in_words(released_on)}, after that day."
        found.append(Finding("CPC-05", Effect.WARN, message, "on", "Confirm that it went out before."))
    return found


def said_findings(kind: Event, *, criterion: Criterion | None, responder: str) -> list[Finding]:
    """What an event has to say beside its day and does not (CPC-02 of a referral, CPC-05 of a letter)."""
    if kind is Event.REFERRED and criterion is None:
        message = "A referral rests on a criterion."
        return [Finding("CPC-02", Effect.REQUIRE, message, "criterion", "Choose which of them is met.")]
    if kind is Event.LETTER and not responder.strip():
        message = "Somebody answers questions about the letter."
        return [Finding("CPC-05", Effect.REQUIRE, message, "responder", "Name who does, by post.")]
    return []


def correction_findings(
    events: Sequence[Happening], key: str, *, on: date | None, reason: str, today: date
) -> list[Finding]:
    """Why an event cannot be put right so, or taken out (`on` is None): what stands keeps its order (CPC-07).

    `events` stand now, in the order in which they were first recorded; without `key` among them it was put right
    already.
    """
    if key not in {one.key for one in events}:
        message = "This was put right already."
        return [Finding("CPC-07", Effect.REFUSE, message, None, "Look at what stands now.")]
    found = []
    if not reason.strip():
        message = "What was recorded is put right with a reason."
        found.append(Finding("CPC-07", Effect.REQUIRE, message, "reason", "Say what was wrong."))
    if on is not None and on > today:
        found.append(Finding("CPC-07", Effect.REFUSE, "This day is in the future.", "on", "Enter the day it happened."))
    state = Standing()
    for one in _with(events, key, on):
        if not state.takes(one):
            return [*found, _loses_its_place(one, key, taken_out=on is None)]
        state = state.after(one)
    return found


def _with(events: Iterable[Happening], key: str, on: date | None) -> list[Happening]:
    """The events with this one on its new day, or without it."""
    kept = [one for one in events if one.key != key or on is not None]
    return [replace(one, on=on) if one.key == key and on is not None else one for one in kept]


def _loses_its_place(event: Happening, key: str, *, taken_out: bool) -> Finding:
    if taken_out:
        message = f"What was recorded for {in_words(event.on)} rests on it."
        return Finding("CPC-07", Effect.REFUSE, message, None, "Take that out first.")
    if event.key == key:
        return Finding("CPC-07", Effect.REFUSE, "It cannot be before what it follows.", "on", "Correct the day.")
    message = f"Something of {in_words(event.on)} follows it, so it cannot be later."
    return Finding("CPC-07", Effect.REFUSE, message, "on", "Correct the day.")
