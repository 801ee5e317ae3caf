"""Decisions on category and level, screenings and Level 1 reviews: records, of which the last is the present state."""

from typing import ClassVar

from django.db import models

from audit.history import tracked
from levels.rules import considering, lowering, outside, retention
from levels.rules.asking import ANSWERS
from levels.rules.ending import OUTCOMES as ENDINGS
from levels.rules.sampling import OUTCOMES
from offenders.models.base import NEVER_CHANGED, CaseItem, Decision, Versioned
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
    history = models.TextField(
        blank=True, help_text="Earlier offending, compliance, and how soon they offended again; empty in older rows."
    )
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
    triggers = models.JSONField(default=list, help_text="What asked why not Level 2, in words.")
    why_not_level_2 = models.TextField(blank=True)

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
class LoweringApproval(Decision):
    """A second person's word that a level may be lowered although something stands in the way (LVL-18).

    It holds for one lowering, until the level is decided again; the last one stands.
    """

    to = models.CharField(max_length=12, choices=list(lowering.LOWERED_TO.items()))
    accepts = models.JSONField(default=list, help_text="Rules whose obstacles it takes upon itself.")

    class Meta(Decision.Meta):
        verbose_name = "approval of a lower level"
        verbose_name_plural = "approvals of a lower level"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"approval of a lower level {self.pk}"

    @property
    def in_words(self) -> list[str]:
        """What it takes upon itself, in words."""
        return [lowering.ACCEPTABLE.get(one, one) for one in self.accepts]


