"""The e-mails of a meeting: invitations, changes, reminders, drafts for comment and copies of minutes."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from meetings.models import MeetingPartQuerySet
from meetings.rules.invitations import Way
from meetings.rules.notices import About
from offenders.access import Detail
from offenders.models.base import CaseItem
from offenders.rules.needs import Beyond, Needs


@tracked()
class InvitationEmail(CaseItem):
    """That somebody invited, or a contact of their agency, is to be told something by e-mail, and what became of it.

    The row stands before anything is sent, so that a lost worker leaves it waiting. It is marked as being sent before
    the mail server hears of it, so that what a worker left then is not sent again blindly, and is settled once.
    """

    ABOUT = [
        (About.INVITATION.value, "Invitation"),
        (About.MOVED.value, "New date"),
        (About.CANCELLED.value, "Cancelled"),
        (About.REMINDER.value, "Reminder of the return"),
        (About.COMMENTS.value, "Draft summary for comment"),
        (About.COPY.value, "Copy of the minutes"),
    ]

    WAYS = [
        (Way.PERSON.value, "To the person"),
        (Way.MAILBOX.value, "To the agency's mailbox"),
        (Way.NOBODY.value, "Not sent"),
    ]

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="invitation_emails")
    invitation = models.ForeignKey("meetings.Invitation", on_delete=models.PROTECT, related_name="emails")
    person = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="A contact of the agency who is told in person. Empty: as the invitation says.",
    )
    about = models.CharField(max_length=10, choices=ABOUT, default=About.INVITATION.value)
    was_at = models.DateTimeField(
        null=True, blank=True, help_text="The time that holds no longer, of a change. Instant in UTC."
    )
    starts_at = models.DateTimeField(help_text="The time of the meeting when it was asked for. Instant in UTC.")
    asked_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    way = models.CharField(max_length=10, choices=WAYS, blank=True, help_text="Empty while it waits.")
    why_not = models.CharField(max_length=200, blank=True, help_text="Why nobody was told.")
    sending_at = models.DateTimeField(null=True, blank=True, help_text="When sending began. Instant in UTC.")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Instant in UTC.")
    settled_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who decided what became of it, where nobody knew.",
    )

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = "e-mail of an invitation"
        verbose_name_plural = "e-mails of invitations"
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "about", "person"],
                condition=Q(settled_at__isnull=True, sending_at__isnull=True),
                nulls_distinct=False,
                name="invitation_email_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(way="", settled_at__isnull=True, sending_at__isnull=True)
                | (~Q(way="") & (Q(settled_at__isnull=False) | Q(sending_at__isnull=False))),
                name="invitation_email_settled_with_its_way",
            ),
            models.CheckConstraint(
                condition=Q(about__in=["moved", "cancelled"], was_at__isnull=False)
                | (~Q(about__in=["moved", "cancelled"]) & Q(was_at__isnull=True)),
                name="change_names_the_time_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(way="nobody") & ~Q(why_not="") | ~Q(way="nobody") & Q(why_not=""),
                name="invitation_email_to_nobody_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(settled_at__isnull=True), name="invitation_email_waiting")
        ]

    @property
    def to_whom(self) -> str:
        """The contact who is told in person, or the post of whoever is invited."""
        return str(self.person.full_name) if self.person else str(self.invitation.role_title)

    def __str__(self) -> str:
        return f"e-mail of invitation {self.invitation_id}"
