"""Convictions that a court quashed, and what of that was recorded in error."""

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem
from offenders.rules.quashing import COURTS, FOLLOWED


@tracked()
class Quashing(CaseItem):
    """That a court quashed the conviction for an offence, from which day, and what followed (OFF-34).

    `Offence.quashed_on` repeats the day while no `QuashingMistake` points here.
    """

    offence = models.ForeignKey("offenders.Offence", on_delete=models.PROTECT, related_name="quashings")
    quashed_on = models.DateField(help_text="Date in Europe/London from which the conviction counts for nothing.")
    court = models.CharField(max_length=16, choices=COURTS)
    court_name = models.CharField("name of the court", max_length=120, blank=True)
    followed = models.CharField("what followed", max_length=12, choices=FOLLOWED)
    reference = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    requirements = models.JSONField(
        default=list, help_text="Each notification requirement that ended with it, with the end it had before (NOT-18)."
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"quashing {self.pk}"


@tracked()
class QuashingMistake(CaseItem):
    """That the quashing of a conviction was recorded in error: the offence counts again as before (OFF-34)."""

    quashing = models.OneToOneField(Quashing, on_delete=models.PROTECT, related_name="mistake")
    reason = models.TextField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"quashing {self.quashing_id} recorded in error"
