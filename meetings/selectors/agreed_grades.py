"""Reads of the grades that are expected in an area, the guidance's beside the Board's.

Open to everybody who is signed in, as other policies are; who put down what, to those who decide.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Area, User
from meetings.models import AgreedGrade
from meetings.policies import agreed_grades
from meetings.rules.agreed_grades import is_lower
from meetings.rules.grades import LADDERS, LEVEL_2, LEVEL_3, Agreed
from offenders.sight import decides_for

SHOWN = 50
"""So many of an area's decisions stand below the list, the last first."""


@dataclass(frozen=True, slots=True)
class Line:
    """The grade expected of an agency at a level: the guidance's in words, and the Board's where it agreed another."""

    ladder: str
    name: str
    level: int
    national: str
    agreed: Agreed | None

    @property
    def agreed_words(self) -> str:
        """The Board's grade in words; empty where it agreed none."""
        return LADDERS[self.ladder].grades[self.agreed.grade] if self.agreed else ""

    @property
    def is_lower(self) -> bool:
        """Whether the Board's grade is below that of the guidance."""
        return self.agreed is not None and is_lower(self.ladder, self.agreed.grade, self.level)


def lines(*, area: Area, on: dt.date) -> list[Line]:
    """Each agency that the table has grades for, at each level, as it is on a day: one query."""
    agreed = agreed_grades(area.pk, on)
    return [
        Line(key, ladder.name, level, ladder.grades[ladder.least[level]], agreed.get((key, level)))
        for key, ladder in LADDERS.items()
        for level in (LEVEL_2, LEVEL_3)
    ]


def decides(viewer: User, area: str) -> bool:
    """Whether the viewer puts down and approves what the Board of an area agreed."""
    areas = decides_for(viewer)
    return areas is None or area in areas


def put_down(*, viewer: User, area: Area) -> list[AgreedGrade]:
    """The last of what was put down for an area, with what was decided; nothing for who does not decide for it."""
    return list(_of(viewer).filter(area=area)[:SHOWN])


def agreed_grade_for(*, viewer: User, agreed_grade_id: UUID) -> AgreedGrade:
    """One of them; Http404 for who does not decide for its area."""
    return get_object_or_404(_of(viewer), pk=agreed_grade_id)


def _of(viewer: User) -> QuerySet[AgreedGrade]:
    areas = decides_for(viewer)
    rows: QuerySet[AgreedGrade] = AgreedGrade.objects.select_related("area", "proposed_by", "decision__decided_by")
    return rows if areas is None else rows.filter(area__in=areas)
