"""Background work on documents. A task may run twice, late or be killed half-way without harm."""

from uuid import UUID

from celery import shared_task

from audit.context import working
from minutes.services import issuing


@shared_task(autoretry_for=(Exception,), retry_backoff=10, max_retries=5)
def render_summary(summary_id: str) -> int:
    """Make the PDFs of an issued summary and its copies that are missing; how many."""
    with working("task"):
        return issuing.make_files(summary_id=UUID(summary_id))


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=3)
def render_waiting() -> int:
    """Make every PDF that a lost worker left undone; how many."""
    with working("task"):
        return issuing.make_waiting()
