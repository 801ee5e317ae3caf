"""Background work on referrals. It may run twice or late without harm."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from audit.context import working
from referrals.services import sending


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def remind(today: str | None = None) -> int:
    """Note for the Co-ordinators which referrals that were sent in wait; the number of referrals."""
    with working("task"):
        return sending.remind(today=dt.date.fromisoformat(today) if today else timezone.localdate())
