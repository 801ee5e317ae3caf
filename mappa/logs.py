"""Log lines without the words of a case: an exception is told by its type and place, never by its message.

PostgreSQL repeats the offending row in its messages, and a library may repeat what it was given. Where something went
wrong, and the request's id, are enough to find it; the words stay in the database (Data Protection Act 2018 s.40).
"""

import logging
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def told_without_words(error: BaseException) -> str:
    """The exception's type and the places it passed, innermost last; then what caused it, likewise."""
    lines = []
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        places = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {place.filename}:{place.lineno} in {place.name}" for place in places]
        lines.append(type(cause).__name__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


class WithoutWords(logging.Formatter):
    """Formats a record as usual, and its exception without a message."""

    def format(self, record: logging.LogRecord) -> str:
        """One log line; Celery's report of a failed task loses what the exception said."""
        arguments = record.args
        if isinstance(arguments, Mapping) and {"exc", "traceback"} <= set(arguments):
            error = record.exc_info[1] if record.exc_info else None
            told: dict[str, Any] = {**arguments, "exc": type(error).__name__ if error else "failed", "traceback": ""}
            record = logging.makeLogRecord({**record.__dict__, "args": told})
        record.exc_text = None  # another formatter may have left its own
        return super().format(record)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - the name that logging calls
        """Types and places, no message."""
        return told_without_words(ei[1]) if ei[1] is not None else ""
