"""How often one person, one partner or one address may ask for something: counted in the cache, set in THROTTLES.

Without the cache nothing can be counted, so nothing that is limited goes on: the error reaches the page that says that
part of the service is away (503). Signing in does the same.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
SLACK = 5  # seconds that a counter outlives its window


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in each window of so many seconds."""

    most: int
    seconds: int


def limits_of(kind: str) -> list[Limit]:
    """The limits of one kind of request; none when its setting is empty. Raises ValueError for "30 a minute"."""
    limits = []
    for text in filter(None, settings.THROTTLES[kind].replace(" ", "").split(",")):
        most, _, unit = text.partition("/")
        if unit not in UNITS or not most.isdigit():
            raise ValueError(f"THROTTLES[{kind!r}]: {text!r} is not like 30/m (s, m, h or d)")
        limits.append(Limit(int(most), UNITS[unit]))
    return limits


def count(kind: str, who: str) -> int:
    """Count one request; return the seconds to wait when it is one too many, else 0."""
    waits = [_wait(limit) for limit in limits_of(kind) if _counted(_key(kind, who, limit), limit) > limit.most]
    return max(waits, default=0)


def spent(kind: str, who: str) -> int:
    """The seconds to wait when `who` has used up a limit already, else 0. Counts nothing."""
    waits = [_wait(limit) for limit in limits_of(kind) if cache.get(_key(kind, who, limit), 0) >= limit.most]
    return max(waits, default=0)


def _key(kind: str, who: str, limit: Limit) -> str:
    return f"throttle:{kind}:{limit.seconds}:{int(time.time()) // limit.seconds}:{who}"


def _counted(key: str, limit: Limit) -> int:
    cache.add(key, 0, limit.seconds + SLACK)
    try:
        return int(cache.incr(key))
    except ValueError:  # the window ended between the two
        return 1


def _wait(limit: Limit) -> int:
    return limit.seconds - int(time.time()) % limit.seconds


class PartnerThrottle(BaseThrottle):
    """Each partner's requests to the API, whatever token they come with."""

    asked_to_wait = 0

    def allow_request(self, request: Request, view: object) -> bool:
        """Whether this request is within the limit; authentication and scope were checked before."""
        self.asked_to_wait = count("api", str(getattr(request.user, "pk", "")))
        return not self.asked_to_wait

    def wait(self) -> float:
        """Seconds for Retry-After."""
        return float(self.asked_to_wait)
