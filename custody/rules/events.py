"""What stops or questions recording an event of custody (rules CUS-07 and CUS-14 to CUS-19). Facts in, findings out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from audit.refusals import Effect, Finding
from custody.rules.kinds import (
    CONSULTED,
    FIRST_CALCULATION,
    FIXED_TERM,
    SILENT,
    SPECS,
    WHERE_WORDS,
    Kind,
    Spec,
    Where,
)
from custody.rules.words import NOT_BACK
from deadlines.rules.days import in_words

MCTC_SILENCE_DAYS = 14
LEVELS_CONSULTED = frozenset({2, 3})
GRAVE = frozenset({"high", "very_high"})
BEFOREHAND = frozenset({Kind.RE_RELEASE, Kind.NO_LICENCE_COM, Kind.NO_LICENCE_POLICE})
"""What may come before the day of what it follows: a review before it is held, a notice before the release."""
LEAVING = frozenset({Kind.RELEASED, Kind.CONDITIONAL_DISCHARGE, Kind.ABSOLUTE_DISCHARGE})
_PLACES = {Where.PRISON: ("prison", "youth"), Where.HOSPITAL: ("hospital",)}


@dataclass(frozen=True, slots=True)
class Stay:
    """One time in custody or hospital: `place` is prison, youth or hospital; `until` is None while it lasts."""

    place: str
    since: date
    until: date | None = None
    release_due_on: date | None = None
    key: str = ""

    def covers(self, day: date) -> bool:
        """Whether the person was there on that day, first and last day included."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Known:
    """One event that stands. Dates are Europe/London dates; None where it was not asked or not given.

    `before`: of a release date, the one that was expected until then. `recorded_at`: the instant of the first row of
    its chain of corrections, None while it is not recorded. `corrected_on`: the day of the last correction that gave
    it another day. `dropped_on`: the day on which another row took its place, or it was withdrawn; None while it
    stands.
    """

    kind: Kind
    day: date
    until: date | None = None
    told_on: date | None = None
    choice: str = ""
    key: str = ""
    before: date | None = None
    recorded_at: datetime | None = None
    corrected_on: date | None = None
    dropped_on: date | None = None

    @property
    def recorded_after(self) -> datetime:
        """When it was first recorded, to put events in order; what is not recorded yet comes last."""
        return self.recorded_at or datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Given(Known):
    """An event about to be recorded, as typed."""

    source: str = ""
    place: str = ""
    consulted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the case: its times in custody, the events that stand, its level, category and the risk.

    `is_child` is about the day of recording; `rosh` is "low", "medium", "high" or "very_high", or empty. `treated`: the
    first and last day of each community treatment order, None for a last day that is not known. `dropped`: the events
    that were corrected or withdrawn.
    """

    stays: Sequence[Stay] = ()
    events: Sequence[Known] = ()
    level: int | None = None
    rosh: str = ""
    is_child: bool = False
    category: int | None = None
    treated: tuple[tuple[date, date | None], ...] = ()
    dropped: Sequence[Known] = ()


def notices(stay: Stay, kind: Kind, events: Iterable[Known]) -> list[Known]:
    """The notices of this kind that became known during a time in custody, in that order; of one day, as recorded."""
    told = [one for one in events if one.kind is kind and one.told_on is not None and stay.covers(one.told_on)]
    return sorted(told, key=_as_told)


def known_later(given: Known, stay: Stay, events: Iterable[Known]) -> list[Known]:
    """The release dates of a time in custody that became known after this one, in that order (CUS-36)."""
    told = notices(stay, Kind.RELEASE_DATE, events)
    return [one for one in told if given.told_on and _as_told(one) > _as_told(given)]


def day_known_since(stay: Stay, kind: Kind, events: Iterable[Known], dropped: Iterable[Known] = ()) -> date:
    """Since when the day that stands by notices of this kind has stood; the first day of the stay without a notice.

    One that confirms the day before it changes nothing, nor does the first that a release is without a licence. Who was
    told while a notice stood that was corrected or withdrawn (`dropped`) was told of another day.
    """
    told = notices(stay, kind, [*events, *dropped])
    if not told:
        return stay.since
    first = told[0].before if kind is Kind.RELEASE_DATE else told[0].day
    since, stood = stay.since, first
    for on in sorted({day for one in told for day in (_stands_from(one), one.dropped_on) if day is not None}):
        by_then = [one for one in told if _stands_from(one) <= on and (one.dropped_on is None or on < one.dropped_on)]
        stands = by_then[-1].day if by_then else first
        if stands != stood:
            since, stood = on, stands
    return since


def _as_told(one: Known) -> tuple[date, datetime]:
    return one.told_on or date.min, one.recorded_after


def _stands_from(one: Known) -> date:
    """From when a notice says its day: since it became known, or was corrected to it."""
    return max(one.told_on or date.min, one.corrected_on or date.min)


def under_treatment(orders: Iterable[tuple[date, date | None]], day: date) -> bool:
    """Whether a community treatment order is in force on that day."""
    return any(since <= day and (until is None or day <= until) for since, until in orders)


def event_findings(given: Given, around: Around, *, today: date) -> list[Finding]:
    """Return everything that refuses, asks for more, or warns about recording the event."""
    spec = SPECS[given.kind]
    return [
        *_asked(given, spec),
        *_dates(given, spec, today),
        *_fits(given, spec, around),
        *_agrees(given, around),
        *_by_kind(given, around, today),
    ]


def correction_findings(reason: str, *, superseded: bool) -> list[Finding]:
    """Return why a correction cannot be recorded: it gives no reason, or the row was corrected already (CUS-19)."""
    found = []
    if superseded:
        message = "This event was corrected already."
        found.append(Finding("CUS-19", Effect.REFUSE, message, None, "Correct the row that stands now."))
    if not reason.strip():
        message = "The correction says no reason."
        found.append(Finding("CUS-19", Effect.REQUIRE, message, "reason", "Say what was wrong."))
    return found


def _asked(given: Given, spec: Spec) -> Iterator[Finding]:
    missing = [
        (spec.told and not given.source.strip(), "source", "who gave the date", "Name the person and the agency."),
        (spec.told and given.told_on is None, "told_on", "when it became known", "Enter the day."),
        (bool(spec.choices) and not given.choice, "choice", spec.choice.lower(), "Choose one."),
        (bool(spec.place) and not given.place.strip(), "place", "the place", "Enter it."),
    ]
    for lacking, name, what, step in missing:
        if lacking:
            yield Finding("CUS-14", Effect.REQUIRE, f"It is not recorded: {what}.", name, step)
    if spec.whom and not given.source.strip():
        message = "It is not recorded: who was told."
        yield Finding("CUS-14", Effect.REQUIRE, message, "source", "Name the person or post, and the agency.")
    if given.kind is Kind.RECALL and given.choice == FIXED_TERM and given.until is None:
        message = "A fixed term recall has a last day, and none is entered."
        yield Finding("CUS-14", Effect.REQUIRE, message, "until", "Enter the last day of the term.")


def _dates(given: Given, spec: Spec, today: date) -> Iterator[Finding]:
    if spec.past and given.day > today:
        message = f"The day entered, {in_words(given.day)}, is in the future."
        yield Finding("CUS-15", Effect.REFUSE, message, "day", "Record it once it has happened.")
    if given.told_on is not None and given.told_on > today:
        message = f"It cannot have become known on {in_words(given.told_on)}, which is in the future."
        yield Finding("CUS-15", Effect.REFUSE, message, "told_on", "Enter the day on which it became known.")
    if given.until is not None and given.until < given.day:
        message = f"It ends on {in_words(given.until)}, before its first day, {in_words(given.day)}."
        yield Finding("CUS-15", Effect.REFUSE, message, "until", "Correct one of the two dates.")
    if given.kind is Kind.RECALL and given.until is not None and given.choice not in ("", FIXED_TERM):
        message = "Only a fixed term recall has a last day."
        yield Finding("CUS-15", Effect.REFUSE, message, "until", "Leave the date empty, or choose a fixed term recall.")
    if given.kind is Kind.TEMPORARY_TAKEN and given.choice == NOT_BACK and given.until and given.until > today:
        message = f"The last day out, {in_words(given.until)}, is not over yet."
        yield Finding("CUS-34", Effect.REFUSE, message, "until", "Record it once the person did not come back.")
    if spec.police and given.told_on is not None and given.told_on < given.day:
        message = f"Police cannot have been told on {in_words(given.told_on)}, before it happened."
        yield Finding("CUS-15", Effect.REFUSE, message, "told_on", "Correct one of the two dates.")


def _fits(given: Given, spec: Spec, around: Around) -> Iterator[Finding]:
    words = WHERE_WORDS.get(spec.where, "")
    released = inside = False
    if spec.where is Where.OUTSIDE:
        inside = any(stay.covers(given.day) and stay.since < given.day != stay.until for stay in around.stays)
        released = any(stay.until is not None and stay.until <= given.day for stay in around.stays)
        fits = released and not inside
    else:
        places = _PLACES.get(spec.where, ("prison", "youth", "hospital"))
        fits = any(stay.place in places and stay.covers(given.day) for stay in around.stays)
    if spec.where is Where.OUTSIDE and released and inside:
        message = f"The person is in custody or hospital again on {in_words(given.day)}."
        step = "Confirm it, if it ends an earlier release, or check the date."
        yield Finding("CUS-16", Effect.WARN, message, "day", step)
    elif spec.where is not Where.ANYWHERE and not fits:
        message = f"The person is not recorded as {words} on {in_words(given.day)}."
        step = "Check the date, or record the time in custody first."
        yield Finding("CUS-16", Effect.REFUSE, message, "day", step)
    before = [known for known in around.events if known.kind in spec.after and known.day <= given.day]
    if spec.after and given.kind in BEFOREHAND:
        before = [known for known in around.events if known.kind in spec.after]
    if given.kind is Kind.PATIENT_RECALL and under_treatment(around.treated, given.day):
        return
    if spec.after and not before:
        what = " or ".join(f"“{SPECS[kind].label}”" for kind in spec.after)
        message = f"Nothing recorded for {in_words(given.day)} or earlier says {what}."
        yield Finding("CUS-16", Effect.REFUSE, message, "day", "Record that first, or check the date.")


def _agrees(given: Given, around: Around) -> Iterator[Finding]:
    stay = next((one for one in around.stays if one.covers(given.day)), None)
    if given.kind in (Kind.PAROLE_ELIGIBILITY, Kind.TARIFF_EXPIRY) and stay is not None:
        due = stay.release_due_on
        if due is not None and due < given.day:
            message = f"The date entered, {in_words(given.day)}, is after the release due on {in_words(due)}."
            yield Finding("CUS-15", Effect.REFUSE, message, "day", "Correct one of the two dates.")
    if given.kind is Kind.RELEASE_DATE and stay is not None:
        later = known_later(given, stay, around.events)
        if later:
            message = f"A release date that became known later, {in_words(later[-1].day)}, is recorded and stands."
            yield Finding("CUS-36", Effect.WARN, message, "told_on", "Confirm that this is an earlier notice.")
        for known in around.events:
            if known.kind is Kind.PAROLE_ELIGIBILITY and known.day > given.day and known.day >= stay.since:
                message = f"The release date is before the parole eligibility date, {in_words(known.day)}."
                yield Finding("CUS-15", Effect.REFUSE, message, "day", "Correct one of the two dates.")
        changed = any(known.kind is Kind.RELEASE_DATE and known.day != given.day for known in around.events)
        if changed and not later and given.choice == FIRST_CALCULATION and stay.release_due_on != given.day:
            message = "The date differs from the one confirmed before, and no reason for the change is chosen."
            yield Finding("CUS-14", Effect.REQUIRE, message, "choice", "Choose why the date changed.")


def _by_kind(given: Given, around: Around, today: date) -> Iterator[Finding]:
    if given.kind is Kind.MCTC_ANSWERED and given.choice == SILENT:
        asked = max((known.day for known in around.events if known.kind is Kind.MCTC_CONSULTED), default=None)
        if asked is not None and given.day <= asked + timedelta(days=MCTC_SILENCE_DAYS):
            last = in_words(asked + timedelta(days=MCTC_SILENCE_DAYS))
            message = f"The MCTC has until the end of {last} to raise concerns."
            yield Finding("CUS-07", Effect.REFUSE, message, "day", "Record the answer, or wait until that day is over.")
    if given.kind is Kind.TEMPORARY_RELEASE and around.is_child and around.rosh in GRAVE:
        message = "A child assessed as a high risk to the public is not granted temporary release."
        yield Finding("CUS-17", Effect.REFUSE, message, None, "Consult the Co-ordinator or the chair.")
    if SPECS[given.kind].consulted:
        yield from _consulted(given, around)
    if given.kind in LEAVING and around.category == 1:
        yield from _police_told(given, around)


def _consulted(given: Given, around: Around) -> Iterator[Finding]:
    wanted = ["com"] if given.kind is Kind.OPEN_CONDITIONS else ["police", "victim_liaison"]
    if given.kind is Kind.TEMPORARY_RELEASE and around.level in LEVELS_CONSULTED:
        wanted = ["com", *wanted]
    missing = [CONSULTED[one].lower() for one in wanted if one not in given.consulted]
    if missing:
        message = f"Not consulted beforehand: {', '.join(missing)}."
        yield Finding("CUS-18", Effect.WARN, message, "consulted", "Consult them, or record it as it is.")


def _police_told(given: Given, around: Around) -> Iterator[Finding]:
    """Warn where somebody in Category 1 leaves and police were not told, or of a patient consulted (CUS-28, CUS-29)."""
    stay = next((one for one in around.stays if one.covers(given.day) and one.until in (None, given.day)), None)
    if stay is None:
        return
    rule, kind, message = (
        ("CUS-29", Kind.POLICE_CONSULTED, "That police were consulted about the discharge or release is not recorded.")
        if stay.place == "hospital"
        else ("CUS-28", Kind.POLICE_TOLD, "That police were told ahead of the release is not recorded.")
    )
    since = stay.since
    if stay.place != "hospital":
        since = day_known_since(stay, Kind.RELEASE_DATE, around.events, around.dropped)
    if not any(one.kind is kind and since <= one.day <= given.day for one in around.events):
        yield Finding(rule, Effect.WARN, message, None, "Record that first, or confirm that they were not.")
