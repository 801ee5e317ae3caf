"""How a case is written to: lock, permission, rules, change, audit, effects, in that order and in one transaction.

Every service that writes to a case works inside `writing()`. Leaving it records the audit events and announces that
the case changed, so that whoever registered (deadlines) recomputes in the same transaction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from accounts.models import User
from audit.context import acting
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused
from audit.services import record
from offenders.access import may as is_permitted
from offenders.models import Assignment, Case
from offenders.models.base import Decision

M = TypeVar("M", bound=models.Model)
D = TypeVar("D", bound=Decision)
Changes = dict[str, tuple[Any, Any]]

ON_CASE_CHANGED: list[Callable[[Case], None]] = []
"""Called with the case, inside the transaction, whenever a case was written to. Registered in AppConfig.ready()."""

WORKING = frozenset({Assignment.Capacity.OWNER, Assignment.Capacity.WORKER})
ON_HANDED_ON: list[Callable[[Case], None]] = []
"""Called likewise where somebody came to own or work on the case, or its area or lead agency changed."""

_waiting: ContextVar[set[UUID] | None] = ContextVar("cases_to_announce", default=None)


def _attname(row: models.Model, name: str) -> str:
    field = row._meta.get_field(name)
    return str(getattr(field, "attname", name))


QUIET = frozenset({"id", "case", "version"})


def fields_of(row: models.Model) -> dict[str, Any]:
    """The stored fields of a row by name, related rows as ids."""
    return {
        column.name: getattr(row, column.attname) for column in row._meta.concrete_fields if column.name not in QUIET
    }


@dataclass
class Entry:
    """What one service does to one case. Collects the audit events; nothing is recorded unless all of it holds."""

    case: Case
    actor: User | None
    verb: str
    reason: str = ""
    rules: list[str] = field(default_factory=list)
    events: list[tuple[str, models.Model, Changes]] = field(default_factory=list)

    def add(self, row: M, verb: str = "") -> M:
        """Save a new row of this case and note every field of it."""
        row.save(force_insert=True)
        changes: Changes = {name: (None, value) for name, value in fields_of(row).items() if value not in (None, "")}
        self.events.append((verb or self.verb, row, changes))
        return row

    def change(self, row: M, *, version: int | None = None, verb: str = "", **new: Any) -> M:
        """Change fields of a row of this case and note old and new.

        With `version`, raises Conflict when somebody changed the row since that version was read.
        """
        if version is not None and row is not self.case:
            row.refresh_from_db()  # the row was read before the case was locked
        old = {name: getattr(row, _attname(row, name)) for name in new}
        if version is not None and version != row.version:  # type: ignore[attr-defined]  # Versioned rows only
            raise Conflict(str(row._meta.verbose_name), theirs=old, yours=new, current_version=row.version)  # type: ignore[attr-defined]
        for name, value in new.items():
            setattr(row, name, value)
        touched = list(new)
        if hasattr(row, "version"):
            row.version += 1
            touched.append("version")
        row.save(update_fields=touched)
        now = {name: getattr(row, _attname(row, name)) for name in new}
        changes = {name: (old[name], now[name]) for name in new if old[name] != now[name]}
        if changes:
            self.events.append((verb or self.verb, row, changes))
        return row

    def decide(self, decision: D, *, based_on: Any = None, check_base: bool = False) -> D:
        """Add a decision that supersedes the current one of its kind.

        With `check_base`, raises Conflict when the current decision is not the one the actor looked at (`based_on`).
        """
        kind: type[D] = type(decision)
        standing: Q = Q(case=self.case) & Q(superseded_by__isnull=True)  # the relation exists on each concrete kind
        current = kind.objects.filter(standing).order_by("-recorded_at").first()
        if check_base and str(based_on or "") != str(current.pk if current else ""):
            raise Conflict(
                str(kind._meta.verbose_name),
                theirs=fields_of(current) if current else {},
                yours=fields_of(decision),
                current_version=str(current.pk) if current else "",
            )
        decision.supersedes = current
        if self.actor is not None:
            decision.decided_by = self.actor
            decision.decided_as = self.actor.audit_role
        return self.add(decision)

    def project(self, **state: Any) -> None:
        """Repeat the present state on the case row, so that lists need read only that."""
        changed = {name: value for name, value in state.items() if getattr(self.case, name) != value}
        for name, value in changed.items():
            setattr(self.case, name, value)
        if changed:
            self.case.save(update_fields=list(changed))

    def note(self, subject: models.Model, changes: Mapping[str, tuple[Any, Any]], verb: str = "") -> None:
        """Note a change that was made by other means inside this transaction."""
        self.events.append((verb or self.verb, subject, dict(changes)))


def accept(entry: Entry, found: Sequence[Finding], acknowledged: frozenset[str]) -> None:
    """Raise RuleRefused for what stops the step and for warnings not yet acknowledged; keep the rules on the event."""
    blocking = [
        finding
        for finding in found
        if finding.stops or (finding.effect is Effect.WARN and finding.rule not in acknowledged)
    ]
    if blocking:
        raise RuleRefused(blocking)
    entry.rules.extend(finding.rule for finding in found)


@contextmanager
def writing(
    case: Case, *, actor: User | None, may: str | None, verb: str, reason: str = "", rules: Sequence[str] = ()
) -> Iterator[Entry]:
    """Write to `case` as `actor`, who must be permitted to do `may` (None: the system itself, or already established).

    Raises: NotPermitted (recorded); whatever the body raises: RuleRefused (recorded), Conflict. Nothing is written
    then.
    """
    try:
        with acting(actor.pk if actor else None), transaction.atomic():
            locked = Case.objects.select_for_update().get(pk=case.pk)
            if may is not None and not is_permitted(actor, may, locked):
                raise NotPermitted(may, case_id=locked.pk)
            entry = Entry(case=locked, actor=actor, verb=verb, reason=reason, rules=list(rules))
            yield entry
            _finish(entry)
    except NotPermitted as refusal:
        record(actor=actor, verb=verb, case_id=case.pk, refused=True, reason=f"not permitted: {refusal.action}")
        raise
    except RuleRefused as refusal:
        record(actor=actor, verb=verb, case_id=case.pk, refused=True, reason=str(refusal), rules=refusal.rules)
        raise
    case.refresh_from_db()


def _finish(entry: Entry) -> None:
    for verb, row, changes in entry.events:
        record(
            actor=entry.actor,
            verb=verb,
            case_id=entry.case.pk,
            subject=row,
            changes=changes,
            reason=entry.reason,
            rules=entry.rules,
        )
    if any(_hands_on(row, changes) for _, row, changes in entry.events):
        for listener in ON_HANDED_ON:
            listener(entry.case)
    announce(entry.case)


def _hands_on(row: models.Model, changes: Changes) -> bool:
    """Whether what was written brings other people to the case: one who works on it, an agency or an area."""
    if isinstance(row, Assignment):
        return row.capacity in WORKING and "user" in changes
    return isinstance(row, Case) and bool({"area", "lead_agency"} & changes.keys())


def recorded_already(what: str, field: str | None = None) -> Finding:
    """The refusal of a row that repeats one of this case, as when a form is sent twice (OFF-21)."""
    return Finding("OFF-21", Effect.REFUSE, f"There is already {what}.", field, "Look at the one that is recorded.")


def announce(case: Case) -> None:
    """Tell everybody who registered that the case changed. Runs inside the caller's transaction."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.add(case.pk)
        return
    for listener in ON_CASE_CHANGED:
        listener(case)


@contextmanager
def deferred_announcements() -> Iterator[None]:
    """Announce each case written to inside once, at the end: for imports that write many times to the same cases.

    The block is one transaction, so that no case is ever committed without being announced. Until the end of the
    block, what the listeners keep (due dates) is out of date.
    """
    if _waiting.get() is not None:
        yield  # the outer block announces
        return
    waiting: set[UUID] = set()
    with transaction.atomic():
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        for case in Case.objects.filter(pk__in=waiting).order_by("pk"):
            announce(case)
