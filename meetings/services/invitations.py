"""Sending invitations by e-mail: recorded under the lock of the case, sent afterwards, and asked again at sending.

The e-mails name nobody and nothing of a case: the day and time, and a link to sign in.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.refusals import Effect, Finding
from audit.services import record
from deadlines.rules.days import days_before, in_words
from deadlines.rules.policies import stricter
from meetings import facts
from meetings.models import Invitation, InvitationEmail, Meeting
from meetings.rules.invitations import Addressee, Way, is_establishment, mailbox_findings, way_to
from meetings.rules.people import Party
from meetings.services.common import open_meeting
from meetings.services.returns import ask_invited
from offenders.access import Detail, can_see
from offenders.models import AccessDenial, Case
from offenders.models.access import in_force
from offenders.writing import Entry, accept, writing
from ui.words import moment

OVERTAKEN = "The invitation, or the time of the meeting, was changed before the e-mail went."


def send_invitations(
    *, actor: User, meeting: Meeting, version: int, today: dt.date, acknowledged: frozenset[str] = frozenset()
) -> Meeting:
    """Send the invitations of a planned meeting by e-mail, and ask each invited agency what it knows (MTG-60, MTG-82).

    Raises: NotPermitted; RuleRefused (MTG-80 for an establishment without a mailbox; MTG-06 until short notice is
    confirmed); Conflict.
    """
    with writing(meeting.case, actor=actor, may="schedule_meeting", verb="invitations.sent") as entry:
        current = open_meeting(meeting)
        rows = facts.standing_invitations(current)
        found = [*without_mailbox(rows, entry.case), *_short_notice(entry.case, current, today)]
        accept(entry, found, acknowledged)
        entry.change(current, version=version, invitations_sent_on=today)
        entry.rules.append("MTG-82")
        ask_invited(entry, current, on=today, today=today)
        tell(entry, current, rows)
        return current


def tell(entry: Entry, meeting: Meeting, rows: Sequence[Invitation]) -> None:
    """Inside another service: let these be told of the meeting's time, once each, when the change is committed.

    Those who chair and whoever was told of this time, or waits to be, is passed over.
    """
    last: dict[UUID, InvitationEmail] = {}
    for email in InvitationEmail.objects.filter(meeting=meeting).order_by("asked_at", "id"):
        last[email.invitation_id] = email
    for row in rows:
        before = last.get(row.pk)
        told = before is not None and before.starts_at == meeting.starts_at and before.way != Way.NOBODY
        if row.person_id in {chair.pk for chair in meeting.chairs} or told:
            continue
        if before is not None and before.settled_at is None:
            entry.change(before, verb="invitation.to_be_told", starts_at=meeting.starts_at)
            continue
        email = InvitationEmail(case=entry.case, meeting=meeting, invitation=row, starts_at=meeting.starts_at)
        entry.add(email, verb="invitation.to_be_told")
    transaction.on_commit(lambda: _later(meeting.pk))


def without_mailbox(rows: Sequence[Invitation], case: Case) -> list[Finding]:
    """Why these cannot be sent theirs: establishments without a functional mailbox (MTG-80)."""
    establishments = [row for row in rows if is_establishment(Party(row.party), row.agency.kind_id)]
    return mailbox_findings(_addressees(establishments, case))


def send_waiting(*, meeting_id: UUID | None = None) -> int:
    """Send what waits, of one meeting or of all; how many e-mails went out.

    Each is settled in a transaction of its own, under a lock that a second worker passes over. Raises: OSError when
    the mail server failed for some; the others are sent, and those are tried again.
    """
    rows = InvitationEmail.objects.filter(settled_at__isnull=True)
    if meeting_id is not None:
        rows = rows.filter(meeting=meeting_id)
    sent, failure = 0, None
    for email_id in list(rows.order_by("asked_at", "id").values_list("pk", flat=True)):
        try:
            sent += _send(email_id)
        except OSError as error:
            failure = error
    if failure is not None:
        raise failure
    return sent


def _send(email_id: UUID) -> int:
    with transaction.atomic():
        waiting = InvitationEmail.objects.select_for_update(skip_locked=True, of=("self",))
        row = waiting.filter(pk=email_id, settled_at__isnull=True).select_related("case", "meeting").first()
        if row is None:
            return 0
        invitation = Invitation.objects.select_related("agency", "person").get(pk=row.invitation_id)
        way, why_not = _way(row, invitation)
        row.way, row.why_not, row.settled_at = way.value, why_not, timezone.now()
        row.save(update_fields=["way", "why_not", "settled_at"])
        changes = {"way": ("", row.way), "why_not": ("", why_not)}
        record(actor=None, verb="invitation.told", case_id=row.case_id, subject=row, changes=changes, rules=["MTG-82"])
        if way is Way.NOBODY:
            return 0
        to = invitation.person.email if way is Way.PERSON and invitation.person else invitation.agency.mailbox
        return EmailMessage(subject="Invitation to a MAPPA meeting", body=_body(row.meeting), to=[to]).send()


def _way(row: InvitationEmail, invitation: Invitation) -> tuple[Way, str]:
    """To whom it goes today, whatever was so when it was decided."""
    meeting = row.meeting
    current = meeting.is_open and meeting.invitations_sent_on is not None and meeting.starts_at == row.starts_at
    if invitation.withdrawn_on is not None or not current:
        return Way.NOBODY, OVERTAKEN
    (addressee,) = _addressees([invitation], row.case)
    return way_to(addressee)


def _body(meeting: Meeting) -> str:
    how = "It is held by video or telephone.\n" if meeting.remote else ""
    return (
        f"Your agency is invited to 1 MAPPA meeting on {moment(meeting.starts_at)}.\n{how}\n"
        "Whoever comes is expected to have looked through what your agency holds, and to be able to decide for it. "
        "Where vital information is not shared, people may come to serious harm.\n\n"
        "Return what your agency knows beforehand. That nothing is known is a return too.\n\n"
        f"Sign in to read more: {settings.SITE_ADDRESS}{reverse('meetings')}\n\n"
        "If nobody of your agency signs in there, ask the MAPPA Co-ordination Unit. "
        "Do not forward this e-mail.\n"
    )


def _addressees(rows: Sequence[Invitation], case: Case) -> list[Addressee]:
    """Those invited, as the rules of sending see them today."""
    mailboxes = {row.agency.mailbox.lower() for row in rows if row.agency.mailbox}
    named = {str(email).lower() for email in User.objects.filter(email__in=mailboxes).values_list("email", flat=True)}
    denials = AccessDenial.objects.filter(in_force(), case=case)
    barred = set(denials.values_list("user", flat=True))
    return [
        Addressee(
            agency=row.agency.name,
            party=Party(row.party),
            kind=row.agency.kind_id,
            by_name=row.person is not None,
            sees_papers=row.person is not None and can_see(row.person, case.pk, Detail.PACK),
            barred=_barred(row, barred),
            shares_information=row.agency.shares_information,
            mailbox=row.agency.mailbox,
            mailbox_of_a_person=row.agency.mailbox.lower() in named,
        )
        for row in rows
    ]


def _barred(row: Invitation, denied: set[UUID]) -> bool:
    person = row.person
    return person is not None and (person.pk in denied or not person.is_active or person.agency_id != row.agency_id)


def _short_notice(case: Case, meeting: Meeting, today: dt.date) -> list[Finding]:
    """A warning of less notice than the rule asks for, unless the meeting is an emergency (MTG-06)."""
    policy = facts.policy_of(case, today)
    limit = stricter("invitation_days", policy.national, policy.local)
    if limit is None or meeting.emergency or today <= days_before(meeting.held_on, limit.value):
        return []
    given = (meeting.held_on - today).days
    message = f"Sent today, the invitations give {given} days' notice; {limit.value} are needed ({limit.source})."
    last = in_words(days_before(meeting.held_on, limit.value))
    return [Finding("MTG-06", Effect.WARN, message, None, f"The last day was {last}. Confirm the short notice.")]


def _later(meeting_id: UUID) -> None:
    from meetings.tasks import send_invitations as task  # the task calls this module

    task.delay(str(meeting_id))
