"""Core groups with their members, tasks and reports; and professionals' meetings, of which only a note is kept here."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from meetings.rules.groups import BECOMES_WORDS, Becomes
from offenders.models.base import NEVER_CHANGED, CaseItem, Versioned

BECOMES = [(one.value, words) for one, words in BECOMES_WORDS.items()]


@tracked()
class CoreGroup(CaseItem, Versioned):
    """A group that a Level 2 or 3 meeting set up, and that answers to it (MTG-74)."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="core_groups")
    purpose = models.TextField()
    formed_on = models.DateField(help_text="Date in Europe/London.")
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-formed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_reason=""), name="ended_core_group_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"core group {self.pk}"


@tracked()
class CoreGroupMember(CaseItem, Versioned):
    """Somebody in a core group, for an agency, vetted or not."""

    group = models.ForeignKey(CoreGroup, on_delete=models.PROTECT, related_name="members")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    vetted = models.BooleanField(default=False)
    joined_on = models.DateField(help_text="Date in Europe/London.")
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["agency__name", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | ~Q(left_reason=""), name="core_group_member_left_with_reason"
            ),
            models.UniqueConstraint(
                fields=["group", "agency", "name"], condition=Q(left_on__isnull=True), name="core_group_member_once"
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


@tracked()
class CoreGroupTask(CaseItem, Versioned):
    """What a meeting gave a core group to do, who of it does it, and what came of it."""

    group = models.ForeignKey(CoreGroup, on_delete=models.PROTECT, related_name="tasks")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="+")
    description = models.TextField()
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    became = models.CharField(
        max_length=10,
        choices=BECOMES,
        blank=True,
        help_text="What became of it where the group did not do it (MTG-79).",
    )
    carried_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_from"
    )
    action = models.OneToOneField(
        "assessments.PlanAction", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, outcome="") | (Q(done_on__isnull=False) & ~Q(outcome="")),
                name="core_group_task_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(became="") | Q(done_on__isnull=False), name="core_group_task_became_when_it_ended"
            ),
            models.CheckConstraint(
                condition=Q(became=Becomes.GROUP.value, carried_to__isnull=False, action__isnull=True)
                | Q(became=Becomes.ACTION.value, carried_to__isnull=True, action__isnull=False)
                | (
                    ~Q(became__in=[Becomes.GROUP.value, Becomes.ACTION.value])
                    & Q(carried_to__isnull=True, action__isnull=True)
                ),
                name="core_group_task_carried_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


@tracked()
class CoreGroupReport(CaseItem):
    """What a core group told a meeting of its progress (MTG-76). Added to, never changed."""

    group = models.ForeignKey(CoreGroup, on_delete=models.PROTECT, related_name="reports")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="+")
    reported_on = models.DateField(help_text="Date in Europe/London.")
    text = models.TextField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-reported_on", "-recorded_at", "-id"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"report {self.pk}"


@tracked()
class ProfessionalsMeeting(CaseItem):
    """That the lead agency met with those who work with the person. No MAPPA meeting: no minutes, counted nowhere."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(help_text="Date in Europe/London.")
    referrer = models.CharField(max_length=200, help_text="Name and post; writes the notes.")
    people = models.TextField(help_text="Who else took part, one a line.")
    purpose = models.TextField()
    notes_where = models.CharField(max_length=200, help_text="Where on the lead agency's system the notes are kept.")
    notes_on = models.DateField(help_text="The day of the notes.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-held_on", "-recorded_at", "-id"]
        verbose_name = "professionals' meeting"
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(condition=Q(notes_on__gte=models.F("held_on")), name="notes_follow_the_meeting"),
        ]

    def __str__(self) -> str:
        return f"professionals' meeting {self.pk}"
