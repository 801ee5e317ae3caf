"""Referrals to Level 2 or 3 and to Category 3 (MAPPA A): the form while it is written, what was submitted, what became
of it.

Answers are written section by section. What is submitted is a version that never changes; a correction is a further
one. What is said about victims is kept apart, for those who may see victims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem, Decision, Versioned
from offenders.models.case import Case
from offenders.models.people import ProtectedPersonQuerySet
from offenders.rules.needs import Beyond, Needs
from offenders.rules.sight import Detail
from referrals.rules.steps import OUTCOME_WORDS, PURPOSE_WORDS, STATE_WORDS, State

if TYPE_CHECKING:
    from offenders.access import Viewer


class AboutVictimsQuerySet(ProtectedPersonQuerySet):
    """What referrals say about victims: for who may see victims (ACC-27) and sees the case in full."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of cases that `viewer` sees in full and whose victim items they may see."""
        cases = Case.objects.visible_to(viewer, at_least or Detail.FULL)
        return super().visible_to(viewer).filter(case__in=cases.values("pk"))


PURPOSES = [(purpose.value, words) for purpose, words in PURPOSE_WORDS.items()]
STATES = [(state.value, words) for state, words in STATE_WORDS.items()]
OUTCOMES = [(outcome.value, words) for outcome, words in OUTCOME_WORDS.items()]


@tracked()
class Referral(CaseItem, Versioned):
    """One referral by one agency, and how far it has come."""

    purpose = models.CharField(max_length=12, choices=PURPOSES)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    by_lead_agency = models.BooleanField(help_text="Whether the agency led the case when it began the referral.")
    referred_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT.value)
    urgent = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    received_on = models.DateField(null=True, blank=True, help_text="Day on which the first version was received.")
    decide_from = models.DateField(null=True, blank=True, help_text="Day 0 of the time in which it is decided.")

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("draft", "withdrawn")) | models.Q(received_on__isnull=False),
                name="referral_past_draft_was_received",
            ),
            models.CheckConstraint(
                condition=models.Q(received_on__isnull=True, decide_from__isnull=True)
                | models.Q(decide_from__gte=models.F("received_on")),
                name="referral_decided_from_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-started_at", "-id"], name="referral_of_case"),
            models.Index(
                fields=["decide_from", "id"],
                condition=models.Q(state__in=("submitted", "disputed")),
                name="referral_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class _Answers(CaseItem, Versioned):
    """What was typed in one part of the form. One row for each part, so that two people in two parts do not meet."""

    answers = models.JSONField(default=dict, help_text="Key of the question -> text.")
    edited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        abstract = True


@tracked()
class ReferralSection(_Answers):
    """The answers of one section, victims aside."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sections")
    section = models.CharField(max_length=15)

    class Meta:
        ordering = ["section"]
        verbose_name = "section of the referral"
        verbose_name_plural = "sections of referrals"
        constraints = [models.UniqueConstraint(fields=["referral", "section"], name="referral_section_once")]

    def __str__(self) -> str:
        return f"{self.section} of {self.referral_id}"


@tracked()
class ReferralVictims(_Answers):
    """The answers about victims. Seen by those who may see victims, nobody else."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="victims")

    needs: ClassVar[Needs] = Needs(Detail.FULL, Beyond.VICTIMS)
    objects: ClassVar[Any] = AboutVictimsQuerySet.as_manager()

    class Meta:
        verbose_name = "section of the referral"
        verbose_name_plural = "sections about victims"

    def __str__(self) -> str:
        return f"victims of {self.referral_id}"


@tracked()
class ReferralVersion(CaseItem):
    """What was submitted: the whole form as it stood, with its hash. Never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="Sections in order: title, and each question with its answer.")
    sha256 = models.CharField(max_length=64, help_text="Of this content and of what was said about victims.")
    reason = models.TextField(blank=True, help_text="What was corrected and why; empty for the first version.")
    rules = models.JSONField(default=list, help_text="Ids of the rules that warned and were acknowledged.")
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    submitted_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    submitted_on = models.DateField(help_text="Date in Europe/London; the Unit has it on the same day.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="referral_version_once"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""), name="referral_correction_has_reason"
            ),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"version {self.number} of {self.referral_id}"


@tracked()
class SubmittedVictims(CaseItem):
    """What a submitted version says about victims. Never changed; seen by those who may see victims, nobody else."""

    version = models.OneToOneField(ReferralVersion, on_delete=models.PROTECT, related_name="victims")
    content = models.JSONField(help_text="Each question with its answer.")

    needs: ClassVar[Needs] = Needs(Detail.FULL, Beyond.VICTIMS)
    objects: ClassVar[Any] = AboutVictimsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "submitted victims"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"victims of {self.version_id}"


@tracked()
class ReferralDecision(Decision):
    """The Co-ordinator's decision on a referral: accepted with level and meeting date, or refused with reasons.

    A later row about the same referral replaces the one before it, after a dispute.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    level = models.PositiveSmallIntegerField(null=True)
    meeting_on = models.DateField(null=True, help_text="Date of the meeting, as told to whoever referred.")
    level_decision = models.ForeignKey("levels.LevelDecision", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Decision.Meta):
        verbose_name = "decision on a referral"
        verbose_name_plural = "decisions on referrals"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="refused", level__isnull=True, meeting_on__isnull=True)
                | models.Q(outcome="accepted", level__in=(2, 3), meeting_on__isnull=False),
                name="accepted_referral_has_level_and_meeting",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="referral_decision_has_reason"),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.referral_id}"


@tracked()
class ReferralDispute(CaseItem):
    """A step of a dispute about a decision: that it was raised, and what came of it. Never changed."""

    class Step(models.TextChoices):
        RAISED = "raised", "Dispute raised"
        STANDS = "stands", "The decision stands"
        ANEW = "anew", "To be decided anew"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="disputes")
    decision = models.ForeignKey(ReferralDecision, on_delete=models.PROTECT, related_name="disputes")
    step = models.CharField(max_length=10, choices=Step.choices)
    happened_on = models.DateField()
    manager = models.CharField(max_length=200, help_text="The senior manager it went to, or who settled it: in words.")
    reason = models.TextField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "step of a dispute"
        verbose_name_plural = "steps of disputes"
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="dispute_has_reason")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.step}: {self.referral_id}"


from referrals.models_sent import SentCorrection, SentReferral  # noqa: E402, F401 - it reads the models above; here Django finds it
