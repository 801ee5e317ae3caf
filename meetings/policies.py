"""The grades that the Boards of areas agreed, as they hold on a day."""

import datetime as dt
from collections.abc import Mapping

from meetings.models import AgreedGrade, AgreedGradeDecision
from meetings.rules.agreed_grades import in_force
from meetings.rules.grades import Agreed


def agreed_grades(area: str, on: dt.date) -> Mapping[tuple[str, int], Agreed]:
    """What the Board of an area agreed, as it holds on a day, by ladder and level (MTG-59). One query."""
    decided = AgreedGradeDecision.objects.filter(agreed_grade__area=area, approved=True)
    rows = decided.select_related("agreed_grade").order_by("decided_at", "pk")
    return in_force([_as_agreed(row.agreed_grade, row.holds_from) for row in rows if row.holds_from], on)


def _as_agreed(row: AgreedGrade, holds_from: dt.date) -> Agreed:
    return Agreed(row.ladder, row.level, row.grade, holds_from, row.agreed_on, row.reference)
