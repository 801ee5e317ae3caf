"""Set forms (MAPPA H, I, J, N, P, S): each as drawn up, sent and received. Rows that are never changed.

A form that goes on applying is one `Paper` with versions; what a sent version was filled in from is kept, so that a
later change of it is seen.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem, Versioned
from offenders.rules.needs import Needs
from offenders.rules.sight import Detail
from papers.rules.forms import SPECS, spec_of
from papers.rules.shape import Spec

FORMS = [(form.value, f"{spec.name}: {spec.title}") for form, spec in SPECS.items()]
RECIPIENTS = list({one.key: one.words for spec in SPECS.values() for one in spec.recipients}.items())


@tracked()
class Paper(CaseItem, Versioned):
    """One form on a case, from the day it was drawn up until it applies no longer."""

    form = models.CharField(max_length=4, choices=FORMS)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    counts_from = models.DateField(null=True, blank=True, help_text="Day of the charge, for MAPPA N.")
    changed_on = models.DateField(
        null=True,
        blank=True,
        help_text="Day on which a change since the last sending was seen.",
    )
    closed_on = models.DateField(null=True, blank=True, help_text="Day from which it applies no longer.")
    closed_reason = models.TextField(blank=True)

    needs: ClassVar[Needs] = Needs(Detail.FULL)

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = "form"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | ~models.Q(closed_reason=""),
                name="paper_closed_with_a_reason",
            )
        ]
        indexes = [models.Index(fields=["case", "-started_at", "-id"], name="paper_of_case")]

    def __str__(self) -> str:
        return f"{self.form} {self.pk}"

    @property
    def spec(self) -> Spec:
        """Its fields, sender and recipients."""
        found = spec_of(self.form)
        if found is None:
            raise LookupError(f"no such form: {self.form}")
        return found


@tracked()
class PaperVersion(CaseItem):
    """What was drawn up, with its hash. What may be sent is `content`; the answers are all that was asked."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField(help_text="Key of a field -> answer, also of those that are not printed.")
    content = models.JSONField(help_text="Label and answer of each printed field, in order.")
    facts = models.JSONField(help_text="What the case gave on that day for what is filled in or watched.")
    sha256 = models.CharField(max_length=64, help_text="Of the content.")
    reason = models.TextField(blank=True, help_text="What has changed; empty for the first version.")
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    drawn_up_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drawn_up_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    drawn_up_on = models.DateField(help_text="Date in Europe/London.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-number"]
        verbose_name = "version of a form"
        verbose_name_plural = "versions of forms"
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""), name="further_paper_version_has_reason"
            ),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"version {self.number} of {self.paper_id}"


@tracked()
class PaperSending(CaseItem):
    """That a version was sent: to whom, by which way, on which day, by whom (Data Protection Act 2018 s.62)."""

    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="sendings")
    to = models.CharField(max_length=12, choices=RECIPIENTS)
    recipient = models.CharField(max_length=200, help_text="Name or office, and organisation.")
    address = models.CharField(max_length=254, help_text="Secure mailbox, or how else it went.")
    sent_on = models.DateField(help_text="Date in Europe/London.")
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-sent_on", "-recorded_at"]
        verbose_name = "sending of a form"
        verbose_name_plural = "sendings of forms"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"sending {self.pk}"


@tracked()
class PaperReceipt(CaseItem):
    """That whoever it was sent to confirmed it, and what they said."""

    sending = models.OneToOneField(PaperSending, on_delete=models.PROTECT, related_name="receipt")
    received_on = models.DateField(help_text="Date in Europe/London.")
    confirmed_by = models.CharField(max_length=200)
    said = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-received_on"]
        verbose_name = "receipt of a form"
        verbose_name_plural = "receipts of forms"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"receipt of {self.sending_id}"


@tracked()
class RestrictionsWeighed(CaseItem):
    """That some of what restricts a person makes no work or training unsuitable, so that no MAPPA J is sent for it."""

    keys = models.JSONField(help_text="Which orders and conditions, as `papers.rules.restrictions` names them.")
    restrictions = models.JSONField(help_text="The same in words, as they were shown.")
    reason = models.TextField()
    decided_on = models.DateField(help_text="Date in Europe/London.")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-decided_on", "-recorded_at"]
        verbose_name = "restrictions that limit no work"
        verbose_name_plural = "restrictions that limit no work"
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="weighed_restrictions_say_why")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"restrictions weighed {self.pk}"
