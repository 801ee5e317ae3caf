"""Reads of the files of a meeting. Each takes the viewer."""

from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.models import User
from meetings.facts import may_answer
from meetings.models import Meeting
from meetings.models_attachments import Attachment
from meetings.rules.attachments import SCAN_WORDS, Place, Scan
from offenders.models import Case


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a meeting: where it stands, in words with the colour of its tag, and what the viewer may do."""

    row: Attachment
    words: str
    colour: str
    can_be_read: bool
    may_withdraw: bool


def files_of(*, viewer: User, meeting: Meeting, case: Case, may_record: bool, may_return: bool) -> list[FileLine]:
    """The files of a meeting that the viewer may see, oldest first: a fixed number of queries."""
    rows = Attachment.objects.visible_to(viewer).filter(meeting=meeting).select_related("agency", "added_by")
    return [_line(row, viewer, case, may_record=may_record, may_return=may_return) for row in rows]


def _line(row: Attachment, viewer: User, case: Case, *, may_record: bool, may_return: bool) -> FileLine:
    withdrawn = row.withdrawn_on is not None
    words, colour = ("Withdrawn", "grey") if withdrawn else SCAN_WORDS[Scan(row.scan)]
    own = may_record if row.place == Place.PAPER else may_return and may_answer(viewer, row.agency_id, case)
    return FileLine(row, words, colour, not withdrawn and row.scan == Scan.CLEAN, own and not withdrawn)


def attachment_for(*, viewer: User, meeting: Meeting, attachment_id: UUID) -> Attachment:
    """One file of a meeting; Http404 when it is not visible."""
    rows = Attachment.objects.visible_to(viewer).filter(meeting=meeting)
    return get_object_or_404(rows.select_related("agency", "case"), pk=attachment_id)
