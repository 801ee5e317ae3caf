"""Whether what is recorded about a person and an offence can be true (rules OFF-01 to -18, -26 to -28, -30 and -31).

Each finding is one plain sentence beside one field. `today` is an argument; nothing here reads a clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from offenders.rules.ages import LeapBirthday, age_on, birthday
from offenders.rules.facts import CUSTODY, HOSPITAL, WITH_TERM, DisposalKind, Outcome
from offenders.rules.terms import Reach, Term, Unit

AGE_OF_CRIMINAL_RESPONSIBILITY = 10
OLDEST = 120
_CHILD, _ADULT, _OVER_21 = range(10, 18), range(18, OLDEST + 1), range(21, OLDEST + 1)
AGES: Mapping[DisposalKind, tuple[range, str]] = {
    DisposalKind.DTO: (range(12, 18), "a detention and training order is for ages 12 to 17"),
    DisposalKind.YOUTH_DETENTION: (_CHILD, "detention in youth detention accommodation is for under 18"),
    DisposalKind.YOUTH_REHABILITATION_ORDER: (_CHILD, "a youth rehabilitation order is for under 18"),
    DisposalKind.REFERRAL_ORDER: (_CHILD, "a referral order is for under 18"),
    DisposalKind.IMPRISONMENT: (_OVER_21, "imprisonment is for 21 and over"),
    DisposalKind.HOSPITAL_DIRECTION: (_OVER_21, "a hospital direction goes with imprisonment, for 21 and over"),
    DisposalKind.SUSPENDED: (_ADULT, "a suspended sentence is for 18 and over"),
    DisposalKind.COMMUNITY_ORDER: (_ADULT, "a community order is for 18 and over"),
}
"""For which ages at conviction a court in England and Wales has a disposal today. Older sentences may differ."""
DTO_MONTHS = range(4, 25)

_OUT_OF_COURT = frozenset({Outcome.CAUTION, Outcome.REPRIMAND_OR_WARNING})
_IN_PLACE_OF_CONVICTION = frozenset({Outcome.UNFIT_AND_DID_ACT, Outcome.NOT_GUILTY_INSANITY})
_ENDS = {
    "licence_ends_on": "end of the licence",
    "sentence_ends_on": "end of the whole sentence",
    "supervision_ends_on": "end of the post-sentence supervision",
    "cto_ends_on": "end of the community treatment order",
    "discharged_on": "absolute discharge",
}
_AFTER_A_FINDING = HOSPITAL | {
    *(DisposalKind.CTO, DisposalKind.ABSOLUTE_DISCHARGE, DisposalKind.OTHER, DisposalKind.AWAITING)
}


@dataclass(frozen=True, slots=True)
class OffenceEntry:
    """What was typed about one offence and its disposal; None where the field is empty.

    `imposed_on` is the day of the sentence as typed: empty where it was that of the outcome.
    """

    committed_on: date | None = None
    outcome: Outcome | None = None
    outcome_on: date | None = None
    disposal: DisposalKind | None = None
    imposed_on: date | None = None
    term_value: int | None = None
    term_unit: Unit | None = None
    custodial_value: int | None = None
    custodial_unit: Unit | None = None
    indeterminate: bool = False
    maximum_months: int | None = None
    maximum_is_life: bool = False
    murder: bool = False


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """What was typed about sentence, release, licence and the other ends; None where the field is empty.

    `awaiting_sentence` says that no sentence is passed yet.
    """

    sentenced_on: date | None = None
    released_on: date | None = None
    licence_ends_on: date | None = None
    sentence_ends_on: date | None = None
    indeterminate: bool = False
    supervision_ends_on: date | None = None
    cto_ends_on: date | None = None
    discharged_on: date | None = None
    release_due_on: date | None = None
    awaiting_sentence: bool = False


def check_person(*, date_of_birth: date | None, today: date, pnc_in_use: bool = False) -> list[Finding]:
    """Return what is wrong with the identity of a person (rules OFF-01 and OFF-12)."""
    return [*_birth(date_of_birth, today), *_pnc_in_use(pnc_in_use)]


def check_offence(entry: OffenceEntry, *, date_of_birth: date | None, today: date) -> list[Finding]:
    """Return what is wrong with one offence, its outcome and its disposal.

    Rules OFF-02 to OFF-06, OFF-09, OFF-11, OFF-16 to OFF-18, OFF-27, OFF-28 and OFF-31.
    """
    return [
        *_offence_dates(entry, date_of_birth, today),
        *_awaiting(entry),
        *_maximum(entry),
        *_disposal_for_outcome(entry),
        *_hospital_direction(entry),
        *_term(entry),
        *_age(entry, date_of_birth),
        *_detention_and_training(entry),
    ]


def check_custody(entry: CustodyEntry) -> list[Finding]:
    """Return what is wrong with sentence, release and licence dates (rules OFF-07 to OFF-09 and OFF-28)."""
    if entry.awaiting_sentence:
        message = "No sentence is passed yet, so nothing of it ends: leave this date empty."
        return [_refuse("OFF-28", field, message) for field in _ENDS if getattr(entry, field) is not None]
    findings = []
    if _precedes(entry.release_due_on, entry.sentenced_on):
        message = "The earliest release date is before the first day."
        findings.append(_refuse("OFF-07", "release_due_on", message))
    if _precedes(entry.released_on, entry.sentenced_on):
        findings.append(_refuse("OFF-07", "released_on", "The release date is before the date of the sentence."))
    for field, name in _ENDS.items():
        if _precedes(getattr(entry, field), entry.sentenced_on):
            findings.append(_refuse("OFF-08", field, f"The {name} is dated before the sentence."))
    before_release = _precedes(entry.licence_ends_on, entry.released_on)
    if before_release and not _precedes(entry.licence_ends_on, entry.sentenced_on):
        findings.append(_refuse("OFF-08", "licence_ends_on", "The licence ends before the release date."))
    if entry.indeterminate and entry.sentence_ends_on is not None:
        message = "An indeterminate sentence has no end date: leave the end empty."
        findings.append(_refuse("OFF-09", "sentence_ends_on", message))
    return findings


def awaited(title: str) -> str:
    """Say of an offence that its sentence is awaited (rule OFF-28)."""
    return f"{title}: the sentence is awaited. Record it once it is passed."


def awaited_findings(titles: Iterable[str]) -> list[Finding]:
    """Return a prompt for each offence, by its title, whose sentence is awaited (rule OFF-28)."""
    return [Finding("OFF-28", Effect.PROMPT, awaited(title), "disposal") for title in titles]


def overlap(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Whether two times in custody overlap, None while one lasts; one may begin on the day the other ends (CUS-22)."""
    return (other_until is None or since < other_until) and (until is None or other_since < until)


