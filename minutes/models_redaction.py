"""What was redacted by hand, outside the system, of a copy of minutes that answers a request."""

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem


@tracked()
class CopyRedaction(CaseItem):
    """That somebody redacted a copy by hand, outside the system, and who checked it before it left (ENQ-30)."""

    copy = models.OneToOneField("minutes.MinutesCopy", on_delete=models.PROTECT, related_name="redaction")
    redacted_by = models.CharField(max_length=200, help_text="Name and post of who redacted it.")
    checked_by = models.CharField(max_length=200, help_text="Name and post of who checked it.")
    checked_on = models.DateField(help_text="Date in Europe/London.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["recorded_at"]
        verbose_name = "redaction of a copy"
        verbose_name_plural = "redactions of copies"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"redaction of {self.copy_id}"
