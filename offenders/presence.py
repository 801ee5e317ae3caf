"""What a search told somebody exists, kept in their session under marks: pages name such a case without its id."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from accounts.models import User

SALT = "offenders.presence"
KEY = "learnt"
KEPT = 50


def mark(viewer: User, case_id: UUID) -> str:
    """A case as an address names it for this viewer; it tells neither them nor anybody else its id."""
    return salted_hmac(SALT, f"{viewer.pk} {case_id}").hexdigest()[:24]


def remember(session: Any, viewer: User, cases: Iterable[UUID]) -> None:
    """Keep which cases the viewer was told exist, the last 50 of them."""
    new = {mark(viewer, case_id): str(case_id) for case_id in cases}
    if new:
        known = {**session.get(KEY, {}), **new}
        session[KEY] = dict(list(known.items())[-KEPT:])


def found(session: Any, marked: str) -> UUID | None:
    """The case under this mark in the viewer's own session; None for any other text."""
    kept = session.get(KEY, {}).get(marked)
    return UUID(kept) if kept else None
