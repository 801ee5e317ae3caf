"""E-mails of oversight: counts, ids and links; never a name, and nothing of a case."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.models import User
from audit.bulk import LIST
from audit.mail import raise_alarm
from audit.services import record
from oversight import selectors


def tell_of_burst(*, actor_id: UUID, via: str, cases: int, minutes: int, slowed: bool) -> int:
    """Tell the Co-ordinators of the reader's areas, and those who watch over the system (AUD-05)."""
    doing = "Further cases wait for them." if slowed else "They can still open further ones."
    met = "met in lists" if via == LIST else "opened"
    how = "" if via == LIST else f" ({via})"
    body = (
        f"One account has {met} {cases} different cases within {minutes} minutes{how}. {doing}\n\n"
        f"Account: {actor_id}\n\nSign in to see what was read: {settings.SITE_ADDRESS}/anomalies/\n"
    )
    subject = f"Many cases {met} in a short time"
    return sum(_send(person, subject, body) for person in selectors.watchers_of(actor_id)) + raise_alarm(subject, body)


def tell_of_unreviewed(*, today: dt.date) -> int:
    """Tell each Co-ordinator how many anomalies of their areas should have been reviewed by now (AUD-06)."""
    sent = 0
    for person, number in selectors.unreviewed(today=today):
        what = "1 anomaly is" if number == 1 else f"{number} anomalies are"
        body = f"{what} waiting for review beyond the day set.\n\nSign in to see: {settings.SITE_ADDRESS}/anomalies/\n"
        sent += _send(person, "Reads that wait for review", body)
    return sent


def _send(person: User, subject: str, body: str) -> int:
    sent = EmailMessage(subject=subject, body=body, to=[person.email]).send()
    record(actor=None, verb="oversight.mailed", subject=person)
    return sent
