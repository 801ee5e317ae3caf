"""Standing members of an area's meetings: who comes for an agency to every meeting of a level, and their deputies."""

import datetime as dt
from typing import Any, ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.standing import standing_of
from audit.history import tracked
from audit.models import AuditedQuerySet
from meetings.models_days import READERS
from meetings.rules.grades import ALL_GRADES
from offenders.access import Viewer
from offenders.models.base import Versioned


class StandingMemberQuerySet(AuditedQuerySet):
    """Standing members, as far as a viewer may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the areas in which the viewer works for the Unit, or chairs (MTG-88)."""
        return self.filter(area__in=standing_of(viewer).areas(*READERS))


@tracked()
class StandingMember(Versioned):
    """That somebody comes for an agency to the meetings of an area. Ended with a date, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=100)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, help_text="For somebody without an account.")
    deputy = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deputy_name = models.CharField(max_length=120, blank=True, help_text="For a deputy without an account.")
    grade = models.CharField(max_length=30, choices=list(ALL_GRADES.items()))
    at_level_2 = models.BooleanField()
    at_level_3 = models.BooleanField()
    starts_on = models.DateField(help_text="First day. Europe/London.")
    ends_on = models.DateField(null=True, blank=True, help_text="Last day. Europe/London.")
    ended_reason = models.TextField(blank=True)
    kept_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    objects: ClassVar[Any] = StandingMemberQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        triggers = [pgtrigger.Protect(name="ended_never_deleted", operation=pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person__isnull=True) & ~Q(name=""),
                name="standing_member_named_once",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | Q(deputy_name=""), name="deputy_of_standing_member_named_once"
            ),
            models.CheckConstraint(
                condition=Q(at_level_2=True) | Q(at_level_3=True), name="standing_member_at_some_level"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="standing_member_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["agency", "person"],
                condition=Q(person__isnull=False, ends_on__isnull=True),
                name="standing_member_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "name"],
                condition=Q(person__isnull=True, ends_on__isnull=True),
                name="standing_member_by_name_once",
            ),
        ]
        indexes = [models.Index(fields=["area", "-starts_on", "-id"], name="standing_member_of_area")]

    def __str__(self) -> str:
        return f"standing member {self.pk}"

    @property
    def who(self) -> str:
        """The member's name."""
        return self.person.full_name if self.person else self.name

    @property
    def deputy_who(self) -> str:
        """The deputy's name; empty where there is none."""
        return self.deputy.full_name if self.deputy else self.deputy_name

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of the meetings to which they come."""
        return tuple(level for level, there in ((2, self.at_level_2), (3, self.at_level_3)) if there)

    @property
    def levels_in_words(self) -> str:
        """The same in words."""
        return "Levels 2 and 3" if len(self.levels) > 1 else f"Level {self.levels[0]}"

    def is_over(self, today: dt.date) -> bool:
        """Whether the last day has passed."""
        return self.ends_on is not None and self.ends_on < today
