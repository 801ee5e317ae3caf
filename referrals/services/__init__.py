"""All writes of this room: the form while it is written, and what is decided about it."""

from referrals.services.deciding import Decided, decide, raise_dispute, settle_dispute
from referrals.services.sending import correct, refuse, send, take_on
from referrals.services.writing import NOTHING_YET, REFER, start, submit, withdraw, write_section, write_victims

__all__ = [
    "NOTHING_YET",
    "REFER",
    "Decided",
    "correct",
    "decide",
    "raise_dispute",
    "refuse",
    "send",
    "settle_dispute",
    "start",
    "submit",
    "take_on",
    "withdraw",
    "write_section",
    "write_victims",
]
