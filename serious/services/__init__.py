"""All writes of this room: serious further offences, their reviews, critical cases."""

from serious.services.critical import Happened, correct_event, record_event
from serious.services.offences import Charged, correct, decide, record
from serious.services.steps import Lead, Took, defer, discontinue, go_on, name_lead, put_right, take

__all__ = [
    "Charged",
    "Happened",
    "Lead",
    "Took",
    "correct",
    "correct_event",
    "decide",
    "defer",
    "discontinue",
    "go_on",
    "name_lead",
    "put_right",
    "record",
    "record_event",
    "take",
]
