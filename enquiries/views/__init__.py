"""Pages of requests for minutes, replies, reports, and minutes that went astray."""

from enquiries.views.reading import CaseEnquiries, Letter, RequestPage, register
from enquiries.views.recording import Clarify, Identify, RecordOfCase, RecordRequest
from enquiries.views.replying import DraftReply, Exempt, Lift, Redact, TakeStep
from enquiries.views.reports import AnswerItem, AskAgency, ClearItem, LeaveItem, RecordLoss

__all__ = [
    "AnswerItem",
    "AskAgency",
    "CaseEnquiries",
    "Clarify",
    "ClearItem",
    "DraftReply",
    "Exempt",
    "Identify",
    "LeaveItem",
    "Letter",
    "Lift",
    "RecordLoss",
    "RecordOfCase",
    "RecordRequest",
    "Redact",
    "RequestPage",
    "TakeStep",
    "register",
]
