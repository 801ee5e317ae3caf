"""What falls due on a serious further offence and its review, told only to the few who may see them."""

from collections.abc import Iterable, Sequence
from datetime import date

from deadlines.clocks import Clock, keep_to_viewers, register, remind_the_unit
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, with_last_working_day
from serious import facts
from serious.access import case_of_a_due_date
from serious.rules.critical import Happening, papers_due
from serious.rules.steps import ReviewFacts, due_steps
from serious.rules.timetable import RULES


def _compute(found: Sequence[tuple[str, ReviewFacts]], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    for key, one in found:
        for step, due in due_steps(one):
            yield f"{key}:{step}", with_last_working_day(due, policy.holidays)


def _papers(found: tuple[date, Sequence[Happening]], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    due = papers_due(*found)
    return [("", with_last_working_day(due, policy.holidays))] if due else []


def register_all() -> None:
    """Register the clocks; of a review not who manages the case is reminded, but the Unit."""
    register(Clock("critical_papers", "Referral as a critical case to be recorded", facts.agreed_referrals, _papers))
    register(
        Clock(
            "serious_review",
            "Serious case review",
            facts.gather,
            _compute,
            decidable=False,
            after_end=True,
        )
    )
    for rule in RULES:
        keep_to_viewers(rule, case_of_a_due_date)
        remind_the_unit(rule)
