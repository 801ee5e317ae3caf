"""Background work on deadlines. Each task may run twice or late without harm."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from audit.context import working
from deadlines import mail, services, waiting


@shared_task(autoretry_for=(Exception,), retry_backoff=30, max_retries=5)
def sweep(today: str | None = None) -> int:
    """Raise the alerts due by today in London; the number raised."""
    with working("task"):
        return services.sweep(today=dt.date.fromisoformat(today) if today else timezone.localdate())


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def send_alert_emails() -> int:
    """Tell each person how many alerts wait for them, at once or in the day's e-mail; the number of e-mails sent."""
    with working("task"):
        return mail.send_alert_emails()


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def check_deadlines(today: str | None = None) -> int:
    """Recompute every case, so that dated policies and whatever was lost by day hold by morning; the rows changed."""
    with working("task"):
        return services.check_deadlines(today=dt.date.fromisoformat(today) if today else timezone.localdate())


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def recompute_over(day: str) -> int:
    """Recompute what runs over a day that became a bank holiday or ceased to be one; the rows changed."""
    with working("task"):
        return services.recompute_over(day=dt.date.fromisoformat(day), today=timezone.localdate())


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def recompute_area(area: str) -> int:
    """Recompute an area whose time limits changed, in batches; the rows changed."""
    with working("task"):
        return services.recompute_area(area=area, today=timezone.localdate())


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def note_late_requests(today: str | None = None) -> int:
    """Have the Co-ordinators told of requests to be involved that wait too long; the number of requests."""
    with working("task"):
        return waiting.note_late(today=dt.date.fromisoformat(today) if today else timezone.localdate())
