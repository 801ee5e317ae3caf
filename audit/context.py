"""Who is at work and through which door, for the length of one request, task or command."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4


def nobody() -> UUID | None:
    """The actor when the system works by itself."""
    return None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How something came to be done: the door (page, api, task, command), an id shared by all its events, and by whom.

    `actor_id` is asked only when something is written; `refusals` collects the verbs of the refusals recorded so far.
    """

    via: str = "command"
    request_id: UUID = field(default_factory=uuid4)
    actor_id: Callable[[], UUID | None] = nobody
    refusals: list[str] = field(default_factory=list)


_current: ContextVar[Circumstances | None] = ContextVar("audit_circumstances", default=None)


def current() -> Circumstances:
    """The circumstances of this thread of work; a command of its own when nobody said."""
    return _current.get() or Circumstances()


@contextmanager
def working(via: str, actor_id: Callable[[], UUID | None] = nobody) -> Iterator[Circumstances]:
    """Everything recorded inside shares one request id and is marked as done via `via` by `actor_id`."""
    with _under(Circumstances(via=via, actor_id=actor_id)) as circumstances:
        yield circumstances


@contextmanager
def acting(actor_id: UUID | None) -> Iterator[Circumstances]:
    """The rows written inside are kept as written by `actor_id`; the rest of the circumstances stays."""
    with _under(replace(current(), actor_id=lambda: actor_id)) as circumstances:
        yield circumstances


@contextmanager
def _under(circumstances: Circumstances) -> Iterator[Circumstances]:
    token = _current.set(circumstances)
    try:
        yield circumstances
    finally:
        _current.reset(token)