@tracked()
class LevelOneReview(CaseItem):
    """A review held by the lead agency at Level 1: the must-do list and what came of it."""

    class Outcome(models.TextChoices):
        STAYS = "stays", "Stays at Level 1"
        REFER = "refer", "Refer to Level 2 or 3"

    reviewed_on = models.DateField()
    new_information = models.TextField(help_text="What was asked of agencies and what they said.")
    action_progress = models.TextField(blank=True, help_text="How far the actions of the plan are.")
    victim_information = models.TextField(blank=True, help_text="Whether there is anything new; no names.")
    records_checked = models.TextField(blank=True, help_text="Which records were looked at, such as ViSOR or OASys.")
    plan_revised = models.BooleanField()
    disclosure_considered = models.TextField(help_text="Yes or no, and why.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField()
    triggers = models.JSONField(default=list, help_text="What asked why not Level 2, in words.")
    why_not_level_2 = models.TextField(blank=True)
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-reviewed_on", "-recorded_at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"Level 1 review {self.pk}"

    @property
    def parts(self) -> list[dict[str, str]]:
        """What was looked at, part by part, with its heading; parts that were not asked for are left out."""
        told = [
            ("New information from agencies", self.new_information),
            ("Actions of the plan", self.action_progress),
            ("Victims and people at risk", self.victim_information),
            ("Records looked at", self.records_checked),
            ("Risk management plan", "Revised." if self.plan_revised else "Not revised."),
            ("Disclosure", self.disclosure_considered),
            ("What asked for Level 2", ". ".join(self.triggers)),
            ("Why not Level 2", self.why_not_level_2),
        ]
        return [{"label": label, "text": text} for label, text in told if text]


@tracked()
class LevelOneCheck(CaseItem):
    """A case at Level 1 drawn for a supervisor's check in a quarter, and what they found once they looked."""

    quarter = models.CharField(max_length=6, help_text="Such as 2026-4.")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+", help_text="Led it then.")
    drawn_on = models.DateField(help_text="Date in Europe/London.")
    drawn_from = models.PositiveIntegerField(help_text="How many cases of the agency were at Level 1.")
    percent = models.PositiveSmallIntegerField(help_text="The share that was drawn.")
    outcome = models.CharField(max_length=10, choices=list(OUTCOMES.items()), blank=True, default="")
    found = models.TextField(blank=True)
    checked_on = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True, help_text="Instant in UTC.")
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    checked_as = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["drawn_on", "id"]
        verbose_name = "check of Level 1"
        verbose_name_plural = "checks of Level 1"
        constraints = [
            models.UniqueConstraint(fields=["case", "quarter"], name="drawn_once_a_quarter"),
            models.CheckConstraint(
                condition=models.Q(outcome="", checked_by__isnull=True)
                | (~models.Q(outcome="") & ~models.Q(found="") & models.Q(checked_by__isnull=False)),
                name="check_is_open_or_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["drawn_on", "id"], condition=models.Q(outcome=""), name="check_that_waits"),
            models.Index(fields=["agency", "quarter"], name="check_of_quarter"),
        ]

    def __str__(self) -> str:
        return f"check of Level 1 {self.pk}"


@tracked()
class AgencyRequest(CaseItem, Versioned):
    """What an agency, or the prison, was asked for a screening or a review, and what it answered."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    asked_for = models.TextField(help_text="What is asked, and why it is needed.")
    asked_on = models.DateField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    chased_on = models.DateField(null=True, help_text="Last reminder.")
    answer = models.CharField(max_length=10, choices=list(ANSWERS.items()), blank=True, default="")
    answered_on = models.DateField(null=True)
    note = models.TextField(blank=True, help_text="What was answered, in a sentence.")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-asked_on", "-recorded_at"]
        verbose_name = "request to an agency"
        verbose_name_plural = "requests to agencies"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency"], condition=models.Q(answer=""), name="agency_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_on__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_on__isnull=False)),
                name="answer_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


@tracked()
class EndReview(Decision):
    """What follows when a category ends: decided before it does, for one last day."""

    category = models.PositiveSmallIntegerField()
    category_ends_on = models.DateField(null=True, help_text="The last day that was looked ahead to, when known.")
    outcome = models.CharField(max_length=12, choices=list(ENDINGS.items()))

    class Meta(Decision.Meta):
        verbose_name = "look ahead to the end of a category"
        verbose_name_plural = "looks ahead to the end of a category"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"look ahead {self.pk}"


@tracked()
class Category3Review(Decision):
    """What came of considering somebody for Category 3, for the offences that called for it; the last one stands."""

    outcome = models.CharField(max_length=12, choices=list(considering.OUTCOMES.items()))
    offences = models.JSONField(help_text="Id and title, at the time, of each offence that called for it.")

    class Meta(Decision.Meta):
        verbose_name = "consideration for Category 3"
        verbose_name_plural = "considerations for Category 3"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"consideration for Category 3 {self.pk}"


@tracked()
class LevelDispute(CaseItem, Versioned):
    """Another view of the level: who raised it, to whom it was escalated, and how somebody else settled it."""

    disputed_level = models.PositiveSmallIntegerField()
    wanted_level = models.PositiveSmallIntegerField()
    reason = models.TextField()
    raised_on = models.DateField()
    raised_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    raised_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    escalated_on = models.DateField(null=True)
    escalated_to = models.CharField(max_length=200, blank=True)
    outcome_level = models.PositiveSmallIntegerField(null=True)
    outcome_reason = models.TextField(blank=True)
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_as = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "dispute about a level"
        verbose_name_plural = "disputes about levels"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(settled_on__isnull=True), name="one_dispute_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(wanted_level__range=(1, 3)) & models.Q(disputed_level__range=(1, 3)),
                name="disputed_level_1_to_3",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_on__isnull=True)
                | (models.Q(outcome_level__range=(1, 3)) & models.Q(settled_by__isnull=False)),
                name="settled_dispute_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"dispute {self.pk}"


@tracked()
class LeadDecision(Decision):
    """That another agency leads the case from a day, and who owns it there."""

    from_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    table_rule = models.CharField(max_length=10, help_text="By which rule the table said who leads, at the time.")

    class Meta(Decision.Meta):
        verbose_name = "change of lead agency"
        verbose_name_plural = "changes of lead agency"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"change of lead agency {self.pk}"


@tracked()
class DangerDecision(Decision):
    """Whether somebody outside MAPPA is marked as a potentially dangerous person; the last one stands."""

    outcome = models.CharField(max_length=12, choices=list(outside.OUTCOMES.items()))
    on_visor = models.BooleanField(default=False)
    authorised_by = models.CharField(
        max_length=200, blank=True, help_text="Officer who authorised the record on ViSOR."
    )
    rank = models.CharField(max_length=20, choices=list(outside.RANKS.items()), blank=True)
    agency_told_on = models.DateField(null=True, help_text="Day on which the managing agency was told, and why.")

    class Meta(Decision.Meta):
        verbose_name = "decision on a potentially dangerous person"
        verbose_name_plural = "decisions on potentially dangerous people"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"decision on a potentially dangerous person {self.pk}"


@tracked()
class RetentionReview(Decision):
    """Whether the record of a person is kept or removed, from the year before the 100th birthday on."""

    outcome = models.CharField(max_length=8, choices=list(retention.OUTCOMES.items()))

    class Meta(Decision.Meta):
        verbose_name = "review of retention"
        verbose_name_plural = "reviews of retention"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"review of retention {self.pk}"


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
