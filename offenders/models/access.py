"""Facts that decide who sees a case, the explicit exceptions (owned by a grant, kept by guardian), and denials."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from guardian.models import UserObjectPermissionBase

from audit.history import tracked
from offenders.models.base import CaseItem, Versioned
from offenders.rules.needs import Beyond, Needs


def in_force() -> models.Q:
    """The condition on a dated row under which it holds today (Europe/London): started, and not ended yet."""
    today = timezone.localdate()
    return models.Q(starts__lte=today) & (models.Q(ends__isnull=True) | models.Q(ends__gt=today))


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")), name=name
    )


@tracked()
class Involvement(CaseItem, Versioned):
    """An agency's part in a case from `starts` until the day before `ends`."""

    class Part(models.TextChoices):
        INVOLVED = "involved", "Involved"
        VICTIM_CONTACT = "victim_contact", "Holds victim contact"
        HANDED_OVER = "handed_over", "Handed the case over"

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=15, choices=Part.choices, default=Part.INVOLVED)
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency", "part"], condition=models.Q(ends__isnull=True), name="one_open_involvement"
            ),
            _ends_after_start("involvement_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["agency", "case", "starts", "ends"], name="involvement_by_agency"),
        ]

    def __str__(self) -> str:
        return f"involvement {self.pk}"


@tracked()
class Assignment(CaseItem, Versioned):
    """A named person's part in a case from `starts` until the day before `ends`."""

    class Capacity(models.TextChoices):
        OWNER = "owner", "Case owner"
        WORKER = "worker", "Works on the case"
        VICTIM_LIAISON = "victim_liaison", "Victim liaison officer"
        CHAIR = "chair", "Chairs a meeting"
        MINUTE_TAKER = "minute_taker", "Takes the minutes of a meeting"
        INVITEE = "invitee", "Invited to a meeting"
        OBSERVER = "observer", "Observes a meeting"

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="assignments")
    capacity = models.CharField(max_length=15, choices=Capacity.choices)
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)
    meeting_id = models.UUIDField(null=True, blank=True, help_text="The meeting that opened this window, if one did.")

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ends__isnull=True, capacity="owner"),
                name="one_owner_at_a_time",
            ),
            _ends_after_start("assignment_ends_after_start"),
        ]
        indexes = [models.Index(fields=["user", "case", "capacity", "starts", "ends"], name="assignment_by_user")]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


@tracked()
class ReceivingArea(CaseItem, Versioned):
    """An area to which the case is being transferred, and the agency that is to lead it there: both see it meanwhile.

    From `starts` until the day before `ends`; the rows say nothing about whose case it is.
    """

    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ends__isnull=True), name="one_receiving_area_at_a_time"
            ),
            _ends_after_start("receiving_ends_after_start"),
        ]
        indexes = [models.Index(fields=["area", "case", "starts", "ends"], name="receiving_by_area")]

    def __str__(self) -> str:
        return f"receiving area {self.pk}"


@tracked()
class CaseUserObjectPermission(UserObjectPermissionBase):
    """guardian's direct-foreign-key table. A row exists only while an AccessGrant owns it."""

    content_object = models.ForeignKey("offenders.Case", on_delete=models.CASCADE)

    needs: ClassVar[Needs] = Needs(beyond=Beyond.NOBODY)

    class Meta(UserObjectPermissionBase.Meta):
        db_table = "offenders_case_user_permission"


@tracked()
class AccessGrant(CaseItem, Versioned):
    """Why somebody may see a case that the facts do not open to them, who approved it, and until when."""

    class Kind(models.TextChoices):
        EXCEPTION = "exception", "Opened by exception"
        NAMED = "named", "Named on a restricted case"
        REQUESTED = "requested", "Asked to be involved"
        EMERGENCY = "emergency", "Emergency access"

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="grants")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EXCEPTION)
    reason = models.TextField()
    approved_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", help_text="Nobody, in an emergency."
    )
    made_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(help_text="First day on which it no longer holds.")
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="Instant in UTC from which it no longer holds, where hours matter."
    )
    restriction = models.ForeignKey(
        "offenders.Restriction", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    permission = models.OneToOneField(
        CaseUserObjectPermission, on_delete=models.SET_NULL, null=True, blank=True, related_name="grant"
    )

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="emergency", approved_by__isnull=True, expires_at__isnull=False)
                | (
                    ~models.Q(kind="emergency")
                    & models.Q(approved_by__isnull=False)
                    & ~models.Q(user=models.F("approved_by"))
                ),
                name="grant_not_by_oneself",
            ),
            _ends_after_start("grant_ends_after_start"),
        ]
        indexes = [
            # The two reads that start from a grant: is it running for this person, and what ran out.
            models.Index(fields=["user", "case", "starts", "ends"], name="grant_by_user"),
            models.Index(fields=["made_at", "id"], condition=models.Q(kind="emergency"), name="emergency_by_time"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"


@tracked()
class AccessDenial(CaseItem):
    """Somebody who must not see a case, whatever else they hold."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="denials")
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True, help_text="Day by which somebody decides anew.")

    class Meta:
        ordering = ["-starts"]
        constraints = [_ends_after_start("denial_ends_after_start")]
        indexes = [models.Index(fields=["user", "case", "starts", "ends"], name="denial_by_user")]

    def __str__(self) -> str:
        return f"denial {self.pk}"