def check_notification(*, starts_on: date | None, ends_on: date | None, lifelong: bool = False) -> list[Finding]:
    """Return what is wrong with a notification period (rule OFF-10)."""
    if lifelong and ends_on is not None:
        return [
            _refuse("OFF-10", "notification_ends_on", "Notification for life has no end date: leave the end empty.")
        ]
    if _precedes(ends_on, starts_on):
        return [_refuse("OFF-10", "notification_ends_on", "The notification period ends before it starts.")]
    return []


def check_correction(reason: str) -> list[Finding]:
    """Return the demand for the reason of a correction (rule OFF-26)."""
    return [] if reason.strip() else [_require("OFF-26", "reason", "Say why the order is corrected.")]


def check_mistake(reason: str) -> list[Finding]:
    """Return the demand for the reason why an offence was recorded in error (rule OFF-30)."""
    return [] if reason.strip() else [_require("OFF-30", "reason", "Say why this offence was recorded in error.")]


def _birth(date_of_birth: date | None, today: date) -> Iterator[Finding]:
    if date_of_birth is None:
        return
    if date_of_birth > today:
        yield _refuse("OFF-01", "date_of_birth", "The date of birth is in the future.")
    elif age_on(date_of_birth, today) > OLDEST:
        yield _refuse("OFF-01", "date_of_birth", f"This date of birth makes the person older than {OLDEST}: check it.")


