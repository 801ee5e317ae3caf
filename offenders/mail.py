"""Telling people by e-mail that something about access waits for them: sentences with counts and a link, no names."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from accounts.models import User
from offenders.models import AccessNotice
from offenders.selectors import unmailed_notices
from offenders.services.notices import mark_mailed


def send_notices() -> int:
    """One e-mail to each person for whom there are new notices; returns how many were sent.

    Notices are marked only after the mail server took the messages: after a failure somebody may be told twice, and
    nobody is never told.
    """
    people: dict[UUID, User] = {}
    counted: dict[UUID, Counter[str]] = {}
    notices = unmailed_notices()
    for notice in notices:
        people[notice.recipient_id] = notice.recipient
        counted.setdefault(notice.recipient_id, Counter())[notice.kind] += 1
    with get_connection() as connection:
        for pk, person in people.items():
            EmailMessage(
                subject="Access to cases",
                body=f"{sentences(counted[pk])}\n\nSign in to see more: {settings.SITE_ADDRESS}/\n",
                to=[person.email],
                connection=connection,
            ).send()
    mark_mailed(ids=[notice.pk for notice in notices], at=timezone.now())
    return len(people)


def sentences(counted: Mapping[str, int]) -> str:
    """A line for each kind of notice, with how many times when it is more than once."""
    lines = []
    for kind, number in counted.items():
        words = str(AccessNotice.Kind(kind).label)
        lines.append(words if number == 1 else f"{words} ({number} times)")
    return "\n".join(lines)
