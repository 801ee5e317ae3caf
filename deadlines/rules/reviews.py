"""When a case has to be reviewed next, by its level, events and policies (rules REV-01 to REV-18, CUS-04 to CUS-06).

Facts in, deadlines with their sums in words out. Interval limits run in the community only; custody and recall have
clocks of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from deadlines.rulebook import rule
from deadlines.rules.days import (
    Basis,
    Due,
    add_days,
    add_months,
    add_weeks,
    add_working_days,
    earliest,
    in_words,
    months_before,
    with_last_working_day,
)
from deadlines.rules.policies import Limit, PolicyValues, limits

IDENTIFY_WITHIN_DAYS = 3
PAROLE_REVIEW_LEAD_MONTHS = 6
TERRORIST_LEAD_MONTHS = 8
_INTERVALS = {
    1: ("level_1_review_weeks", "REV-01"),
    2: ("level_2_review_weeks", "REV-02"),
    3: ("level_3_review_weeks", "REV-03"),
}
_BESIDE = {
    1: ("level_1_disclosure_months", "REV-17"),
    2: ("level_2_full_meeting_months", "REV-18"),
    3: ("level_3_full_meeting_weeks", "REV-18"),
}
"""What else the review of a level brings with it: its limit counts only where it comes sooner."""


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the review clocks look at. Dates are Europe/London dates; None means that it has not happened or is unknown.

    `level_began_on` is when the present level began, `level_decided_on` the latest decision on it, which may have kept
    it. `last_meeting_on` is the last Level 2 or 3 meeting held, `last_review_on` the last Level 1 review.
    `inside_since` is the first day of the present time in custody, however many sentences were passed since.
    `released_on` is the last actual release, `release_due_on` the next one expected, `recalled_on` the last recall.
    `parole_on` holds the parole eligibility and tariff expiry dates and the Parole Board reviews of the present time
    in custody, the earliest first. `re_release_on` is when executive re-release is considered, `re_release_known_on`
    when that became known. `at_large_on` is the day of an escape or absconding while the person is not back: they are
    not in custody then. `not_taken_back` is True from a recall until the time in custody after it begins.
    `level_awaited_since` is the day from which a case with a category has had no level, None while it has one.
    """

    level: int | None
    in_custody: bool = False
    level_began_on: date | None = None
    level_decided_on: date | None = None
    last_meeting_on: date | None = None
    last_review_on: date | None = None
    inside_since: date | None = None
    released_on: date | None = None
    release_due_on: date | None = None
    recalled_on: date | None = None
    fixed_term_recall: bool = False
    parole_on: tuple[date, ...] = ()
    re_release_on: date | None = None
    re_release_known_on: date | None = None
    terrorist: bool = False
    category_ends_on: date | None = None
    ended_on: date | None = None
    at_large_on: date | None = None
    not_taken_back: bool = False
    level_awaited_since: date | None = None

    @property
    def under_recall(self) -> bool:
        """True from a recall, be it on the day of the release, until the next release."""
        if self.recalled_on is None:
            return False
        return self.released_on is None or self.released_on <= self.recalled_on

    @property
    def decided_since_recall(self) -> bool:
        """Whether the level was decided on the day of the last recall or later."""
        if self.recalled_on is None or self.level_decided_on is None:
            return False
        return self.level_decided_on >= self.recalled_on

    @property
    def outside(self) -> bool:
        """True while somebody who should be in custody is not: at large, or recalled and not taken back (CUS-27)."""
        return self.at_large_on is not None or self.not_taken_back


@dataclass(frozen=True, slots=True)
class _Event:
    on: date
    words: str


def next_review(
    facts: ReviewFacts,
    national: PolicyValues,
    local: PolicyValues | None = None,
    holidays: Collection[date] = frozenset(),
) -> Due | None:
    """Return the next review of the level: the limit that binds, with the other readings beside it.

    None when the case has ended (REV-15), has no level, or is in custody, where no interval is set (REV-04). After a
    recall only a local setting counts (REV-06), except while the person is outside: the interval runs beside it then
    (CUS-27). Rules REV-01 to REV-03, REV-08, REV-10, REV-11, REV-13, REV-17, REV-18.
    """
    start = _start_of_interval(facts)
    if facts.ended_on is not None or facts.level is None or start is None:
        return None
    recalled = _recall_interval(facts, local) if facts.under_recall else None
    if facts.under_recall and not facts.outside:
        return _shown(recalled, holidays)
    if facts.in_custody:
        return None
    setting, rule_id = _INTERVALS[facts.level]
    readings = [_weeks_from(start, limit, rule_id) for limit in limits(setting, national, local)]
    due = earliest(*readings, _after_release(facts, local), recalled)
    setting, rule_id = _BESIDE[facts.level]
    beside = earliest(*(_from(start, limit, setting, rule_id) for limit in limits(setting, national, local)))
    if beside is not None and (due is None or beside.due_on < due.due_on):
        due = earliest(beside, due)
    return _shown(due, holidays)


