"""When a core group meets, who of it is asked, and what they are told. No MAPPA meeting: no minutes, no figure."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from meetings.models_groups import CoreGroup, CoreGroupMember
from meetings.rules.invitations import Way
from meetings.rules.notices import About
from offenders.models.base import CaseItem, Versioned
from ui.words import london_date


@tracked()
class CoreGroupMeeting(CaseItem, Versioned):
    """A meeting of a core group, from planning to the note of what was done, or its cancelling (MTG-31, MTG-32)."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    group = models.ForeignKey(CoreGroup, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(help_text="Instant in UTC.")
    venue = models.CharField(max_length=200, blank=True)
    remote = models.BooleanField("by video or telephone", default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    status_reason = models.TextField(blank=True, help_text="Why it was changed last, or cancelled.")
    note = models.TextField(blank=True, help_text="What was done with the tasks of the group.")
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    closed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who noted what was done, or cancelled it.",
    )
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-starts_at", "id"]
        verbose_name = "meeting of a core group"
        verbose_name_plural = "meetings of core groups"
        constraints = [
            models.CheckConstraint(condition=Q(remote=True) | ~Q(venue=""), name="core_group_meeting_has_a_place"),
            models.CheckConstraint(
                condition=Q(status="planned", note="", closed_by__isnull=True, closed_at__isnull=True)
                | Q(status="held", closed_by__isnull=False, closed_at__isnull=False) & ~Q(note="")
                | Q(status="cancelled", note="", closed_by__isnull=False, closed_at__isnull=False)
                & ~Q(status_reason=""),
                name="core_group_meeting_closed_by_the_fact",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is neither noted as held nor cancelled."""
        return self.status == self.Status.PLANNED

    @property
    def held_on(self) -> date:
        """Its day in Europe/London, whether it is still to come, was held or cancelled."""
        return london_date(self.starts_at)

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return ", ".join(filter(None, [self.venue, "by video or telephone" if self.remote else ""]))

    def __str__(self) -> str:
        return f"meeting of a core group {self.pk}"


@tracked()
class CoreGroupAsked(CaseItem):
    """That a member is asked to a meeting of their core group, and whether they came."""

    meeting = models.ForeignKey(CoreGroupMeeting, on_delete=models.PROTECT, related_name="asked")
    member = models.ForeignKey(CoreGroupMember, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The account of the member, where their agency has one of that name.",
    )
    withdrawn_on = models.DateField(null=True, blank=True, help_text="Since when they are asked no longer.")
    came = models.BooleanField(null=True, blank=True, help_text="Empty until the meeting is noted as held.")

    class Meta:
        ordering = ["member__agency__name", "member__name", "id"]
        verbose_name = "member asked to a meeting of a core group"
        verbose_name_plural = "members asked to meetings of core groups"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(withdrawn_on__isnull=True),
                name="core_group_member_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(came=True), name="core_group_member_came_as_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"member asked {self.pk}"


@tracked()
class CoreGroupNotice(CaseItem):
    """That a member with an account is to be told of a meeting of their core group, and what became of it (MTG-33).

    The row stands before anything is sent, so that a lost worker leaves it waiting; it is settled once.
    """

    ABOUT = [
        (About.INVITATION.value, "Asked"),
        (About.MOVED.value, "New time"),
        (About.CANCELLED.value, "Cancelled"),
    ]
    WAYS = [(Way.PERSON.value, "To the person"), (Way.NOBODY.value, "Not sent")]

    asked = models.ForeignKey(CoreGroupAsked, on_delete=models.PROTECT, related_name="notices")
    about = models.CharField(max_length=10, choices=ABOUT)
    was_at = models.DateTimeField(null=True, blank=True, help_text="The time that holds no longer. Instant in UTC.")
    starts_at = models.DateTimeField(help_text="The time of the meeting. Instant in UTC.")
    asked_at = models.DateTimeField(default=timezone.now, help_text="When it was asked for. Instant in UTC.")
    way = models.CharField(max_length=10, choices=WAYS, blank=True, help_text="Empty while it waits.")
    why_not = models.CharField(max_length=200, blank=True, help_text="Why nobody was told.")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Instant in UTC.")

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = "e-mail of a meeting of a core group"
        verbose_name_plural = "e-mails of meetings of core groups"
        constraints = [
            models.UniqueConstraint(
                fields=["asked"], condition=Q(settled_at__isnull=True), name="core_group_notice_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(way="", settled_at__isnull=True) | ~Q(way="") & Q(settled_at__isnull=False),
                name="core_group_notice_settled_with_its_way",
            ),
            models.CheckConstraint(
                condition=Q(about="invitation", was_at__isnull=True)
                | Q(about__in=["moved", "cancelled"], was_at__isnull=False),
                name="core_group_notice_names_the_time_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(way="nobody") & ~Q(why_not="") | ~Q(way="nobody") & Q(why_not=""),
                name="core_group_notice_to_nobody_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(settled_at__isnull=True), name="core_group_notice_waiting")
        ]

    def __str__(self) -> str:
        return f"e-mail to a member {self.asked_id}"
