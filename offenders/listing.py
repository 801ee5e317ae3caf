"""The first rows of a list of cases, looked for along each way in which the viewer sees any.

Asked for all ways at once, the database walks along the whole list until a page is full, and asks every row every
question. Asked for each way by itself it starts from what is rare: a person's few parts, an area's index by name. The
ways are those of `visible_to` (`offenders.access.ways`), so that a list and a single case cannot disagree.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from offenders.access import Detail, Viewer, ways
from offenders.conditions import CASE, Condition, OnCase
from offenders.eyes import NOTHING
from offenders.models import Case

WAY = "'here goes the way' IS NOT NULL"


def first(rows: QuerySet[Case], number: int, *, viewer: Viewer, at_least: Detail = Detail.SUMMARY) -> QuerySet[Case]:
    """The first `number` of `rows` that `viewer` sees: in their order, which must end with the id, in one statement."""
    order = [str(name) for name in rows.query.order_by]
    columns = ", ".join(f"{place} DESC" if name[0] == "-" else str(place) for place, name in enumerate(order, 1))
    names = [name.lstrip("-") for name in order]
    found = _along_each_way(rows.values_list(*names), number, viewer, at_least)
    if found is None:
        return rows.filter(NOTHING)
    # What is put together is the text of querysets and of ways; values travel beside it.
    text = f"{CASE}.id IN (SELECT id FROM ({found.sql} ORDER BY {columns} LIMIT %s) found)"  # noqa: S608 - see above
    kept = Case.objects.filter(OnCase(Condition(text, (*found.params, number)))).order_by(*order)
    kept.query.select_related = rows.query.select_related
    return kept


def count(rows: QuerySet[Case], upto: int, *, viewer: Viewer, at_least: Detail = Detail.SUMMARY) -> int:
    """How many of `rows` the viewer sees, counted as far as `upto`."""
    found = _along_each_way(rows.order_by().values_list("pk"), upto, viewer, at_least)
    if found is None:
        return 0
    with connection.cursor() as cursor:
        text = f"SELECT count(*) FROM ({found.sql} LIMIT %s) found"  # noqa: S608 - the text of querysets and of ways
        cursor.execute(text, [*found.params, upto])
        (number,) = cursor.fetchone()
    return int(number)


def _along_each_way(rows: QuerySet[Any], number: int, viewer: Viewer, at_least: Detail) -> Condition | None:
    """The first `number` rows along each way, put together without repetition; None where there is no way."""
    open_ways = ways(viewer, at_least)
    if not open_ways:
        return None
    sql, params = rows.filter(OnCase(Condition(WAY)))[:number].query.sql_with_params()
    head, tail = sql.split(WAY)
    split = head.count("%s")
    table = connection.ops.quote_name(Case._meta.db_table)
    parts, values = [], []
    for way in open_ways:
        parts.append(f"({head}{way.sql.replace(CASE, table)}{tail})")
        values += [*params[:split], *way.params, *params[split:]]
    return Condition(" UNION ".join(parts), tuple(values))
