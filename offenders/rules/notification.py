"""How long somebody convicted or cautioned for a sexual offence must notify the police (rules NOT-01 to -05 and -17).

The table is the one of the local protocols (`notification_periods.csv`). Where the court's term and the table leave two
readings, the longer period binds and the doubt is said: a person settles it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from audit.refusals import Effect, Finding
from offenders.rules.ages import age_on
from offenders.rules.disposals import describe
from offenders.rules.facts import WITH_TERM, Disposal, DisposalKind, NotificationFacts, OffenceFacts, Outcome
from offenders.rules.routes import brings_notification, covered_by, relevant_on
from offenders.rules.terms import Reach, Term, Unit

ADULT_AGE = 18
LONG = 30
SHORT = 6
CAUTIONS = frozenset({Outcome.CAUTION, Outcome.REPRIMAND_OR_WARNING})
TEN_YEARS, SEVEN_YEARS, FIVE_YEARS, TWO_YEARS = (Term(years, Unit.YEARS) for years in (10, 7, 5, 2))


@dataclass(frozen=True, slots=True)
class Period:
    """How long notification lasts: `term` from its first day, or for life when `indefinite`; neither when unknown.

    `words` say from what it follows, `doubt` what a person has to settle (empty when nothing). `since` is the day of an
    earlier offence, from which its own period counts; None where it counts from the first day of the requirement.
    """

    words: str
    term: Term | None = None
    indefinite: bool = False
    doubt: str = ""
    since: date | None = None

    def last_day(self, starts_on: date) -> date | None:
        """Return the day on which the period is over, when it begins on `starts_on`; None for life or not known."""
        return self.term.after(self.since or starts_on) if self.term is not None else None


def period_for(offence: OffenceFacts, *, under_18: bool) -> Period:
    """Return the period that follows from the disposal of one offence (rules NOT-01 to NOT-04).

    `under_18` is the age at the conviction, caution or finding. Only fixed periods are halved (NOT-03).
    """
    period = _for_adults(offence)
    fixed = period.term is not None and not _is_conditional_discharge(offence.disposal)
    if not (under_18 and fixed and period.term is not None):
        return period
    half = Term(period.term.value * 12 // 2, Unit.MONTHS)
    return Period(f"{period.words}, halved under {ADULT_AGE}", half, doubt=period.doubt)


def _for_adults(offence: OffenceFacts) -> Period:
    """The table's row for the disposal (NOT-01), hospital orders with and without restrictions apart (NOT-02)."""
    disposal = offence.disposal
    if offence.outcome in CAUTIONS or (disposal and disposal.kind is DisposalKind.CAUTION_ONLY):
        return Period("2 years after a caution", TWO_YEARS)
    if disposal is None:
        return Period("no sentence is passed yet", doubt="Record the sentence: the period depends on it.")
    words = describe(disposal)
    if disposal.kind is DisposalKind.HOSPITAL_ORDER_RESTRICTED:
        return Period(f"for life after a {words}", indefinite=True)
    if disposal.kind is DisposalKind.HOSPITAL_ORDER:
        return Period(f"7 years after a {words}", SEVEN_YEARS)
    if _is_conditional_discharge(disposal):
        doubt = "" if disposal.term else "Record how long the conditional discharge lasts: so does notification."
        return Period("as long as the conditional discharge", disposal.term, doubt=doubt)
    if disposal.kind is DisposalKind.HOSPITAL_DIRECTION:
        return _for_direction(disposal)
    if disposal.kind in WITH_TERM:
        return _for_custody(disposal)
    return Period(f"5 years after a {words}", FIVE_YEARS)


def _for_direction(disposal: Disposal) -> Period:
    """By the term, or by the limitation direction read as a restriction, which binds for longer (CAT-33)."""
    by_term = _for_custody(disposal)
    if by_term.indefinite:
        return by_term
    words = f"for life after {describe(disposal)}"
    doubt = f"By the term alone it would be {by_term.words}: settle whether the limitation direction counts."
    return Period(words, indefinite=True, doubt=doubt)


def _for_custody(disposal: Disposal) -> Period:
    words = describe(disposal)
    if disposal.indeterminate:
        return Period(f"for life after {words}", indefinite=True)
    if disposal.term is None:
        return Period(f"the length of the {words} is not recorded", doubt="Record the term: the period depends on it.")
    whole = _by_term(disposal.term, words)
    if disposal.kind is not DisposalKind.DTO or disposal.custodial_part is None:
        return whole
    part = _by_term(disposal.custodial_part, words)
    if part.term == whole.term and part.indefinite == whole.indefinite:
        return whole
    doubt = "By the custodial part of the order alone the period would be shorter: settle which applies."
    return Period(whole.words, whole.term, whole.indefinite, doubt)


