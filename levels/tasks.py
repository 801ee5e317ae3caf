"""Background work on levels. Each task may run twice or late without harm."""

from celery import shared_task
from django.utils import timezone

from audit.context import working
from levels.services.sampling import draw_samples


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def draw_level_1_samples() -> int:
    """Draw the quarter's sample of Level 1 cases where it is not drawn yet; how many cases."""
    with working("task"):
        return draw_samples(today=timezone.localdate())
