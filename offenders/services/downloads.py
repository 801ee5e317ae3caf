"""Files about a case that are handed to somebody: who may have one, and the record of each that was taken."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from django.db import transaction

from accounts.models import User
from audit.refusals import NotPermitted
from audit.services import record
from offenders.access import Detail, can_see
from offenders.models.base import CaseItem


class Hashed(Protocol):
    """A file that knows the SHA-256 of its bytes."""

    @property
    def sha256(self) -> str:
        """64 letters a to f and digits."""


F = TypeVar("F", bound=Hashed)


def hand_out(
    file: Callable[[], F | None],
    *,
    actor: User,
    subject: CaseItem,
    verb: str,
    action: str,
    known_by: Mapping[str, Any],
    at_least: Detail = Detail.FULL,
) -> F | None:
    """The file, its download recorded with its hash and what it is `known_by`; None while it is still being made.

    Raises: NotPermitted (recorded) for an actor who does not see the case at least so far today.
    """
    if not can_see(actor, subject.case_id, at_least):
        reason = "not permitted: does not see the case in full"
        record(actor=actor, verb=verb, case_id=subject.case_id, subject=subject, refused=True, reason=reason)
        raise NotPermitted(action, case_id=subject.case_id)
    found = file()
    if found is not None:
        changes = {name: (None, value) for name, value in {**known_by, "sha256": found.sha256}.items()}
        with transaction.atomic():
            record(actor=actor, verb=verb, case_id=subject.case_id, subject=subject, changes=changes)
    return found
