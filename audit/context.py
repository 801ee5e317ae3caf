"""Who is at work and through which door, for the length of one request, task or command."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID, uuid4


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How something came to be done: the door (page, api, task, command) and an id shared by all its events."""

    via: str = "command"
    request_id: UUID = field(default_factory=uuid4)


_current: ContextVar[Circumstances | None] = ContextVar("audit_circumstances", default=None)


def current() -> Circumstances:
    """The circumstances of this thread of work; a command of its own when nobody said."""
    return _current.get() or Circumstances()


@contextmanager
def working(via: str) -> Iterator[Circumstances]:
    """Everything recorded inside shares one request id and is marked as done via `via`."""
    circumstances = Circumstances(via=via)
    token = _current.set(circumstances)
    try:
        yield circumstances
    finally:
        _current.reset(token)
