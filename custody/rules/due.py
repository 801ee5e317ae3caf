"""What falls due from custody, hospital and approved premises (rules CUS-01, CUS-02, CUS-07 to CUS-13, CUS-33, CUS-35).

Facts and policies in, deadlines with their sums in words out. What concerns the level is in `deadlines.rules.reviews`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from custody.rules.events import MCTC_SILENCE_DAYS, Known, Stay, under_treatment
from custody.rules.kinds import FIXED_TERM, Kind
from custody.rules.words import DISCHARGE_NOTICE
from deadlines.rulebook import rule
from deadlines.rules.days import (
    Due,
    add_days,
    add_months,
    earliest,
    in_words,
    months_before,
    with_last_working_day,
    working_days_before,
)
from deadlines.rules.policies import Limit, PolicyValues, limits

IDENTIFY_WITHIN_DAYS = 3
REPORT_MONTHS = 3
RECORD_WITHIN_DAYS = 3
TRIBUNAL_MONTHS = 1
PREMISES_MONTHS = 3
PRISON_REPORT_WORKING_DAYS = 2
RELEASE_WITHIN_DAYS = 1
Dues = Iterator[tuple[str, Due]]


@dataclass(frozen=True, slots=True)
class CustodyFacts:
    """The times in custody of a case and its events that stand, oldest first; its category.

    `abuse`: an offence is marked as domestic abuse or stalking. `order_since`: the first day of the earliest hospital
    or guardianship order or hospital direction of which no absolute discharge is recorded. `treated`: the first and
    last day of each community treatment order, None for a last day that is not known. `dropped`: the events that were
    corrected or withdrawn.
    """

    stays: Sequence[Stay] = ()
    events: Sequence[Known] = ()
    category: int | None = None
    abuse: bool = False
    order_since: date | None = None
    treated: tuple[tuple[date, date | None], ...] = ()
    dropped: Sequence[Known] = ()

    @property
    def present(self) -> Stay | None:
        """Where the person is held today; None in the community."""
        return next((stay for stay in reversed(self.stays) if stay.until is None), None)

    @property
    def recall(self) -> Known | None:
        """The latest recall that has not run out: no release came after it, nor is a time inside that it began over."""
        over = [(one.since, one.until) for one in self.stays if one.until is not None]
        lasting = [
            one for one in self.of(Kind.RECALL) if not any(until > one.day or since >= one.day for since, until in over)
        ]
        return max(lasting, key=lambda known: known.day, default=None)

    @property
    def at_large_since(self) -> date | None:
        """The day on which somebody left, where no return, release or new time in custody has followed; else None."""
        gone = self.leavings()
        if not gone or gone[-1][1] is not None:
            return None
        left_on = gone[-1][0].day
        if any(one.since > left_on or (one.until is not None and one.until >= left_on) for one in self.stays):
            return None
        return left_on

    def absences(self) -> list[tuple[date, date | None]]:
        """Each time somebody was unlawfully at large, as the day they left and the day they were back, oldest first.

        None for the second while no return, nor a later time in custody, is recorded.
        """
        found = []
        for left, back in self.leavings():
            backs = [one.since for one in self.stays if one.since > left.day]
            found.append((left.day, min([*backs, back] if back else backs, default=None)))
        return list(dict.fromkeys(found))

    def leavings(self) -> list[tuple[Known, date | None]]:
        """Each escape, absconding or failure to return with the day of the return that answers it, oldest first.

        On one day the order of recording tells which came first, so that somebody may be gone again on the day of a
        return; a correction has the place of what it corrects. A return that answers no other leaving, nor a recall,
        answers one of its day that was recorded later.
        """
        found: list[tuple[Known, date | None]] = []
        spare = None
        told = self.of(Kind.AT_LARGE, Kind.RETURNED)
        for one in sorted(told, key=lambda known: (known.day, known.recorded_after)):
            if one.kind is Kind.AT_LARGE:
                found.append((one, spare if spare == one.day else None))
                spare = None
            elif any(back is None for _, back in found):
                found = [(left, back or one.day) for left, back in found]
            elif not any(stay.since == one.day for stay in self.stays):
                spare = one.day
        return found

    def of(self, *kinds: Kind) -> list[Known]:
        """The events of these kinds, oldest first."""
        return [known for known in self.events if known.kind in kinds]

    def last(self, *kinds: Kind) -> Known | None:
        """The latest event of these kinds."""
        return max(self.of(*kinds), key=lambda known: known.day, default=None)

    def happened_since(self, day: date, *kinds: Kind) -> bool:
        """Whether one of these kinds is recorded for that day or a later one."""
        return any(known.day >= day for known in self.of(*kinds))


def release_confirmed(facts: CustodyFacts, national: PolicyValues, local: PolicyValues | None) -> Dues:
    """By when the prison confirms the release date that is known (CUS-01); never for the end of a fixed term recall."""
    stay = facts.present
    if stay is None or stay.place == "hospital" or stay.release_due_on is None:
        return
    recall = facts.recall
    if recall is not None and recall.choice == FIXED_TERM and stay.since >= recall.day:
        return
    if any(known.day == stay.release_due_on for known in facts.of(Kind.RELEASE_DATE)):
        return
    readings = [
        _before_release(stay, limit, "CUS-01") for limit in limits("release_date_confirmed_months", national, local)
    ]
    due = earliest(*readings)
    if due is not None:
        yield "", due


def release_passed(facts: CustodyFacts, today: date) -> date | None:
    """The release date, once it has passed and neither the release nor a later date is recorded; else None (CUS-35).

    So of patients, where a day of discharge is known; never while the person is unlawfully at large.
    """
    stay = facts.present
    if stay is None or stay.release_due_on is None or facts.at_large_since is not None:
        return None
    return stay.release_due_on if stay.release_due_on < today else None


def leaves_by(facts: CustodyFacts) -> str:
    """How whoever is held leaves, in a word: a patient by discharge, everybody else by release."""
    return "discharge" if facts.present is not None and facts.present.place == "hospital" else "release"


def release_recorded(facts: CustodyFacts, today: date, limit: Limit | None = None) -> Dues:
    """By when a release or discharge is recorded, or a new date, once its date has passed (CUS-35).

    `limit` is the figure of the policies; the constant holds while none is loaded.
    """
    passed = release_passed(facts, today)
    if passed is None:
        return
    days = limit.value if limit is not None else RELEASE_WITHIN_DAYS
    words = f"{days} day{'' if days == 1 else 's'} from the {leaves_by(facts)} date, {in_words(passed)}"
    due_on = add_days(passed, days)
    if limit is None:
        yield "", Due(due_on, passed, "CUS-35", f"{words} (product's own limit)")
    else:
        cited = f"{words} ({limit.basis}, {limit.source})"
        yield "", Due(due_on, passed, "CUS-35", cited, limit.basis, limit.policy)


def premises_referral(facts: CustodyFacts, national: PolicyValues, local: PolicyValues | None) -> Dues:
    """By when the referral to approved premises is sent, where they are planned and a policy sets a time (CUS-02)."""
    stay, planned = facts.present, facts.last(Kind.PREMISES_PLANNED)
    if stay is None or planned is None or stay.release_due_on is None or planned.day < stay.since:
        return
    if facts.happened_since(stay.since, Kind.PREMISES_REFERRAL):
        return
    readings = [
        _before_release(stay, limit, "CUS-02") for limit in limits("approved_premises_referral_months", national, local)
    ]
    due = earliest(*readings)
    if due is not None:
        yield "", due


def mctc_silence(facts: CustodyFacts) -> Dues:
    """The last day on which the MCTC may raise concerns about the proposed level (CUS-07)."""
    asked = facts.last(Kind.MCTC_CONSULTED)
    if asked is not None and not facts.happened_since(asked.day, Kind.MCTC_ANSWERED):
        words = f"{MCTC_SILENCE_DAYS} days from asking the MCTC on {in_words(asked.day)}"
        yield asked.key, _due(add_days(asked.day, MCTC_SILENCE_DAYS), asked.day, "CUS-07", words)


def patient_identified(facts: CustodyFacts) -> Dues:
    """By when the mental health service has identified the patient to the Co-ordinator (CUS-08)."""
    stay = facts.present
    if stay is None or stay.place != "hospital" or facts.happened_since(stay.since, Kind.PATIENT_NOTIFIED):
        return
    words = f"{IDENTIFY_WITHIN_DAYS} days from the admission or transfer on {in_words(stay.since)}"
    yield "", _due(add_days(stay.since, IDENTIFY_WITHIN_DAYS), stay.since, "CUS-08", words)


def leave_notified(facts: CustodyFacts) -> Dues:
    """By when MAPPA I Part 3 is sent: before the first unescorted leave of this stay (CUS-09).

    One that told of a discharge is none of leave; an older one that says neither counts.
    """
    stay = facts.present
    if stay is None or stay.place != "hospital":
        return
    leaves = [known for known in facts.of(Kind.UNESCORTED_LEAVE) if known.day >= stay.since]
    told = [known for known in facts.of(Kind.LEAVE_NOTIFIED) if known.day >= stay.since]
    if not leaves or any(known.choice != DISCHARGE_NOTICE for known in told):
        return
    first = min(leaves, key=lambda known: known.day)
    words = f"Before the first unescorted leave on {in_words(first.day)}"
    yield "", _due(add_days(first.day, -1), first.day, "CUS-09", words)


def tribunal_referral(facts: CustodyFacts) -> Dues:
    """By when the case of a patient recalled from a conditional discharge is referred to the Tribunal (CUS-10)."""
    recalled = facts.last(Kind.PATIENT_RECALL)
    if recalled is None or _from_treatment_order(facts, recalled.day):
        return
    if not facts.happened_since(recalled.day, Kind.TRIBUNAL_REFERRAL):
        words = f"{TRIBUNAL_MONTHS} month from the recall to hospital on {in_words(recalled.day)}"
        yield recalled.key, _due(add_months(recalled.day, TRIBUNAL_MONTHS), recalled.day, "CUS-10", words)


def _from_treatment_order(facts: CustodyFacts, day: date) -> bool:
    """Whether a recall on that day was from a community treatment order: one was in force, no discharge before it."""
    discharged = any(one.day <= day for one in facts.of(Kind.CONDITIONAL_DISCHARGE))
    return not discharged and under_treatment(facts.treated, day)


def supervisors_report(facts: CustodyFacts) -> Dues:
    """By when the supervisors of somebody conditionally discharged report next (CUS-11)."""
    discharged = facts.last(Kind.CONDITIONAL_DISCHARGE)
    if discharged is None or facts.happened_since(discharged.day, Kind.ABSOLUTE_DISCHARGE, Kind.PATIENT_RECALL):
        return
    report = facts.last(Kind.SUPERVISORS_REPORT)
    start, what = discharged.day, "the conditional discharge on"
    if report is not None and report.day >= start:
        start, what = report.day, "the report of"
    words = f"{REPORT_MONTHS} months from {what} {in_words(start)}"
    yield "", _due(add_months(start, REPORT_MONTHS), start, "CUS-11", words)


def order_ended(facts: CustodyFacts) -> Dues:
    """By when the absolute discharge is recorded at the sentence, so that the category can end (CUS-33)."""
    discharged = facts.last(Kind.ABSOLUTE_DISCHARGE)
    if discharged is None or facts.order_since is None or facts.order_since > discharged.day:
        return
    words = f"{RECORD_WITHIN_DAYS} days from the absolute discharge on {in_words(discharged.day)} (product's own limit)"
    yield "", Due(add_days(discharged.day, RECORD_WITHIN_DAYS), discharged.day, "CUS-33", words)


def premises_area(facts: CustodyFacts) -> Dues:
    """By when the managing area is looked at again because of a stay in approved premises (CUS-12).

    It runs from the first arrival of the stay, also over a move, or from the first since the area was looked at.
    Whoever was taken into custody or hospital since has left.
    """
    began = max((stay.since for stay in facts.stays), default=date.min)
    events = [one for one in facts.of(Kind.PREMISES_ARRIVED, Kind.PREMISES_LEFT) if one.day >= began]
    arrivals = arrivals_of_stay(events)
    arrived = next((one for one in arrivals if not facts.happened_since(one.day, Kind.PREMISES_AREA)), None)
    if arrived is None:
        return
    words = f"{PREMISES_MONTHS} months from the first day in approved premises, {in_words(arrived.day)}"
    yield arrived.key, _due(add_months(arrived.day, PREMISES_MONTHS), arrived.day, "CUS-12", words)


def arrivals_of_stay(events: Iterable[Known]) -> list[Known]:
    """The arrivals of a stay in approved premises that goes on after these events, oldest first; empty without one.

    Who leaves one of them and arrives at another on the same day stays, in whichever order that was recorded.
    """
    found: list[Known] = []
    for _, of_day in groupby(sorted(events, key=lambda known: known.day), key=lambda known: known.day):
        told = list(of_day)
        arrived = [one for one in told if one.kind is Kind.PREMISES_ARRIVED]
        left = sum(one.kind is Kind.PREMISES_LEFT for one in told)
        found = [*found, *arrived] if left < bool(found) + len(arrived) else []
    return found


def police_told(facts: CustodyFacts) -> Dues:
    """Police are told at once of an escape, an absconding or a failure to return (CUS-13)."""
    for known in facts.of(Kind.AT_LARGE):
        if known.told_on is None:
            words = f"At once: the person is missing since {in_words(known.day)}"
            yield known.key, _due(known.day, known.day, "CUS-13", words)


def prison_report(held_on: date, holidays: Collection[date]) -> Due:
    """By when the prison's report for a meeting is back (CUS-03)."""
    words = f"{PRISON_REPORT_WORKING_DAYS} working days before the meeting of {in_words(held_on)}"
    due_on = working_days_before(held_on, PRISON_REPORT_WORKING_DAYS, holidays)
    return _due(due_on, held_on, "CUS-03", words)


