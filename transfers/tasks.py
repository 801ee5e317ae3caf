"""Background work on transfers. Each task may run twice or late without harm."""

from celery import shared_task
from django.utils import timezone

from audit.context import working
from transfers import services


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def move_cases() -> int:
    """Move every case whose day has come to its new area; how many."""
    with working("task"):
        return services.move_due(today=timezone.localdate())
