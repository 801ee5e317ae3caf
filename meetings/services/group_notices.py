"""Telling members of a core group with an account when it meets: decided under the lock of the case, sent afterwards.

The e-mails name nobody and nothing of a case: the time, and a link to sign in. What waits is sent until it went: after
a failure somebody may be told twice, never not.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.services import record
from meetings.kept_out import kept_out_of
from meetings.models import CoreGroupAsked, CoreGroupMeeting, CoreGroupMember, CoreGroupNotice
from meetings.rules.group_meetings import to_tell, way_to_member
from meetings.rules.invitations import Way
from meetings.rules.notices import About, Earlier, time_heard
from offenders.access import Detail, can_see
from offenders.writing import Entry
from ui.words import moment

OVERTAKEN = "The time of the meeting was changed before the e-mail went."
SUBJECTS = {
    About.INVITATION: "Core group meeting",
    About.MOVED: "A core group meeting is moved",
    About.CANCELLED: "A core group meeting is cancelled",
}


def tell(entry: Entry, meeting: CoreGroupMeeting) -> None:
    """Inside another service: let each member with an account be told what they do not know of its time (MTG-33)."""
    rows = CoreGroupAsked.objects.filter(meeting=meeting, person__isnull=False).order_by("id")
    for asked in rows.select_related("person"):
        notices = list(asked.notices.select_for_update().order_by("asked_at", "id"))
        waiting = next((notice for notice in notices if notice.settled_at is None), None)
        heard = _heard(notices)
        holds = meeting.starts_at if meeting.is_open and asked.withdrawn_on is None else None
        about = to_tell(heard=heard, holds=holds, now=timezone.now())
        if about is None:
            if waiting is not None:
                way, now = Way.NOBODY.value, timezone.now()
                verb = "core_group_meeting.not_told"
                entry.change(waiting, verb=verb, way=way, why_not=OVERTAKEN, settled_at=now)
            continue
        was_at = None if about is About.INVITATION else heard
        said: dict[str, Any] = {"about": about.value, "was_at": was_at, "starts_at": meeting.starts_at}
        if waiting is not None:
            entry.change(waiting, verb="core_group_meeting.to_be_told", **said)
        else:
            notice = CoreGroupNotice(case=entry.case, asked=asked, **said)
            entry.add(notice, verb="core_group_meeting.to_be_told")
    entry.rules.append("MTG-33")
    transaction.on_commit(lambda: _start(meeting.pk))


def take_back(entry: Entry, members: Iterable[CoreGroupMember], on: dt.date) -> None:
    """Inside another service: members who left their group are asked to its planned meetings no longer (MTG-31)."""
    standing = CoreGroupAsked.objects.filter(
        member__in=[member.pk for member in members],
        withdrawn_on__isnull=True,
        meeting__status=CoreGroupMeeting.Status.PLANNED,
        meeting__starts_at__gt=timezone.now(),
    )
    touched: dict[UUID, CoreGroupMeeting] = {}
    for asked in standing.select_related("meeting").order_by("meeting", "id"):
        entry.change(asked, verb="core_group_meeting.asked_no_longer", withdrawn_on=on)
        touched[asked.meeting_id] = asked.meeting
    for meeting in touched.values():
        tell(entry, meeting)


def send_waiting(*, meeting_id: UUID | None = None) -> int:
    """Send what waits to be told of one meeting of a core group, or of all; how many e-mails went out.

    Each in a transaction of its own, under a lock that a second worker passes over. Raises: OSError when the mail
    server failed for some; the others are sent, and those wait.
    """
    rows = CoreGroupNotice.objects.filter(settled_at__isnull=True)
    if meeting_id is not None:
        rows = rows.filter(asked__meeting=meeting_id)
    sent, failure = 0, None
    for notice_id in list(rows.order_by("asked_at", "id").values_list("pk", flat=True)):
        try:
            sent += _send(notice_id)
        except OSError as error:
            failure = error
    if failure is not None:
        raise failure
    return sent


def _heard(notices: Iterable[CoreGroupNotice]) -> dt.datetime | None:
    """The time at which a member expects the meeting, by what went to them so far; None for none."""
    return time_heard([Earlier(About(one.about), one.starts_at, one.way == Way.PERSON) for one in notices])


def _send(notice_id: UUID) -> int:
    with transaction.atomic():
        waiting = CoreGroupNotice.objects.select_for_update(skip_locked=True, of=("self",))
        row = (
            waiting.filter(pk=notice_id, settled_at__isnull=True)
            .select_related("asked__person", "asked__meeting", "case")
            .first()
        )
        if row is None:
            return 0
        way, why_not = _way(row)
        new = {"way": way.value, "why_not": why_not, "settled_at": timezone.now()}
        changes = {name: (getattr(row, name), value) for name, value in new.items()}
        for name, value in new.items():
            setattr(row, name, value)
        row.save(update_fields=list(new))
        person = row.asked.person if way is Way.PERSON else None
        verb = "core_group_meeting.told" if person else "core_group_meeting.not_told"
        record(actor=None, verb=verb, case_id=row.case_id, subject=row, changes=changes, rules=["MTG-33"])
        return _email(row, person).send() if person else 0


def _way(row: CoreGroupNotice) -> tuple[Way, str]:
    """Whether the member is told today, whatever was so when it was decided."""
    asked, about = row.asked, About(row.about)
    holds = asked.meeting.is_open and asked.meeting.starts_at > timezone.now()
    if about is not About.CANCELLED and not holds:
        return Way.NOBODY, OVERTAKEN
    person, member = asked.person, CoreGroupMember.objects.get(pk=asked.member_id)
    return way_to_member(
        works_there=bool(person and person.is_active and person.agency_id == member.agency_id),
        barred=kept_out_of(row.case).holds(member.agency_id, person, member.name),
        sees_case=bool(person and can_see(person, row.case_id, Detail.FULL)),
        about=about,
    )


def _email(row: CoreGroupNotice, to: User) -> EmailMessage:
    about = About(row.about)
    if about is About.INVITATION:
        said = f"You are asked to 1 meeting of a core group on {moment(row.starts_at)}."
    elif row.was_at is not None:
        then = f"It is now on {moment(row.starts_at)}." if about is About.MOVED else "It is cancelled for you."
        said = f"You were asked to 1 meeting of a core group on {moment(row.was_at)}. Please do not come then. {then}"
    body = (
        f"{said}\n\nThis is no MAPPA meeting.\n\n"
        f"Sign in to read more: {settings.SITE_ADDRESS}{reverse('meetings')}\n\n"
        "If you do not know which meeting is meant, ask the MAPPA Co-ordination Unit. Do not forward this e-mail.\n"
    )
    return EmailMessage(subject=SUBJECTS[about], body=body, to=[to.email])


def _start(meeting_id: UUID) -> None:
    from meetings.tasks import tell_core_group as task  # the task calls this module

    task.delay(str(meeting_id))
