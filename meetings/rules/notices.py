"""Which e-mails a meeting sends, who is told that it is moved or cancelled, and what becomes of one that may have gone.

Pure: facts in, a time, a way or findings out. Times are instants.
"""

import datetime as dt
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.refusals import Effect, Finding
from meetings.rules.invitations import NOT_TOLD, Addressee, Way, mailbox_missing

UNSURE_AFTER = dt.timedelta(minutes=10)
"""A mail server answers within seconds; whatever is being sent for longer was left by a worker that is gone."""
FETCHED_FOR_DAYS = 14
"""How long after the day a cancelled meeting was put down for the entry that cancels it may still be fetched."""
ANSWERED_NO = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
"""Errors by which a mail server says that it did not take the message."""


class About(StrEnum):
    """What an e-mail tells somebody invited."""

    INVITATION = "invitation"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    COMMENTS = "comments"
    COPY = "copy"


OF_ITS_TIME = (About.INVITATION, About.MOVED, About.CANCELLED)
"""E-mails that tell the time of a meeting, or that it holds no longer."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An e-mail to somebody invited. `starts_at` is the time it names, `went` that it was sent, or may have been."""

    about: About
    starts_at: dt.datetime
    went: bool


def time_heard(earlier: Sequence[Earlier], *, otherwise: dt.datetime | None = None) -> dt.datetime | None:
    """The time at which somebody invited expects the meeting, None for who expects none (MTG-97).

    `earlier` is in the order of asking; `otherwise` is the time told another way than by e-mail, None where none was.
    """
    heard = None
    for email in earlier:
        if email.went:
            heard = None if email.about is About.CANCELLED else email.starts_at
    told_by_email = any(email.starts_at == otherwise for email in earlier)
    return heard if otherwise is None or told_by_email else otherwise


def way_to_notice(one: Addressee) -> tuple[Way, str]:
    """To whom a change is told, and why to nobody (MTG-97).

    As the invitation went, without asking who sees the papers: they close with the meeting, and the notice says only
    that a time which was told holds no longer. Somebody barred is not told.
    """
    if one.agency_kept_out:
        return Way.NOBODY, NOT_TOLD
    if one.establishment:
        missing = mailbox_missing(one)
        return (Way.NOBODY, missing) if missing else (Way.MAILBOX, "")
    if one.barred:
        return Way.NOBODY, "This person may not be told."
    if one.by_name and one.shares_information:
        return Way.PERSON, ""
    return (Way.MAILBOX, "") if one.mailbox else (Way.NOBODY, "The agency has no functional mailbox.")


def still_fetched(put_down_for: dt.date, today: dt.date) -> bool:
    """Whether the calendar entry of a cancelled meeting is still of use to those who were to come (MTG-30)."""
    return today <= put_down_for + dt.timedelta(days=FETCHED_FOR_DAYS)


def surely_not_sent(error: OSError) -> bool:
    """Whether the mail server itself said that it did not take a message; after any other error nobody knows."""
    return isinstance(error, ANSWERED_NO)


def is_unsure(sending_at: dt.datetime | None, settled_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether an e-mail was begun, never ended, and is being sent for too long to be under way (MTG-98)."""
    return sending_at is not None and settled_at is None and now - sending_at >= UNSURE_AFTER


def unsure_findings(sending_at: dt.datetime | None, settled_at: dt.datetime | None, now: dt.datetime) -> list[Finding]:
    """Why there is nothing to decide about an e-mail (MTG-98)."""
    if is_unsure(sending_at, settled_at, now):
        return []
    message = "There is nothing to decide about this e-mail."
    return [Finding("MTG-98", Effect.REFUSE, message, None, "Look at what became of it.")]
