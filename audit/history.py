"""Row history: a trigger on each table that leads to a person keeps what every row said, whoever wrote it and how.

The audit event says who did what and why, because a service wrote it. The history is written by the database itself, so
that nothing done around the services (a shell, a bulk write, SQL by hand) goes unseen. Each kept row carries the id of
the request, which its audit events carry too. Kept rows can be neither changed nor removed (AUD-40).
"""

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from pghistory.models import Event

from audit.context import current
from audit.models import REFUSE_TRUNCATE

M = TypeVar("M", bound=type[models.Model])

UNCHANGING = "never_changed"
"""The name of the trigger by which the database refuses to change or delete a row."""

BEGAN = "began"
"""The label of what a row said when its history began; the others are insert, update and delete."""

KEPT_OPTIONS = ("max_length", "max_digits", "decimal_places", "size")
_tracked: dict[str, type[models.Model]] = {}


class KeptRow(Event):
    """What one row said from `pgh_created_at` on (an instant in UTC, by the database's clock)."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """A class decorator: the database keeps what every row of this model said.

    A model whose rows are never changed keeps only that a row was added, by whom and when: the row is its own history,
    but its date of recording was given by the program, and this one by the database. `exclude` names columns that must
    not be copied, such as secrets and large files.
    """

    def track(model: M) -> M:
        unchanging = any(trigger.name == UNCHANGING for trigger in getattr(model._meta, "triggers", []))
        fields = {field.name: field for field in model._meta.local_fields if field.name not in exclude}
        if unchanging:
            fields = {name: fields[name] for name in (model._meta.pk.name, "case") if name in fields}
        trackers: list[pghistory.RowEvent] = [pghistory.InsertEvent()]
        if not unchanging:
            trackers += [pghistory.UpdateEvent(), pghistory.DeleteEvent()]
        owner = "case" if "case" in fields else model._meta.pk.name
        _tracked[model._meta.db_table] = model
        return pghistory.track(
            *trackers,
            fields=list(fields),
            attrs={name: _kept(field, model) for name, field in fields.items()},
            base_model=KeptRow,
            model_name=f"{model.__name__}History",
            obj_field=None,
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
            append_only=True,
            meta={
                "ordering": ["pgh_id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=[owner, "pgh_id"])],
                "triggers": [REFUSE_TRUNCATE],
            },
        )(model)

    return track


def tracked_models() -> list[type[models.Model]]:
    """Every model whose rows are kept, in the order of their tables."""
    return [_tracked[table] for table in sorted(_tracked)]


def history_of(model: type[models.Model]) -> type[KeptRow]:
    """The model of what was kept of `model`'s rows. Foreign keys are plain ids in it, under the field's own name."""
    kept: type[KeptRow] = model.pgh_event_model  # type: ignore[attr-defined]  # put there by pghistory
    return kept


def _kept(field: models.Field, model: type[models.Model]) -> models.Field:
    """A plain nullable column for what `field` said: history outlives what it points to, and its own columns' rules."""
    column = field.db_column or field.get_attname()
    shape: models.Field = field
    while shape.remote_field is not None:
        shape = _target(shape.remote_field.model, model)
    if isinstance(shape, models.AutoField | models.BigAutoField):
        return models.BigIntegerField(null=True, db_column=column)
    _, _, _, options = shape.clone().deconstruct()
    kept = {name: options[name] for name in KEPT_OPTIONS if name in options}
    if "base_field" in options:
        kept["base_field"] = options["base_field"]
    return type(shape)(null=True, db_index=False, db_column=column, **kept)


def _target(to: type[models.Model] | str, model: type[models.Model]) -> models.Field:
    """The primary key that a foreign key holds; a model not read yet has a UUID (a wrong guess fails at the insert)."""
    if to == "self":
        to = model
    if isinstance(to, str):
        try:
            to = apps.get_registered_model(*to.split("."))
        except LookupError:
            return models.UUIDField()
    return to._meta.pk


WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def tell_who(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around every statement: tells the triggers who is at work, in the same round trip, when a kept table is written.

    The settings end with the transaction. A statement that writes in another form is kept without them.
    """
    written = WRITES.match(sql) if isinstance(sql, str) else None
    if written is None or written[1] not in _tracked:
        return execute(sql, params, many, context)
    circumstances = current()
    actor_id = circumstances.actor_id()
    who = json.dumps({"actor": str(actor_id) if actor_id else None, "via": circumstances.via})
    settings = (
        f"SELECT set_config('pghistory.context_id', '{circumstances.request_id}', true), "
        f"set_config('pghistory.context_metadata', {_literal(who, params)}, true); "
    )
    return execute(settings + sql, params, many, context)


def _literal(text: str, params: Any) -> str:
    text = text.replace("'", "''")
    return "'{}'".format(text if params is None else text.replace("%", "%%"))


def tell_who_on(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """When a connection opens: put `tell_who` around its statements, once."""
    if tell_who not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_who)
