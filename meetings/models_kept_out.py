"""Who without an account, or which whole agency, is not to be invited to meetings of a case or told of them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import CaseItem, Versioned


@tracked()
class KeptOut(CaseItem, Versioned):
    """Somebody without an account, or a whole agency, kept out of the meetings of a case from `starts` until `ends`.

    With a name alone it holds for that name at any agency, with both for that person of that agency. People with an
    account are barred from the case instead.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_name = models.CharField(max_length=120, blank=True, help_text="Empty: the whole agency.")
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    starts = models.DateField(help_text="Date in Europe/London.")
    ends = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds.")
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-starts", "id"]
        verbose_name = "person or agency kept out"
        verbose_name_plural = "people and agencies kept out"
        constraints = [
            models.CheckConstraint(condition=Q(agency__isnull=False) | ~Q(person_name=""), name="somebody_is_kept_out"),
            models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="kept_out_in_order"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ends__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="kept_out_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"kept out {self.pk}"

    @property
    def who(self) -> str:
        """The person, the agency, or both, in words."""
        return ", ".join(part for part in (self.person_name, self.agency.name if self.agency else "") if part)
