"""Grades that a Strategic Management Board agreed for its area: what may be agreed, by whom, and which one holds."""

from collections.abc import Iterable, Mapping
from datetime import date

from audit.refusals import Effect, Finding
from meetings.rules.grades import LADDERS, LEVEL_2, LEVEL_3, Agreed

NATIONAL = "as in the guidance"


def in_force(rows: Iterable[Agreed], on: date) -> Mapping[tuple[str, int], Agreed]:
    """What a Board's decisions say on a day (Europe/London), by ladder and level (MTG-59).

    `rows` in the order in which they were approved: of two that begin on the same day the later one holds. Where a
    Board went back to the grade of the guidance there is none.
    """
    found: dict[tuple[str, int], Agreed] = {}
    for row in sorted((one for one in rows if one.holds_from <= on), key=lambda one: one.holds_from):
        found[row.ladder, row.level] = row
    return {key: row for key, row in found.items() if row.grade}


def choices_at(ladder: str, level: int) -> list[tuple[str, str]]:
    """The grades that a Board may agree for an agency at a level; the empty one goes back to the guidance (MTG-59)."""
    one = LADDERS[ladder]
    national = ("", f"{one.grades[one.least[level]]}, {NATIONAL}")
    return [national, *((key, words) for key, words in one.grades.items() if not _too_low(ladder, key, level))]


def agreeing_findings(
    *,
    ladder: str,
    level: int,
    grade: str,
    now: str,
    agreed_on: date,
    starts_on: date,
    today: date,
) -> list[Finding]:
    """What is wrong with a grade that a Board is said to have agreed; all days are dates in Europe/London (MTG-59).

    `now` is the Board's grade that holds on the first day; empty where it is that of the guidance.
    """
    found = []
    if ladder not in LADDERS or level not in (LEVEL_2, LEVEL_3):
        message = "The guidance has no grade for this agency at this level."
        return [Finding("MTG-59", Effect.REFUSE, message, None, "Choose one from the list of grades.")]
    if grade and grade not in LADDERS[ladder].grades:
        message = "This grade is not one of the agency."
        found.append(Finding("MTG-59", Effect.REFUSE, message, "grade", "Choose one from the list."))
    elif grade and _too_low(ladder, grade, level):
        message = (
            f"{LADDERS[ladder].name}: the guidance asks for somebody with authority to decide, so a Board may agree a "
            "higher grade, and no lower one."
        )
        found.append(Finding("MTG-59", Effect.REFUSE, message, "grade", "Choose the grade of the guidance or higher."))
    elif grade == now:
        message = "This would change nothing: the area expects this grade already."
        found.append(Finding("MTG-59", Effect.REFUSE, message, "grade", "Choose another grade."))
    if agreed_on > today:
        message = "The Board has not met yet on this day."
        found.append(Finding("MTG-59", Effect.REFUSE, message, "agreed_on", "Enter the day of its decision."))
    if starts_on < today:
        message = "A grade cannot begin in the past: meetings held were judged by what held then."
        found.append(Finding("MTG-59", Effect.REFUSE, message, "starts_on", "Enter today or a later day."))
    if starts_on < agreed_on:
        message = "A grade cannot begin before the Board agreed it."
        found.append(Finding("MTG-59", Effect.REFUSE, message, "starts_on", "Enter that day or a later one."))
    return found


def deciding_findings(*, decided: bool, by_proposer: bool) -> list[Finding]:
    """Why somebody may not decide on a grade that was put down: it is decided, or it is their own (MTG-59)."""
    if decided:
        message = "This was decided already."
        return [Finding("MTG-59", Effect.REFUSE, message, None, "Look at the grades as they are now.")]
    if by_proposer:
        message = "Nobody approves what they put down themselves."
        return [Finding("MTG-59", Effect.REFUSE, message, None, "Ask somebody else who may decide.")]
    return []


def is_lower(ladder: str, grade: str, level: int) -> bool:
    """Whether a grade is below that of the guidance."""
    one = LADDERS[ladder]
    return bool(grade) and not one.reaches(grade, level)


def _too_low(ladder: str, grade: str, level: int) -> bool:
    return is_lower(ladder, grade, level) and not LADDERS[ladder].board_may_lower
