"""Tells whoever sent a referral in that there is an answer."""

from uuid import UUID

from offenders.services.notices import tell
from referrals.models import Referral
from referrals.models_sent import SentReferral

ANSWERED = "referral_answered"


def tell_sender(referral: Referral, decision_id: UUID) -> None:
    """Inside the service that decides: note for who sent the referral in, if it was sent in, that it is decided."""
    sender = SentReferral.objects.filter(referral=referral).values_list("sent_by", flat=True).first()
    if sender is not None:
        tell({sender}, kind=ANSWERED, about=decision_id)
