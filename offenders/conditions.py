"""Conditions on a case as SQL text with its values: what the policy of access is made of.

Django takes about a millisecond of processor time to build one EXISTS from models, and every read asks several of them
for each row of the policy. Written as text, all of them together cost less than one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F, Field, Model
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

CASE = "{case}"
"""Stands in the text for the case's table, whatever it is called in the statement."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Text that is true or false of a case and never null, and the values for each %s in it."""

    sql: str
    params: tuple[Any, ...] = ()
    by_key: bool = False
    """It names its cases, so that the database finds them by their keys."""

    def __and__(self, other: "Condition") -> "Condition":
        if NEVER in (self, other):
            return NEVER
        if ALWAYS in (self, other):
            return other if self == ALWAYS else self
        return Condition(f"{self.sql} AND {other.sql}", self.params + other.params, self.by_key or other.by_key)

    def __invert__(self) -> "Condition":
        return Condition(f"NOT ({self.sql})", self.params)


NEVER = Condition("FALSE")
ALWAYS = Condition("TRUE")


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Where at least one of them holds."""
    some = [condition for condition in conditions if condition != NEVER]
    if len(some) < 2:
        return some[0] if some else NEVER
    text = " OR ".join(f"({condition.sql})" for condition in some)
    params = tuple(value for condition in some for value in condition.params)
    return Condition(f"({text})", params, all(condition.by_key for condition in some))


def one_of(column: str, values: Iterable[Any]) -> Condition:
    """Where a column holds one of these values."""
    wanted = tuple(sorted(values, key=str))
    if not wanted:
        return NEVER
    if len(wanted) == 1:
        return Condition(f"{column} = %s", wanted)
    return Condition(f"{column} IN %s", (wanted,))


def holds_today(row: str) -> Condition:
    """Where a dated row holds today (Europe/London), as `in_force()` says it for models."""
    today = timezone.localdate()
    return Condition(f"{row}.starts <= %s AND ({row}.ends IS NULL OR {row}.ends > %s)", (today, today))


def where(*conditions: Condition) -> Condition:
    """Where all of them hold."""
    return reduce(and_, conditions, ALWAYS)


def there_is(model: type[Model], row: str, *conditions: Condition) -> Condition:
    """Where the model has a row, called `row`, for which all of these hold."""
    asked = where(*conditions)
    if asked == NEVER:
        return NEVER
    return Condition(f'EXISTS (SELECT FROM "{model._meta.db_table}" {row} WHERE {asked.sql})', asked.params)


class OnCase(Expression):
    """A condition, or another text about a case, as an expression of a query on cases.

    `{name}` in the text stands for the expression given by that name: how a subquery speaks of the query around it.
    `column` is a column of the case, by which its table is found in a query on something else.
    """

    def __init__(self, text: Condition, *, output_field: Field | None = None, column: str = "pk", **named: Any) -> None:
        super().__init__(output_field=output_field or BooleanField())
        self.text = text
        self.names = tuple(named)
        self.expressions = [F(column), *named.values()]

    def get_source_expressions(self) -> list[Any]:
        """A column of the case, from which the name of its table is taken, and what was named."""
        return self.expressions

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """The same, resolved."""
        self.expressions = list(exprs)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """The text with the names as they are in the statement."""
        case, *named = self.expressions
        sql = self.text.sql.replace(CASE, compiler.quote_name_unless_alias(case.alias))
        for name, expression in zip(self.names, named, strict=True):
            sql = sql.replace(f"{{{name}}}", compiler.compile(expression)[0])
        return f"({sql})", self.text.params
