"""Judgements of risk of serious harm, results of tools, and the risk management plan with its actions.

Judgements and plan versions are decisions: never edited, only followed by another. Actions are living rows.
"""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from assessments.rules.levels import Imminence, RiskGroup, RoshLevel
from assessments.rules.plan import CONTINGENCY_TRIGGERS, ActionStatus, Pillar
from assessments.rules.tools import Tool
from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem, Decision, Versioned
from offenders.models.people import ProtectedPersonQuerySet
from offenders.rules.needs import Beyond, Needs, opening_at
from offenders.rules.sight import Detail

LEVELS = [(level.value, level.label) for level in RoshLevel]
GROUPS = [(group.value, group.label) for group in RiskGroup]
IMMINENCE = [(answer.value, answer.label) for answer in Imminence]
PILLARS = [(pillar.value, pillar.label) for pillar in Pillar]
TOOLS = [(tool.value, tool.label) for tool in Tool]
STATUSES = [
    (ActionStatus.PROPOSED.value, "Proposed, answer awaited"),
    (ActionStatus.OPEN.value, "Accepted, open"),
    (ActionStatus.REFUSED.value, "Not accepted"),
    (ActionStatus.COMPLETED.value, "Completed"),
    (ActionStatus.NOT_COMPLETED.value, "Not completed"),
]


def _one_of(column: str, choices: list[tuple[str, str]], name: str, *, blank: bool = False) -> models.CheckConstraint:
    values = [value for value, _ in choices] + ([""] if blank else [])
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": values}), name=name)


