"""Background work on accounts. Each task may run late without harm, and all but the e-mail twice."""

from celery import shared_task
from django.utils import timezone

from accounts import password_reset
from accounts.services import dormancy
from audit.context import working


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def retire_dormant() -> tuple[int, int]:
    """Warn about accounts nobody uses and switch off those that are due; how many of each (PPL-09)."""
    with working("task"):
        return dormancy.retire(now=timezone.now())


@shared_task
def send_password_link(email: str) -> bool:
    """Send the link for a new password, if the address has an account. Not tried again: people ask again."""
    with working("task"):
        return password_reset.send_link(email)
