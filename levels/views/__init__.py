"""The pages of category and level."""

from levels.views.apart import ConsiderDanger, ReviewRetention
from levels.views.approving import ApproveLowering
from levels.views.asking import AskAgency, FollowUpRequest, LookAhead
from levels.views.checking import CheckLevel1, level_1_checks
from levels.views.considering import ConsiderCategory3
from levels.views.deciding import (
    CaseLevel,
    DecideCategory,
    DecideLevel,
    PlaceInCategory3,
    PlaceInCategory4,
    RecordScreening,
    ReviewAtLevel1,
    ScreeningPdf,
)
from levels.views.disputes import DisputeLevel, TakeDisputeFurther
from levels.views.leading import ChangeLead

__all__ = [
    "ApproveLowering",
    "AskAgency",
    "ChangeLead",
    "DisputeLevel",
    "FollowUpRequest",
    "LookAhead",
    "CaseLevel",
    "CheckLevel1",
    "ConsiderCategory3",
    "ConsiderDanger",
    "DecideCategory",
    "DecideLevel",
    "PlaceInCategory3",
    "PlaceInCategory4",
    "RecordScreening",
    "ReviewAtLevel1",
    "ReviewRetention",
    "ScreeningPdf",
    "TakeDisputeFurther",
    "level_1_checks",
]
