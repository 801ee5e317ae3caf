"""By when access to cases is looked at again: requests, emergency access, restrictions (ACC-32, ACC-34, ACC-35)."""

from collections.abc import Collection
from datetime import date

from deadlines.rules.days import Basis, Due, add_working_days, in_words, with_last_working_day
from deadlines.rules.policies import PolicyValues, limits


def request_answered_by(
    made_on: date, national: PolicyValues, local: PolicyValues | None, holidays: Collection[date]
) -> Due | None:
    """Return by when a request to be involved is answered; None where no policy says so (rule ACC-32)."""
    return _working_days("access_request_working_days", made_on, "ACC-32", "the request of", national, local, holidays)


def emergency_reviewed_by(
    used_on: date, national: PolicyValues, local: PolicyValues | None, holidays: Collection[date]
) -> Due | None:
    """Return by when emergency access is reviewed; None where no policy says so (rule ACC-34)."""
    setting = "emergency_review_working_days"
    return _working_days(setting, used_on, "ACC-34", "the emergency access of", national, local, holidays)


def restriction_reviewed_by(review_on: date, decided_on: date, holidays: Collection[date]) -> Due:
    """Return the review day that the decision to restrict named (rule ACC-35)."""
    words = f"{in_words(review_on)}, named in the decision of {in_words(decided_on)}"
    due = Due(due_on=review_on, start_on=decided_on, rule="ACC-35", words=words, basis=Basis.LOCAL)
    return with_last_working_day(due, holidays)


def bar_reviewed_by(review_on: date, decided_on: date, holidays: Collection[date]) -> Due:
    """Return the day by which a bar on somebody who oversees the case is decided anew (rule ACC-36)."""
    words = f"{in_words(review_on)}, named for the bar of {in_words(decided_on)}"
    due = Due(due_on=review_on, start_on=decided_on, rule="ACC-36", words=words, basis=Basis.LOCAL)
    return with_last_working_day(due, holidays)


def successor_named_by(found_on: date, holidays: Collection[date]) -> date:
    """Return by when somebody is named for a restricted case left to nobody: 1 working day, a default (rule ACC-37)."""
    return add_working_days(found_on, 1, holidays)


def _working_days(
    setting: str,
    start: date,
    rule: str,
    event: str,
    national: PolicyValues,
    local: PolicyValues | None,
    holidays: Collection[date],
) -> Due | None:
    found = limits(setting, national, local)
    if not found:
        return None
    limit = min(found, key=lambda one: one.value)
    days = "1 working day" if limit.value == 1 else f"{limit.value} working days"
    return Due(
        due_on=add_working_days(start, limit.value, holidays),
        start_on=start,
        rule=rule,
        words=f"{days} from {event} {in_words(start)}",
        basis=limit.basis,
        policy=limit.policy,
    )
