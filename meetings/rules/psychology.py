"""What calls HMPPS Psychology to a meeting, and for which reason (MTG-42; MAPPA Guidance 13a.16 and 13a.17)."""

from collections.abc import Callable
from enum import StrEnum

from meetings.rules.people import Circumstances

LEVEL_2, LEVEL_3 = 2, 3


class Call(StrEnum):
    """Why it is called, in words for the chair. One reason is given, the first that applies, so that it stands once."""

    FIRST = "this is the first Level 3 meeting before release"
    AT_WORK = "psychology works on the case: it took part in an earlier meeting, or the referral says so"
    RISK = "this is a review, and circumstances may change the assessment of risk"
    BEFORE = "psychology was asked to an earlier meeting"
    HELPS = "psychology was asked to an earlier meeting, or works on the case"


def psychology_call(case: Circumstances) -> Call | None:
    """What calls it to a meeting on this case; None where nothing does.

    What may change the assessment of risk calls it to reviews of either level: 13a.16 says all of them.
    """
    if case.level == LEVEL_3 and case.in_custody and case.first_at_level_3:
        return Call.FIRST
    if case.level == LEVEL_3 and case.psychology_at_work:
        return Call.AT_WORK
    if case.risk_may_change:
        return Call.RISK
    if case.level == LEVEL_3 and case.psychology_before:
        return Call.BEFORE
    if case.level == LEVEL_2 and (case.psychology_before or case.psychology_at_work):
        return Call.HELPS
    return None


def called_by(call: Call) -> Callable[[Circumstances], bool]:
    """The question whether this calls it."""
    return lambda case: psychology_call(case) is call
