"""The first rows of a list of cases, or of what hangs on cases, looked for along each way in which the viewer sees any.

Asked for all ways at once, the database walks along the whole list until a page is full, and asks every row every
question. Asked for each way by itself it starts from what is rare: a person's few parts, an area's index by name. The
ways are those of `visible_to` (`offenders.access.ways`), so that a list and a single case cannot disagree.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from offenders.access import Detail, Viewer, detail_expression, ways
from offenders.conditions import CASE, Condition, OnCase
from offenders.eyes import NOTHING
from offenders.models import Case

M = TypeVar("M", bound=Model)
WAY = Condition(f"a way to {CASE} goes here")
MARK = re.compile(WAY.sql.replace(CASE, "(.+?)"))


def first(
    rows: QuerySet[M],
    number: int,
    *,
    viewer: Viewer,
    at_least: Detail = Detail.SUMMARY,
    case: str = "",
    also: QuerySet[M] | None = None,
) -> QuerySet[M]:
    """The first `number` of `rows` whose case `viewer` sees, in one statement.

    The rows are cases, or lead to one by `case`; they keep their order, which must end with the id. `also` are further
    rows, in the same order, of which it was asked already who sees them.
    """
    return first_of([(rows, at_least)], number, viewer=viewer, case=case, also=also)


def first_of(
    parts: Sequence[tuple[QuerySet[M], Detail]],
    number: int,
    *,
    viewer: Viewer,
    case: str = "",
    also: QuerySet[M] | None = None,
) -> QuerySet[M]:
    """As `first`, of rows of one kind and order that ask for different levels: each part with the level it asks for."""
    rows = parts[0][0]
    order = [str(name) for name in rows.query.order_by]
    columns = ", ".join(f"{place} DESC" if name[0] == "-" else str(place) for place, name in enumerate(order, 1))
    names = [name.lstrip("-") for name in order]
    asked = [_along_each_way(part.values_list(*names), number, viewer, level, case) for part, level in parts]
    found = [one for one in asked if one is not None]
    if not found:
        return rows.filter(NOTHING)
    if also is not None:
        found.append(_condition(also.order_by(*order).values_list(*names)[:number]))
    union = " UNION ".join(f"({one.sql})" for one in found)
    params = [value for one in found for value in one.params]
    # What is put together is the text of querysets and of ways; values travel beside it.
    page = f"SELECT id FROM ({union} ORDER BY {columns} LIMIT %s) found"  # noqa: S608 - see above
    text = f"{CASE}.id = ANY (ARRAY({page}))"
    kept: QuerySet[M] = rows.model._default_manager.filter(OnCase(Condition(text, (*params, number))))
    kept.query.select_related = rows.query.select_related
    return kept.order_by(*order)


def _condition(rows: QuerySet[Any]) -> Condition:
    sql, params = rows.query.sql_with_params()
    return Condition(sql, tuple(params))


def count(rows: QuerySet[Any], upto: int, *, viewer: Viewer, at_least: Detail = Detail.SUMMARY) -> int:
    """How many of `rows` the viewer sees, counted as far as `upto`."""
    found = _along_each_way(rows.order_by().values_list("pk"), upto, viewer, at_least)
    if found is None:
        return 0
    with connection.cursor() as cursor:
        text = f"SELECT count(*) FROM ({found.sql} LIMIT %s) found"  # noqa: S608 - the text of querysets and of ways
        cursor.execute(text, [*found.params, upto])
        (number,) = cursor.fetchone()
    return int(number)


@dataclass(frozen=True, slots=True)
class Paged:
    """Cases as a paginator takes them from a queryset: of those narrowed and ordered, the viewer's, with `detail`."""

    rows: QuerySet[Case]
    viewer: Viewer

    def order_by(self, *names: str) -> "Paged":
        """The same in another order, which must end with the id."""
        return replace(self, rows=self.rows.order_by(*names))

    def filter(self, **narrowed: Any) -> "Paged":
        """Fewer of them."""
        return replace(self, rows=self.rows.filter(**narrowed))

    def __getitem__(self, part: slice) -> list[Case]:
        page: Any = first(self.rows, part.stop, viewer=self.viewer)
        return list(page.annotate(detail=detail_expression(self.viewer)))[part.start :]


def _along_each_way(
    rows: QuerySet[Any], number: int, viewer: Viewer, at_least: Detail, case: str = ""
) -> Condition | None:
    """The first `number` rows along each way, put together without repetition; None where there is no way."""
    open_ways = ways(viewer, at_least)
    if not open_ways:
        return None
    column = f"{case}__area" if case else "pk"
    sql, params = rows.filter(OnCase(WAY, column=column))[:number].query.sql_with_params()
    head, table, tail = MARK.split(sql)
    split = head.count("%s")
    parts, values = [], []
    for way in open_ways:
        parts.append(f"({head}{way.sql.replace(CASE, table)}{tail})")
        values += [*params[:split], *way.params, *params[split:]]
    if len(parts) == 1:  # a statement in brackets alone would take no limit and order of its own around it
        return Condition(f"SELECT * FROM {parts[0]} way", tuple(values))  # noqa: S608 - the text of a queryset and a way
    return Condition(" UNION ".join(parts), tuple(values))