def level_before_release(
    facts: ReviewFacts,
    national: PolicyValues,
    local: PolicyValues | None = None,
    holidays: Collection[date] = frozenset(),
) -> Due | None:
    """Return by when the level must be set for somebody in custody: six months before release (rule REV-05).

    None outside custody, while the release date is unknown, or once a level has been decided since custody began that
    is not older than twice that time before release. After a recall it counts once `level_after_recall` is met, and
    not at all where the recall is of a fixed term. A shorter time in custody makes its first day the limit; a later
    sentence sets it no later.
    """
    if not facts.in_custody or facts.ended_on is not None or facts.release_due_on is None:
        return None
    if facts.under_recall and (facts.fixed_term_recall or not facts.decided_since_recall):
        return None
    ordinary = limits("level_before_release_months", national, local)
    terrorist = [_terrorist_limit(national)] if facts.terrorist else []
    longest = max((limit.value for limit in (*ordinary, *terrorist)), default=0)
    since = months_before(facts.release_due_on, 2 * longest)
    if facts.inside_since is not None:
        since = max(since, facts.inside_since)
    if facts.level_decided_on is not None and facts.level_decided_on >= since:
        return None
    readings = [_before_release(facts, limit, "REV-05") for limit in ordinary]
    readings += [_before_release(facts, limit, "CUS-05") for limit in terrorist]
    return _shown(earliest(*readings), holidays)


def level_before_parole(
    facts: ReviewFacts,
    national: PolicyValues,
    local: PolicyValues | None = None,
    holidays: Collection[date] = frozenset(),
) -> Due | None:
    """Return by when the level must be set or reviewed before a date of parole (rules CUS-04 and CUS-05).

    Six months before the parole eligibility or tariff expiry date, and before each later review. The first wants a
    level set since custody began; a later one a review since the date before it and not older than twice that time.
    None outside custody, after a recall (see `level_after_recall`), or once every date has its review.
    """
    if not facts.in_custody or facts.ended_on is not None or facts.under_recall:
        return None
    found = limits("level_before_release_months", national, local)
    if facts.terrorist:
        found.append(_terrorist_limit(national))
    before = None
    for parole_on in facts.parole_on:
        longest = max(limit.value for limit in found)
        since = (
            facts.inside_since if before is None else max(add_days(before, 1), months_before(parole_on, 2 * longest))
        )
        reviewed = facts.level_decided_on is not None and (since is None or facts.level_decided_on >= since)
        if not reviewed:
            return _shown(earliest(*(_before_parole(facts, parole_on, limit) for limit in found)), holidays)
        before = parole_on
    return None


def level_before_re_release(facts: ReviewFacts, holidays: Collection[date] = frozenset()) -> Due | None:
    """Return by when the level must be reviewed before executive re-release is considered (rule CUS-06).

    None unless the day is known, or once the level was decided after it became known.
    """
    known_on = facts.re_release_known_on
    if not facts.under_recall or facts.re_release_on is None or known_on is None or facts.ended_on is not None:
        return None
    if facts.level_decided_on is not None and facts.level_decided_on >= known_on:
        return None
    words = f"Before executive re-release is considered on {in_words(facts.re_release_on)}"
    return _shown(_due(add_days(facts.re_release_on, -1), facts.re_release_on, "CUS-06", words), holidays)


