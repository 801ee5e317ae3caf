"""For migrations that begin to seal a column which holds clear text."""

from typing import Any

from sealed.keys import is_sealed, open_sealed, seal

BATCH = 500


def seal_column(cursor: Any, table: str, column: str, *, key: str = "id") -> int:
    """Seal what is clear in a column of a table with this primary key; returns how many rows. May be run again."""
    return _rewrite(cursor, table, column, key, lambda text: text if is_sealed(text) else seal(text))


def open_column(cursor: Any, table: str, column: str, *, key: str = "id") -> int:
    """The way back: clear text again in every row. Raises: CannotOpen."""
    return _rewrite(cursor, table, column, key, lambda text: open_sealed(text, f"{table}.{column}"))


def _rewrite(cursor: Any, table: str, column: str, key: str, make: Any) -> int:
    """Names come from migrations, never from a user."""
    changed, after = 0, None
    while True:
        beyond = "" if after is None else f"AND {key} > %s"
        query = f"SELECT {key}, {column} FROM {table} WHERE {column} <> '' {beyond} ORDER BY {key} LIMIT {BATCH}"  # noqa: S608 - names of migrations
        cursor.execute(query, [] if after is None else [after])
        rows = cursor.fetchall()
        if not rows:
            return changed
        for one, text in rows:
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [make(text), one])  # noqa: S608 - names of migrations
        changed, after = changed + len(rows), rows[-1][0]
