"""Sending what waits to be told of meetings: asked again at sending who may be told, and each sent once.

Each kind of e-mail is a `Letter`; those of documents are registered by the rooms above.

An e-mail is marked as being sent in a transaction of its own before the mail server hears of it, and settled after.
What a lost worker left between the two is not sent again blindly: the Unit decides (MTG-98).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.services import record
from meetings.kept_out import Out, kept_out_of
from meetings.models import Invitation, InvitationEmail, Meeting
from meetings.rules.invitations import Addressee, Way, way_to
from meetings.rules.notices import About, surely_not_sent, unsure_findings, way_to_notice
from meetings.rules.people import Party
from offenders.access import Detail, can_see
from offenders.models import Case
from offenders.writing import Entry, accept, writing
from ui.words import moment

OVERTAKEN = "The invitation, or the time of the meeting, was changed before the e-mail went."

ENDED = "MAPPA management ended before the day of the meeting."


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of e-mail. `verb` begins its verbs in the audit record, `rule` is the one by which it goes.

    `way` answers, when it is sent, to whom it goes and why to nobody; `body` is its text.
    """

    verb: str
    rule: str
    subject: str
    way: Callable[[InvitationEmail, Invitation], tuple[Way, str]]
    body: Callable[[InvitationEmail], str]


LETTERS: dict[About, Letter] = {}


def register(about: About, letter: Letter) -> None:
    """Say, when the apps are ready, how e-mails about this are worded and to whom they go."""
    LETTERS[about] = letter


def wait_to_tell(entry: Entry, meeting: Meeting, about: About, whom: Sequence[tuple[Invitation, User | None]]) -> None:
    """Inside another service: let these be told, once each, when the change is committed.

    `whom` pairs an invitation with a contact of the agency who is told in person, or None. What waits already for
    somebody is not doubled.
    """
    waiting = InvitationEmail.objects.filter(
        meeting=meeting, about=about, settled_at__isnull=True, sending_at__isnull=True
    )
    known = set(waiting.values_list("invitation", "person"))
    for invitation, person in whom:
        if (invitation.pk, person.pk if person else None) in known:
            continue
        email = InvitationEmail(case=entry.case, meeting=meeting, invitation=invitation, person=person)
        email.about, email.starts_at = about.value, meeting.starts_at
        entry.add(email, verb=f"{LETTERS[about].verb}.to_be_told")
    send_later(meeting.pk)


def send_waiting(*, meeting_id: UUID | None = None) -> int:
    """Send what waits, of one meeting or of all; how many e-mails went out.

    Each in transactions of its own, under a lock that a second worker passes over. Raises: OSError when the mail
    server failed for some; the others are sent. What the server surely did not take is tried again.
    """
    rows = InvitationEmail.objects.filter(settled_at__isnull=True, sending_at__isnull=True)
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


def send_later(meeting_id: UUID) -> None:
    """Once what is under way is committed, send what waits of a meeting."""
    transaction.on_commit(lambda: _start(meeting_id))


def settle_unsure(*, actor: User, email: InvitationEmail, went: bool, how: str, now: dt.datetime) -> InvitationEmail:
    """Decide what became of an e-mail that was begun and never ended: it went, or it is to be sent again (MTG-98).

    `how` says how that is known. Raises: NotPermitted; RuleRefused (MTG-98, where there is nothing to decide).
    """
    verb = "invitation.settled"
    with writing(email.case, actor=actor, may="schedule_meeting", verb=verb, reason=how, rules=["MTG-98"]) as entry:
        current = InvitationEmail.objects.select_for_update().get(pk=email.pk)
        accept(entry, unsure_findings(current.sending_at, current.settled_at, now), frozenset())
        same = InvitationEmail.objects.filter(
            invitation=current.invitation_id,
            about=current.about,
            person=current.person_id,
            settled_at__isnull=True,
            sending_at__isnull=True,
        )
        if went:
            entry.change(current, settled_at=now, settled_by=actor)
        elif same.exists():  # a later one waits, and tells what holds now
            way = Way.NOBODY.value
            entry.change(current, settled_at=now, settled_by=actor, way=way, why_not=OVERTAKEN)
        else:
            entry.change(current, sending_at=None, way="")
            send_later(current.meeting_id)
        return current


def addressees(rows: Sequence[Invitation], case: Case) -> list[Addressee]:
    """Those invited, as the rules of sending see them today."""
    mailboxes = {row.agency.mailbox.lower() for row in rows if row.agency.mailbox}
    named = {str(email).lower() for email in User.objects.filter(email__in=mailboxes).values_list("email", flat=True)}
    out = kept_out_of(case)
    return [
        Addressee(
            agency=row.agency.name,
            party=Party(row.party),
            kind=row.agency.kind_id,
            by_name=row.person is not None,
            sees_papers=row.person is not None and can_see(row.person, case.pk, Detail.PACK),
            barred=_barred(row, out),
            agency_kept_out=row.agency_id in out.agencies,
            shares_information=row.agency.shares_information,
            mailbox=row.agency.mailbox,
            mailbox_of_a_person=row.agency.mailbox.lower() in named,
        )
        for row in rows
    ]


