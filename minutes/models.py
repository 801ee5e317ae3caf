"""What leaves a meeting: reviewed leaks, the draft's circulation, copies with their recipients, recordings.

Every row here is a statement of a day and never changes; what stands today is read from the last ones.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from meetings.models import MeetingPartQuerySet
from minutes.rules.circulation import EXEMPTION_WORDS
from minutes.rules.distribution import FORM_WORDS, REPLIES, STEP_WORDS, Form
from minutes.rules.leaks import KIND_WORDS
from minutes.rules.notes import NOTE_WORDS, Note
from offenders.access import Detail
from offenders.models.base import NEVER_CHANGED, CaseItem
from offenders.rules.needs import Beyond, Needs

KINDS = [(kind.value, words) for kind, words in KIND_WORDS.items()]
EXEMPTIONS = [(key.value, words) for key, words in EXEMPTION_WORDS.items()]
FORMS = [(form.value, words) for form, words in FORM_WORDS.items()]
STEPS = [(step.value, words) for step, words in STEP_WORDS.items()]
NOTES = [(kind.value, words) for kind, words in NOTE_WORDS.items()]


@tracked()
class LeakOverride(CaseItem):
    """That somebody who did not write the summary let one hit of the leak check stand, in exactly this text."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="leak_overrides")
    field = models.CharField(max_length=40, help_text="Key of the summary's field.")
    key = models.CharField(max_length=64, help_text="SHA-256 of field, its whole text, place and words of the hit.")
    kind = models.CharField(max_length=15, choices=KINDS)
    found = models.CharField(max_length=400, help_text="The words that were hit.")
    reason = models.TextField()
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reviewed_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "hit of the leak check let stand"
        verbose_name_plural = "hits of the leak check let stand"
        triggers = [NEVER_CHANGED]
        constraints = [models.UniqueConstraint(fields=["meeting", "key"], name="leak_override_once")]

    def __str__(self) -> str:
        return f"leak override {self.pk}"


@tracked()
class Circulation(CaseItem):
    """A draft summary as it was sent to the contributors, and by which day they are asked to answer."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="circulations")
    number = models.PositiveSmallIntegerField(help_text="Counted within the meeting.")
    content = models.JSONField(help_text="The wording as circulated: values and nothing.")
    comments_by = models.DateField(help_text="Last day for comments, Europe/London.")
    asked = models.JSONField(help_text="Who is asked: post and organisation of each.")
    circulated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    circulated_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    circulated_on = models.DateField(help_text="Date in Europe/London.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "circulation of a draft summary"
        verbose_name_plural = "circulations of draft summaries"
        triggers = [NEVER_CHANGED]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="circulation_number_once")]

    def __str__(self) -> str:
        return f"circulation {self.pk}"


@tracked()
class SummaryComment(CaseItem):
    """What a contributor says of the draft, with the exemption they ask for. It advises; it never stops the chair."""

    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="comments")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    exemption = models.CharField(max_length=20, choices=EXEMPTIONS, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["recorded_at"]
        verbose_name = "comment on a draft summary"
        verbose_name_plural = "comments on draft summaries"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"comment {self.pk}"


@tracked()
class CommentAnswer(CaseItem):
    """The chair's decision on a comment: followed or not, and why."""

    comment = models.OneToOneField(SummaryComment, on_delete=models.PROTECT, related_name="answer")
    followed = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["recorded_at"]
        verbose_name = "decision on a comment"
        verbose_name_plural = "decisions on comments"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"answer to {self.comment_id}"


@tracked()
class SummaryCopy(CaseItem):
    """One recipient's own copy of an issued summary. A corrected summary gives each earlier recipient a new one."""

    summary = models.ForeignKey("meetings.ExecutiveSummary", on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField(help_text="Counted within the summary's version.")
    recipient = models.CharField(max_length=200)
    purpose = models.TextField(help_text="Why they receive it.")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", help_text="Their copy before this one."
    )
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    made_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-made_at", "number"]
        verbose_name = "copy of a summary"
        verbose_name_plural = "copies of summaries"
        triggers = [NEVER_CHANGED]
        constraints = [
            models.UniqueConstraint(fields=["summary", "number"], name="summary_copy_number_once"),
            models.UniqueConstraint(fields=["summary", "recipient"], name="summary_copy_recipient_once"),
        ]

    def __str__(self) -> str:
        return f"copy {self.number} of {self.summary_id}"


@tracked()
class SummaryCopyFile(CaseItem):
    """The PDF of a copy, with the recipient's mark. Made once, never made again."""

    copy = models.OneToOneField(SummaryCopy, on_delete=models.PROTECT, related_name="file")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["made_at"]
        verbose_name = "file of a copy"
        verbose_name_plural = "files of copies"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"file of {self.copy_id}"


@tracked()
class SummaryCopySent(CaseItem):
    """That a copy was sent: on which day, by which way, by whom."""

    copy = models.OneToOneField(SummaryCopy, on_delete=models.PROTECT, related_name="sending")
    sent_on = models.DateField(help_text="Date in Europe/London.")
    way = models.CharField(max_length=200, help_text="For example the secure e-mail address's kind; no secret.")
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "sending of a copy"
        verbose_name_plural = "sendings of copies"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"sending of {self.copy_id}"


