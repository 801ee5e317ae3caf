"""Background work on requests for minutes. It may run twice or late without harm."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from audit.context import working
from enquiries.services import reminders


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def remind(today: str | None = None) -> int:
    """Note for the Co-ordinators which requests without a case wait; the number of requests."""
    with working("task"):
        return reminders.remind(today=dt.date.fromisoformat(today) if today else timezone.localdate())
