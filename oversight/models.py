"""Reads that need an explanation, what was found when somebody asked for it, and long chronologies on their way."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from audit.history import tracked
from audit.models import AuditedQuerySet
from offenders.models.base import NEVER_CHANGED, CaseItem
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
        LISTS = "lists", "Many cases in lists within an hour"
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


@tracked(exclude=("pdf",))
class ChronologyFile(CaseItem):
    """A long chronology that one person asked for: waiting, ready or failed. For nobody else; removed after a time."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being drawn"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be drawn"

    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    asked_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    first = models.DateField(null=True, blank=True, help_text="First day in Europe/London; empty for the beginning.")
    last = models.DateField(null=True, blank=True, help_text="Last day in Europe/London; empty for the day of asking.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often drawing it was begun.")
    begun_at = models.DateTimeField(null=True, blank=True, help_text="Instant in UTC of the last beginning.")
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    entries = models.PositiveIntegerField(null=True, blank=True)
    with_victims = models.BooleanField(default=False, help_text="Whether what concerns victims stands in it.")
    remove_at = models.DateTimeField(help_text="Instant in UTC from which nobody opens it and it is removed.")

    needs: ClassVar[Needs] = Needs(Detail.FULL, Beyond.OFFICE)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["remove_at"], name="chronology_to_remove")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "asked_by", "first", "last"],
                condition=models.Q(state="waiting"),
                nulls_distinct=False,
                name="chronology_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"chronology {self.pk}"
