"""Serious further offences, what was decided on a serious case review, and its steps.

Kept to few people: whoever manages the case is the one whose work is looked at (SCR-17).
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.access import Detail, Viewer
from offenders.models.base import NEVER_CHANGED, CaseItem, CaseItemQuerySet, Decision, Versioned
from offenders.rules.needs import Beyond, Needs
from papers.rules.choices import SFO
from serious.access import cases_open_to
from serious.rules.actions import ACTION_STEPS, ActionState
from serious.rules.actions import STATE_WORDS as ACTION_STATE_WORDS
from serious.rules.critical import CRITERION_WORDS
from serious.rules.timetable import BY_STEP, OUTCOME_WORDS, STATE_WORDS, State

STATES = [(state.value, words) for state, words in STATE_WORDS.items()]
OUTCOMES = [(outcome.value, words) for outcome, words in OUTCOME_WORDS.items()]
OTHERS = [("deferred", "Deferred"), ("went_on", "Went on"), ("discontinued", "Discontinued")]
STEPS = [*((step.value, one.words) for step, one in BY_STEP.items()), *OTHERS, *ACTION_STEPS.items()]
ACTION_STATES = [(state.value, words) for state, words in ACTION_STATE_WORDS.items()]
CHARGES = list(SFO.items())
CRITERIA = [(one.value, words) for one, words in CRITERION_WORDS.items()]


class ReviewQuerySet(CaseItemQuerySet):
    """Rows of reviews, for the few who may see them (SCR-17)."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of cases of which `viewer` may see reviews."""
        cases = cases_open_to(viewer)
        if at_least is not None:
            cases = cases.visible_to(viewer, at_least)
        return self.filter(case__in=cases.values("pk"))


@tracked()
class SeriousOffence(CaseItem, Versioned):
    """One serious further offence that was charged, and how far its review has come. Each day is kept by itself."""

    kind = models.CharField(max_length=20, choices=CHARGES)
    charge = models.TextField(blank=True, help_text="The charge in full, as typed.")
    committed_on = models.DateField(help_text="Day of the offence: what makes a review mandatory looks at it.")
    charged_on = models.DateField(help_text="Day of the charge: what is due counts from it.")
    told_on = models.DateField(help_text="Day on which the Co-ordinator was made aware.")
    received_on = models.DateField(null=True, blank=True, help_text="Day on which MAPPA N reached the Board's Chair.")
    paper = models.ForeignKey(
        "papers.Paper", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="MAPPA N."
    )
    managed_for = models.ForeignKey(
        "offenders.Offence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The offence for whose sentence the person was managed on the day of this one.",
    )
    state = models.CharField(max_length=12, choices=STATES, default=State.TOLD.value)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.FULL, Beyond.OFFICE)
    objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-charged_on", "-id"]
        verbose_name = "serious further offence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(charged_on__gte=models.F("committed_on"), told_on__gte=models.F("charged_on")),
                name="serious_offence_days_in_order",
            ),
            models.UniqueConstraint(fields=["paper"], name="one_serious_offence_of_a_form"),
        ]
        indexes = [
            models.Index(fields=["case", "-charged_on", "-id"], name="serious_offence_of_case"),
            models.Index(
                fields=["charged_on", "id"],
                condition=models.Q(state__in=("told", "received", "under_way", "deferred")),
                name="serious_offence_running",
            ),
        ]

    def __str__(self) -> str:
        return f"serious further offence {self.pk}"


@tracked()
class ReviewDecision(Decision):
    """What the Chair of the Board decided on a review of one offence. A decision against one is kept as well."""

    offence = models.ForeignKey(SeriousOffence, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=14, choices=OUTCOMES)
    chair = models.CharField(max_length=200, help_text="Who decided, as Chair of the Board.")
    mandatory = models.BooleanField(help_text="Whether the facts of that day made a review mandatory.")
    why = models.TextField(help_text="From which facts that follows, in words.")

    needs: ClassVar[Needs] = Needs(Detail.FULL, Beyond.OFFICE)
    objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta(Decision.Meta):
        verbose_name = "decision on a review"
        verbose_name_plural = "decisions on reviews"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"decision on a review {self.pk}"


