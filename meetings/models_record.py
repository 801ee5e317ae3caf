"""What is recorded of a meeting beside its agenda: who tells an absent agency of its actions, and each new date.

A new date, or that there is none, is recorded with the chair's approval (MTG-65).
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.history import tracked
from meetings.models import Invitation, MeetingPartQuerySet
from meetings.rules.people import Attendance
from offenders.access import Detail
from offenders.models.base import NEVER_CHANGED, CaseItem, Versioned
from offenders.rules.needs import Beyond, Needs


def still_absent() -> Q:
    """The condition on a messenger: nobody attended for the agency, and the meeting was not cancelled (MTR-16)."""
    came = Invitation.objects.filter(
        meeting=OuterRef("meeting"),
        agency=OuterRef("agency"),
        withdrawn_on__isnull=True,
        attendance=Attendance.ATTENDED.value,
    )
    return ~Q(Exists(came)) & ~Q(meeting__status="cancelled")


@tracked()
class Messenger(CaseItem, Versioned):
    """Who tells an agency that did not come of its actions, who answers there, and by when."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="messengers")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    told_by = models.CharField(max_length=200, help_text="Somebody at the meeting.")
    contact = models.CharField(max_length=200, help_text="Who at the agency answers.")
    reply_by = models.DateField()
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["reply_by", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="messenger_once_an_agency"),
            models.CheckConstraint(
                condition=Q(reply="", replied_on__isnull=True) | (~Q(reply="") & Q(replied_on__isnull=False)),
                name="reply_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"messenger {self.pk}"


@tracked()
class Rescheduling(CaseItem):
    """That a meeting was moved or cancelled, and the chair's approval of it: who, on which day, and how it came."""

    class Kind(models.TextChoices):
        MOVED = "moved", "Moved"
        CANCELLED = "cancelled", "Cancelled"

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="reschedulings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    was_at = models.DateTimeField(help_text="When the meeting was planned for. Instant in UTC.")
    now_at = models.DateTimeField(null=True, blank=True, help_text="Its new time; empty when it was cancelled.")
    latest_on = models.DateField(null=True, blank=True, help_text="Last day for the new date, as it was computed then.")
    reason = models.TextField()
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_as = models.CharField(max_length=200, help_text="The chair's role and agency at the time.")
    approved_on = models.DateField(help_text="Date in Europe/London.")
    how = models.CharField(max_length=200, blank=True, help_text="How it came, where somebody else recorded it.")
    practitioner = models.TextField(help_text="What the Probation Practitioner was told, and records.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        verbose_name = "new date of a meeting"
        verbose_name_plural = "new dates of meetings"
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="moved", now_at__isnull=False) | Q(kind="cancelled", now_at__isnull=True),
                name="moved_meeting_has_its_new_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.meeting_id}"
