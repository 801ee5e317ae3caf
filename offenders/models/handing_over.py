"""That a youth justice service handed a case over, and what it handed over: what is left open to it afterwards."""

from django.db import models

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, Decision


@tracked()
class HandingOver(Decision):
    """The handing over of a case on `decided_on`. The case closes to those who handed it over on `closes_on`."""

    from_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    handed = models.TextField(help_text="What was handed over.")
    closes_on = models.DateField(help_text="First day on which the case is closed to those who handed it over.")

    class Meta(Decision.Meta):
        abstract = False
        verbose_name_plural = "handings over"
        triggers = [NEVER_CHANGED]
        indexes = [models.Index(fields=["from_agency", "-decided_on", "-id"], name="handed_over_by")]

    def __str__(self) -> str:
        return f"handing over {self.pk}"
