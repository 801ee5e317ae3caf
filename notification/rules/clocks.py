"""What somebody who must notify the police has to do next, and when they are visited (rules NOT-07 to NOT-14).

Facts in, deadlines with their sums in words out. Days wholly in custody do not count towards three days.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, add_months, days_before, earliest, in_words, with_last_working_day
from deadlines.rules.policies import Limit, PolicyValues, limits
from notification.rules.facts import Changed, Custody, Event, Facts, Kind, days_away

NOTIFY_WITHIN_DAYS = 3
AWAY_DAYS = 7
AWAY_WITHIN_MONTHS = 12
VERIFY_MONTHS = 12
NO_FIXED_ABODE_DAYS = 7
TRAVEL_DAYS = 7
UNJUDGED = "high"
"""The risk that visits are counted by while nobody judged it: the safer reading."""
CHANGED_WORDS = {
    Changed.ADDRESS: "address",
    Changed.NO_FIXED_ABODE: "abode to none",
    Changed.NAME: "name",
    Changed.PASSPORT: "passport",
    Changed.BANK_CARD: "bank card",
    Changed.OTHER: "details",
}
RISK_WORDS = {"very_high": "very high", "high": "high", "medium": "medium", "low": "low"}
Dues = Iterator[tuple[str, Due]]


def add_free_days(start: date, days: int, custody: Collection[Custody]) -> date | None:
    """Return the `days`-th day after `start` that is not wholly spent in custody; None while that lasts (NOT-07)."""
    day = start
    while days:
        day += timedelta(days=1)
        inside = next((one for one in custody if one.holds(day)), None)
        if inside is None:
            days -= 1
        elif inside.released_on is None:
            return None
        else:
            day = max(day, inside.released_on)
    return day


def initial(facts: Facts, holidays: Collection[date]) -> Dues:
    """The first notification within three days of the conviction or of each release (NOT-07).

    What custody interrupted counts from the release; what was over before it stays overdue, inside too.
    """
    releases = facts.releases
    starts = sorted({facts.starts_on, *releases})
    for start in starts:
        if any(one.on >= start for one in facts.of(Kind.INITIAL)):
            continue
        due_on = add_free_days(start, NOTIFY_WITHIN_DAYS, facts.custody)
        if due_on is None or any(start < later <= due_on for later in starts):
            continue
        what = "leaving custody on" if start in releases else "the start of notification on"
        words = f"{NOTIFY_WITHIN_DAYS} days from {what} {in_words(start)}, days in custody left out"
        yield "", _due(due_on, start, "NOT-07", words, holidays)
        return


def changes(facts: Facts, holidays: Collection[date]) -> Dues:
    """Each change that was not notified yet, within three days of it (NOT-08)."""
    for event in facts.of(Kind.CHANGE):
        due_on = add_free_days(event.on, NOTIFY_WITHIN_DAYS, facts.custody)
        if facts.answer_to(event, Kind.NOTIFIED) is None and due_on is not None:
            what = CHANGED_WORDS[event.changed or Changed.OTHER]
            words = f"{NOTIFY_WITHIN_DAYS} days from the change of {what} on {in_words(event.on)}"
            yield event.id, _due(due_on, event.on, "NOT-08", words, holidays)


def away(facts: Facts, holidays: Collection[date]) -> Dues:
    """Seven days at another address, at once or together in twelve months, within three days of the seventh (NOT-09).

    Once a stay was notified its days count no further; those of the others do.
    """
    counted: dict[date, Event] = {}
    for event in facts.of(Kind.AWAY):
        if facts.answer_to(event, Kind.NOTIFIED) is not None:
            continue
        for day in days_away(event):
            counted.setdefault(day, event)
            since = add_months(day, -AWAY_WITHIN_MONTHS)
            if sum(since < one <= day for one in counted) < AWAY_DAYS:
                continue
            due_on = add_free_days(day, NOTIFY_WITHIN_DAYS, facts.custody)
            if due_on is not None:
                sum_of = f"{NOTIFY_WITHIN_DAYS} days from {in_words(day)}, day {AWAY_DAYS} away in 12 months"
                yield event.id, _due(due_on, day, "NOT-09", sum_of, holidays)
            return


def verification(facts: Facts, holidays: Collection[date]) -> Dues:
    """The yearly verification of the details, every week without a fixed abode (NOT-10); none in custody.

    Notice of a journey verifies nothing.
    """
    journeys = {one.id for one in facts.of(Kind.TRAVEL)}
    told = [one for one in facts.of(Kind.INITIAL, Kind.NOTIFIED, Kind.VERIFIED) if one.about not in journeys]
    if facts.inside or not told:
        return
    last = told[-1]
    on = f"the notification of {in_words(last.on)}"
    moves = [one for one in facts.of(Kind.CHANGE) if one.changed in {Changed.ADDRESS, Changed.NO_FIXED_ABODE}]
    if moves and moves[-1].changed is Changed.NO_FIXED_ABODE:
        start = max(last.on, moves[-1].on)
        since = on if start == last.on else f"having no fixed abode since {in_words(start)}"
        words = f"{NO_FIXED_ABODE_DAYS} days from {since}, without a fixed abode"
        yield "", _due(add_days(start, NO_FIXED_ABODE_DAYS), start, "NOT-10", words, holidays)
    else:
        words = f"{VERIFY_MONTHS} months from {on}"
        yield "", _due(add_months(last.on, VERIFY_MONTHS), last.on, "NOT-10", words, holidays)


def travel(facts: Facts, holidays: Collection[date]) -> Dues:
    """Each journey abroad that was not notified yet, seven days before it at the latest (NOT-11)."""
    for event in facts.of(Kind.TRAVEL):
        if facts.answer_to(event, Kind.NOTIFIED) is None:
            words = f"{TRAVEL_DAYS} days before the departure on {in_words(event.on)}"
            yield event.id, _due(days_before(event.on, TRAVEL_DAYS), event.on, "NOT-11", words, holidays)


def returns(facts: Facts, holidays: Collection[date]) -> Dues:
    """Each return from abroad that was not notified yet, within three days of it (NOT-12)."""
    for event in facts.of(Kind.TRAVEL):
        if event.until is not None and facts.answer_to(event, Kind.RETURNED) is None:
            words = f"{NOTIFY_WITHIN_DAYS} days from the return on {in_words(event.until)}"
            yield event.id, _due(add_days(event.until, NOTIFY_WITHIN_DAYS), event.until, "NOT-12", words, holidays)


def visits(
    facts: Facts, national: PolicyValues, local: PolicyValues | None, holidays: Collection[date]
) -> Iterator[tuple[str, Due]]:
    """The next visit to the home, by the risk and the area's figures (NOT-13); none in custody."""
    if facts.inside:
        return
    last = max((one.on for one in facts.of(Kind.VISIT)), default=None)
    released = facts.released_on
    outside = max(facts.starts_on, released) if released else facts.starts_on
    start = last if last is not None and last >= outside else outside
    event = "the visit on" if start == last else "leaving custody on" if start == released else "the first day,"
    rosh = facts.rosh or UNJUDGED
    risk = f"{RISK_WORDS[rosh]} risk" if facts.rosh else "risk not judged yet, so counted as high"
    preferred = limits("home_visit_low_preferred_months", national, local) if rosh == "low" else []
    better = f"; preferably by {in_words(add_months(start, preferred[0].value))}" if preferred else ""
    readings = [
        _limited(
            add_months(start, limit.value),
            start,
            "NOT-13",
            f"{_months(limit)} from {event} {in_words(start)}, {risk}{better}",
            limit,
        )
        for limit in limits(f"home_visit_{rosh}_months", national, local)
    ]
    due = earliest(*readings)
    if due is not None:
        yield "", with_last_working_day(due, holidays)


