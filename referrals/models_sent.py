"""Referrals by agencies that do not see the case, until the Co-ordinator takes them on to one or refuses them."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from audit.models import AuditedQuerySet
from offenders.access import Detail, Viewer
from offenders.models.base import NEVER_CHANGED, Versioned
from offenders.rules.needs import Beyond, Needs
from referrals.access import visible
from referrals.models import Referral
from referrals.rules.sending import OUTCOME_WORDS, Outcome
from referrals.rules.steps import PURPOSE_WORDS

PURPOSES = [(one.value, words) for one, words in PURPOSE_WORDS.items()]
OUTCOMES = [(one.value, words) for one, words in OUTCOME_WORDS.items()]


class SentReferralQuerySet(AuditedQuerySet):
    """Referrals that were sent in, for the Unit (REF-20)."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Those that `viewer` sees as the Unit does."""
        return self.filter(visible(viewer))


@tracked()
class SentReferral(Versioned):
    """One referral as its sender last wrote it, and what became of it. What was written before a correction is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=PURPOSES)
    answers = models.JSONField(help_text="Section -> key of the question -> text.")
    urgent = models.BooleanField(default=False)
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    received_on = models.DateField(help_text="Day on which the Unit had it, Europe/London.")
    due_on = models.DateField(help_text="Last day for the decision, Europe/London.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    outcome = models.CharField(max_length=10, choices=OUTCOMES, default=Outcome.WAITING.value)
    reason = models.TextField(blank=True, help_text="Why it was not taken on: told to who sent it.")
    decided_on = models.DateField(null=True, help_text="Date in Europe/London.")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_as = models.CharField(max_length=200, blank=True, help_text="Role and agency at the time.")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, null=True, related_name="sent")

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects: ClassVar[Any] = SentReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        verbose_name = "referral sent in"
        verbose_name_plural = "referrals sent in"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting", referral__isnull=True, decided_on__isnull=True)
                | Q(outcome="taken", referral__isnull=False, decided_on__isnull=False)
                | (Q(outcome="refused", referral__isnull=True, decided_on__isnull=False) & ~Q(reason="")),
                name="sent_referral_outcome",
            )
        ]
        indexes = [
            models.Index(fields=["area", "received_on", "id"], condition=Q(outcome="waiting"), name="sent_waiting"),
            models.Index(fields=["sent_by", "-received_on", "-id"], name="sent_by_sender"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the sender quotes. It says nothing of a case."""
        return f"RF-{str(self.pk)[:8].upper()}"

    @property
    def name(self) -> str:
        """Whom it is about, as the sender wrote."""
        person = self.answers.get("person", {})
        return f"{person.get('given_names', '')} {person.get('family_name', '')}".strip()


class OfSentReferralQuerySet(AuditedQuerySet):
    """What belongs to a referral that was sent in, as far as that is seen."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of referrals that `viewer` sees as the Unit does."""
        return self.filter(sent__in=SentReferral.objects.visible_to(viewer).values("pk"))


@tracked()
class SentCorrection(models.Model):
    """That the sender corrected a referral: what it said before, and why it was wrong. Never changed (REF-26)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sent = models.ForeignKey(SentReferral, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField(help_text="Counted within the referral.")
    before = models.JSONField(help_text="Section -> key of the question -> text, as it was until then.")
    reason = models.TextField(help_text="What is corrected, and why.")
    corrected_as = models.CharField(max_length=200, help_text="Role and agency of the sender at the time.")
    corrected_on = models.DateField(help_text="Date in Europe/London.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects: ClassVar[Any] = OfSentReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "correction of a referral sent in"
        verbose_name_plural = "corrections of referrals sent in"
        triggers = [NEVER_CHANGED]
        constraints = [models.UniqueConstraint(fields=["sent", "number"], name="sent_correction_number_once")]

    def __str__(self) -> str:
        return f"correction {self.number} of {self.sent_id}"
