"""Background work on the furniture of screens."""

from celery import shared_task

from ui import services


@shared_task
def forget_sent_forms() -> str:
    """Remove the notes of forms that were sent days ago."""
    return f"{services.forget_sent_forms()} forgotten"
