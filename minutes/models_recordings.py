"""That a meeting was recorded, with whose consent, and that the recording was deleted."""

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem


@tracked()
class Recording(CaseItem):
    """That a meeting was recorded, with everybody's consent at the start. It is deleted once minutes are approved."""

    meeting = models.OneToOneField("meetings.Meeting", on_delete=models.PROTECT, related_name="recording")
    consent = models.TextField(help_text="How the chair obtained consent at the start.")
    board_allows = models.CharField(max_length=200, help_text="The board's decision that allows recordings.")
    kept_where = models.CharField(max_length=200)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"recording of {self.meeting_id}"


@tracked()
class RecordingDeleted(CaseItem):
    """That the recording of a meeting was deleted."""

    recording = models.OneToOneField(Recording, on_delete=models.PROTECT, related_name="deletion")
    deleted_on = models.DateField(help_text="Date in Europe/London.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "deletion of a recording"
        verbose_name_plural = "deletions of recordings"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"deletion of {self.recording_id}"
