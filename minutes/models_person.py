"""What the person was given to read of their plan."""

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem


@tracked()
class PlanCopy(CaseItem):
    """A copy of the plan for the person: exactly the lines that were chosen, after the check found nothing in them."""

    plan = models.ForeignKey("assessments.RiskPlan", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="Counted within the case.")
    content = models.JSONField(help_text="The lines as they are printed: key, heading, text and day of each.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-number"]
        verbose_name = "copy of the plan for the person"
        verbose_name_plural = "copies of the plan for the person"
        triggers = [NEVER_CHANGED]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="plan_copy_number_once")]

    def __str__(self) -> str:
        return f"copy {self.number} of the plan"


@tracked()
class PlanCopyGiven(CaseItem):
    """That a copy was given to the person: when, how, by whom."""

    copy = models.OneToOneField(PlanCopy, on_delete=models.PROTECT, related_name="given")
    given_on = models.DateField(help_text="Date in Europe/London.")
    how = models.TextField(help_text="In whose presence, and what was explained.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "giving of a copy of the plan"
        verbose_name_plural = "givings of copies of the plan"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"copy {self.copy_id} was given"
