"""What victims ask for about licence conditions: as sensitive as the victims themselves."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import CaseItem, Versioned
from offenders.models.people import ProtectedPerson, ProtectedPersonQuerySet
from offenders.rules import representations as rules
from offenders.rules.needs import Beyond, Needs
from offenders.rules.sight import Detail
from sealed.fields import SealedTextField


@tracked()
class Representation(CaseItem, Versioned):
    """What a victim asks for, to whom it goes, and what came of it."""

    person = models.ForeignKey(ProtectedPerson, on_delete=models.PROTECT, related_name="representations")
    asked = SealedTextField("what they ask for")
    through = models.CharField("through whom", max_length=200)
    received_on = models.DateField()
    stage = models.CharField(max_length=10, choices=list(rules.STAGE_WORDS.items()))
    sentence = models.CharField(max_length=13, choices=list(rules.SENTENCE_WORDS.items()))
    maker = models.CharField("decision-maker", max_length=12, choices=list(rules.MAKER_WORDS.items()))
    statement = models.BooleanField("Victim Personal Statement", default=False)
    response = models.CharField(
        "what the practitioner did",
        max_length=12,
        choices=list(rules.RESPONSE_WORDS.items()),
        default=rules.Response.NOTHING.value,
    )
    response_text = SealedTextField("in the practitioner's words", blank=True)
    sent_on = models.DateField(null=True, blank=True)
    outcome = models.CharField("decision", max_length=4, choices=list(rules.OUTCOME_WORDS.items()), blank=True)
    decided_on = models.DateField(null=True, blank=True)
    outcome_text = SealedTextField("what was decided, and why", blank=True)
    told_on = models.DateField("victim told on", null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.SUMMARY, Beyond.VICTIMS)
    objects: ClassVar[Any] = ProtectedPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-recorded_at"]

    def __str__(self) -> str:
        return f"representation {self.pk}"

    @property
    def course(self) -> rules.Course:
        """What happened with it, as the rules read it."""
        return rules.Course(
            response=rules.Response(self.response),
            response_text=self.response_text,
            sent_on=self.sent_on,
            outcome=rules.Outcome(self.outcome) if self.outcome else None,
            decided_on=self.decided_on,
            outcome_text=self.outcome_text,
            told_on=self.told_on,
        )
