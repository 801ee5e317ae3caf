"""Background work of oversight. Each task may run twice or late without harm."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from audit.context import working
from oversight import mail, services


@shared_task(autoretry_for=(OSError,), retry_backoff=30, max_retries=5)
def tell_of_burst(actor_id: str, via: str, cases: int, minutes: int, slowed: bool) -> int:
    """Tell the Co-ordinators and the watch that one account opens many cases; the number of e-mails sent."""
    with working("task"):
        return mail.tell_of_burst(actor_id=UUID(actor_id), via=via, cases=cases, minutes=minutes, slowed=slowed)


@shared_task(autoretry_for=(Exception,), retry_backoff=30, max_retries=5)
def find_anomalies() -> int:
    """Look for reads that need an explanation; how many are new."""
    with working("task"):
        return services.scan()


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def tell_of_unreviewed() -> int:
    """Tell the Co-ordinators how many anomalies wait beyond their day; the number of e-mails sent."""
    with working("task"):
        return mail.tell_of_unreviewed(today=timezone.localdate())


@shared_task(autoretry_for=(Exception,), retry_backoff=10, max_retries=services.ATTEMPTS)
def draw_chronology(file_id: str) -> bool:
    """Draw a long chronology that somebody asked for; false when there is nothing to do any more."""
    with working("task"):
        return services.draw_chronology(file_id=UUID(file_id), now=timezone.now())


@shared_task(autoretry_for=(Exception,), retry_backoff=30, max_retries=5)
def draw_waiting() -> int:
    """Give out again the chronologies that a killed worker or a lost message left waiting; how many."""
    waiting = services.forgotten(now=timezone.now())
    for file_id in waiting:
        draw_chronology.delay(str(file_id))
    return len(waiting)


@shared_task(autoretry_for=(Exception,), retry_backoff=30, max_retries=5)
def remove_old_chronologies() -> int:
    """Remove the chronologies whose time is over; how many."""
    with working("task"):
        return services.remove_old_chronologies(now=timezone.now())
