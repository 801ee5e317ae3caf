"""The pages of category and level."""

from levels.views.checking import CheckLevel1, level_1_checks
from levels.views.deciding import (
    CaseLevel,
    DecideCategory,
    DecideLevel,
    PlaceInCategory3,
    PlaceInCategory4,
    RecordScreening,
    ReviewAtLevel1,
)

__all__ = [
    "CaseLevel",
    "CheckLevel1",
    "DecideCategory",
    "DecideLevel",
    "PlaceInCategory3",
    "PlaceInCategory4",
    "RecordScreening",
    "ReviewAtLevel1",
    "level_1_checks",
]
