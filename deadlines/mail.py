"""Telling people by e-mail how many alerts wait for them: a count and a link, never a name."""

from collections import Counter

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from accounts.models import User
from audit.services import record
from deadlines.selectors import unmailed_alerts
from deadlines.services import mark_mailed


def send_alert_emails() -> int:
    """One e-mail to each person who has new alerts; returns how many were sent.

    Alerts are marked only after the mail server took the messages: after a failure some people may be told twice, and
    nobody is never told.
    """
    recipients: Counter[User] = Counter()
    alert_ids = []
    for alert_id, people in unmailed_alerts():
        alert_ids.append(alert_id)
        recipients.update(people)
    with get_connection() as connection:
        for person, number in recipients.items():
            EmailMessage(
                subject="Review alerts",
                body=f"{sentence(number)}\n\nSign in to see them: {settings.SITE_ADDRESS}/\n",
                to=[person.email],
                connection=connection,
            ).send()
            record(actor=None, verb="alerts.mailed", subject=person, changes={"number": (None, number)})
    mark_mailed(alert_ids=alert_ids)
    return len(recipients)


def sentence(number: int) -> str:
    """ "You have 3 new alerts." """
    return "You have 1 new alert." if number == 1 else f"You have {number} new alerts."
