"""Background work on access. Each task may run twice or late without harm."""

from celery import shared_task
from django.utils import timezone

from audit.context import working
from offenders import mail
from offenders.services import successors as services
from offenders.services.notices import note_new_requests
from offenders.services.parts import drop_ended_grants as drop


@shared_task(autoretry_for=(Exception,), retry_backoff=30, max_retries=5)
def pass_on_notices() -> int:
    """Note new requests for those who decide, and e-mail whoever is to be told; the number of e-mails sent."""
    with working("task"):
        note_new_requests()
        return mail.send_notices()


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def tell_of_undecided() -> int:
    """Tell who names successors of restricted cases that nobody may decide about; how many cases wait."""
    with working("task"):
        return services.tell_of_undecided(today=timezone.localdate())


@shared_task(autoretry_for=(Exception,), retry_backoff=60, max_retries=5)
def drop_ended_grants() -> int:
    """Take guardian's rows of ended grants away; how many."""
    with working("task"):
        return drop(today=timezone.localdate(), now=timezone.now())
