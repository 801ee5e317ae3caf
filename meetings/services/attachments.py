"""Files that come with a meeting: taken, scanned, handed out, withdrawn."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Agency, User
from audit.refusals import Effect, Finding, NotPermitted, stop
from audit.services import record
from meetings.facts import may_answer
from meetings.models import InformationRequest, Meeting
from meetings.models_attachments import Attachment, AttachmentFile
from meetings.rules.attachments import Place, Scan, file_findings, handing_out_findings, place_findings
from offenders.access import Detail, can_see, may
from offenders.models import Case
from offenders.services.downloads import hand_out
from offenders.writing import Entry, recorded_already, writing


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as somebody sends it. `name` is used for its ending only and is not kept; `title` says what it is."""

    title: str
    name: str
    data: bytes


def attach_paper(*, actor: User, meeting: Meeting, sent: Sent) -> Attachment:
    """Add a file to the papers of a meeting; whoever sees the papers sees it once it was scanned.

    Raises: NotPermitted; RuleRefused (MTG-83, MTG-85 after the meeting, MTG-86 without an agency, OFF-21 for the same
    file again).
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="attachment.added") as entry:
        agency = actor.agency
        if agency is None:
            message = "A file is sent for an agency, and your account belongs to none."
            stop([Finding("MTG-86", Effect.REFUSE, message, None, "Ask somebody of an agency to send it.")])
            raise NotPermitted("record_meeting", case_id=entry.case.pk)
        row = Meeting.objects.get(pk=meeting.pk)
        stop(against(Place.PAPER, "", row))
        return _keep(entry, row, agency, Place.PAPER, None, sent)


def attach_to_request(*, actor: User, request: InformationRequest, place: Place, sent: Sent) -> Attachment:
    """Add a file of an invited agency: with its return, or as the report that it sends instead of attending.

    Raises: NotPermitted (another agency's, unless by the Co-ordinator); RuleRefused (MTG-83, MTG-85, OFF-21).
    """
    with writing(request.case, actor=actor, may="return_information", verb="attachment.added") as entry:
        row = InformationRequest.objects.select_related("meeting", "agency").get(pk=request.pk)
        if row.withdrawn_on is not None or not may_answer(actor, row.agency_id, entry.case):
            raise NotPermitted("return_information", case_id=entry.case.pk)
        stop(against(place, row.answer, row.meeting))
        return _keep(entry, row.meeting, row.agency, place, row, sent)


def against(place: Place, answer: str, meeting: Meeting) -> list[Finding]:
    """Why no file can be sent with this meeting now; `answer` is the agency's return, empty for papers (MTG-85)."""
    was_held = meeting.status == Meeting.Status.HELD
    return place_findings(place, answer, is_open=meeting.is_open, was_held=was_held)


def _keep(
    entry: Entry, meeting: Meeting, agency: Agency, place: Place, request: InformationRequest | None, sent: Sent
) -> Attachment:
    kind, found = file_findings(name=sent.name, data=sent.data, most=settings.ATTACHMENT_LIMIT)
    digest = hashlib.sha256(sent.data).hexdigest()
    same = Attachment.objects.filter(meeting=meeting, agency=agency, sha256=digest, withdrawn_on__isnull=True)
    stop([*found, *([recorded_already("this file with the meeting", "file")] if same.exists() else [])])
    actor = entry.actor
    if kind is None or actor is None:
        raise NotPermitted("attach", case_id=entry.case.pk)
    entry.rules += ["MTG-83", "MTG-84"]
    row = entry.add(
        Attachment(
            case=entry.case,
            meeting=meeting,
            agency=agency,
            request=request,
            place=place.value,
            title=sent.title,
            kind=kind.key,
            size=len(sent.data),
            sha256=digest,
            added_by=actor,
            added_as=actor.audit_role[:200],
        )
    )
    AttachmentFile(case=entry.case, attachment=row, data=sent.data, sha256=digest).save(force_insert=True)
    transaction.on_commit(lambda: _scan_later(row.pk))
    return row


def withdraw(*, actor: User, attachment: Attachment, version: int, reason: str, today: dt.date) -> Attachment:
    """Withdraw a file: it stays on the record and is handed out no more.

    Raises: NotPermitted; RuleRefused (MTG-84 when it is withdrawn already); Conflict.
    """
    with writing(attachment.case, actor=actor, may=None, verb="attachment.withdrawn", reason=reason) as entry:
        row = Attachment.objects.select_related("meeting").get(pk=attachment.pk)
        if not may_withdraw(actor, row, entry.case):
            raise NotPermitted(action_of(row), case_id=entry.case.pk)
        if row.withdrawn_on is not None and version == row.version:
            stop(handing_out_findings(Scan(row.scan), withdrawn=True))
        return entry.change(row, version=version, withdrawn_on=today, withdrawn_reason=reason)


def action_of(row: Attachment) -> str:
    """What somebody must be permitted to do who withdraws this file."""
    return "record_meeting" if row.place == Place.PAPER else "return_information"


def may_withdraw(somebody: User, row: Attachment, case: Case) -> bool:
    """Whether somebody may withdraw a file: a paper whoever records the meeting, another as a return is answered."""
    return may(somebody, action_of(row), case) and (
        row.place == Place.PAPER or may_answer(somebody, row.agency_id, case)
    )


def download(*, actor: User, attachment: Attachment) -> AttachmentFile | None:
    """The bytes of a clean file that was not withdrawn, recorded as taken.

    Raises: NotPermitted; RuleRefused (MTG-84).
    """
    stop(handing_out_findings(Scan(attachment.scan), withdrawn=attachment.withdrawn_on is not None))
    return hand_out(
        lambda: AttachmentFile.objects.filter(attachment=attachment).first(),
        actor=actor,
        subject=attachment,
        verb="attachment.downloaded",
        action="download_attachment",
        known_by={"kind": attachment.kind, "size": attachment.size},
        at_least=Detail.PACK,
    )


def scan(*, attachment_id: UUID) -> bool | None:
    """Have one file looked at that waits for it; whether it is clean, None when it waits no longer.

    Of two workers one settles it. The bytes of an infected file are removed, and who sent it is told by e-mail.
    Raises: OSError when the scanner does not answer; the file goes on waiting.
    """
    held = AttachmentFile.objects.filter(attachment=attachment_id, attachment__scan=Scan.WAITING).first()
    if held is None:
        return None
    clean = bool(import_string(settings.ATTACHMENT_SCANNER)(bytes(held.data)))
    with transaction.atomic():
        row = Attachment.objects.select_for_update().get(pk=attachment_id)
        if row.scan != Scan.WAITING:
            return None
        row.scan, row.scanned_at = (Scan.CLEAN if clean else Scan.INFECTED).value, timezone.now()
        row.version += 1
        row.save(update_fields=["scan", "scanned_at", "version"])
        changes = {"scan": (Scan.WAITING.value, row.scan)}
        record(
            actor=None, verb="attachment.scanned", case_id=row.case_id, subject=row, changes=changes, rules=["MTG-84"]
        )
        if not clean:
            held.delete()
            transaction.on_commit(lambda: _tell_later(attachment_id))
    return clean


def scan_waiting() -> int:
    """Have every file looked at that a lost worker left waiting; how many were.

    Raises: OSError when the scanner does not answer for one of them; the others are looked at.
    """
    waiting = Attachment.objects.filter(scan=Scan.WAITING).order_by("added_at", "id").values_list("pk", flat=True)
    done, failure = 0, None
    for attachment_id in list(waiting):
        try:
            done += scan(attachment_id=attachment_id) is not None
        except OSError as error:
            failure = error
    if failure is not None:
        raise failure
    return done


def tell_sender(*, attachment_id: UUID) -> int:
    """Tell who sent an infected file that it was refused, without a name; nobody who may see the case no longer.

    It waits until it went: after a failure they may be told twice, never not (MTG-98). Raises: OSError when the mail
    server does not take it.
    """
    with transaction.atomic():
        waiting = Attachment.objects.select_for_update(skip_locked=True, of=("self",))
        waiting = waiting.filter(pk=attachment_id, scan=Scan.INFECTED, sender_told_at__isnull=True)
        row = waiting.select_related("added_by").first()
        if row is None:
            return 0
        person = row.added_by
        told = person.is_active and can_see(person, row.case_id, Detail.PRESENCE)
        row.sender_told_at = timezone.now()
        row.save(update_fields=["sender_told_at"])
        verb = "attachment.sender_told" if told else "attachment.sender_not_told"
        record(actor=None, verb=verb, case_id=row.case_id, subject=row, changes={}, rules=["MTG-98"])
        return _refusal(person).send() if told else 0


def tell_waiting() -> int:
    """Tell whoever sent an infected file and was left untold by a lost worker; how many were told.

    Raises: OSError when the mail server failed for some; the others are told.
    """
    waiting = Attachment.objects.filter(scan=Scan.INFECTED, sender_told_at__isnull=True).order_by("scanned_at", "id")
    told, failure = 0, None
    for attachment_id in list(waiting.values_list("pk", flat=True)):
        try:
            told += tell_sender(attachment_id=attachment_id)
        except OSError as error:
            failure = error
    if failure is not None:
        raise failure
    return told


def _refusal(person: User) -> EmailMessage:
    body = (
        "1 file that you sent was refused: the virus scan found something in it. It was not kept.\n\n"
        "Tell your agency's security staff, have your computer looked at, and send a clean file.\n\n"
        f"Sign in to see where it was: {settings.SITE_ADDRESS}{reverse('meetings')}\n"
    )
    return EmailMessage(subject="A file that you sent was refused", body=body, to=[person.email])


def _scan_later(attachment_id: UUID) -> None:
    from meetings.tasks import scan_attachment  # the task calls this module

    scan_attachment.delay(str(attachment_id))


def _tell_later(attachment_id: UUID) -> None:
    from meetings.tasks import tell_of_infected  # the task calls this module

    tell_of_infected.delay(str(attachment_id))
