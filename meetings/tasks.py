"""Background work on documents. A task may run twice or late without harm."""

from uuid import UUID

from celery import shared_task

from audit.context import working
from meetings.services import summary


@shared_task(autoretry_for=(Exception,), retry_backoff=10, max_retries=5)
def render_summary(summary_id: str) -> bool:
    """Make the PDF of an issued summary; false when it was made before."""
    with working("task"):
        return summary.make_file(summary_id=UUID(summary_id))
