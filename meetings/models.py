"""Meetings, who was asked to them, and what each agenda item came to. Minutes and summaries are in `models_minutes`.

What was decided at a meeting (level, disclosure, actions) is recorded in the app that owns it, with the meeting's id.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.history import tracked
from meetings.rules.grades import ALL_GRADES
from meetings.rules.people import ATTENDANCE_LABELS, NEVER_INVITED, PARTY_LABELS, Attendance, Party
from meetings.rules.returns import ANSWERS
from meetings.rules.schedule import lapsed
from offenders.access import PACK_CAPACITIES, Detail, Viewer, where_may
from offenders.models import Assignment, Case
from offenders.models.base import CaseItem, CaseItemQuerySet, Versioned
from offenders.rules.needs import Beyond, Needs

PARTIES = [(party.value, PARTY_LABELS[party]) for party in Party if party not in NEVER_INVITED]
ATTENDANCES = [(status.value, ATTENDANCE_LABELS[status]) for status in Attendance]


class MeetingQuerySet(CaseItemQuerySet):
    """Meetings, as far as a viewer may see them."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Meetings of cases seen in full, and the meetings the viewer is asked to while that lasts (ACC-26)."""
        if at_least is not None:
            return super().visible_to(viewer, at_least)
        in_full = Case.objects.visible_to(viewer, Detail.FULL)
        in_part = Case.objects.visible_to(viewer, Detail.PACK)
        today = timezone.localdate()
        asked_to = Assignment.objects.filter(
            Q(ends__isnull=True) | Q(ends__gt=today),
            user=getattr(viewer, "pk", None),
            capacity__in=PACK_CAPACITIES,
            starts__lte=today,
        )
        own = Q(case__in=in_part.values("pk"), pk__in=asked_to.values("meeting_id"))
        return self.filter(Q(case__in=in_full.values("pk")) | own)


class MeetingPartQuerySet(CaseItemQuerySet):
    """Rows of meetings, as far as a viewer may see the meeting."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of the meetings that `viewer` may see."""
        if at_least is not None:
            return super().visible_to(viewer, at_least)
        return self.filter(meeting__in=Meeting.objects.visible_to(viewer).values("pk"))


class MinutesQuerySet(MeetingPartQuerySet):
    """Versions of minutes: those invited read what the chair approved, and no draft (MIN-07)."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Approved versions of the meetings that `viewer` may see; drafts too for who works on them, or sees in full.

        Who works on them: the chair, the minute-taker, and whoever may record the meeting.
        """
        rows = super().visible_to(viewer, at_least)
        if at_least is not None:
            return rows
        reader = getattr(viewer, "pk", None)
        recorders = Case.objects.filter(where_may(viewer, "record_meeting"))
        return rows.filter(
            Exists(MinutesApproval.objects.filter(minutes=OuterRef("pk")))
            | Q(meeting__chair=reader)
            | Q(meeting__co_chair=reader)
            | Q(meeting__minute_taker=reader)
            | Q(case__in=recorders.values("pk"))
            | Q(case__in=Case.objects.visible_to(viewer, Detail.FULL).values("pk"))
        )


