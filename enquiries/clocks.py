"""What falls due on a request for minutes: the answer, and the end of its keeping; told to the few who see requests."""

from collections.abc import Iterable, Sequence

from deadlines.clocks import Clock, keep_to_viewers, register, remind_the_unit
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, with_last_working_day
from enquiries import facts
from enquiries.access import case_of_a_due_date
from enquiries.rules.due import RULES, DueFacts, dues


def _compute(found: Sequence[tuple[str, DueFacts]], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    for key, one in found:
        for part, due in dues(one):
            yield f"{key}:{part}", with_last_working_day(due, policy.holidays)


def register_all() -> None:
    """Register the clock; the Unit is reminded, who manages the case is not told."""
    register(
        Clock(
            "minutes_request",
            "Request for minutes",
            facts.gather,
            _compute,
            decidable=False,
            after_end=True,
        )
    )
    for rule in sorted(RULES):
        keep_to_viewers(rule, case_of_a_due_date)
        remind_the_unit(rule)
