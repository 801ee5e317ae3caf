"""The only way to add to the audit record."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.utils import timezone

from audit import bulk, seals
from audit.context import current
from audit.models import AuditCheck, AuditEvent, id_text
from audit.refusals import TooMuchReading

OPENING = frozenset({"viewed", "downloaded", "printed", "exported"})
"""How verbs end that show a case to somebody."""
NAMING = OPENING | {"searched"}
"""How verbs end that show cases in a list."""


class Actor(Protocol):
    """Whoever acts: a person, a partner system's account, or None for the system itself."""

    pk: Any

    @property
    def audit_role(self) -> str:
        """Roles and agency in words, as held at this moment."""
        ...


def plain(value: Any) -> Any:
    """`value` as JSON holds it: dates and ids as text, related rows as their id."""
    if isinstance(value, models.Model):
        return id_text(value.pk)
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, dt.date | dt.datetime | dt.time | UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


SEALED = "sealed"
CHANGED = "changed"


def _kept(subject: models.Model | None, name: str, pair: tuple[Any, Any]) -> Any:
    """Old and new as the record holds them; of a sealed field only that there was something, and that it changed."""
    fields = {} if subject is None else {field.name: field for field in subject._meta.concrete_fields}
    if not getattr(fields.get(name), "sealed", False):
        return plain(list(pair))
    old, new = pair
    return [SEALED if old else old, CHANGED if new else new]


def record(
    *,
    actor: Actor | None,
    verb: str,
    case_id: UUID | None = None,
    subject: models.Model | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str = "",
    rules: Iterable[str] = (),
    refused: bool = False,
) -> AuditEvent:
    """Add one event and return it. `changes` maps a field to (old, new). The chain link follows at commit.

    Verbs are past participles with their room in front: "level.decided", "case.viewed", "minutes.approved". What was
    typed into a search is never handed over: it names people who may have nothing to do with any case.

    Raises: TooMuchReading (recorded as a refusal) when a case is about to be shown to somebody who has opened too many.
    """
    circumstances = current()
    if refused:
        circumstances.refusals.append(verb)
    elif actor is not None and actor.pk is not None and verb.rpartition(".")[2] in NAMING:
        try:
            _count(actor.pk, circumstances.via, verb, case_id, changes)
        except TooMuchReading as slowed:
            record(actor=actor, verb=verb, case_id=case_id, subject=subject, refused=True, reason=str(slowed))
            raise
    return AuditEvent.objects.create(
        actor_id=None if actor is None else actor.pk,
        actor_role="system" if actor is None else actor.audit_role[:200],
        via=circumstances.via,
        request_id=circumstances.request_id,
        verb=verb,
        refused=refused,
        case_id=case_id,
        subject_type="" if subject is None else subject._meta.model_name or "",
        subject_id="" if subject is None else id_text(subject.pk),
        changes={field: _kept(subject, field, pair) for field, pair in (changes or {}).items()},
        reason=reason,
        rules=list(rules),
    )


def _count(
    actor_id: UUID, via: str, verb: str, case_id: UUID | None, changes: Mapping[str, tuple[Any, Any]] | None
) -> None:
    """Count the cases that an event opens, and apart from them those that it names in a list on a page (AUD-05).

    A list that leaves the system by API or export opens its cases.
    """
    done = verb.rpartition(".")[2]
    opens = set() if case_id is None or done not in OPENING else {case_id}
    listed = set(changes["cases"][1]) if changes and "cases" in changes else set()
    if done in OPENING and (via == "api" or done == "exported"):
        opens, listed = opens | listed, set()
    bulk.opened(actor_id=actor_id, via=via, cases=opens)
    if via == "page":
        bulk.opened(actor_id=actor_id, via=bulk.LIST, cases=listed)


def viewed(
    *,
    actor: Actor,
    what: str,
    case_id: UUID | None = None,
    subject: models.Model | None = None,
    cases: Iterable[UUID] | None = None,
) -> AuditEvent:
    """Record that `actor` looked at `what`: a tab of a case, a list, an API answer, a document (AUD-03).

    `cases` are those that a list named, in its order; each is kept once.
    """
    changes = None if cases is None else {"cases": (None, list(dict.fromkeys(cases)))}
    return record(actor=actor, verb=f"{what}.viewed", case_id=case_id, subject=subject, changes=changes)


def note_check(*, run: UUID, **found: Any) -> AuditCheck:
    """Keep how far a check of the chain has come and what it found, sealed; `found` are the fields of AuditCheck."""
    check = AuditCheck(run=run, at=timezone.now(), **found)
    check.seal = seals.seal(check)
    check.save(force_insert=True)
    return check
