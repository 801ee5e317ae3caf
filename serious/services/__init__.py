"""All writes of this room: serious further offences, their reviews, critical cases."""

from serious.services.actions import Planned, Said, add_action, change_action, record_action
from serious.services.critical import Happened, correct_event, record_event
from serious.services.offences import Charged, correct, decide, record
from serious.services.steps import Lead, Took, defer, discontinue, go_on, name_lead, put_right, take

__all__ = [
    "Charged",
    "Happened",
    "Lead",
    "Planned",
    "Said",
    "Took",
    "add_action",
    "change_action",
    "correct",
    "correct_event",
    "decide",
    "defer",
    "discontinue",
    "go_on",
    "name_lead",
    "put_right",
    "record",
    "record_action",
    "record_event",
    "take",
]
