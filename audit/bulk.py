"""Notices at once when one account opens many different cases: people are told, and further cases wait.

Counted in the cache (Redis): one question for a case that was open lately, three for a new one. A case that is open
already stays open; only further ones wait.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.cache import cache

from audit.refusals import TooMuchReading


@dataclass(frozen=True, slots=True)
class Burst:
    """One account that opened at least `cases` different cases within `minutes`, by page or API, or met them in lists;
    whether it waits."""

    actor_id: UUID
    via: str
    cases: int
    minutes: int
    slowed: bool


LIST = "list"
"""Cases named in lists and searches on pages are counted apart from those opened. People are told of very many; no
list waits, because a list is how nobody misses a day."""
ON_BURST: list[Callable[[Burst], None]] = []
"""Called once for each burst, and once more when it is slowed. Registered in AppConfig.ready()."""


def opened(*, actor_id: UUID, via: str, cases: Iterable[UUID]) -> None:
    """Count cases that are about to be shown. Nothing is counted for tasks and commands.

    Raises: TooMuchReading when they would be more than one account may open in that time (AUD-05).
    """
    limits = settings.BULK_READING.get(via)
    keys = {f"reading:{via}:{actor_id}:{case}": 1 for case in cases}
    if limits is None or not keys:
        return
    minutes = limits["minutes"]
    new = keys.keys() - cache.get_many(keys).keys()
    if not new:
        return
    number, counter = _count(f"readings:{via}:{actor_id}", len(new), minutes * 60)
    slowed = limits["slow"] is not None and number > limits["slow"]
    if number >= limits["alarm"]:
        _tell(Burst(actor_id, via, number, minutes, slowed))
    if slowed:
        cache.decr(counter, len(new))  # what waits was not opened
        raise TooMuchReading(minutes)
    cache.set_many(dict.fromkeys(new, 1), timeout=minutes * 60)


def _count(name: str, more: int, seconds: int) -> tuple[int, str]:
    """How many were opened in the last `seconds`, and the counter: this stretch, and the part of the last in reach."""
    stretch, elapsed = divmod(int(time.time()), seconds)
    counter = f"{name}:{stretch}"
    cache.add(counter, 0, timeout=2 * seconds)
    now = cache.incr(counter, more)
    before = int(cache.get(f"{name}:{stretch - 1}") or 0)
    return now + before * (seconds - elapsed) // seconds, counter


def _tell(burst: Burst) -> None:
    told = f"readings-told:{burst.via}:{burst.actor_id}:{burst.slowed}"
    if cache.add(told, 1, timeout=burst.minutes * 60):
        for listener in ON_BURST:
            listener(burst)