@tracked()
class Meeting(CaseItem, Versioned):
    """A MAPPA meeting at Level 2 or 3, from planning to closing."""

    class Kind(models.TextChoices):
        INITIAL = "initial", "Initial meeting"
        REVIEW = "review", "Review"
        PRE_RELEASE = "pre_release", "Before release"
        URGENT = "urgent", "Urgent meeting"
        COUNTER_TERRORISM = "counter_terrorism", "Counter-terrorism meeting, with two chairs"

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    starts_at = models.DateTimeField(help_text="Instant in UTC.")
    venue = models.CharField(max_length=200, blank=True)
    remote = models.BooleanField("by video or telephone", default=False)
    chair = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    co_chair = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minute_taker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_premises = models.BooleanField("the plan includes Approved Premises", default=False)
    emergency = models.BooleanField(default=False)
    emergency_reason = models.TextField(blank=True)
    invitations_sent_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SCHEDULED)
    status_reason = models.TextField(blank=True, help_text="Why it was moved or cancelled.")
    next_review_on = models.DateField(null=True, blank=True, help_text="Set when the meeting is closed.")
    owed_on = models.DateField(
        null=True, blank=True, help_text="The day on which the review was owed, of a meeting planned beyond it."
    )
    late_reason = models.TextField(blank=True, help_text="Why it is planned beyond that day.")

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=(2, 3)), name="meeting_at_level_2_or_3"),
            models.CheckConstraint(
                condition=Q(emergency=False) | ~Q(emergency_reason=""), name="emergency_meeting_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(status_reason=""), name="cancelled_meeting_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(owed_on__isnull=True, late_reason="") | (Q(owed_on__isnull=False) & ~Q(late_reason="")),
                name="late_meeting_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="counter_terrorism", co_chair__isnull=False)
                | (~Q(kind="counter_terrorism") & Q(co_chair__isnull=True)),
                name="two_chairs_of_a_counter_terrorism_meeting",
            ),
            models.CheckConstraint(
                condition=Q(co_chair__isnull=True) | ~Q(co_chair=models.F("chair")), name="two_chairs_are_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-starts_at"], name="meeting_of_case"),
            models.Index(fields=["starts_at", "id"], name="meeting_by_start"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def held_on(self) -> dt.date:
        """The meeting's date in Europe/London."""
        return timezone.localdate(self.starts_at)

    @property
    def days_of_notice(self) -> int | None:
        """How many days before the meeting the invitations went; None while they are to go (MTG-06)."""
        if self.invitations_sent_on is None:
            return None
        return max(0, (self.held_on - self.invitations_sent_on).days)

    @property
    def is_open(self) -> bool:
        """Planned and not yet closed."""
        return self.status == self.Status.SCHEDULED

    @property
    def lapsed(self) -> bool:
        """Still planned, though MAPPA management ended before its day: it is only cancelled (MTG-23)."""
        return self.is_open and lapsed(self.case.ended_on, self.held_on)

    @property
    def chairs(self) -> list[Any]:
        """Who chairs it: one person, two at a counter-terrorism meeting (MTG-67)."""
        return [self.chair, self.co_chair] if self.co_chair is not None else [self.chair]

    @property
    def chair_names(self) -> str:
        """The names of those who chair it."""
        return " and ".join(user.full_name for user in self.chairs)

    def is_chaired_by(self, user: Any) -> bool:
        """Whether somebody is the chair of this meeting, or one of its two."""
        return user.pk is not None and user.pk in (self.chair_id, self.co_chair_id)


@tracked()
class Invitation(CaseItem, Versioned):
    """That an agency, and perhaps a named person, is asked to a meeting, in which role, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    party = models.CharField(max_length=30, choices=PARTIES)
    role_title = models.CharField(max_length=120, help_text="As printed where no name may stand.")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_name = models.CharField(max_length=120, blank=True, help_text="For somebody without an account.")
    invited_on = models.DateField()
    attendance = models.CharField(max_length=12, choices=ATTENDANCES, blank=True)
    absence_note = models.TextField(blank=True, help_text="Why they did not come; how their information arrived.")
    arrived_at = models.TimeField(null=True, blank=True, help_text="When they came later. Europe/London.")
    left_at = models.TimeField(null=True, blank=True, help_text="When they left before the end. Europe/London.")
    deputy = models.CharField(max_length=120, blank=True, help_text="Who came in their place.")
    delegated = models.BooleanField(null=True, blank=True, help_text="Whether the deputy may commit resources.")
    grade = models.CharField(max_length=30, blank=True, choices=list(ALL_GRADES.items()), help_text="Of who came.")
    delegated_by = models.CharField(max_length=200, blank=True, help_text="Who delegated authority to who came.")
    admitted = models.BooleanField(
        null=True, blank=True, help_text="The chair's word on an agency outside the agreement."
    )
    admission = models.TextField(blank=True, help_text="What an outsider answered, or is told instead.")
    withdrawn_on = models.DateField(null=True, blank=True)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["agency__name", "role_title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False, withdrawn_on__isnull=True),
                name="person_invited_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(person_name=""), name="invited_person_named_once"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(left_at__isnull=True) | Q(arrived_at__lte=models.F("left_at")),
                name="came_before_leaving",
            ),
            models.CheckConstraint(condition=Q(delegated__isnull=True) | ~Q(deputy=""), name="authority_of_a_deputy"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def name(self) -> str:
        """The invited person's name, empty when only the agency is asked. Never on a summary."""
        return self.person.full_name if self.person else self.person_name


@tracked()
class InformationRequest(CaseItem, Versioned):
    """That an invited agency is asked what it knows before a meeting, and what it returned. "Nothing" is a return."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="information_requests")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    chased_on = models.DateField(null=True, blank=True, help_text="Last reminder.")
    answer = models.CharField(max_length=10, choices=list(ANSWERS.items()), blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_as = models.CharField(max_length=200, blank=True, help_text="Role and agency at the time.")
    note = models.TextField(blank=True, help_text="How the return came, or why the agency declined.")
    item = models.ForeignKey(
        "information.InformationItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField(null=True, blank=True)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "id"]
        verbose_name = "request for information"
        verbose_name_plural = "requests for information"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "agency"],
                condition=Q(withdrawn_on__isnull=True),
                name="agency_asked_once_for_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="return_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["agency", "asked_on", "id"], name="information_request_of_agency")]

    def __str__(self) -> str:
        return f"request for information {self.pk}"

    @property
    def waits(self) -> bool:
        """Asked, and neither answered nor withdrawn."""
        return not self.answer and self.withdrawn_on is None


@tracked(exclude=("saving",))
class AgendaEntry(CaseItem, Versioned):
    """What one agenda item came to. One row per item, so that two people in two items do not meet."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    item = models.CharField(max_length=20)
    answers = models.JSONField(default=dict, help_text="Field key -> text.")
    edited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    saving = models.UUIDField(null=True, help_text="The page's own mark of the last saving, to know it again (MTR-17).")

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["item"]
        verbose_name_plural = "agenda entries"
        constraints = [models.UniqueConstraint(fields=["meeting", "item"], name="agenda_item_once")]

    def __str__(self) -> str:
        return f"{self.item} of {self.meeting_id}"


from meetings.models_attachments import Attachment, AttachmentFile  # noqa: E402 - it reads the query set above
from meetings.models_days import MeetingDay, MeetingSlot, SlotBooking  # noqa: E402 - as the line below
from meetings.models_grades import AgreedGrade, AgreedGradeDecision  # noqa: E402 - as the line below
from meetings.models_group_meetings import (  # noqa: E402 - as the line below
    CoreGroupAsked,
    CoreGroupMeeting,
    CoreGroupNotice,
)
from meetings.models_groups import (  # noqa: E402 - as the line below
    CoreGroup,
    CoreGroupMember,
    CoreGroupReport,
    CoreGroupTask,
    ProfessionalsMeeting,
)
from meetings.models_invitations import InvitationEmail  # noqa: E402 - it reads the query set above
from meetings.models_kept_out import KeptOut  # noqa: E402 - as the line above; here Django finds it
from meetings.models_minutes import (  # noqa: E402 - as the line above
    ExecutiveSummary,
    Minutes,
    MinutesApproval,
    SummaryDraft,
    SummaryFile,
)
from meetings.models_record import Messenger, Rescheduling  # noqa: E402 - it reads the query set above; here Django finds it
from meetings.models_standing import StandingMember  # noqa: E402 - as the line above

__all__ = [
    "ATTENDANCES",
    "PARTIES",
    "AgendaEntry",
    "AgreedGrade",
    "AgreedGradeDecision",
    "Attachment",
    "AttachmentFile",
    "CoreGroup",
    "CoreGroupAsked",
    "CoreGroupMeeting",
    "CoreGroupMember",
    "CoreGroupNotice",
    "CoreGroupReport",
    "CoreGroupTask",
    "ExecutiveSummary",
    "Invitation",
    "InvitationEmail",
    "KeptOut",
    "Meeting",
    "MeetingDay",
    "MeetingSlot",
    "Messenger",
    "Minutes",
    "MinutesApproval",
    "ProfessionalsMeeting",
    "Rescheduling",
    "SlotBooking",
    "StandingMember",
    "SummaryDraft",
    "SummaryFile",
]