@tracked()
class ReviewAction(CaseItem):
    """One action of a review's Action Plan as it stands; what was said of it is kept as steps of the review."""

    offence = models.ForeignKey(SeriousOffence, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField(help_text="Within the review, from 1.")
    what = models.TextField(help_text="What is to be done.")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=200, help_text="Who answers for it, by name and post.")
    agreed_on = models.DateField(help_text="Date in Europe/London.")
    due_on = models.DateField(help_text="The day that the Board set. Date in Europe/London.")
    state = models.CharField(max_length=8, choices=ACTION_STATES, default=ActionState.OPEN.value)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.FULL, Beyond.OFFICE)
    objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = "action of a review"
        verbose_name_plural = "actions of reviews"
        constraints = [
            models.UniqueConstraint(fields=["offence", "number"], name="review_action_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("agreed_on")), name="review_action_due_after_it_was_agreed"
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.number} of a review"


@tracked()
class ReviewStep(CaseItem):
    """That a review took a step: on which day, by whom, what was said. Put right by a further row, never changed."""

    offence = models.ForeignKey(SeriousOffence, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=18, choices=STEPS)
    action = models.ForeignKey(
        ReviewAction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        help_text="What it is about.",
    )
    happened_on = models.DateField(help_text="Date in Europe/London.")
    review_on = models.DateField(null=True, blank=True, help_text="Day on which a deferral is looked at again.")
    team_told_on = models.DateField(
        null=True, blank=True, help_text="Day on which the National MAPPA Team was told that it is discontinued."
    )
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="The lead."
    )
    who = models.TextField(blank=True, help_text="Who it concerns, in words.")
    details = models.TextField(blank=True)
    yes = models.BooleanField(
        null=True, help_text="A Lay Adviser sat on the panel; the lead declared to be unconnected; agencies look too."
    )
    reason = models.TextField(blank=True, help_text="Why: of a deferral, an end, a step put right.")
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.FULL, Beyond.OFFICE)
    objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "step of a review"
        verbose_name_plural = "steps of reviews"
        indexes = [models.Index(fields=["offence", "kind"], name="review_step_of_offence")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(reason=""),
                name="review_step_corrected_with_a_reason",
            )
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.kind}: {self.offence_id}"


@tracked()
class CriticalEvent(CaseItem):
    """What happened to a case as a Critical Public Protection Case. Put right by a further row, never changed."""

    class Kind(models.TextChoices):
        AGREED = "agreed", "Referral agreed at a meeting"
        REFERRED = "referred", "Referred to the CPPC Team"
        REGISTERED = "registered", "Registered"
        NOT_REGISTERED = "not_registered", "Not registered"
        FUNDING = "funding", "Money asked for"
        LETTER = "letter", "Minister wrote to a Member of Parliament"
        ENDED = "ended", "Registration ended"

    kind = models.CharField(max_length=14, choices=Kind.choices)
    happened_on = models.DateField(help_text="Date in Europe/London.")
    criterion = models.CharField(max_length=10, choices=CRITERIA, blank=True, help_text="Of a referral.")
    national = models.BooleanField(null=True, help_text="Of a registration: whether it is co-ordinated nationally.")
    responder = models.CharField(max_length=200, blank=True, help_text="Of a letter: who answers questions, by post.")
    details = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False, help_text="Yes: the row that it supersedes did not happen.")
    reason = models.TextField(blank=True, help_text="What was put right, and why; empty for the first row.")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.FULL)

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
        verbose_name = "event of a critical case"
        verbose_name_plural = "events of critical cases"
        indexes = [models.Index(fields=["case", "-recorded_at"], name="critical_event_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True, withdrawn=False)
                | (models.Q(supersedes__isnull=False) & ~models.Q(reason="")),
                name="critical_event_put_right_with_a_reason",
            )
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.kind}: {self.case_id}"