def _pnc_in_use(in_use: bool) -> Iterator[Finding]:
    if in_use:
        message = "Another record already has this PNC ID: open that record, or check the number."
        yield _refuse("OFF-12", "pnc_id", message)


def _offence_dates(entry: OffenceEntry, date_of_birth: date | None, today: date) -> Iterator[Finding]:
    for field, day, name in (
        ("committed_on", entry.committed_on, "offence"),
        ("outcome_on", entry.outcome_on, "outcome"),
        ("imposed_on", entry.imposed_on, "sentence"),
    ):
        if day is not None and day > today:
            yield _refuse("OFF-03", field, f"The date of the {name} is in the future.")
    if date_of_birth is not None and entry.committed_on is not None:
        # Criminal responsibility is a burden that starts at 10, so a 29 February child turns 10 on 1 March.
        tenth = birthday(date_of_birth, AGE_OF_CRIMINAL_RESPONSIBILITY, LeapBirthday.MARCH_1)
        if entry.committed_on < tenth:
            message = "The offence is dated before the person's 10th birthday, the age of criminal responsibility."
            yield _refuse("OFF-02", "committed_on", message)
    if _precedes(entry.outcome_on, entry.committed_on):
        yield _refuse("OFF-04", "outcome_on", "The outcome is dated before the offence.")
    if _precedes(entry.imposed_on, entry.outcome_on):
        yield _refuse("OFF-04", "imposed_on", "The sentence is dated before the outcome.")


def _awaiting(entry: OffenceEntry) -> Iterator[Finding]:
    """A sentence that is awaited has no day, term or kind yet, and a caution never has one (rule OFF-28)."""
    if entry.outcome in _OUT_OF_COURT and entry.imposed_on is not None:
        yield _refuse("OFF-28", "imposed_on", "A caution, reprimand or warning has no sentence: leave its date empty.")
    if entry.disposal is not DisposalKind.AWAITING:
        return
    step = "leave this empty, or choose the disposal."
    said = (
        ("imposed_on", entry.imposed_on),
        ("term_value", entry.term_value),
        ("custodial_value", entry.custodial_value),
        ("indeterminate", entry.indeterminate),
    )
    for field, value in said:
        if value:
            yield _refuse("OFF-28", field, f"No sentence is passed yet: {step}")


def _maximum(entry: OffenceEntry) -> Iterator[Finding]:
    if entry.maximum_is_life and entry.maximum_months is not None:
        message = "The longest sentence is life or a number of months, not both."
        yield _refuse("OFF-27", "maximum_sentence_months", message)


def _disposal_for_outcome(entry: OffenceEntry) -> Iterator[Finding]:
    if entry.outcome is None or entry.disposal is None:
        return
    cautioned = entry.disposal is DisposalKind.CAUTION_ONLY
    if entry.outcome in _OUT_OF_COURT and not cautioned:
        yield _refuse(
            "OFF-06", "disposal", "A caution, reprimand or warning is its own disposal: no court sentence follows."
        )
    elif entry.outcome not in _OUT_OF_COURT and cautioned:
        yield _refuse("OFF-06", "disposal", "A caution cannot be the disposal for an outcome in court.")
    elif entry.outcome in _IN_PLACE_OF_CONVICTION and entry.disposal not in _AFTER_A_FINDING:
        message = "After a finding of insanity or unfitness there is no sentence: choose a hospital or other order."
        yield _refuse("OFF-06", "disposal", message)