def _barred(row: Invitation, out: Out) -> bool:
    person = row.person
    gone = person is not None and (not person.is_active or person.agency_id != row.agency_id)
    return gone or out.holds(row.agency_id, person, row.person_name)


def _send(email_id: UUID) -> int:
    """Open the connection, mark, hand over, settle, in that order: a server that is away leaves the e-mail waiting."""
    connection = get_connection()
    connection.open()
    try:
        message = _begin(email_id, connection)
        if message is None:
            return 0
        try:
            went = message.send()
        except OSError as error:
            if surely_not_sent(error):
                _end(email_id, "not_taken", sending_at=None, way="")
            raise
        _end(email_id, "told", settled_at=timezone.now())
        return went
    finally:
        connection.close()


def _begin(email_id: UUID, connection: BaseEmailBackend) -> EmailMessage | None:
    """The message, once it is marked as being sent; None when there is none to send."""
    with transaction.atomic():
        waiting = InvitationEmail.objects.select_for_update(skip_locked=True, of=("self",))
        waiting = waiting.filter(pk=email_id, settled_at__isnull=True, sending_at__isnull=True)
        row = waiting.select_related("case", "meeting", "person").first()
        if row is None:
            return None
        invitation = Invitation.objects.select_related("agency", "person").get(pk=row.invitation_id)
        letter = LETTERS[About(row.about)]
        way, why_not = letter.way(row, invitation)
        if way is Way.NOBODY:
            _save(row, "told", way=way.value, why_not=why_not, settled_at=timezone.now())
            return None
        _save(row, "being_told", way=way.value, sending_at=timezone.now())
        person = row.person or invitation.person
        to = person.email if way is Way.PERSON and person else invitation.agency.mailbox
        return EmailMessage(subject=letter.subject, body=letter.body(row), to=[to], connection=connection)


def _end(email_id: UUID, what: str, **state: Any) -> None:
    """Record what became of an e-mail that was being sent, unless the Unit decided it meanwhile."""
    with transaction.atomic():
        row = InvitationEmail.objects.select_for_update().get(pk=email_id)
        if row.settled_at is None:
            _save(row, what, **state)


def _save(row: InvitationEmail, what: str, **state: Any) -> None:
    changes = {name: (getattr(row, name), value) for name, value in state.items()}
    for name, value in state.items():
        setattr(row, name, value)
    row.save(update_fields=list(state))
    letter = LETTERS[About(row.about)]
    verb, rules = f"{letter.verb}.{what}", [letter.rule]
    record(actor=None, verb=verb, case_id=row.case_id, subject=row, changes=changes, rules=rules)


def _way(row: InvitationEmail, invitation: Invitation) -> tuple[Way, str]:
    """To whom it goes today, whatever was so when it was decided."""
    about = About(row.about)
    if invitation.withdrawn_on is not None or not _holds(row):
        return Way.NOBODY, OVERTAKEN
    if row.meeting.lapsed:
        return Way.NOBODY, ENDED
    (addressee,) = addressees([invitation], row.case)
    return way_to(addressee) if about is About.INVITATION else way_to_notice(addressee)


def _holds(row: InvitationEmail) -> bool:
    """Whether what an e-mail says is so today."""
    meeting = row.meeting
    if row.about == About.CANCELLED:
        return meeting.status == Meeting.Status.CANCELLED
    planned = meeting.is_open and meeting.starts_at == row.starts_at
    if row.about == About.MOVED:
        return planned and row.was_at != row.starts_at
    return planned and meeting.invitations_sent_on is not None


def _body(row: InvitationEmail) -> str:
    if row.was_at is None:
        return _invitation(row.meeting)
    if row.about == About.MOVED:
        said = f"It is now on {moment(row.starts_at)}. The invitation to the new date is sent separately."
    else:
        entry = f"{settings.SITE_ADDRESS}{reverse('cancelled_calendar', args=[row.pk])}"
        said = (
            "It is cancelled. If another date is set, you will be invited to it.\n\n"
            f"Whoever put it into a calendar from here takes it out again with this file: {entry}"
        )
    return (
        f"Your agency is invited to 1 MAPPA meeting on {moment(row.was_at)}. Please do not come at that time.\n\n"
        f"{said}\n\n"
        f"Sign in to read more: {settings.SITE_ADDRESS}{reverse('meetings')}\n\n"
        "If you do not know which meeting is meant, ask the MAPPA Co-ordination Unit. Do not forward this e-mail.\n"
    )


def _invitation(meeting: Meeting) -> str:
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


def register_letters() -> None:
    """Say how invitations and changes of a meeting are worded, and to whom they go."""
    register(About.INVITATION, Letter("invitation", "MTG-82", "Invitation to a MAPPA meeting", _way, _body))
    register(About.MOVED, Letter("meeting_change", "MTG-97", "A MAPPA meeting is moved", _way, _body))
    register(About.CANCELLED, Letter("meeting_change", "MTG-97", "A MAPPA meeting is cancelled", _way, _body))


def _start(meeting_id: UUID) -> None:
    from meetings.tasks import send_invitations as task  # the task calls this module

    task.delay(str(meeting_id))