def meeting_before_release(
    facts: ReviewFacts, local: PolicyValues | None, holidays: Collection[date] = frozenset()
) -> Due | None:
    """Return by when a Level 2 or 3 case in custody must have a meeting, where a local policy says so (rule REV-14).

    None once a meeting was held in the year or so before release (twice the lead time), outside custody, at Level 1,
    or where no local policy sets it.
    """
    months = local.meeting_before_release_months if local is not None else None
    if local is None or months is None or facts.release_due_on is None or facts.level not in {2, 3}:
        return None
    if not facts.in_custody or facts.ended_on is not None:
        return None
    source = local.source_of("meeting_before_release_months")
    due = _before_release(facts, Limit(months, Basis.LOCAL, local.name, source), "REV-14")
    if facts.last_meeting_on is not None and facts.last_meeting_on >= months_before(facts.release_due_on, 2 * months):
        return None
    return _shown(due, holidays)


def level_after_recall(facts: ReviewFacts, holidays: Collection[date] = frozenset()) -> Due | None:
    """Return by when the level must be reviewed after a recall (rule REV-16).

    Fixed term: before release. Standard: before the 28-day Parole Board review, then six months before each later one.
    A review of the level counts for a later one when it came after the one before it and is not older than a year.
    None without a recall, or once every review that is recorded has its own.
    """
    if not facts.under_recall or facts.recalled_on is None or facts.ended_on is not None:
        return None
    reviewed = facts.decided_since_recall
    recalled = f"the recall on {in_words(facts.recalled_on)}"
    if facts.fixed_term_recall:
        if reviewed or facts.release_due_on is None:
            return None
        words = f"Before the release on {in_words(facts.release_due_on)}, after {recalled}"
        return _shown(_due(add_days(facts.release_due_on, -1), facts.recalled_on, "REV-16", words), holidays)
    if not reviewed:
        board = add_days(facts.recalled_on, 28)
        words = f"Before the Parole Board review on {in_words(board)}, 28 days from {recalled}"
        return _shown(_due(add_days(board, -1), facts.recalled_on, "REV-16", words), holidays)
    before = add_days(facts.recalled_on, 28)
    for parole_on in (day for day in facts.parole_on if day > before):
        since = max(add_days(before, 1), months_before(parole_on, 2 * PAROLE_REVIEW_LEAD_MONTHS))
        if facts.level_decided_on is None or facts.level_decided_on < since:
            words = f"6 months before the Parole Board review on {in_words(parole_on)}"
            due_on = months_before(parole_on, PAROLE_REVIEW_LEAD_MONTHS)
            return _shown(_due(due_on, parole_on, "REV-16", words), holidays)
        before = parole_on
    return None


def identification(sentenced_on: date, holidays: Collection[date] = frozenset(), *, convicted: bool = False) -> Due:
    """Return by when the managing agency must have identified the person: 3 days from sentence (rule REV-12).

    `convicted`: from a conviction that leads to Category 1 by itself, while the sentence is awaited.
    """
    since = "conviction" if convicted else "sentence"
    words = f"{IDENTIFY_WITHIN_DAYS} days from the {since} on {in_words(sentenced_on)}"
    return with_last_working_day(
        _due(add_days(sentenced_on, IDENTIFY_WITHIN_DAYS), sentenced_on, "REV-12", words), holidays
    )


def rescheduled_meeting(
    cancelled_for: date,
    facts: ReviewFacts,
    national: PolicyValues,
    local: PolicyValues | None,
    holidays: Collection[date],
) -> Due | None:
    """Return the last day for the new date of a cancelled meeting in the community (rule REV-07).

    10 working days at Level 2 and 5 at Level 3 from the original date, and never beyond the interval limit.
    """
    if facts.level not in {2, 3} or facts.in_custody:
        return None
    readings = [
        Due(
            due_on=add_working_days(cancelled_for, limit.value, holidays),
            start_on=cancelled_for,
            rule="REV-07",
            words=_cited(f"{limit.value} working days from the cancelled meeting of {in_words(cancelled_for)}", limit),
            basis=limit.basis,
            policy=limit.policy,
        )
        for limit in limits(f"reschedule_level_{facts.level}_working_days", national, local)
    ]
    return earliest(*readings, next_review(facts, national, local, holidays))


def _start_of_interval(facts: ReviewFacts) -> _Event | None:
    """Return day 0 of the interval: the last review of this level, or what began it.

    A meeting or review before release does not start the community clock; the release does, because the interval is
    set for people managed in the community only (rule REV-10).
    """
    if facts.level == 1:
        own = ((facts.last_review_on, "the review of"), (facts.level_decided_on, "the level decision of"))
    else:
        own = ((facts.last_meeting_on, "the meeting held on"), (facts.level_began_on, "the level decision of"))
    released_on = None if facts.in_custody else facts.released_on
    candidates = (*own, (released_on, "the release on"), (facts.at_large_on, "the escape or absconding of"))
    events = [_Event(day, f"{what} {in_words(day)}") for day, what in candidates if day is not None]
    return max(events, key=lambda event: event.on) if events else None


