"""What falls due because a case moves to another area (rules TRF-06 to TRF-08, TRF-10, TRF-12, TRF-18, TRF-19).

Where an area's policy sets a figure, it is handed in as `limit`; the constants hold while no policy is loaded.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from deadlines.rules.days import Due, add_days, add_working_days, in_words, with_last_working_day
from deadlines.rules.policies import Limit
from transfers.rules.steps import OPEN, State

ANSWER_DAYS = 10
RECORDS_WORKING_DAYS = 5
LEVEL_REVIEW_DAYS = 28
JOINT_MEETING_DAYS = 28
DISPUTE_DAYS = 14
Dues = Iterator[tuple[str, Due]]


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """One transfer and what happened since. `inside`: in custody or hospital; `level` as the case stands.

    `latest` of all transfers of the case that were not refused or withdrawn, `latest_move` of those that were
    carried out: one that is asked for afterwards takes nothing off the last move. `changed_on` is the day on which
    it was seen that the case is no longer as MAPPA G says.
    """

    key: str
    state: State
    requested_on: date
    answer_from: date
    accepted_on: date | None = None
    moves_on: date | None = None
    moved_on: date | None = None
    records_sent_on: date | None = None
    level: int | None = None
    inside: bool = False
    ended: bool = False
    latest: bool = True
    latest_move: bool = True
    level_reviewed_on: date | None = None
    met_together: bool = False
    disputed_on: date | None = None
    changed_on: date | None = None


def answered_by(answer_from: date, limit: Limit | None = None) -> date:
    """The last day for the answer to a transfer that is asked for, or to be answered anew, from a day on (TRF-12)."""
    return add_days(answer_from, limit.value if limit is not None else ANSWER_DAYS)


def answer(facts: TransferFacts, holidays: Collection[date], limit: Limit | None = None) -> Dues:
    """By when the other area answers (TRF-12)."""
    if facts.state is State.REQUESTED:
        words = f"from the request, as it stood on {in_words(facts.answer_from)}"
        yield facts.key, _days(ANSWER_DAYS, limit, facts.answer_from, "TRF-12", words, holidays)


def dispute(facts: TransferFacts, holidays: Collection[date]) -> Dues:
    """By when a disputed refusal is settled (TRF-18)."""
    if facts.state is State.DISPUTED and facts.disputed_on is not None:
        words = f"from the dispute of {in_words(facts.disputed_on)}"
        yield facts.key, _days(DISPUTE_DAYS, None, facts.disputed_on, "TRF-18", words, holidays)


def form_again(facts: TransferFacts, holidays: Collection[date]) -> Dues:
    """That MAPPA G is sent again: at once, while the transfer is in progress and the case is no longer so (TRF-19)."""
    if facts.state in OPEN and facts.changed_on is not None:
        words = f"At once: what stands on MAPPA G changed on {in_words(facts.changed_on)}"
        yield facts.key, _due(facts.changed_on, facts.changed_on, "TRF-19", words, holidays)


def records(facts: TransferFacts, holidays: Collection[date]) -> Dues:
    """By when the records are sent after the transfer was accepted (TRF-08)."""
    if facts.state in (State.ACCEPTED, State.MOVED) and facts.accepted_on and facts.records_sent_on is None:
        last = add_working_days(facts.accepted_on, RECORDS_WORKING_DAYS, holidays)
        words = f"{RECORDS_WORKING_DAYS} working days from the acceptance on {in_words(facts.accepted_on)}"
        yield facts.key, _due(last, facts.accepted_on, "TRF-08", words, holidays)


def move(facts: TransferFacts, holidays: Collection[date]) -> Dues:
    """The day agreed for the move (TRF-10)."""
    if facts.state is State.ACCEPTED and facts.moves_on and facts.accepted_on:
        words = f"The day that both areas agreed: {in_words(facts.moves_on)}"
        yield facts.key, _due(facts.moves_on, facts.accepted_on, "TRF-10", words, holidays)


def level_review(facts: TransferFacts, holidays: Collection[date], limit: Limit | None = None) -> Dues:
    """By when the new area reviews the level (TRF-06)."""
    if facts.state is not State.MOVED or facts.moved_on is None or facts.ended or not facts.latest_move:
        return
    if facts.level is None or (facts.level_reviewed_on and facts.level_reviewed_on >= facts.moved_on):
        return
    words = f"from the change of area on {in_words(facts.moved_on)}"
    yield facts.key, _days(LEVEL_REVIEW_DAYS, limit, facts.moved_on, "TRF-06", words, holidays)


def joint_meeting(facts: TransferFacts, holidays: Collection[date], limit: Limit | None = None) -> Dues:
    """By when both areas meet about somebody at Level 2 or 3 who is still held (TRF-07). It never delays the change."""
    running = facts.state in (State.REQUESTED, State.DISPUTED, State.ACCEPTED, State.MOVED) and facts.latest
    if not running or not facts.inside or facts.ended or (facts.level or 0) < 2 or facts.met_together:
        return
    words = f"from the request on {in_words(facts.requested_on)}, which the change never awaits"
    yield facts.key, _days(JOINT_MEETING_DAYS, limit, facts.requested_on, "TRF-07", words, holidays)


def _days(usual: int, limit: Limit | None, start_on: date, rule: str, words: str, holidays: Collection[date]) -> Due:
    """Due so many days after `start_on`: by the policy, or as usual while no policy gives a figure."""
    days = limit.value if limit is not None else usual
    due_on = add_days(start_on, days)
    words = f"{days} days {words}"
    if limit is None:
        return _due(due_on, start_on, rule, words, holidays)
    cited = f"{words}: by {in_words(due_on)} ({limit.basis}, {limit.source})."
    return with_last_working_day(Due(due_on, start_on, rule, cited, limit.basis, limit.policy), holidays)


def _due(due_on: date, start_on: date, rule: str, words: str, holidays: Collection[date]) -> Due:
    due = Due(due_on=due_on, start_on=start_on, rule=rule, words=f"{words}: by {in_words(due_on)}.")
    return with_last_working_day(due, holidays)