def _hospital_direction(entry: OffenceEntry) -> Iterator[Finding]:
    """Refuse hospital and limitation directions for murder and by a court abroad (rule OFF-31)."""
    if entry.disposal is not DisposalKind.HOSPITAL_DIRECTION:
        return
    if entry.murder:
        message = "Murder has a sentence fixed by law, so no hospital and limitation directions go with it."
        yield _refuse("OFF-31", "disposal", message)
    if entry.outcome is Outcome.CONVICTION_ABROAD:
        message = "Only the Crown Court gives hospital and limitation directions: choose what the court abroad decided."
        yield _refuse("OFF-31", "disposal", message)


def _term(entry: OffenceEntry) -> Iterator[Finding]:
    if entry.term_value is not None and entry.term_unit is None:
        yield _require("OFF-05", "term_unit", "Choose the unit the court used: years, months, weeks or days.")
    if entry.term_unit is not None and entry.term_value is None:
        yield _require("OFF-05", "term_value", f"Enter how many {entry.term_unit} the term is.")
    if entry.term_value is not None and entry.term_value < 1:
        yield _refuse("OFF-05", "term_value", "A term is at least 1.")
    if entry.indeterminate and (entry.term_value is not None or entry.term_unit is not None):
        yield _refuse("OFF-09", "term_value", "An indeterminate sentence has no fixed term: leave the term empty.")
    if entry.indeterminate and entry.disposal is not None and entry.disposal not in CUSTODY:
        yield _refuse("OFF-09", "indeterminate", "Only imprisonment or detention can be indeterminate.")
    if entry.disposal in WITH_TERM and not entry.indeterminate and entry.term_value is None and entry.term_unit is None:
        yield _require("OFF-16", "term_value", "Enter the length of the sentence, or mark it as indeterminate.")
    whole, part = _as_term(entry.term_value, entry.term_unit), _as_term(entry.custodial_value, entry.custodial_unit)
    if whole is not None and part is not None and part.longer_than(whole):
        yield _refuse("OFF-17", "custodial_value", "The custodial part is longer than the whole order.")


def _age(entry: OffenceEntry, date_of_birth: date | None) -> Iterator[Finding]:
    """Warn of a disposal for another age; a court abroad has its own (rule OFF-11)."""
    known = AGES.get(entry.disposal) if entry.disposal is not None else None
    if known is None or date_of_birth is None or entry.outcome_on is None or entry.outcome_on < date_of_birth:
        return
    if entry.outcome is Outcome.CONVICTION_ABROAD:
        return
    age, (ages, said) = age_on(date_of_birth, entry.outcome_on), known
    if age in ages:
        return
    step = "Check the date of birth and the disposal."
    if entry.disposal is DisposalKind.IMPRISONMENT and age in _ADULT:
        step = "Detention in a young offender institution is recorded as imprisonment: confirm that it was that."
    message = f"The person was {age} on the date of the outcome; {said}."
    yield Finding("OFF-11", Effect.WARN, message, "disposal", step)


def _detention_and_training(entry: OffenceEntry) -> Iterator[Finding]:
    if entry.disposal is not DisposalKind.DTO:
        return
    term = _as_term(entry.term_value, entry.term_unit)
    if term is not None and (term.exceeds(DTO_MONTHS[-1]) or term.reaches(DTO_MONTHS[0]) is Reach.NO):
        message = "A detention and training order lasts between 4 months and 2 years."
        yield Finding("OFF-18", Effect.WARN, message, "term_value", "Check the term and its unit.")


def _as_term(value: int | None, unit: Unit | None) -> Term | None:
    return Term(value, unit) if value is not None and value > 0 and unit is not None else None


def _precedes(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first < second


def _refuse(rule: str, field: str, message: str) -> Finding:
    return Finding(rule, Effect.REFUSE, message, field)


def _require(rule: str, field: str, message: str) -> Finding:
    return Finding(rule, Effect.REQUIRE, message, field)
