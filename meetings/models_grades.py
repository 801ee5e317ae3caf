"""Grades that an area's Strategic Management Board agreed for those who come to its meetings."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from audit.models import AuditedQuerySet
from meetings.rules.grades import ALL_GRADES, LADDERS
from offenders.models.base import NEVER_CHANGED


@tracked()
class AgreedGrade(models.Model):
    """The least grade of an agency at a level as a Board agreed it, put down by one person (MTG-59).

    It holds once another has approved it, until a later one does. Without a grade, that of the guidance holds again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    ladder = models.CharField(max_length=30, choices=[(key, one.name) for key, one in LADDERS.items()])
    level = models.PositiveSmallIntegerField()
    grade = models.CharField(
        max_length=30, choices=list(ALL_GRADES.items()), blank=True, help_text="Empty: as in the guidance again."
    )
    starts_on = models.DateField(help_text="First day, as agreed. Europe/London.")
    agreed_on = models.DateField(help_text="Day of the Board's decision. Europe/London.")
    reference = models.CharField(max_length=200, help_text="Where the Board's decision is found.")
    reason = models.TextField()
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    proposed_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "id"]
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=(2, 3)), name="agreed_grade_at_level_2_or_3"),
            models.CheckConstraint(condition=~Q(reference="") & ~Q(reason=""), name="agreed_grade_says_where_and_why"),
        ]
        indexes = [models.Index(fields=["area", "-proposed_at", "id"], name="agreed_grade_of_area")]

    def __str__(self) -> str:
        return f"agreed grade {self.pk}"

    @property
    def in_words(self) -> str:
        """The grade as the pages print it."""
        return str(self.get_grade_display()) if self.grade else "As in the guidance"


@tracked()
class AgreedGradeDecision(models.Model):
    """The second person's decision on a grade that was put down, and from which day it holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreed_grade = models.OneToOneField(AgreedGrade, on_delete=models.PROTECT, related_name="decision")
    approved = models.BooleanField()
    holds_from = models.DateField(null=True, help_text="Date in Europe/London; empty when it was refused.")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    decided_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "id"]
        verbose_name = "decision on an agreed grade"
        verbose_name_plural = "decisions on agreed grades"
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved=True, holds_from__isnull=False) | Q(approved=False, holds_from__isnull=True),
                name="agreed_grade_holds_once_approved",
            )
        ]

    def __str__(self) -> str:
        return f"decision on agreed grade {self.agreed_grade_id}"
