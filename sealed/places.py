"""Where sealed text lies, so that a change of keys reaches all of it: fields by themselves, others by being named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction

from sealed.fields import SealedTextField
from sealed.keys import resealed


@dataclass(frozen=True, slots=True)
class Place:
    """A column of sealed text. With `keys`, a JSON column in which the values of these keys are sealed."""

    model: type[models.Model]
    column: str
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.column}"

    def reseal(self, *, batch: int) -> Iterator[tuple[int, int]]:
        """Bring every row under the newest key; yields (rows looked at, rows sealed anew) for each batch, committed.

        A row that somebody changes meanwhile was sealed with the newest key by that change and is left alone. Raises:
        CannotOpen at a row that no key opens; what was done before stays done.
        """
        after = None
        while True:
            # Only ciphertext changes: neither is that a new version of the row, nor is history rewritten by it.
            with transaction.atomic(), pgtrigger.ignore(*self._row_triggers()):
                rows = self._rows(after, batch)
                changed = sum(self._reseal_row(pk, stored) for pk, stored in rows)
            if not rows:
                return
            after = rows[-1][0]
            yield len(rows), changed

    def _row_triggers(self) -> list[str]:
        """The triggers on updates of this table: row history, and what keeps history as it is."""
        registered = [(model, trigger) for model, trigger in pgtrigger.registered() if model is self.model]
        return [trigger.get_uri(model) for model, trigger in registered if "UPDATE" in str(trigger.operation)]

    def _rows(self, after: Any, batch: int) -> list[tuple[Any, Any]]:
        """The next rows by key with what the column holds, unopened."""
        raw = models.JSONField() if self.keys else models.TextField()
        rows = self.model._base_manager.order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        stored = rows.annotate(stored_=models.functions.Cast(self.column, raw))
        return list(stored.values_list("pk", "stored_")[:batch])

    def _reseal_row(self, pk: Any, stored: Any) -> bool:
        where = f"{self}, row {pk}"
        if not self.keys:
            anew = resealed(stored, where) if stored else stored
        else:
            anew = {**stored, **{key: resealed(stored[key], where) for key in self.keys if stored.get(key)}}
        return anew != stored and self._replace(pk, stored, anew)

    def _replace(self, pk: Any, stored: Any, anew: Any) -> bool:
        """Write ciphertext for ciphertext, unless the row is no longer what was read."""
        if self.keys:
            same = self.model._base_manager.filter(pk=pk, **{self.column: stored})
            return same.update(**{self.column: anew}) == 1
        quote, meta = connection.ops.quote_name, self.model._meta
        table, column, key = quote(meta.db_table), quote(self.column), quote(str(meta.pk.column))
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608 - names of models
                [anew, pk, stored],
            )
            return cursor.rowcount == 1


_named: list[tuple[str, str, tuple[str, ...]]] = []


def name_place(model: str, column: str, keys: tuple[str, ...]) -> None:
    """Say that a JSON column of a library's model holds sealed values. Called in AppConfig.ready()."""
    _named.append((model, column, keys))


def places() -> list[Place]:
    """Every place, in a steady order."""
    found = [
        Place(model, str(field.column))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedTextField)
    ]
    found += [Place(apps.get_model(model), column, keys) for model, column, keys in _named]
    return sorted(found, key=str)
