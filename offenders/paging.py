"""Pages by key of the smaller lists: those that are ordered by one date or instant and then by id."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet


@dataclass(frozen=True, slots=True)
class KeyedPage:
    """One page of a list, and the key at which the next one starts; empty at the end."""

    rows: list[Any]
    next_key: str


def page_after(rows: QuerySet[Any], key: str, size: int) -> KeyedPage:
    """The `size` rows after `key` in a list ordered by a date or an instant and by id, both the same way.

    One statement. The key carries its place, so that a row that has left the list in the meantime still leads on. What
    is no key starts the list again.
    """
    first = str(rows.query.order_by[0])
    name, way = first.lstrip("-"), "lt" if first.startswith("-") else "gt"
    edge = _place(rows.model._meta.get_field(name), key)
    if edge is not None:
        at, pk = edge
        rows = rows.filter(Q(**{f"{name}__{way}": at}) | Q(**{name: at, f"pk__{way}": pk}))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return KeyedPage(found[:size], _key(getattr(last, name), last.pk) if last else "")


def _key(at: dt.date, pk: UUID) -> str:
    # "+" would be a space in an address.
    return f"{at.isoformat().replace('+00:00', 'Z')}_{pk}"


def _place(field: "Field[Any, Any]", key: str) -> tuple[dt.date, UUID] | None:
    at, _, pk = key.partition("_")
    try:
        return field.to_python(at), UUID(pk)
    except (ValidationError, ValueError):
        return None