@tracked()
class RoshJudgement(Decision):
    """One judgement of risk of serious harm: the overall level beside the one suggested, and a row for each group."""

    overall = models.CharField(max_length=10, choices=LEVELS)
    suggested = models.CharField(max_length=10, choices=LEVELS)
    suggested_by = ArrayField(models.CharField(max_length=20, choices=GROUPS), help_text="Groups that set it.")
    overall_reason = models.TextField(blank=True, help_text="Why the overall level differs from the suggested one.")
    reoffending = models.CharField(max_length=10, choices=LEVELS, blank=True, help_text="Likelihood of reoffending.")
    reoffending_basis = models.TextField(blank=True)
    static_factors = models.TextField(blank=True, help_text="Circumstances that do not change, such as history.")
    dynamic_factors = models.TextField(blank=True, help_text="Circumstances that can change, such as housing.")

    needs: ClassVar[Needs] = Needs(
        fields=opening_at(
            Detail.SUMMARY, "id", "case", "decided_on", "recorded_at", "overall", "suggested", "supersedes"
        )
    )

    class Meta(Decision.Meta):
        verbose_name = "judgement of risk of serious harm"
        constraints = [
            _one_of("overall", LEVELS, "rosh_overall_is_a_level"),
            _one_of("suggested", LEVELS, "rosh_suggested_is_a_level"),
            _one_of("reoffending", LEVELS, "rosh_reoffending_is_a_level", blank=True),
            models.CheckConstraint(
                condition=models.Q(overall=models.F("suggested")) | ~models.Q(overall_reason=""),
                name="rosh_other_overall_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["-recorded_at", "-id"], name="rosh_newest_first")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"RoSH judgement {self.pk}"

    @property
    def in_order(self) -> list["RoshGroupLevel"]:
        """The levels in the order in which the groups are always named."""
        order = [group.value for group in RiskGroup]
        return sorted(self.levels.all(), key=lambda row: order.index(row.group))

    @property
    def suggested_by_words(self) -> str:
        """The groups that set the suggested level, in words."""
        return ", ".join(RiskGroup(group).label for group in self.suggested_by)


@tracked()
class RoshGroupLevel(CaseItem):
    """The level for one group at risk in one judgement, with what might happen, how near, and what would raise it."""

    judgement = models.ForeignKey(RoshJudgement, on_delete=models.PROTECT, related_name="levels")
    group = models.CharField(max_length=20, choices=GROUPS)
    level = models.CharField(max_length=10, choices=LEVELS)
    nature = models.TextField(blank=True)
    imminence = models.CharField(max_length=15, choices=IMMINENCE, blank=True)
    circumstances = models.TextField(blank=True)
    protective_factors = models.TextField(blank=True)

    needs: ClassVar[Needs] = Needs(fields=opening_at(Detail.SUMMARY, "id", "case", "judgement", "group", "level"))

    class Meta:
        ordering = ["judgement", "group"]
        constraints = [
            models.UniqueConstraint(fields=["judgement", "group"], name="one_level_per_group"),
            _one_of("group", GROUPS, "rosh_group_is_known"),
            _one_of("level", LEVELS, "rosh_level_is_known"),
            _one_of("imminence", IMMINENCE, "rosh_imminence_is_known", blank=True),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.group}: {self.level}"


@tracked()
class RoshGroupPerson(CaseItem):
    """Somebody named as at risk in one group of a judgement. Seen by those who may see victims, nobody else."""

    level = models.ForeignKey(RoshGroupLevel, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("offenders.ProtectedPerson", on_delete=models.PROTECT, related_name="+")

    needs: ClassVar[Needs] = Needs(Detail.SUMMARY, Beyond.VICTIMS)
    objects = ProtectedPersonQuerySet.as_manager()  # type: ignore[misc]  # the stubs take the manager for a variable

    class Meta:
        ordering = ["person"]
        constraints = [models.UniqueConstraint(fields=["level", "person"], name="named_once_per_group")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"person at risk {self.pk}"


@tracked()
class ToolResult(CaseItem):
    """What an assessment tool gave on a day, as recorded by somebody trained in it."""

    tool = models.CharField(max_length=12, choices=TOOLS)
    result = models.CharField(max_length=120, help_text="Score or band as the tool gives it.")
    assessed_on = models.DateField()
    notes = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-assessed_on", "-recorded_at"]
        constraints = [_one_of("tool", TOOLS, "tool_is_known")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.tool} of {self.assessed_on}"


@tracked()
class RiskPlan(Decision):
    """One version of the risk management plan. `risks` maps a key to each identified risk; actions name the keys.

    A version with gaps is kept as a draft; only one without gaps is put in force.
    """

    number = models.PositiveIntegerField(help_text="1 for the first version.")
    in_force = models.BooleanField()
    risks = models.JSONField(default=dict)
    contingency = models.TextField(blank=True)
    contingency_triggers = ArrayField(models.CharField(max_length=20), default=list)
    licence_conditions = ArrayField(models.TextField(), default=list)
    pillar_reasons = models.JSONField(default=dict, help_text="Heading -> why it needs no action.")
    review_on = models.DateField()

    class Meta(Decision.Meta):
        verbose_name = "risk management plan"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_version_once"),
            models.CheckConstraint(
                condition=models.Q(in_force=False) | ~models.Q(contingency=""), name="plan_in_force_has_contingency"
            ),
            models.CheckConstraint(
                condition=models.Q(review_on__gt=models.F("decided_on")), name="plan_reviewed_after_it_starts"
            ),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"plan version {self.number}"

    @property
    def triggers_in_words(self) -> list[str]:
        """What would set off the contingency plan."""
        return [CONTINGENCY_TRIGGERS.get(key, key) for key in self.contingency_triggers]


@tracked()
class PlanAction(CaseItem, Versioned):
    """Something an agency is to do to manage a risk."""

    pillar = models.CharField(max_length=30, choices=PILLARS)
    risks = ArrayField(models.CharField(max_length=12), default=list, help_text="Keys of the plan's risks.")
    description = models.TextField()
    how_it_manages_risk = models.TextField()
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_role = models.CharField(max_length=200, blank=True, help_text="Who at the agency, when not a user.")
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ongoing = models.BooleanField(default=False)
    milestone_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=15, choices=STATUSES)
    refusal_reason = models.TextField(blank=True)
    alternative = models.TextField(blank=True)
    not_completed_reason = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    safeguarding = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False, help_text="Seen by those who see the case in full only.")
    meeting_id = models.UUIDField(null=True, blank=True, help_text="The meeting that set it, if one did.")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]
        verbose_name = "action"
        constraints = [
            _one_of("pillar", PILLARS, "action_pillar_is_known"),
            _one_of("status", STATUSES, "action_status_is_known"),
            models.CheckConstraint(
                condition=models.Q(status="refused")
                | models.Q(due_on__isnull=False)
                | models.Q(ongoing=True, milestone_on__isnull=False),
                name="action_has_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="refused") | (~models.Q(refusal_reason="") & ~models.Q(alternative="")),
                name="refused_action_is_explained",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="not_completed") | ~models.Q(not_completed_reason=""),
                name="uncompleted_action_is_explained",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "due_on"], condition=models.Q(status__in=["proposed", "open"]), name="open_action"
            ),
            models.Index(fields=["meeting_id"], name="action_of_meeting"),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"

    @property
    def explanations(self) -> list[str]:
        """What is recorded about how it ended: reasons, the alternative, the outcome."""
        return [
            text for text in (self.refusal_reason, self.alternative, self.not_completed_reason, self.outcome) if text
        ]

    @property
    def unfinished(self) -> bool:
        """Whether it is still to be answered or done."""
        return self.status in (ActionStatus.PROPOSED, ActionStatus.OPEN)

    @property
    def runs_to(self) -> dt.date | None:
        """The date by which it is done, or its milestone when it is ongoing (Europe/London)."""
        return self.due_on or self.milestone_on
