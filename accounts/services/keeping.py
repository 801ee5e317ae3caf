"""How an account is written to: lock, permission, rules, change, audit, in that order and in one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models, transaction

from accounts.models import User
from accounts.rules.people import SYSTEM_ADMINISTRATOR, Place, keeps
from accounts.standing import standing_of
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused
from audit.services import record

M = TypeVar("M", bound=models.Model)
KEEP = "keep_account"


def place_of(person: User) -> Place:
    """Where somebody works, as the rules ask for it."""
    if person.agency is None:
        return Place()
    return Place(str(person.agency_id), person.agency.kind_id, person.agency.area_id)


def held_by(person: User) -> dict[str, frozenset[str]]:
    """Role -> areas, as the rules ask for it; nothing for an account that is off, and nothing in staff mode."""
    return {str(role): areas for role, areas in standing_of(person).areas_by_role.items()}


def holds_now(person: User) -> dict[str, frozenset[str]]:
    """Role -> areas held today, whether or not the account is on."""
    held: dict[str, frozenset[str]] = {}
    for holding in person.current_holdings():
        held[holding.role] = held.get(holding.role, frozenset()) | {holding.area_id}
    return held


def keeps_account(keeper: User, person: User) -> bool:
    """Whether `keeper` keeps the account of `person` (PPL-01); that of a system administrator only another one."""
    held, mine = holds_now(person), held_by(keeper)
    if SYSTEM_ADMINISTRATOR in held and SYSTEM_ADMINISTRATOR not in mine:
        return False
    areas = frozenset[str]().union(*held.values())
    return keeps(mine, place_of(keeper), place_of(person), areas)


@dataclass
class Entry:
    """What one service does to one account. Nothing is recorded unless all of it holds."""

    person: User
    actor: User | None
    verb: str
    reason: str = ""
    rules: list[str] = field(default_factory=list)
    events: list[tuple[str, models.Model, dict[str, tuple[Any, Any]]]] = field(default_factory=list)

    def add(self, row: M, verb: str = "", *, silent: Sequence[str] = ()) -> M:
        """Save a new row and note every field of it but the silent ones."""
        row.save(force_insert=True)
        values = {column.name: getattr(row, column.attname) for column in row._meta.concrete_fields}
        changes = {name: (None, value) for name, value in values.items() if value not in (None, "")}
        self.note(row, {name: pair for name, pair in changes.items() if name not in {"id", *silent}}, verb)
        return row

    def change(self, row: M, verb: str = "", **new: Any) -> M:
        """Change fields of a row and note old and new; a change of the account itself is a new version of it."""
        old = {name: getattr(row, row._meta.get_field(name).attname) for name in new}  # type: ignore[union-attr]
        for name, value in new.items():
            setattr(row, name, value)
        touched = list(new)
        if isinstance(row, User):
            row.version += 1
            touched.append("version")
        row.save(update_fields=touched)
        now = {name: getattr(row, row._meta.get_field(name).attname) for name in new}  # type: ignore[union-attr]
        changes = {name: (old[name], now[name]) for name in new if old[name] != now[name]}
        if changes:
            self.note(row, changes, verb)
        return row

    def note(self, subject: models.Model, changes: dict[str, tuple[Any, Any]], verb: str = "") -> None:
        """Note a change that was made by other means inside this transaction."""
        self.events.append((verb or self.verb, subject, changes))

    def accept(self, found: Sequence[Finding], acknowledged: frozenset[str] = frozenset()) -> None:
        """Raise RuleRefused for what stops the step and for warnings not acknowledged; keep the rules on the event."""
        blocking = [one for one in found if one.stops or (one.effect is Effect.WARN and one.rule not in acknowledged)]
        if blocking:
            raise RuleRefused(blocking)
        self.rules.extend(one.rule for one in found)


@contextmanager
def keeping(
    person: User, *, actor: User | None, verb: str, reason: str = "", version: int | None = None, anyone: bool = False
) -> Iterator[Entry]:
    """Write to the account of `person` as `actor`, who must keep it unless `anyone` may do this (None: the system).

    Raises: NotPermitted (recorded); Conflict when the account is not at `version` any more; whatever the body raises,
    RuleRefused being recorded. Nothing is written then.
    """
    try:
        with transaction.atomic():
            locked = User.objects.select_for_update(of=("self",)).select_related("agency").get(pk=person.pk)
            if actor is not None and not anyone and not keeps_account(actor, locked):
                raise NotPermitted(KEEP)
            if version is not None and version != locked.version:
                raise Conflict("account", theirs=_shown(locked), yours={}, current_version=locked.version)
            entry = Entry(locked, actor, verb, reason)
            yield entry
            for name, row, changes in entry.events:
                record(actor=actor, verb=name, subject=row, changes=changes, reason=reason, rules=entry.rules)
    except (NotPermitted, RuleRefused) as refusal:
        rules = refusal.rules if isinstance(refusal, RuleRefused) else ()
        record(actor=actor, verb=verb, subject=person, refused=True, reason=str(refusal), rules=rules)
        raise


def _shown(person: User) -> dict[str, Any]:
    return {"full_name": person.full_name, "job_title": person.job_title}
