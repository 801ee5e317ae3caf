"""Days on which an area holds meetings: their slots, and which meeting is booked into which."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Role
from accounts.standing import standing_of
from audit.history import tracked
from audit.models import AuditedQuerySet
from meetings.models import MeetingPartQuerySet
from offenders.access import Detail, Viewer
from offenders.models.base import CaseItem, Versioned
from offenders.rules.needs import Beyond, Needs

PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
"""Who plans an area's days."""
READERS = (*PLANNERS, Role.CHAIR)
"""Who reads them. Which case has a slot is told only where the case's own meeting is seen (MTG-73)."""


class MeetingDayQuerySet(AuditedQuerySet):
    """Meeting days, as far as a viewer may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The days of the areas in which the viewer works for the Unit, or chairs."""
        return self.filter(area__in=standing_of(viewer).areas(*READERS))


@tracked()
class MeetingDay(Versioned):
    """A day on which an area holds meetings of one level, at one place, with one chair and one minute-taker."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(help_text="Date in Europe/London.")
    level = models.PositiveSmallIntegerField()
    starts = models.TimeField(help_text="When the first slot begins. Europe/London.")
    minutes = models.PositiveSmallIntegerField(help_text="Length of each slot.")
    venue = models.CharField(max_length=200, blank=True)
    remote = models.BooleanField("by video or telephone", default=False)
    chair = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    minute_taker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects: ClassVar[Any] = MeetingDayQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=(2, 3)), name="meeting_day_at_level_2_or_3"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="slots_of_a_day_have_a_length"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""), name="withdrawn_day_has_reason"
            ),
            models.UniqueConstraint(
                fields=["chair", "on", "starts"],
                condition=Q(withdrawn_on__isnull=True),
                name="chair_begins_one_day_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["area", "on", "id"], name="meeting_day_of_area")]

    def __str__(self) -> str:
        return f"meeting day {self.pk}"


class MeetingSlotQuerySet(AuditedQuerySet):
    """Slots, as far as a viewer may see their day."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The slots of the days that the viewer sees."""
        return self.filter(day__area__in=standing_of(viewer).areas(*READERS))


class MeetingSlot(models.Model):
    """The time for one meeting on a meeting day. Whose meeting it is stands in the booking, with its case."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    day = models.ForeignKey(MeetingDay, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField(help_text="Instant in UTC.")
    ends_at = models.DateTimeField(help_text="Instant in UTC.")

    objects: ClassVar[Any] = MeetingSlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["day", "starts_at"], name="slot_of_a_day_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="slot_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="meeting_slot_by_start")]

    def __str__(self) -> str:
        return f"slot {self.pk}"


@tracked()
class SlotBooking(CaseItem, Versioned):
    """That a slot is kept for a meeting, until the meeting is moved, cancelled, or has another level or chair."""

    slot = models.ForeignKey(MeetingSlot, on_delete=models.PROTECT, related_name="bookings")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="bookings")
    booked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    freed_on = models.DateField(null=True, blank=True)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["slot"], condition=Q(freed_on__isnull=True), name="slot_booked_once"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(freed_on__isnull=True), name="meeting_in_one_slot"),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"
