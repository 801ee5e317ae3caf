"""Minutes and executive summaries of meetings: what was drafted, what the chair approved, what was issued."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from audit.history import tracked
from meetings.models import MeetingPartQuerySet, MinutesQuerySet
from meetings.rules.minutes import MinutesState
from offenders.access import Detail
from offenders.models.base import NEVER_CHANGED, CaseItem, Versioned
from offenders.rules.needs import Beyond, Needs


@tracked()
class Minutes(CaseItem):
    """One version of a meeting's minutes: the whole content as it stood, with its hash."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True, help_text="What was amended and why; empty for a draft.")
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "minutes"
        triggers = [NEVER_CHANGED]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number_once")]

    def __str__(self) -> str:
        return f"minutes {self.number} of {self.meeting_id}"


@tracked()
class MinutesApproval(CaseItem):
    """That the chair approved, amended or confirmed the minutes: the rows that make up their state."""

    STATES = [
        (MinutesState.APPROVED.value, "Approved"),
        (MinutesState.AMENDED.value, "Amended after approval"),
        (MinutesState.CONFIRMED.value, "Confirmed at the next meeting"),
    ]

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="approvals")
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="approvals")
    state = models.CharField(max_length=10, choices=STATES)
    approved_on = models.DateField()
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_as = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        triggers = [NEVER_CHANGED]
        constraints = [models.UniqueConstraint(fields=["minutes", "state"], name="minutes_state_once")]

    def __str__(self) -> str:
        return f"{self.state} {self.minutes_id}"


@tracked()
class SummaryDraft(CaseItem, Versioned):
    """The executive summary while it is written; one per meeting."""

    meeting = models.OneToOneField("meetings.Meeting", on_delete=models.PROTECT, related_name="summary_draft")
    values = models.JSONField(default=dict, help_text="Field key -> text.")
    nothing = models.JSONField(default=list, help_text="Keys of fields with nothing to record.")
    edited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["meeting"]

    def __str__(self) -> str:
        return f"summary draft of {self.meeting_id}"


@tracked()
class ExecutiveSummary(CaseItem):
    """An executive summary as the chair issued it. A later version of the same meeting takes its place."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="summaries")
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(help_text="Counted within the meeting.")
    reference = models.CharField(max_length=30, unique=True)
    content = models.JSONField(help_text="Everything that is printed.")
    recipient = models.CharField(max_length=200)
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    issued_as = models.CharField(max_length=200)
    issued_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    rules = models.JSONField(default=list, help_text="Rule ids that were applied.")

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        verbose_name_plural = "executive summaries"
        triggers = [NEVER_CHANGED]
        constraints = [models.UniqueConstraint(fields=["meeting", "version"], name="summary_version_once")]

    def __str__(self) -> str:
        return self.reference


@tracked()
class SummaryFile(CaseItem):
    """The PDF of a summary, apart so that lists do not load it. Made once, never made again."""

    summary = models.OneToOneField(ExecutiveSummary, on_delete=models.PROTECT, related_name="file")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"file of {self.summary_id}"
