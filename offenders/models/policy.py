"""Decisions that make the access policy stricter than its table: for an area or for all, from one day to another."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from audit.history import tracked
from audit.models import AuditedQuerySet


@tracked()
class PolicyAmendment(models.Model):
    """A row of the policy with a lower ceiling, or (`undoes`) the end of such an amendment.

    It is proposed by one person and counts only once another has approved it. An approved one is never changed: it
    ends on its day, or by a further decision that undoes it.
    """

    class Outcome(models.TextChoices):
        PROPOSED = "", "Waits for a second person"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    row = models.SlugField(max_length=40, help_text="Key of the row in offenders/rules/sight.py.")
    area = models.ForeignKey(
        "accounts.Area", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty for every area."
    )
    detail = models.PositiveSmallIntegerField(help_text="The most that this row opens: offenders.rules.sight.Detail.")
    closes_victims = models.BooleanField(default=False, help_text="This row opens no victims' items.")
    starts = models.DateField(help_text="Date in Europe/London from which it holds.")
    ends = models.DateField(null=True, help_text="First day on which it no longer holds.")
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200)
    decided_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_as = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, help_text="Instant in UTC.")

    objects = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "id"]
        indexes = [models.Index(fields=["outcome", "starts"], name="amendment_in_force")]
        constraints = [
            models.CheckConstraint(condition=models.Q(detail__range=(0, 4)), name="amendment_detail_known"),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gt=models.F("starts")),
                name="amendment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("approved_by")), name="amendment_by_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", approved_by__isnull=True) | models.Q(approved_by__isnull=False),
                name="amendment_outcome_has_a_person",
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=~models.Q(outcome="refused"), name="amendment_undone_once"
            ),
        ]

    def __str__(self) -> str:
        return f"amendment {self.pk}"
