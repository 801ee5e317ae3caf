"""Files that come with a meeting: what each is, what the virus scan made of it, and the bytes apart."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.standing import standing_of
from audit.history import tracked
from information.models import InformationItem
from meetings.models import Meeting
from meetings.rules.attachments import PLACE_WORDS, SCAN_WORDS, Place, Scan
from meetings.rules.files import KINDS
from offenders.access import Detail, Viewer
from offenders.models.base import CaseItem, CaseItemQuerySet, Versioned
from offenders.rules.needs import Beyond, Needs

BYTES_NEVER_CHANGED = pgtrigger.Protect(name="bytes_never_changed", operation=pgtrigger.Update)
"""The database refuses to change the bytes of a file; those of an infected one are removed."""


class AttachmentQuerySet(CaseItemQuerySet):
    """Files, as far as a viewer may see each of them."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Files of the meetings that `viewer` may see; those with a return only where the return is open (MTG-86)."""
        rows = super().visible_to(viewer, at_least) if at_least is not None else self
        rows = rows.filter(meeting__in=Meeting.objects.visible_to(viewer).values("pk"))
        own = Q(agency=standing_of(viewer).agency_id, agency__isnull=False)
        open_items = InformationItem.objects.visible_to(viewer).values("pk")
        return rows.filter(~Q(place=Place.RETURN) | own | Q(request__item__in=open_items))


class OfAttachmentQuerySet(CaseItemQuerySet):
    """Rows that belong to a file, for those who may see the file."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of files open to `viewer`."""
        return self.filter(attachment__in=Attachment.objects.visible_to(viewer, at_least).values("pk"))


@tracked()
class Attachment(CaseItem, Versioned):
    """A file that an agency sent, or one of the papers of a meeting. Withdrawn with a reason, never changed."""

    PLACES = [(place.value, words) for place, words in PLACE_WORDS.items()]
    SCANS = [(scan.value, words) for scan, (words, _) in SCAN_WORDS.items()]
    KIND_WORDS = [(kind.key, kind.words) for kind in KINDS.values()]

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="attachments")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "meetings.InformationRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    place = models.CharField(max_length=10, choices=PLACES)
    title = models.CharField(max_length=120, help_text="What it is, in the sender's words.")
    kind = models.CharField(max_length=10, choices=KIND_WORDS, help_text="By its content.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=10, choices=SCANS, default=Scan.WAITING.value)
    scanned_at = models.DateTimeField(null=True, blank=True, help_text="Instant in UTC.")
    sender_told_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was settled that who sent an infected file is told. Instant in UTC."
    )
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    added_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "agency", "sha256"],
                condition=Q(withdrawn_on__isnull=True),
                name="attachment_once_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(scan="waiting", scanned_at__isnull=True)
                | (~Q(scan="waiting") & Q(scanned_at__isnull=False)),
                name="attachment_scanned_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                name="attachment_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(place="return") | Q(request__isnull=False), name="attachment_of_a_return_names_it"
            ),
        ]
        indexes = [
            models.Index(fields=["added_at"], condition=Q(scan="waiting"), name="attachment_waiting_for_scan"),
            models.Index(
                fields=["scanned_at"],
                condition=Q(scan="infected", sender_told_at__isnull=True),
                name="attachment_sender_to_be_told",
            ),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


@tracked(exclude=("data",))
class AttachmentFile(CaseItem):
    """The bytes of a file, apart so that lists do not load them, and so that those of an infected one can go."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="file")
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = OfAttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["attachment"]
        verbose_name = "bytes of an attachment"
        verbose_name_plural = "bytes of attachments"
        triggers = [BYTES_NEVER_CHANGED]

    def __str__(self) -> str:
        return f"bytes of {self.attachment_id}"
