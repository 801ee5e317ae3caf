"""Who is to be told by e-mail of a meeting, its new date or its end: recorded under the lock of the case.

The e-mails name nobody and nothing of a case: the day and time, and a link to sign in. They are sent afterwards.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from accounts.models import User
from audit.refusals import Finding
from meetings import facts
from meetings.models import Invitation, InvitationEmail, Meeting
from meetings.rules.invitations import Way, is_establishment, mailbox_findings
from meetings.rules.notices import OF_ITS_TIME, About, Earlier, time_heard
from meetings.rules.people import Party
from meetings.rules.schedule import short_notice_findings
from meetings.services.common import meeting_to_come
from meetings.services.returns import ask_invited
from meetings.services.sending import addressees, send_later
from offenders.models import Case
from offenders.writing import Entry, accept, writing


def send_invitations(
    *, actor: User, meeting: Meeting, version: int, today: dt.date, acknowledged: frozenset[str] = frozenset()
) -> Meeting:
    """Send the invitations of a planned meeting by e-mail, and ask each invited agency what it knows (MTG-60, MTG-82).

    Raises: NotPermitted; RuleRefused (MTG-23 after the end of management; MTG-80 for an establishment without a
    mailbox; MTG-06 until short notice is confirmed); Conflict.
    """
    with writing(meeting.case, actor=actor, may="schedule_meeting", verb="invitations.sent") as entry:
        current = meeting_to_come(meeting)
        rows = facts.standing_invitations(current)
        found = [*without_mailbox(rows, entry.case), *short_notice(entry.case, current, today, today)]
        accept(entry, found, acknowledged)
        entry.change(current, version=version, invitations_sent_on=today)
        entry.rules.append("MTG-82")
        ask_invited(entry, current, on=today, today=today)
        tell(entry, current, rows)
        return current


def tell(entry: Entry, meeting: Meeting, rows: Sequence[Invitation]) -> None:
    """Inside another service: let these be told of the meeting's time, once each, when the change is committed.

    Those who chair and whoever was told of this time, may have been, or waits to be, is passed over.
    """
    emails = _emails(meeting)
    chairs = {chair.pk for chair in meeting.chairs}
    for row in rows:
        invited = [email for email in emails[row.pk] if email.about == About.INVITATION]
        before = invited[-1] if invited else None
        told = before is not None and before.starts_at == meeting.starts_at and before.way not in ("", Way.NOBODY)
        if row.person_id in chairs or told:
            continue
        if before is not None and not before.way:
            entry.change(before, verb="invitation.to_be_told", starts_at=meeting.starts_at)
            continue
        email = InvitationEmail(case=entry.case, meeting=meeting, invitation=row, starts_at=meeting.starts_at)
        entry.add(email, verb="invitation.to_be_told")
    send_later(meeting.pk)


def tell_of_change(entry: Entry, meeting: Meeting, *, told_at: dt.datetime | None) -> None:
    """Inside a service that moved or cancelled: let those who expect the meeting hear of it, once each (MTG-97).

    `told_at` is the time for which the invitations had gone out, None where they were still to go.
    """
    about = About.MOVED if meeting.is_open else About.CANCELLED
    emails = _emails(meeting)
    chairs = {chair.pk for chair in meeting.chairs}
    for row in facts.standing_invitations(meeting):
        earlier = emails[row.pk]
        heard = time_heard([_earlier(email) for email in earlier], otherwise=told_at)
        if heard is None or row.person_id in chairs:
            continue
        waits = next((email for email in earlier if email.about == about and not email.way), None)
        if waits is not None:
            entry.change(waits, verb="meeting_change.to_be_told", starts_at=meeting.starts_at)
        elif about is About.CANCELLED or heard != meeting.starts_at:
            email = InvitationEmail(case=entry.case, meeting=meeting, invitation=row, about=about.value)
            email.was_at, email.starts_at = heard, meeting.starts_at
            entry.add(email, verb="meeting_change.to_be_told")
    entry.rules.append("MTG-97")
    send_later(meeting.pk)


def _emails(meeting: Meeting) -> dict[UUID, list[InvitationEmail]]:
    """Every e-mail of a meeting's time by its invitation, in the order of asking: one query."""
    found: dict[UUID, list[InvitationEmail]] = defaultdict(list)
    for email in InvitationEmail.objects.filter(meeting=meeting, about__in=OF_ITS_TIME).order_by("asked_at", "id"):
        found[email.invitation_id].append(email)
    return found


def _earlier(email: InvitationEmail) -> Earlier:
    return Earlier(About(email.about), email.starts_at, went=email.way not in ("", Way.NOBODY))


def without_mailbox(rows: Sequence[Invitation], case: Case) -> list[Finding]:
    """Why these cannot be sent theirs: establishments without a functional mailbox (MTG-80)."""
    establishments = [row for row in rows if is_establishment(Party(row.party), row.agency.kind_id)]
    return mailbox_findings(addressees(establishments, case))


def short_notice(case: Case, meeting: Meeting, sent_on: dt.date, today: dt.date) -> list[Finding]:
    """A warning when invitations of a meeting go on this day with less notice than the policy of the case asks for."""
    policy = facts.policy_of(case, today)
    return short_notice_findings(
        sent_on,
        meeting.held_on,
        today=today,
        emergency=meeting.emergency,
        national=policy.national,
        local=policy.local,
    )
