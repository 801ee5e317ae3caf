"""Assessments of children: what was plotted, what was judged, and the steps to the countersignature."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from assessments.rules.levels import Imminence, RoshLevel
from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem, Decision, Versioned
from youthjustice.rules.contacts import InterventionLevel
from youthjustice.rules.countersigning import SignState
from youthjustice.rules.matrix import Chance, Impact
from youthjustice.rules.reoffending import Likelihood

SETTINGS = [("community", "Community"), ("custody", "Custody")]
STATES = [(SignState.DRAFT.value, "Draft"), (SignState.SUBMITTED.value, "Submitted"),
          (SignState.RETURNED.value, "Returned"), (SignState.COUNTERSIGNED.value, "Countersigned")]  # fmt: skip
IMPACTS = [(impact.value, impact.label) for impact in Impact]
CHANCES = [(chance.value, chance.label) for chance in Chance]
IMMINENCES = [(imminence.value, imminence.label) for imminence in Imminence]
LEVELS = [(level.value, level.label) for level in RoshLevel]
LIKELIHOODS = [(band.value, band.label) for band in Likelihood]
INTERVENTIONS = [(level.value, level.label) for level in InterventionLevel]

COUNTERSIGNED_STAYS = pgtrigger.Protect(
    name="countersigned_stays",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state=SignState.COUNTERSIGNED.value),
)
"""The database refuses to change or delete an assessment that has been countersigned."""

PLOT_STAYS = pgtrigger.Trigger(
    name="plot_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("plotted", "RECORD")],
    func="""
        IF TG_OP = 'DELETE' THEN plotted := OLD; ELSE plotted := NEW; END IF;
        IF EXISTS (
            SELECT 1 FROM youthjustice_youthassessment AS assessment
            WHERE assessment.state = 'countersigned'
              AND (assessment.id = plotted.assessment_id
                   OR (TG_OP = 'UPDATE' AND assessment.id = OLD.assessment_id))
        ) THEN
            RAISE EXCEPTION 'a countersigned assessment cannot be changed';
        END IF;
        RETURN plotted;
    """,
)
"""The same for what is plotted in it."""


def _one_of(field: str, choices: list[tuple[str, str]], name: str, *, blank: bool = False) -> models.CheckConstraint:
    values = [value for value, _ in choices] + ([""] if blank else [])
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)


@tracked()
class YouthAssessment(CaseItem, Versioned):
    """One AssetPlus-style assessment of a child.

    The columns under "computed" repeat what the rules made of the others when they were last written, so that a
    countersigned assessment still shows what its readers saw. `state` repeats the last step.
    """

    class Stage(models.TextChoices):
        RESTORATIVE = "restorative", "Restorative justice"
        REFERRAL = "referral", "Referral"
        BAIL = "bail", "Bail and remand"
        REFERRAL_ORDER = "referral_order", "Referral order report"
        PRE_SENTENCE = "pre_sentence", "Pre-sentence report"
        CUSTODY = "custody", "Custody"
        LEAVING_CUSTODY = "leaving_custody", "Leaving custody"
        REVIEW = "review", "Review"
        TRANSFER = "transfer", "Transfer to another youth justice service"
        ADULT = "adult", "Transfer to adult services"

    class Source(models.TextChoices):
        PROSECUTION = "prosecution", "Crown Prosecution Service papers"
        SOCIAL_CARE = "social_care", "Children's social care"
        EDUCATION = "education", "Education"
        POLICE = "police", "Police records and intelligence"
        EARLIER = "earlier", "Earlier assessments and records of any agency"
        SPECIALIST = "specialist", "Specialist assessments"
        CHILD = "child", "The child's own assessment"
        SPEECH = "speech", "Speech and language assessment"
        HEALTH = "health", "Physical health assessment"
        GROUPS = "groups", "Screening for harmful groups and places"

    stage = models.CharField(max_length=20, choices=Stage.choices)
    started_on = models.DateField()
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(help_text="Why the assessment was started.")
    written_by = ArrayField(models.UUIDField(), default=list, help_text="Everybody who wrote a part of it.")
    state = models.CharField(max_length=15, choices=STATES, default=SignState.DRAFT.value)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    sources = ArrayField(models.CharField(max_length=15), default=list, blank=True)
    sources_note = models.TextField(blank=True, help_text="Dates and results of the checks made.")
    home_visit_on = models.DateField(null=True, blank=True)
    shared_on = models.DateField(null=True, blank=True)
    shared_with = models.TextField(blank=True)

    yogrs = models.PositiveSmallIntegerField("YOGRS percentage", null=True, blank=True)
    reoffending = models.CharField("likelihood of reoffending", max_length=10, choices=LIKELIHOODS, blank=True)
    reoffending_reason = models.TextField(blank=True)

    rosh = models.CharField("risk of serious harm", max_length=10, choices=LEVELS, blank=True)
    rosh_reason = models.TextField(blank=True)
    manager_discussion = models.TextField(blank=True)
    manager_informed = models.BooleanField(default=False)
    urgent_meeting = models.TextField(blank=True)
    manager_agrees_low = models.BooleanField(default=False)

    wellbeing_concerns = models.BooleanField(null=True)
    wellbeing = models.CharField("safety and well-being", max_length=10, choices=LEVELS, blank=True)
    wellbeing_reason = models.TextField(blank=True)
    child_protection_referral = models.TextField(blank=True)

    intervention_level = models.CharField(
        max_length=10, choices=INTERVENTIONS, blank=True, help_text="Empty: the level that the risks give."
    )
    intervention_reason = models.TextField(blank=True)
    intervention_for_wellbeing = models.BooleanField("raised for safety and well-being alone", default=False)
    order_starts_on = models.DateField(null=True, blank=True)

    # Computed
    yogrs_band = models.CharField(max_length=10, blank=True)
    rosh_suggested_low = models.CharField(max_length=10, choices=LEVELS, default=RoshLevel.LOW.value)
    rosh_suggested_high = models.CharField(max_length=10, choices=LEVELS, default=RoshLevel.LOW.value)
    intervention_suggested = models.CharField(max_length=10, choices=INTERVENTIONS, blank=True)
    contacts_first = models.PositiveSmallIntegerField(null=True, help_text="Contacts a month for three months.")
    contacts_remainder = models.PositiveSmallIntegerField(null=True, help_text="Contacts a month after that.")
    panel_consider = models.BooleanField(default=False, help_text="A High Risk Panel referral is to be considered.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "youth assessment"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~models.Q(state="countersigned"), name="one_open_youth_assessment"
            ),
            models.CheckConstraint(
                condition=models.Q(yogrs__isnull=True) | models.Q(yogrs__lte=100), name="yogrs_to_100"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="countersigned")
                | ~(models.Q(reoffending="") | models.Q(rosh="") | models.Q(wellbeing="")),
                name="countersigned_has_three_risks",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="countersigned", wellbeing="very_high", child_protection_referral=""),
                name="very_high_wellbeing_is_referred",
            ),
            _one_of("state", STATES, "youth_state_known"),
            _one_of("reoffending", LIKELIHOODS, "youth_reoffending_known", blank=True),
            _one_of("rosh", LEVELS, "youth_rosh_known", blank=True),
            _one_of("wellbeing", LEVELS, "youth_wellbeing_known", blank=True),
            _one_of("intervention_level", INTERVENTIONS, "youth_intervention_known", blank=True),
        ]
        triggers = [COUNTERSIGNED_STAYS]

    def __str__(self) -> str:
        return f"youth assessment {self.pk}"

    @property
    def is_open(self) -> bool:
        """Not yet countersigned."""
        return self.state != SignState.COUNTERSIGNED

    @property
    def can_be_written(self) -> bool:
        """A draft, or returned with instructions."""
        return self.state in (SignState.DRAFT, SignState.RETURNED)


@tracked()
class PlottedBehaviour(CaseItem):
    """A behaviour or offence of concern, plotted by impact and likelihood on the grid of one setting."""

    assessment = models.ForeignKey(YouthAssessment, on_delete=models.PROTECT, related_name="behaviours")
    setting = models.CharField(max_length=10, choices=SETTINGS)
    description = models.CharField(max_length=200)
    impact = models.CharField(max_length=10, choices=IMPACTS)
    likelihood = models.CharField(max_length=15, choices=CHANCES)
    imminence = models.CharField(max_length=15, choices=IMMINENCES, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            _one_of("setting", SETTINGS, "behaviour_setting_known"),
            _one_of("impact", IMPACTS, "behaviour_impact_known"),
            _one_of("likelihood", CHANCES, "behaviour_likelihood_known"),
            _one_of("imminence", IMMINENCES, "behaviour_imminence_known", blank=True),
        ]
        triggers = [PLOT_STAYS]

    def __str__(self) -> str:
        return f"behaviour {self.pk}"


@tracked()
class AdverseOutcome(CaseItem):
    """Something bad feared for the child. `concern` is the assessor's own rating: the printed grid rates no cell."""

    assessment = models.ForeignKey(YouthAssessment, on_delete=models.PROTECT, related_name="outcomes")
    setting = models.CharField(max_length=10, choices=SETTINGS)
    name = models.CharField(max_length=200)
    impact = models.CharField(max_length=10, choices=IMPACTS)
    likelihood = models.CharField(max_length=15, choices=CHANCES)
    imminence = models.CharField(max_length=15, choices=IMMINENCES)
    concern = models.CharField(max_length=10, choices=LEVELS, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            _one_of("setting", SETTINGS, "outcome_setting_known"),
            _one_of("impact", IMPACTS, "outcome_impact_known"),
            _one_of("likelihood", CHANCES, "outcome_likelihood_known"),
            _one_of("imminence", IMMINENCES, "outcome_imminence_known"),
            _one_of("concern", LEVELS, "outcome_concern_known", blank=True),
        ]
        triggers = [PLOT_STAYS]

    def __str__(self) -> str:
        return f"adverse outcome {self.pk}"


