"""All writes of this room: asking, answering, moving, and moves across a border."""

from transfers.services.answering import accept, refuse, settle_dispute
from transfers.services.asking import Request, dispute, request, send, send_again, withdraw
from transfers.services.borders import record_border_move
from transfers.services.moving import move_due
from transfers.services.standing import before_lead_changes, notice_changes, withdraw_ended

__all__ = [
    "Request",
    "accept",
    "before_lead_changes",
    "dispute",
    "move_due",
    "notice_changes",
    "record_border_move",
    "refuse",
    "request",
    "send",
    "send_again",
    "settle_dispute",
    "withdraw",
    "withdraw_ended",
]
