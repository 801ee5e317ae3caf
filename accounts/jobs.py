"""When each piece of background work last ended, and how: kept in the cache, for support staff.

The cache may forget; then it is not known, and nothing depends on it.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

KEY = "job:{}"


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of the schedule: its name, and when and how it last ended, as far as known (instant in UTC)."""

    name: str
    ended_at: dt.datetime | None = None
    succeeded: bool | None = None


def note(task: str, *, succeeded: bool) -> None:
    """Remember that this task has ended just now. Whatever else happened, nothing about it is kept."""
    cache.set(KEY.format(task), (timezone.now(), succeeded), timeout=None)


def latest() -> list[Job]:
    """Every entry of the schedule, by name."""
    schedule = {name: entry["task"] for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}
    known = cache.get_many([KEY.format(task) for task in schedule.values()])
    return [Job(name, *known.get(KEY.format(task), ())) for name, task in sorted(schedule.items())]