@tracked()
class LeftOut(CaseItem):
    """The chair's decision that somebody who was invited does not receive the minutes, until it is taken back."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="left_out")
    invitation = models.ForeignKey("meetings.Invitation", on_delete=models.PROTECT, related_name="left_out")
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    decided_on = models.DateField(help_text="Date in Europe/London.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "decision not to send minutes"
        verbose_name_plural = "decisions not to send minutes"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"left out {self.invitation_id}"


@tracked()
class MinutesCopy(CaseItem):
    """One recipient's own copy of a version of the minutes, or of its action points; on paper, a numbered one."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="minutes_copies")
    minutes = models.ForeignKey("meetings.Minutes", on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField(help_text="Counted within the meeting.")
    form = models.CharField(max_length=15, choices=FORMS)
    invitation = models.ForeignKey(
        "meetings.Invitation", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: not invited."
    )
    recipient = models.CharField(max_length=400, help_text="Post, organisation and name at the time.")
    reason = models.TextField(blank=True, help_text="Why on paper, or why to somebody who was not invited.")
    actions = models.JSONField(default=list, help_text="Places of the actions that action points show; else empty.")
    left_out = models.JSONField(default=list, help_text="The law for each item left out of a reply (ENQ-30).")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    made_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-number"]
        verbose_name = "copy of minutes"
        verbose_name_plural = "copies of minutes"
        triggers = [NEVER_CHANGED]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_copy_number_once"),
            models.UniqueConstraint(
                fields=["minutes", "invitation"], condition=~Q(form=Form.PAPER.value), name="minutes_copy_once"
            ),
            models.CheckConstraint(condition=Q(invitation__isnull=False) | ~Q(reason=""), name="copy_has_reason"),
        ]

    def __str__(self) -> str:
        return f"copy {self.number} of the minutes of {self.meeting_id}"

    @property
    def answers_a_request(self) -> bool:
        """Whether it was drawn with the reply to a request (ENQ-30)."""
        return self.form in REPLIES

    @property
    def laws_left_out(self) -> list[str]:
        """Each law under which items are left out, once, with how many items."""
        counted = Counter(self.left_out)
        return [f"{law} ({number} item{'s' if number > 1 else ''})" for law, number in counted.items()]


@tracked()
class MinutesCopyStep(CaseItem):
    """What became of a copy of the minutes: sent, receipt or reading confirmed, chased, or a paper one returned."""

    copy = models.ForeignKey(MinutesCopy, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=STEPS)
    happened_on = models.DateField(help_text="Date in Europe/London.")
    note = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["recorded_at"]
        verbose_name = "step of a copy of minutes"
        verbose_name_plural = "steps of copies of minutes"
        triggers = [NEVER_CHANGED]
        constraints = [
            models.UniqueConstraint(fields=["copy", "step"], condition=~Q(step="chased"), name="minutes_copy_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.copy_id}"


@tracked()
class CopyNote(CaseItem):
    """What the recipient of a copy says: a correction asked for, or with whom their agency shares the minutes."""

    copy = models.ForeignKey(MinutesCopy, on_delete=models.PROTECT, related_name="notes")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="copy_notes")
    kind = models.CharField(max_length=15, choices=NOTES)
    text = models.TextField(help_text="What is wrong, or why sharing is necessary.")
    shared_with = models.CharField(max_length=400, blank=True, help_text="Posts inside the recipient's agency.")
    happened_on = models.DateField(help_text="Shared or asked on; date in Europe/London.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "word of a recipient of minutes"
        verbose_name_plural = "words of recipients of minutes"
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Note.CORRECTION.value, shared_with="")
                | (~Q(kind=Note.CORRECTION.value) & ~Q(shared_with="")),
                name="copy_note_says_with_whom",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.copy_id}"


@tracked()
class CopyNoteDecision(CaseItem):
    """The chair's decision on what a recipient asked: agreed or not, and why."""

    note = models.OneToOneField(CopyNote, on_delete=models.PROTECT, related_name="decision")
    agreed = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    decided_on = models.DateField(help_text="Date in Europe/London.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "decision on a recipient's word"
        verbose_name_plural = "decisions on recipients' words"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"decision on {self.note_id}"


from minutes.models_left_out import LeftOutTakenBack  # noqa: E402 - here Django finds it
from minutes.models_person import PlanCopy, PlanCopyGiven  # noqa: E402 - here Django finds them
from minutes.models_recordings import Recording, RecordingDeleted  # noqa: E402 - likewise
from minutes.models_redaction import CopyRedaction  # noqa: E402 - likewise

__all__ = [
    "Circulation",
    "CommentAnswer",
    "CopyNote",
    "CopyNoteDecision",
    "CopyRedaction",
    "LeakOverride",
    "LeftOut",
    "LeftOutTakenBack",
    "MinutesCopy",
    "MinutesCopyStep",
    "PlanCopy",
    "PlanCopyGiven",
    "Recording",
    "RecordingDeleted",
    "SummaryComment",
    "SummaryCopy",
    "SummaryCopyFile",
    "SummaryCopySent",
]