def _recall_interval(facts: ReviewFacts, local: PolicyValues | None) -> Due | None:
    weeks = local.recall_review_weeks if local is not None else None
    if local is None or weeks is None or facts.recalled_on is None:
        return None
    latest = max(day for day in (facts.recalled_on, facts.last_meeting_on, facts.last_review_on) if day is not None)
    start = _Event(latest, f"the {'recall on' if latest == facts.recalled_on else 'review of'} {in_words(latest)}")
    limit = Limit(weeks, Basis.LOCAL, local.name, local.source_of("recall_review_weeks"))
    return _weeks_from(start, limit, "REV-06")


def _after_release(facts: ReviewFacts, local: PolicyValues | None) -> Due | None:
    """Return the local limit for the first meeting after release, until one has been held (rule REV-13)."""
    months = local.meeting_after_release_months if local is not None else None
    if local is None or months is None or facts.released_on is None or facts.level not in {2, 3}:
        return None
    if facts.last_meeting_on is not None and facts.last_meeting_on >= facts.released_on:
        return None
    limit = Limit(months, Basis.LOCAL, local.name, local.source_of("meeting_after_release_months"))
    words = _cited(f"{_count(months, 'month')} from the release on {in_words(facts.released_on)}", limit)
    return Due(add_months(facts.released_on, months), facts.released_on, "REV-13", words, limit.basis, limit.policy)


def _before_release(facts: ReviewFacts, limit: Limit, rule_id: str) -> Due:
    if facts.release_due_on is None:
        raise ValueError("a limit before release needs a release date")
    due_on = months_before(facts.release_due_on, limit.value)
    words = f"{_count(limit.value, 'month')} before the release on {in_words(facts.release_due_on)}"
    if facts.inside_since is not None and due_on < facts.inside_since:
        due_on, words = facts.inside_since, f"At once: the time in custody leaves less than {words}"
    return Due(due_on, facts.release_due_on, rule_id, _cited(words, limit), limit.basis, limit.policy)


def _before_parole(facts: ReviewFacts, parole_on: date, limit: Limit) -> Due:
    due_on = months_before(parole_on, limit.value)
    words = f"{_count(limit.value, 'month')} before the parole date of {in_words(parole_on)}"
    if facts.inside_since is not None and due_on < facts.inside_since:
        due_on, words = facts.inside_since, f"At once: the time in custody leaves less than {words}"
    rule_id = "CUS-05" if limit.value == TERRORIST_LEAD_MONTHS and facts.terrorist else "CUS-04"
    return Due(due_on, parole_on, rule_id, _cited(words, limit), limit.basis, limit.policy)


def _terrorist_limit(national: PolicyValues) -> Limit:
    return Limit(TERRORIST_LEAD_MONTHS, Basis.NATIONAL, national.name, rule("CUS-05").source)


def _weeks_from(start: _Event, limit: Limit, rule_id: str) -> Due:
    words = _cited(f"{_count(limit.value, 'week')} from {start.words}", limit)
    if limit.product_default:
        rule_id = "REV-11"
        words = f"{_count(limit.value, 'week')} from {start.words} (the product's default: no interval is laid down)"
    return Due(add_weeks(start.on, limit.value), start.on, rule_id, words, limit.basis, limit.policy)


def _from(start: _Event, limit: Limit, setting: str, rule_id: str) -> Due:
    if setting.endswith("_weeks"):
        return _weeks_from(start, limit, rule_id)
    words = _cited(f"{_count(limit.value, 'month')} from {start.words}", limit)
    return Due(add_months(start.on, limit.value), start.on, rule_id, words, limit.basis, limit.policy)


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, start_on, rule_id, f"{words} (national, {rule(rule_id).source})")


def _cited(words: str, limit: Limit) -> str:
    return f"{words} ({limit.basis}, {limit.source})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(due: Due | None, holidays: Collection[date]) -> Due | None:
    if due is None:
        return None
    return replace(
        with_last_working_day(due, holidays),
        also_shown=tuple(with_last_working_day(one, holidays) for one in due.also_shown),
    )
