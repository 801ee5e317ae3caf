"""Decisions on category and level, screenings and Level 1 reviews: records, of which the last is the present state."""

from typing import ClassVar

from django.db import models

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem, Decision
from offenders.rules.needs import Needs, opening_at
from offenders.rules.sight import Detail

TAKEN = ("id", "case", "decided_on", "decided_as", "recorded_at", "rules")
"""What a summary tells of a decision beside what was decided: that it was taken. The reasons need full sight."""


@tracked()
class CategoryDecision(Decision):
    """That a person is in a category (or in none), by which route, from which day, with everything the rules found."""

    category = models.PositiveSmallIntegerField(null=True, help_text="Empty: in no category; MAPPA management ends.")
    route = models.CharField(max_length=12, blank=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True, help_text="Last day under this category, when known.")
    lifelong = models.BooleanField(default=False)
    steps = models.JSONField(default=list, help_text="The sum, sentence by sentence.")
    offence = models.ForeignKey(
        "offenders.Offence",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="For Category 3 and discretionary Category 4: the offence it rests on.",
    )

    needs: ClassVar[Needs] = Needs(
        fields=opening_at(Detail.SUMMARY, *TAKEN, "category", "route", "begins_on", "ends_on", "lifelong")
    )

    class Meta(Decision.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(category__isnull=True) | models.Q(category__range=(1, 4)),
                name="decided_category_1_to_4",
            )
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"category {self.category}"


@tracked()
class Screening(CaseItem):
    """The lead agency's screening: which information was looked at, and the level it proposes (MAPPA Q)."""

    proposed_level = models.PositiveSmallIntegerField()
    rationale = models.TextField()
    information = models.TextField(help_text="Agency, date and content of each source.")
    sources = models.PositiveSmallIntegerField(default=0, help_text="How many agencies contributed.")
    prison_notified_on = models.DateField(null=True, blank=True)
    prison_replied_on = models.DateField(null=True, blank=True)
    screened_on = models.DateField()
    screened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-recorded_at"]
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(condition=models.Q(proposed_level__range=(1, 3)), name="proposed_level_1_to_3")
        ]

    def __str__(self) -> str:
        return f"screening {self.pk}"


@tracked()
class LevelDecision(Decision):
    """That a case is managed at a level from a day, with the grounds and any second approval."""

    level = models.PositiveSmallIntegerField(null=True, help_text="Empty: MAPPA management ended.")
    grounds = models.JSONField(default=list)
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, null=True, related_name="+")
    meeting_id = models.UUIDField(null=True, help_text="The meeting that decided, if one did.")
    second_approval = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    second_approval_reason = models.TextField(blank=True)
    dissent = models.TextField(blank=True)

    needs: ClassVar[Needs] = Needs(fields=opening_at(Detail.SUMMARY, *TAKEN, "level", "meeting_id"))

    class Meta(Decision.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(1, 3)), name="decided_level_1_to_3"
            )
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"level {self.level}"


@tracked()
class LevelOneReview(CaseItem):
    """A review held by the lead agency at Level 1: the must-do list and what came of it."""

    class Outcome(models.TextChoices):
        STAYS = "stays", "Stays at Level 1"
        REFER = "refer", "Refer to Level 2 or 3"

    reviewed_on = models.DateField()
    new_information = models.TextField(help_text="What was asked of agencies and what they said.")
    plan_revised = models.BooleanField()
    disclosure_considered = models.TextField(help_text="Yes or no, and why.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField()
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-reviewed_on", "-recorded_at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"Level 1 review {self.pk}"


@tracked()
class HeldMeeting(CaseItem):
    """That a Level 2 or 3 meeting was held: the fact the review clock starts from. Written when a meeting is closed."""

    meeting_id = models.UUIDField(unique=True)
    level = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    next_review_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-held_on"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"meeting held {self.held_on}"
