"""What happened to the record of a case on ViSOR, and who works on it.

The record itself is kept in ViSOR, and its reference with the person's identity. An event is never changed: it is taken
back by a further row. How the record stands is worked out from the events that stand.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.history import tracked
from offenders.access import Detail
from offenders.models.base import NEVER_CHANGED, CaseItem, Versioned
from offenders.rules.needs import Needs
from visor.rules.kinds import OWNER_WORDS, SPECS, Kind, Spec
from visor.rules.parts import ROLE_WORDS

KINDS = [(kind.value, spec.label) for kind, spec in SPECS.items()]
OWNERS = [(owner.value, words) for owner, words in OWNER_WORDS.items()]
ROLES = [(role.value, words) for role, words in ROLE_WORDS.items()]


@tracked()
class VisorEvent(CaseItem):
    """One dated event of a record: made, given to another owner, updated after a meeting, archived and so on."""

    kind = models.CharField(max_length=12, choices=KINDS)
    happened_on = models.DateField(help_text="Date in Europe/London.")
    owner = models.CharField(max_length=10, choices=OWNERS, blank=True, help_text="Of the making, or a new owner.")
    restricted = models.BooleanField(default=False, help_text="Of the making: with Restricted Access.")
    who = models.CharField(max_length=200, blank=True, help_text="Who did it, decided it, or is named: in words.")
    meeting = models.ForeignKey(
        "meetings.Meeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of an update: the meeting after whose minutes it was made.",
    )
    details = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False, help_text="Yes: the row that it supersedes did not happen.")
    reason = models.TextField(blank=True, help_text="Why it was taken back; empty for the first row.")
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.FULL)

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
        verbose_name = "event of a ViSOR record"
        verbose_name_plural = "events of ViSOR records"
        constraints = [
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, withdrawn=False)
                | (Q(supersedes__isnull=False, withdrawn=True) & ~Q(reason="")),
                name="visor_event_taken_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("made", "owner")) | ~Q(owner=""), name="visor_event_names_the_owner"
            ),
            models.CheckConstraint(
                condition=~Q(kind="updated") | Q(meeting__isnull=False), name="visor_update_names_the_meeting"
            ),
        ]
        indexes = [models.Index(fields=["case", "kind"], name="visor_event_of_case")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"event of a ViSOR record {self.pk}"

    @property
    def spec(self) -> Spec:
        """What its kind asks for."""
        return SPECS[Kind(self.kind)]


@tracked()
class VisorPart(CaseItem, Versioned):
    """That a person or post of an agency manages a record, or is a partner to it, from a day to a day."""

    role = models.CharField(max_length=8, choices=ROLES)
    holder = models.CharField("name or post", max_length=200)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(help_text="First day, Europe/London.")
    ends = models.DateField(null=True, blank=True, help_text="Last day; empty while it lasts.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.FULL)

    class Meta:
        ordering = ["-starts", "-recorded_at"]
        verbose_name = "part in a ViSOR record"
        verbose_name_plural = "parts in ViSOR records"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="visor_part_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["case", "role"], name="visor_part_of_case")]

    def __str__(self) -> str:
        return f"{self.role}: {self.case_id}"
