"""Pages of serious further offences, their reviews, and critical cases."""

from serious.views.actions import AddAction, ChangeAction, RecordAction
from serious.views.critical import CorrectCritical, RecordCritical
from serious.views.offences import CorrectOffence, Decide, RecordOffence
from serious.views.printing import CriticalPdf, ReviewPdf
from serious.views.reading import CaseSerious, ReviewPage, reviews_running
from serious.views.steps import Defer, Discontinue, GoOn, NameLead, TakeStep

__all__ = [
    "AddAction",
    "CaseSerious",
    "ChangeAction",
    "CorrectCritical",
    "CorrectOffence",
    "CriticalPdf",
    "Decide",
    "Defer",
    "Discontinue",
    "GoOn",
    "NameLead",
    "RecordAction",
    "RecordCritical",
    "RecordOffence",
    "ReviewPage",
    "ReviewPdf",
    "TakeStep",
    "reviews_running",
]