def by_policy(
    rule_: Callable[[CustodyFacts, PolicyValues, PolicyValues | None], Dues],
) -> Callable[[CustodyFacts, PolicyValues, PolicyValues | None, Collection[date]], Iterable[tuple[str, Due]]]:
    """A rule that reads the policies, with the last working day beside each of its due dates."""

    def compute(
        facts: CustodyFacts, national: PolicyValues, local: PolicyValues | None, holidays: Collection[date]
    ) -> Iterable[tuple[str, Due]]:
        return [(key, shown(due, holidays)) for key, due in rule_(facts, national, local)]

    return compute


def by_facts(
    rule_: Callable[[CustodyFacts], Dues],
) -> Callable[[CustodyFacts, PolicyValues, PolicyValues | None, Collection[date]], Iterable[tuple[str, Due]]]:
    """A rule that reads facts alone, called as those that read policies are."""
    return by_policy(lambda facts, national, local: rule_(facts))


def shown(due: Due, holidays: Collection[date]) -> Due:
    """A due date with the last working day before it, its other readings too (DAY-05)."""
    others = tuple(with_last_working_day(one, holidays) for one in due.also_shown)
    return replace(with_last_working_day(due, holidays), also_shown=others)


def _before_release(stay: Stay, limit: Limit, rule_id: str) -> Due:
    if stay.release_due_on is None:
        raise ValueError("a limit before release needs a release date")
    due_on = months_before(stay.release_due_on, limit.value)
    months = f"{limit.value} month{'s' if limit.value > 1 else ''}"
    words = f"{months} before the release on {in_words(stay.release_due_on)}"
    if due_on < stay.since:
        due_on, words = stay.since, f"At once: the time in custody leaves less than {words}"
    cited = f"{words} ({limit.basis}, {limit.source})"
    return Due(due_on, stay.release_due_on, rule_id, cited, limit.basis, limit.policy)


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, start_on, rule_id, f"{words} (national, {rule(rule_id).source})")
