"""Writes of this room: requests and their steps, replies, information for reports, copies that went astray."""

from enquiries.services.copies import Redaction, record_redaction
from enquiries.services.letters import draw
from enquiries.services.replies import draft, exempt, lift
from enquiries.services.reports import Lost, answer, ask_agency, clear, leave, lose
from enquiries.services.requests import Clarified, Wrote, clarify, identify, record
from enquiries.services.steps import Took, take

__all__ = [
    "Clarified",
    "Lost",
    "Redaction",
    "Took",
    "Wrote",
    "answer",
    "ask_agency",
    "clarify",
    "clear",
    "draft",
    "draw",
    "exempt",
    "identify",
    "leave",
    "lift",
    "lose",
    "record",
    "record_redaction",
    "take",
]
