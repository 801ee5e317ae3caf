"""That somebody whom the chair left out of the distribution of minutes receives them after all."""

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem


@tracked()
class LeftOutTakenBack(CaseItem):
    """The chair's decision that somebody left out receives the minutes after all; both decisions stand (MIN-16)."""

    left_out = models.OneToOneField("minutes.LeftOut", on_delete=models.PROTECT, related_name="taken_back")
    reason = models.TextField()
    asked_in = models.ForeignKey(
        "minutes.Circulation",
        on_delete=models.PROTECT,
        null=True,
        related_name="asked_later",
        help_text="The draft summary on which they are asked for comments from then on. Empty: none.",
    )
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    decided_on = models.DateField(help_text="Date in Europe/London.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "decision to send minutes after all"
        verbose_name_plural = "decisions to send minutes after all"
        triggers = [NEVER_CHANGED]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="taken_back_with_a_reason")]

    def __str__(self) -> str:
        return f"taken back: {self.left_out_id}"
