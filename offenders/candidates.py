"""Proof that somebody looked for a person before recording them: the candidates they dismissed, signed.

The proof names its holder and ages, so that it can be neither forged, lent nor kept for later.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

from accounts.models import User

SALT = "offenders.candidates"
HOLDS_SECONDS = 2 * 60 * 60


def mark(case_id: UUID) -> str:
    """A candidate as the proof names it, which tells nobody its id."""
    return salted_hmac(SALT, str(case_id)).hexdigest()[:20]


def proof(*, actor: User, cases: Iterable[UUID], before: frozenset[str] = frozenset()) -> str:
    """The signed list of candidates that `actor` was shown and is about to dismiss, with those dismissed `before`."""
    seen = before | {mark(case_id) for case_id in cases}
    return signing.dumps({"actor": str(actor.pk), "seen": sorted(seen)}, salt=SALT, compress=True)


def dismissed(*, actor: User, token: str) -> frozenset[str] | None:
    """The marks of the candidates that `actor` dismissed; None without a valid proof of theirs."""
    try:
        payload = signing.loads(token, salt=SALT, max_age=HOLDS_SECONDS)
    except signing.BadSignature:
        return None
    return frozenset(payload["seen"]) if payload["actor"] == str(actor.pk) else None


def unseen(cases: Collection[UUID], seen: frozenset[str]) -> list[UUID]:
    """The candidates that are not among those dismissed."""
    return [case_id for case_id in cases if mark(case_id) not in seen]
