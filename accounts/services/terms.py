"""Accepting the terms of use, once for each version."""

from django.db import transaction
from django.utils import timezone

from accounts.models import TermsAcceptance, User
from accounts.terms import Terms
from audit.services import record


def accept_terms(*, actor: User, terms: Terms) -> TermsAcceptance:
    """That the actor accepts these terms now; the first time counts when it is sent twice (PPL-10)."""
    with transaction.atomic():
        row, made = TermsAcceptance.objects.get_or_create(
            user=actor, version=terms.version, defaults={"accepted_at": timezone.now()}
        )
        if made:
            record(
                actor=actor,
                verb="terms.accepted",
                subject=row,
                changes={"version": (None, terms.version), "sha256": (None, terms.digest)},
                rules=["PPL-10"],
            )
    return row
