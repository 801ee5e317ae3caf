"""Background work on meetings. A task may run twice or late without harm."""

from uuid import UUID

from celery import shared_task

from audit.context import working
from meetings.services import attachments, group_notices, sending


@shared_task(autoretry_for=(OSError,), retry_backoff=10, max_retries=5)
def send_invitations(meeting_id: str) -> int:
    """Send what is to be told of one meeting and its papers; how many. Cut short, none goes twice (MTG-98)."""
    with working("task"):
        return sending.send_waiting(meeting_id=UUID(meeting_id))


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=3)
def send_waiting_invitations() -> int:
    """Send every e-mail of a meeting and its papers that a lost worker left waiting; how many (MTG-98)."""
    with working("task"):
        return sending.send_waiting()


@shared_task(autoretry_for=(OSError,), retry_backoff=10, max_retries=5)
def tell_core_group(meeting_id: str) -> int:
    """Tell members of a core group of one meeting; how many. After a failure one may be told twice, never not."""
    with working("task"):
        return group_notices.send_waiting(meeting_id=UUID(meeting_id))


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=3)
def tell_waiting_core_groups() -> int:
    """Tell every member of a core group whom a lost worker left untold; how many (MTG-33)."""
    with working("task"):
        return group_notices.send_waiting()


@shared_task(autoretry_for=(OSError,), retry_backoff=30, max_retries=5)
def scan_attachment(attachment_id: str) -> bool | None:
    """Have one file looked at by the virus scanner; whether it is clean, None when it waits no longer."""
    with working("task"):
        return attachments.scan(attachment_id=UUID(attachment_id))


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=3)
def scan_waiting_attachments() -> int:
    """Have every file looked at that a lost worker left waiting; how many were."""
    with working("task"):
        return attachments.scan_waiting()


@shared_task(autoretry_for=(OSError,), retry_backoff=10, max_retries=5)
def tell_of_infected(attachment_id: str) -> int:
    """Tell who sent an infected file. After a failure they may be told twice, never not."""
    with working("task"):
        return attachments.tell_sender(attachment_id=UUID(attachment_id))


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=3)
def tell_waiting_of_infected() -> int:
    """Tell everybody who sent an infected file and was left untold by a lost worker; how many (MTG-98)."""
    with working("task"):
        return attachments.tell_waiting()
