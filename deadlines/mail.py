"""Telling people by e-mail how many alerts wait for them: counts and a link, never a name (ALT-05 to ALT-07)."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import User
from deadlines import selectors
from deadlines.models import Alert
from deadlines.rules.alerts import Stage
from deadlines.rules.telling import digest_is_due
from deadlines.services import telling

logger = logging.getLogger(__name__)

IN_WORDS = {
    Stage.COORDINATOR_TOLD: "escalated to the Co-ordinator",
    Stage.MANAGER_TOLD: "escalated to the manager",
    Stage.OVERDUE: "overdue",
    Stage.DUE_TODAY: "due on the day",
    Stage.DUE_VERY_SOON: "due very soon",
    Stage.DUE_SOON: "due soon",
}


def send_alert_emails(*, now: dt.datetime | None = None) -> int:
    """One e-mail to each person for whom alerts wait to go out `now`; how many were sent.

    Who wants them at once is told at once, the others when their hour has come, once a day. What was sent to whom is
    noted person by person: after a failure one person may be told twice, and nobody is never told. Two runs at the
    same moment do not overlap. Raises: OSError of the mail server, after everybody else was told.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    sent, failed = 0, None
    with telling.alone() as mine:
        if not mine:
            return 0
        waiting, done = selectors.to_tell(today=today)
        with get_connection() as connection:
            for one in waiting:
                digest = one.later if digest_is_due(now, one.hour, one.last) else []
                alerts = [*one.at_once, *digest]
                if not alerts:
                    continue
                try:
                    _send(one.person, alerts, connection)
                except OSError as error:  # smtplib's errors are OSErrors too
                    logger.error("alerts of %s were not sent: %s", one.person.pk, type(error).__name__)
                    failed = error
                    continue
                telling.note_mailed(person=one.person, alerts=alerts, digest_of=today if digest else None)
                sent += 1
        telling.close_mailed(alert_ids=done)
    if failed is not None:
        raise failed
    return sent


def _send(person: User, alerts: Sequence[Alert], connection: BaseEmailBackend) -> None:
    counts = Counter(Stage(alert.stage) for alert in alerts)
    lines = [f"- {counts[stage]} {words}" for stage, words in IN_WORDS.items() if counts[stage]]
    body = [sentence(len(alerts)), *lines, "", f"Sign in to see them: {settings.SITE_ADDRESS}/"]
    after = f"How you hear of alerts: {settings.SITE_ADDRESS}/alerts/"
    text = "\n".join([body[0], "", *body[1:], after, ""])
    EmailMessage(subject="Review alerts", body=text, to=[person.email], connection=connection).send()


def sentence(number: int) -> str:
    """ "You have 3 new alerts." """
    return "You have 1 new alert." if number == 1 else f"You have {number} new alerts."
