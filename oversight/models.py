"""Reads that need an explanation, and what was found when somebody asked for it."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from accounts.models import User
from audit.history import tracked
from audit.models import AuditedQuerySet
from offenders.models.base import NEVER_CHANGED
from offenders.rules.needs import Beyond, Needs
from offenders.rules.sight import Detail


class AnomalyQuerySet(AuditedQuerySet):
    """Anomalies, as far as a viewer may know of them."""

    def visible_to(self, viewer: User) -> Self:
        """Those of the areas in which `viewer` reviews or audits reads, never those about the viewer (AUD-06)."""
        from oversight import access  # access knows the models; importing it here breaks the circle

        return self.filter(access.audience(viewer))


@tracked()
class Anomaly(models.Model):
    """Reads by one person that need an explanation: found by rules from the audit record, once for each key."""

    class Kind(models.TextChoices):
        SAME_SURNAME = "same_surname", "Same surname as the reader"
        OFF_CASELOAD = "off_caseload", "Not on the reader's caseload"
        BURST = "burst", "Many cases in a short time"
        AFTER_END = "after_end", "After their part in the case had ended"
        OUT_OF_HOURS = "out_of_hours", "Outside working hours"

    class State(models.TextChoices):
        OPEN = "open", "To be reviewed"
        ASKED = "asked", "Unclear: the reader was asked"
        JUSTIFIED = "justified", "Justified"
        REFERRED = "referred", "Referred"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True, help_text="Kind, reader, case and day: found once only.")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reader = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200, help_text="Role and agency of the reader at the time.")
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("offenders.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(help_text="Date in Europe/London of the reads.")
    first_at = models.DateTimeField(help_text="Instant in UTC of the first read.")
    last_at = models.DateTimeField(help_text="Instant in UTC of the last read.")
    reads = models.PositiveIntegerField(default=0, help_text="How often it was opened.")
    refused = models.PositiveIntegerField(default=0, help_text="How often opening it was tried and refused.")
    cases = models.PositiveIntegerField(default=1, help_text="How many different cases.")
    why = models.CharField(max_length=200, help_text="What was met, in words; no name.")
    review_by = models.DateField(help_text="Last day on which it should be reviewed.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(db_default=Now())

    needs: ClassVar[Needs] = Needs(Detail.PRESENCE, Beyond.OFFICE)
    objects = AnomalyQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name_plural = "anomalies"
        indexes = [models.Index(fields=["area", "state", "-last_at", "-id"], name="anomaly_by_area")]

    def __str__(self) -> str:
        return f"anomaly {self.pk}"


OPEN = (Anomaly.State.OPEN, Anomaly.State.ASKED)
"""States in which an anomaly waits for somebody to say what it was."""


@tracked()
class AnomalyReview(models.Model):
    """What somebody else found about an anomaly. Never changed; the last one is the anomaly's state."""

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified", "Justified: there was a reason to read it"
        ASKED = "asked", "Unclear: the reader, or their manager, was asked"
        REFERRED = "referred", "Referred: to the agency's professional standards or data protection officer"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    anomaly = models.ForeignKey(Anomaly, on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField()
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reviewed_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    reviewed_at = models.DateTimeField(db_default=Now(), help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.PRESENCE, Beyond.OFFICE)

    class Meta:
        ordering = ["-reviewed_at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"review {self.pk}"


class AnomalyScan(models.Model):
    """Until when the audit record has been looked through."""

    id = models.BigAutoField(primary_key=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    found = models.PositiveIntegerField()

    class Meta:
        ordering = ["-until"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"scan until {self.until}"
