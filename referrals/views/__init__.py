"""The pages of this app: thin, each calls one selector or service."""

from referrals.views.deciding import DecideReferral, DisputeDecision, SettleDispute
from referrals.views.reading import CaseReferrals, ReferralPage, ReferralPaper, referrals_waiting
from referrals.views.sending import CorrectSent, RefuseSent, SendReferral, SentPage, TakeOn, sent_referrals
from referrals.views.writing import StartReferral, SubmitReferral, WithdrawReferral, WriteSection, WriteVictims

__all__ = [
    "CaseReferrals",
    "CorrectSent",
    "DecideReferral",
    "DisputeDecision",
    "ReferralPage",
    "ReferralPaper",
    "RefuseSent",
    "SendReferral",
    "SentPage",
    "SettleDispute",
    "StartReferral",
    "SubmitReferral",
    "TakeOn",
    "WithdrawReferral",
    "WriteSection",
    "WriteVictims",
    "referrals_waiting",
    "sent_referrals",
]