@tracked()
class AssessmentStep(CaseItem):
    """A step of an assessment on its way to the countersignature: who took it, in what role, when, in what words."""

    assessment = models.ForeignKey(YouthAssessment, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=15, choices=STATES)
    taken_on = models.DateField(help_text="Date in Europe/London.")
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    words = models.TextField(blank=True, help_text="Instructions on a return; otherwise a comment.")
    rules = models.JSONField(default=list, help_text="Rules that had something to say, warnings gone past included.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=models.Q(state="countersigned"), name="countersigned_once"
            ),
            models.CheckConstraint(condition=~models.Q(state="returned", words=""), name="returned_with_instructions"),
            _one_of("state", STATES, "step_state_known"),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.state} {self.taken_on}"


@tracked()
class PanelDecision(Decision):
    """A manager's decision to refer a child to the High Risk Panel, or not to."""

    assessment = models.ForeignKey(YouthAssessment, on_delete=models.PROTECT, related_name="panel_decisions")
    referred = models.BooleanField()
    words = models.TextField(help_text="What the flag said at the time.")

    class Meta(Decision.Meta):
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"panel decision {self.pk}"


@tracked()
class YouthTransition(Decision):
    """What was decided on passing to adult services. `decided_on` is the day on which it was considered."""

    class Outcome(models.TextChoices):
        TRANSFER = "transfer", "The case passes to adult services"
        STAYS = "stays", "The case stays with the youth justice service for now"

    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    planned_on = models.DateField(null=True, blank=True, help_text="For when a transfer is planned, Europe/London.")
    stays_until = models.DateField(
        null=True, blank=True, help_text="Until when the case stays, and by when it is decided anew, Europe/London."
    )

    class Meta(Decision.Meta):
        verbose_name = "decision on passing to adult services"
        verbose_name_plural = "decisions on passing to adult services"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"passing to adult services {self.pk}"
