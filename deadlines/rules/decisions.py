"""What a decision makes of a computed deadline: paused, extended, exempted, brought forward (DUE-01 to DUE-05).

A decision holds only for the deadline as it was computed when it was taken; other facts make another deadline.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rulebook import rule
from deadlines.rules.days import Basis, Due, add_days, in_words


class Kind(StrEnum):
    """What is decided about a deadline."""

    PAUSE = "pause"
    EXTEND = "extend"
    EXEMPT = "exempt"
    FORWARD = "forward"
    WITHDRAW = "withdraw"


LAXER = frozenset({Kind.PAUSE, Kind.EXTEND, Kind.EXEMPT})
"""What gives more time than the rule does."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what, on which day, and the days it names. Dates are Europe/London dates."""

    kind: Kind
    decided_on: date
    paused_from: date | None = None
    paused_until: date | None = None
    new_day: date | None = None


def applied(due: Due, decided: Decided) -> Due | None:
    """Return the deadline with the decision applied; None when the case is exempt from it.

    The words name both days and the day of the decision; who decided and why is for those who see the case in full.
    """
    if decided.kind is Kind.EXEMPT:
        return None
    if decided.kind is Kind.WITHDRAW:
        return due
    day = day_after(due, decided)
    if day is None:
        return due
    words = f"{due.words}; {_done(due, decided)} to {in_words(day)} by the decision of {in_words(decided.decided_on)}"
    return replace(due, due_on=day, words=words, last_working_day=None)


def day_after(due: Due, decided: Decided) -> date | None:
    """Return the last day once the decision is applied; None where it names none.

    A pause moves it by the days from its first day to the day on which the count goes on.
    """
    if decided.kind is Kind.PAUSE:
        if decided.paused_from is None or decided.paused_until is None:
            return None
        return add_days(due.due_on, (decided.paused_until - decided.paused_from).days)
    return decided.new_day


def ceiling(due: Due) -> date:
    """Return the last day that the national limit allows: for a stricter local limit the national reading beside it."""
    national = [one.due_on for one in due.also_shown if one.basis is Basis.NATIONAL]
    return min(national) if due.basis is Basis.LOCAL and national else due.due_on


def needs_second(due: Due, kind: Kind) -> bool:
    """Return whether a second person must approve: more time than a rule of others gives (rule DUE-03)."""
    return kind in LAXER and rule(due.rule).strength != "system"


def check(due: Due, decided: Decided) -> list[Finding]:
    """Return what stands against a decision on `due`: missing or senseless days, or a limit that must be met.

    Rules DUE-01 and DUE-02.
    """
    if decided.kind is Kind.WITHDRAW:
        return []
    found = _days(due, decided)
    if found or decided.kind not in LAXER or rule(due.rule).strength != "must":
        return found
    day, last = day_after(due, decided), ceiling(due)
    if decided.kind is Kind.EXEMPT:
        message = f"{rule(due.rule).source} says must: nobody can be exempted from it."
        return [Finding("DUE-02", Effect.REFUSE, message, "kind", "Do what is due, or record the fact that ends it.")]
    if day is not None and day > last:
        message = f"{rule(due.rule).source} says must, so {in_words(last)} cannot be passed."
        return [Finding("DUE-02", Effect.REFUSE, message, _field(decided), "Choose a day that the rule allows.")]
    return []


def _days(due: Due, decided: Decided) -> list[Finding]:
    if decided.kind is Kind.PAUSE:
        return _pause(due, decided)
    if decided.kind is Kind.EXEMPT:
        return []
    day, later = decided.new_day, decided.kind is Kind.EXTEND
    if day is None:
        return [_refuse("new_day", "The decision names no new day.", "Enter the new last day.")]
    if later and day <= due.due_on:
        return [_refuse("new_day", f"An extension ends later than {in_words(due.due_on)}.", "Enter a later day.")]
    if not later and day >= due.due_on:
        message = f"A deadline that is brought forward ends before {in_words(due.due_on)}."
        return [_refuse("new_day", message, "Enter an earlier day.")]
    if day < decided.decided_on:
        return [_refuse("new_day", "The new day is in the past.", "Enter today or a later day.")]
    return []


def _pause(due: Due, decided: Decided) -> list[Finding]:
    start, end = decided.paused_from, decided.paused_until
    if start is None:
        return [_refuse("paused_from", "The pause has no first day.", "Enter the first day of the pause.")]
    if end is None:
        message = "A pause ends on a day: what waits for an event alone would never be asked about again."
        return [_refuse("paused_until", message, "Enter the day on which the count goes on at the latest.")]
    if end <= start:
        return [_refuse("paused_until", "The pause ends before it begins.", "Enter a later day.")]
    if not min(due.start_on, due.due_on) <= start <= due.due_on:
        message = "A pause begins while the time is running."
        return [_refuse("paused_from", message, f"Enter a day until {in_words(due.due_on)}.")]
    return []


def _refuse(field: str, message: str, next_step: str) -> Finding:
    return Finding("DUE-01", Effect.REFUSE, message, field, next_step)


def _field(decided: Decided) -> str:
    return "paused_until" if decided.kind is Kind.PAUSE else "new_day"


def _done(due: Due, decided: Decided) -> str:
    was = in_words(due.due_on)
    if decided.kind is Kind.PAUSE and decided.paused_from and decided.paused_until:
        return f"paused from {in_words(decided.paused_from)} to {in_words(decided.paused_until)}, so from {was}"
    return f"{'extended' if decided.kind is Kind.EXTEND else 'brought forward'} from {was}"


def possible(due: Due, today: date) -> tuple[Kind, ...]:
    """Return what may be decided on a deadline today: where the source says must, no time that it does not give.

    What is due today or overdue can be brought forward no more.
    """
    earlier = (Kind.FORWARD,) if due.due_on > today else ()
    if rule(due.rule).strength != "must":
        return (Kind.EXTEND, Kind.PAUSE, *earlier, Kind.EXEMPT)
    return (Kind.EXTEND, Kind.PAUSE, *earlier) if ceiling(due) > due.due_on else earlier
