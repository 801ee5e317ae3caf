"""How something is written that concerns no case, or none yet: permission, rules, change, audit, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from accounts.models import User
from audit.context import acting
from audit.refusals import NotPermitted, RuleRefused
from audit.services import record
from offenders.writing import Entry

NO_CASE: Any = None
"""In place of the case of such an entry: it announces nothing."""


@contextmanager
def loose_writing(*, actor: User, permitted: bool, may: str, verb: str, reason: str = "") -> Iterator[Entry]:
    """Write what concerns no case: permission, change, audit, in one transaction. Raises: NotPermitted; RuleRefused."""
    try:
        with acting(actor.pk), transaction.atomic():
            if not permitted:
                raise NotPermitted(may)
            entry = Entry(case=NO_CASE, actor=actor, verb=verb, reason=reason)
            yield entry
            _keep(entry)
    except NotPermitted as refusal:
        record(actor=actor, verb=verb, refused=True, reason=f"not permitted: {refusal.action}")
        raise
    except RuleRefused as refusal:
        record(actor=actor, verb=verb, refused=True, reason=str(refusal), rules=refusal.rules)
        raise


def _keep(entry: Entry) -> None:
    for verb, row, changes in entry.events:
        subject: models.Model = row
        record(actor=entry.actor, verb=verb, subject=subject, changes=changes, reason=entry.reason, rules=entry.rules)