def visits_after_moves(
    facts: Facts, national: PolicyValues, local: PolicyValues | None, holidays: Collection[date]
) -> Iterator[tuple[str, Due]]:
    """A visit after each move that nobody visited yet (NOT-14); none in custody."""
    moves = [one for one in facts.of(Kind.CHANGE) if one.changed is Changed.ADDRESS]
    if facts.inside or not moves:
        return
    move = moves[-1]
    if any(one.on >= move.on for one in facts.of(Kind.VISIT)):
        return
    readings = [
        _limited(
            add_days(move.on, limit.value),
            move.on,
            "NOT-14",
            f"{limit.value} days from the move on {in_words(move.on)}",
            limit,
        )
        for limit in limits("visit_after_move_days", national, local)
    ]
    due = earliest(*readings)
    if due is not None:
        yield move.id, with_last_working_day(due, holidays)


def _limited(due_on: date, start: date, rule_id: str, words: str, limit: Limit) -> Due:
    said = "the product's default" if limit.product_default else f"{limit.basis}, {limit.source}"
    return Due(due_on, start, rule_id, f"{words} ({said})", limit.basis, limit.policy)


def _due(due_on: date, start: date, rule_id: str, words: str, holidays: Collection[date]) -> Due:
    return with_last_working_day(Due(due_on, start, rule_id, f"{words} (national, {rule(rule_id).source})"), holidays)


def _months(limit: Limit) -> str:
    return "1 month" if limit.value == 1 else f"{limit.value} months"