def _by_term(term: Term, words: str) -> Period:
    reaches = term.reaches(LONG)
    if reaches is not Reach.NO:
        unsure = "" if reaches is Reach.YES else f"Whether {term} is {LONG} months depends on the calendar."
        return Period(f"for life after {words} ({LONG} months or more)", indefinite=True, doubt=unsure)
    if term.exceeds(SHORT):
        return Period(f"10 years after {words} (more than {SHORT} and less than {LONG} months)", TEN_YEARS)
    if term.unit in {Unit.WEEKS, Unit.DAYS} and term.reaches(SHORT) is not Reach.NO:
        unsure = f"Whether {term} is more than {SHORT} months depends on the calendar."
        return Period(f"10 years after {words}", TEN_YEARS, doubt=unsure)
    return Period(f"7 years after {words} ({SHORT} months or less)", SEVEN_YEARS)


def _is_conditional_discharge(disposal: Disposal | None) -> bool:
    return disposal is not None and disposal.kind is DisposalKind.CONDITIONAL_DISCHARGE


def under_18_at(offence: OffenceFacts, born: date) -> bool:
    """Return whether the person was under 18 when convicted or cautioned; on the 18th birthday they are not (NOT-03).

    Turning 18 ends a protection, so 28 February counts for a 29 February birthday. Not known when: counted as adult.
    """
    return (
        offence.outcome_on is not None and born <= offence.outcome_on and age_on(born, offence.outcome_on) < ADULT_AGE
    )


def expected(
    offences: Iterable[OffenceFacts], *, born: date, starts_on: date, others: Sequence[NotificationFacts] = ()
) -> Period | None:
    """Return the longest period that follows from the Schedule 3 outcomes by `starts_on`; None without one.

    Rule NOT-04: the last outcomes count from `starts_on`, each earlier one from its own day, and the longest period
    binds. The day of an offence is that of its conviction, or of its sentence where Schedule 3 names a term (CAT-04).
    An earlier one is left aside where one of the `others`, the requirements recorded beside this one, lasts as long.
    """
    days = [(relevant_on(one), one) for one in offences if one.schedule_3]
    listed = [(day, one) for day, one in days if day is not None and day <= starts_on]
    last = max((day for day, _ in listed), default=None)
    periods = []
    for day, one in listed:
        period = period_for(one, under_18=under_18_at(one, born))
        if day == last:
            periods.append(period)
        elif brings_notification(one) and not _lasted(others, earlier := replace(period, since=day), starts_on):
            periods.append(earlier)
    return max(periods, key=lambda period: _length(period, starts_on), default=None)


def _lasted(records: Sequence[NotificationFacts], period: Period, starts_on: date) -> bool:
    """Whether one of the records lasts as long as the period, or has no recorded end yet, which is asked for anyway."""
    last = period.last_day(starts_on)
    return any(
        one.lifelong or one.ends_on is None or (last is not None and one.ends_on >= last)
        for one in records
        if one.required
    )


def cut_short(
    offences: Iterable[OffenceFacts], records: Sequence[NotificationFacts], *, born: date
) -> list[tuple[OffenceFacts, str]]:
    """Return each offence whose recorded notification ends before the table's period, with a sentence (NOT-17).

    The period counts from the offence's own day. An offence for which no requirement is recorded yet is not among them.
    """
    found = []
    for one in offences:
        day = relevant_on(one)
        if day is None or not brings_notification(one) or not covered_by(records, one, day):
            continue
        period = period_for(one, under_18=under_18_at(one, born))
        if (period.indefinite or period.term is not None) and not _lasted(records, period, day):
            until = "without end" if period.indefinite else f"until {_in_words(period.last_day(day) or day)}"
            last = max(record.ends_on for record in records if record.ends_on is not None)
            found.append((one, _SHORTER.format(one.title, period.words, until, _in_words(last))))
    return found


_SHORTER = (
    "{}: by the table notification lasts {}: {}. The recorded requirement ends on {}. "
    "Correct its end, or keep it where it is meant so."
)


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _length(period: Period, starts_on: date) -> tuple[bool, date]:
    return period.indefinite, period.last_day(starts_on) or date.min


def check_period(period: Period | None, *, starts_on: date, ends_on: date | None, lifelong: bool) -> list[Finding]:
    """Return a warning when a notification period as typed is not the one that follows from the disposal (NOT-05)."""
    if period is None or starts_on is None:
        return []
    known = period.indefinite or period.term is not None
    if period.doubt:
        return [_warn(f"By the table it lasts {period.words}. {period.doubt}" if known else period.doubt)]
    last = period.last_day(starts_on)
    if lifelong == period.indefinite and ends_on == last:
        return []
    until = "without end" if last is None else f"until {_in_words(last)}"
    return [_warn(f"By the table it lasts {period.words}: {until}. You entered something else.")]


def _warn(message: str) -> Finding:
    return Finding("NOT-05", Effect.WARN, message, "notification_ends_on", "Correct it, or tick that it is meant so.")
