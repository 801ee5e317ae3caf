"""Disclosure considered, decided, made and followed up: immutable rows from which the state is read."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from audit.history import tracked
from disclosure.rules import codes
from disclosure.rules.decision import RecipientKind
from offenders.models.base import NEVER_CHANGED, CaseItem, Decision

RECIPIENT_KINDS = [
    (RecipientKind.ADULT.value, "An adult"),
    (RecipientKind.CHILD.value, "A child"),
    (RecipientKind.ADULT_AT_RISK.value, "An adult at risk"),
    (RecipientKind.ORGANISATION.value, "An organisation"),
]
NO_REPRESENTATIONS = [(code.value, label) for code, label in codes.NO_REPRESENTATIONS_LABELS.items()]
LEGAL_BASES = [(code.value, label) for code, label in codes.LEGAL_BASIS_LABELS.items()]
SCHEDULE_8 = [(code.value, label) for code, label in codes.SCHEDULE_8_LABELS.items()]


@tracked()
class DisclosureDecision(Decision):
    """That telling somebody was considered, what was decided, and why. Each question of disclosure is a `thread`.

    A later row of the same thread replaces the one before it; other threads of the case stand beside it.
    """

    class Context(models.TextChoices):
        LEVEL_1_REVIEW = "level_1_review", "Level 1 review"
        MEETING = "meeting", "MAPPA meeting"
        STANDALONE = "standalone", "On its own"

    thread = models.UUIDField(default=uuid4)
    context = models.CharField(max_length=15, choices=Context.choices)
    meeting_id = models.UUIDField(null=True, help_text="The meeting that decided, if one did.")
    disclose = models.BooleanField()
    complete = models.BooleanField(default=True, help_text="No: agreed to disclose, the details are still to come.")
    purpose = models.TextField()
    prompts = ArrayField(models.CharField(max_length=30), default=list, help_text="What prompted the question.")
    necessity = models.TextField(blank=True)
    proportionality = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    risks = models.TextField(blank=True, help_text="What telling could do to anybody, the person included.")
    principles = ArrayField(models.CharField(max_length=30), default=list)
    legal_basis = models.CharField(max_length=20, choices=LEGAL_BASES, blank=True)
    schedule_8 = models.CharField(max_length=30, choices=SCHEDULE_8, blank=True)
    details = models.TextField(blank=True, help_text="What exactly is to be told.")
    identifies_victim = models.BooleanField(default=False)
    identifies_victim_reason = models.TextField(blank=True)
    recipient = models.CharField(max_length=200, blank=True)
    recipient_role = models.CharField(max_length=200, blank=True)
    recipient_kind = models.CharField(max_length=15, choices=RECIPIENT_KINDS, blank=True)
    representations_sought = models.BooleanField(null=True)
    no_representations = models.CharField(max_length=40, choices=NO_REPRESENTATIONS, blank=True)
    representations = models.TextField(blank=True, help_text="What the person said, or further reasons not to ask.")
    discloser_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    discloser = models.CharField(max_length=200, blank=True)
    planned_on = models.DateField(null=True)
    contingency = models.TextField(blank=True)
    consulted_yot = models.BooleanField(default=False)
    consulted_childrens_services = models.BooleanField(default=False)
    consulted_adult_social_care = models.BooleanField(default=False)
    urgent_reason = models.TextField(blank=True)
    child_sex_offender = models.BooleanField(default=False)
    presumption_reason = models.TextField(blank=True)
    dissent = models.TextField(blank=True)

    class Meta(Decision.Meta):
        verbose_name = "disclosure decision"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(context="meeting", meeting_id__isnull=False)
                | (~models.Q(context="meeting") & models.Q(meeting_id__isnull=True)),
                name="disclosure_at_a_meeting_names_it",
            ),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="disclosure_has_purpose"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="disclosure_has_reasons"),
            models.CheckConstraint(
                condition=models.Q(disclose=True) | models.Q(complete=True), name="no_needs_no_completion"
            ),
            models.CheckConstraint(
                condition=models.Q(disclose=False)
                | models.Q(complete=False)
                | (
                    ~models.Q(recipient="")
                    & ~models.Q(details="")
                    & ~models.Q(discloser="")
                    & models.Q(planned_on__isnull=False, discloser_agency__isnull=False)
                ),
                name="disclosure_says_who_tells_whom_what",
            ),
            models.CheckConstraint(
                condition=~models.Q(representations_sought=False) | ~models.Q(no_representations=""),
                name="no_representations_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["case", "thread"], name="disclosure_thread")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"disclosure decision {self.pk}"


@tracked()
class DisclosureMade(CaseItem):
    """That somebody was told: when, by whom, exactly what, and what the recipient agreed to."""

    decision = models.OneToOneField(DisclosureDecision, on_delete=models.PROTECT, related_name="made")
    made_on = models.DateField()
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=200)
    details = models.TextField()
    recipient_agreed = models.BooleanField(help_text="Agreed to keep it to themselves and how to use it.")
    agreement = models.TextField(blank=True)
    offender_knows = models.BooleanField()
    recipient_told_so = models.BooleanField(help_text="Told that the person does not know.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_on", "-recorded_at"]
        verbose_name = "disclosure made"
        verbose_name_plural = "disclosures made"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offender_knows=True) | models.Q(recipient_told_so=True),
                name="recipient_knows_that_offender_does_not",
            )
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"disclosure made {self.pk}"


@tracked()
class DisclosureFollowUp(CaseItem):
    """What came of it afterwards: how the recipient uses it, or whether the person told others as agreed."""

    decision = models.ForeignKey(DisclosureDecision, on_delete=models.PROTECT, related_name="follow_ups")
    followed_up_on = models.DateField()
    found = models.TextField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-followed_up_on", "-recorded_at"]
        verbose_name = "follow-up of a disclosure"
        verbose_name_plural = "follow-ups of disclosures"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"
