"""What falls due because of set forms (FRM-06, FRM-07, FRM-09, FRM-11, FRM-12, FRM-14, FRM-15). Facts in, dues out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, add_working_days, birthday, earliest, in_words, months_before
from deadlines.rules.policies import PolicyValues
from deadlines.rules.reviews import ReviewFacts, level_before_parole, level_before_release
from papers.rules.checks import EXEMPT_UNTIL
from papers.rules.shape import COORDINATOR, SMB_CHAIR, Form

NOTIFY_MONTHS = 6
CHARGE_DAYS = 5
CHAIR_DAYS = 5
RECEIPT_WORKING_DAYS = 5
Dues = Iterator[tuple[str, Due]]


@dataclass(frozen=True, slots=True)
class Sent:
    """One sending of the newest version that was sent, or of an earlier one; `number` is the version's."""

    to: str
    on: date
    number: int
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """A form that still applies, as its clocks read it."""

    key: str
    form: str
    name: str
    counts_from: date | None
    changed_on: date | None
    sent: Sequence[Sent] = ()

    def sent_to(self, recipient: str) -> date | None:
        """The first day on which it was sent to this recipient."""
        return min((one.on for one in self.sent if one.to == recipient), default=None)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """The forms of a case that still apply, and what else their clocks run from."""

    papers: Sequence[OpenPaper] = ()
    born: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """A child managed by youth justice of whom MAPPA H was never sent.

    `held_since` and `release_due` are dates of the present custody, `assessed_on` is that of the first assessment.
    """

    held_since: date | None = None
    release_due: date | None = None
    assessed_on: date | None = None


def notified(facts: ChildFacts) -> Dues:
    """By when MAPPA H is sent: six months before release, at once with less to serve, or once assessed (FRM-06).

    Once assessed is for the community, and for custody while no release date is known.
    """
    if facts.held_since is not None and facts.release_due is not None:
        due_on = months_before(facts.release_due, NOTIFY_MONTHS)
        words = f"{NOTIFY_MONTHS} months before the release on {in_words(facts.release_due)}"
        if due_on < facts.held_since:
            due_on, words = facts.held_since, f"At once: the time in custody leaves less than {words}"
        yield "", _due(due_on, facts.release_due, "FRM-06", words)
    elif facts.assessed_on is not None:
        words = f"As soon as the risk was assessed, on {in_words(facts.assessed_on)}"
        yield "", _due(facts.assessed_on, facts.assessed_on, "FRM-06", words)


def sent_again(facts: PaperFacts) -> Dues:
    """A form whose facts have changed is sent again, from the day on which that was seen (FRM-07)."""
    for one in facts.papers:
        if one.changed_on is not None and facts.ended_on is None:
            words = f"{one.name} is sent again: what stands on it changed on {in_words(one.changed_on)}"
            yield one.key, _due(one.changed_on, one.changed_on, "FRM-07", words)


def receipt(facts: PaperFacts, holidays: Collection[date]) -> Dues:
    """By when the DWP confirms the last MAPPA J that was sent (FRM-09)."""
    for one in facts.papers:
        if one.form != Form.J or not one.sent:
            continue
        last = max(one.sent, key=lambda sending: (sending.number, sending.on))
        if last.received_on is None:
            due_on = add_working_days(last.on, RECEIPT_WORKING_DAYS, holidays)
            words = f"{RECEIPT_WORKING_DAYS} working days from sending MAPPA J on {in_words(last.on)}"
            yield one.key, _due(due_on, last.on, "FRM-09", words)


def exemption_ends(facts: PaperFacts) -> Dues:
    """By when MAPPA P is taken back and destroyed: when management ends, or on the 35th birthday (FRM-11)."""
    for one in facts.papers:
        if one.form != Form.P or not one.sent or facts.born is None:
            continue
        birthday_on = birthday(facts.born, EXEMPT_UNTIL)
        if facts.ended_on is not None and facts.ended_on <= birthday_on:
            words = f"MAPPA management ended on {in_words(facts.ended_on)}: the form is destroyed"
            yield one.key, _due(facts.ended_on, facts.ended_on, "FRM-11", words)
        else:
            words = f"The 35th birthday on {in_words(birthday_on)} ends the exemption"
            yield one.key, _due(birthday_on, birthday_on, "FRM-11", words)


def charge_told(facts: PaperFacts, holidays: Collection[date]) -> Dues:
    """By when the Co-ordinator, then the Board's Chair, is told of a serious further offence (FRM-12, FRM-14).

    The timetable says days, the list of forms says working days: the earlier binds, the later is shown beside it.
    """
    for one in facts.papers:
        if one.form != Form.N or one.counts_from is None:
            continue
        told = one.sent_to(COORDINATOR.key)
        if told is None:
            due = _charged(one.counts_from, holidays)
            if due is not None:
                yield one.key, due
        elif one.sent_to(SMB_CHAIR.key) is None:
            words = f"{CHAIR_DAYS} days from telling the Co-ordinator on {in_words(told)}"
            yield one.key, _due(add_days(told, CHAIR_DAYS), told, "FRM-14", words)


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """Somebody in prison or youth detention: what their level is due from, and the last day MAPPA S was sent."""

    review: ReviewFacts
    escalated_on: date | None = None


def level_escalated(
    facts: HeldFacts,
    national: PolicyValues,
    local: PolicyValues | None,
    holidays: Collection[date],
    today: date,
) -> Dues:
    """By when MAPPA S goes to the Co-ordinator: at once when the level before release or parole is late (FRM-15)."""
    readings = (
        level_before_release(facts.review, national, local, holidays),
        level_before_parole(facts.review, national, local, holidays),
    )
    late = [one for one in readings if one is not None and one.due_on < today]
    if not late:
        return
    first = min(late, key=lambda one: one.due_on)
    if facts.escalated_on is not None and facts.escalated_on > first.due_on:
        return
    words = f"At once: the level was due on {in_words(first.due_on)} and is not given"
    yield "", _due(add_days(first.due_on, 1), first.due_on, "FRM-15", words)


def _charged(on: date, holidays: Collection[date]) -> Due | None:
    charged = f"from the charge on {in_words(on)}"
    days = _due(add_days(on, CHARGE_DAYS), on, "FRM-12", f"{CHARGE_DAYS} days {charged}")
    due_on = add_working_days(on, CHARGE_DAYS, holidays)
    return earliest(days, _due(due_on, on, "FRM-12", f"{CHARGE_DAYS} working days {charged}"))


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, start_on, rule_id, f"{words} (national, {rule(rule_id).source})")
