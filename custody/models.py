"""Events of custody, hospital and release, and the prison's reports: rows that are never changed.

A mistake is corrected by a further row, which may also say that the event did not happen. Where somebody is held, and
the release that is expected, is `offenders.CustodyPeriod`; a reception or release opens or closes it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from audit.history import tracked
from custody.rules.kinds import CONSULTED, SPECS, Kind, Spec
from offenders.models.base import NEVER_CHANGED, CaseItem
from ui.words import day

KINDS = [(kind.value, spec.label) for kind, spec in SPECS.items()]


@tracked()
class CustodyEvent(CaseItem):
    """One dated event: what, on which day, who said so and when it became known."""

    kind = models.CharField(max_length=24, choices=KINDS)
    day = models.DateField(help_text="The date that it is about, in Europe/London.")
    until = models.DateField(null=True, blank=True, help_text="Last day, where it lasts.")
    choice = models.CharField(max_length=20, blank=True, help_text="What the kind asks to choose from.")
    place = models.CharField(max_length=120, blank=True)
    source = models.CharField("who said so, or was told", max_length=200, blank=True)
    told_on = models.DateField(null=True, blank=True, help_text="When it became known; for an escape, to the police.")
    consulted = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    details = models.TextField(blank=True)
    release_before = models.DateField(
        null=True, blank=True, help_text="The release date that a confirmed one took the place of."
    )
    period_key = models.UUIDField(
        null=True, blank=True, help_text="The time in custody that it opened or closed; empty where it did neither."
    )
    withdrawn = models.BooleanField(default=False, help_text="Yes: what the corrected row says did not happen.")
    reason = models.TextField(blank=True, help_text="Why it was corrected; empty for the first row.")
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-day", "-recorded_at"]
        verbose_name = "event of custody"
        verbose_name_plural = "events of custody"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("day")),
                name="custody_event_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True, withdrawn=False)
                | (models.Q(supersedes__isnull=False) & ~models.Q(reason="")),
                name="custody_correction_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["case", "kind"], name="custody_event_of_case")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"event of custody {self.pk}"

    @property
    def spec(self) -> Spec:
        """What its kind asks for."""
        return SPECS[Kind(self.kind)]

    @property
    def choice_words(self) -> str:
        """What was chosen, in words."""
        return self.spec.choices.get(self.choice, "")

    @property
    def said(self) -> list[str]:
        """What else was asked, one line each: what was chosen, where, who said so, who was consulted."""
        told = day(self.told_on) if self.told_on else ""
        known = f"Police told on {told}" if self.spec.police else f"Known since {told}"
        consulted = ", ".join(CONSULTED[one].lower() for one in self.consulted)
        lines = (
            self.choice_words,
            self.place,
            f"{'Told: ' if self.spec.whom else 'Given by '}{self.source}" if self.source else "",
            known if told else "",
            f"Consulted: {consulted}" if consulted else "",
        )
        return [line for line in lines if line]


@tracked()
class PrisonReport(CaseItem):
    """The prison's report for a meeting (MAPPA F), with the fields of that form and no others.

    Intelligence and people at risk stay in their own rooms: the report only says whether there is something there.
    """

    meeting_on = models.DateField(help_text="Day of the meeting that it is for.")
    establishment = models.CharField(max_length=120)
    conduct = models.TextField("conduct in custody")
    work = models.TextField("programmes, education and work", blank=True)
    contact = models.TextField("contact with the outside", blank=True)
    psychology = models.TextField("involvement of psychology services", blank=True)
    relationship = models.CharField("relationship status", max_length=200, blank=True)
    domestic_abuse = models.BooleanField("concerns about domestic abuse")
    possible_victims = models.BooleanField("possible victims known")
    intelligence = models.BooleanField("assessed by the security department: there is intelligence")
    release_plan = models.TextField("plans for release", blank=True)
    prepared_by = models.CharField(max_length=200)
    countersigned_by = models.CharField(max_length=200)
    countersigned_on = models.DateField()
    reason = models.TextField(blank=True, help_text="Why it takes the place of an earlier one; empty for the first.")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-meeting_on", "-recorded_at"]
        verbose_name = "report of the prison"
        verbose_name_plural = "reports of the prison"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(reason=""),
                name="prison_report_again_with_a_reason",
            )
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"report of the prison {self.pk}"
