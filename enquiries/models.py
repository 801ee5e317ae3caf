"""Requests for minutes and replies to them, information that a report uses, and copies that went astray.

A request may be about somebody who is not on record here: then it has no case, and is answered in the same words.
"""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from audit.models import AuditedQuerySet
from enquiries.access import cases_open_to, visible
from enquiries.rules.replies import EXEMPTION_WORDS
from enquiries.rules.reports import REPORT_WORDS, SAID_WORDS
from enquiries.rules.routing import HANDLER_WORDS, REGIME_WORDS, REQUESTER_WORDS, RESPONSE_WORDS
from enquiries.rules.steps import STATE_WORDS, STEPS, State
from offenders.access import Detail, Viewer
from offenders.models.base import NEVER_CHANGED, CaseItem, CaseItemQuerySet, Versioned
from offenders.rules.needs import Beyond, Needs
from sealed.fields import SealedTextField
from sealed.own_key import OwnKeyTextField

REQUESTERS = [(one.value, words) for one, words in REQUESTER_WORDS.items()]
REGIMES = [(one.value, words) for one, words in REGIME_WORDS.items()]
HANDLERS = [(one.value, words) for one, words in HANDLER_WORDS.items()]
RESPONSES = [(one.value, words) for one, words in RESPONSE_WORDS.items()]
STATES = [(one.value, words) for one, words in STATE_WORDS.items()]
KINDS = [(one.step.value, one.words) for one in STEPS]
EXEMPTIONS = [(one.value, words) for one, words in EXEMPTION_WORDS.items()]
REPORTS = [(one.value, words) for one, words in REPORT_WORDS.items()]
SAIDS = [(one.value, words) for one, words in SAID_WORDS.items()]
TEXTS = ("subject", "requester_name", "sought", "document", "supplier")
"""What a request says in the requester's words, or of them: gone once it is destroyed (ENQ-27)."""


class RequestQuerySet(AuditedQuerySet):
    """Requests, for the Unit and the latest chair (ENQ-24)."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """The requests that `viewer` sees whole."""
        return self.filter(visible(viewer))


class RequestPartQuerySet(AuditedQuerySet):
    """What belongs to a request, as far as the request is seen."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of requests that `viewer` sees whole."""
        return self.filter(request__in=MinutesRequest.objects.visible_to(viewer).values("pk"))


class LossQuerySet(CaseItemQuerySet):
    """Copies that went astray, for who sees requests for minutes (ENQ-24)."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of cases of which `viewer` may see requests."""
        return self.filter(case__in=cases_open_to(viewer).values("pk"))


@tracked(exclude=("key",))
class MinutesRequest(Versioned):
    """One request for minutes, and how far its answer has come. It hangs on a case once the Unit has said on which."""

    class About(models.TextChoices):
        OPEN = "open", "Not looked up yet"
        CASE = "case", "On record here"
        NOBODY = "nobody", "Not on record here"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = SealedTextField(blank=True, help_text="Opens the texts of this request; gone once it is destroyed (ENQ-27).")
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("offenders.Case", on_delete=models.PROTECT, null=True, related_name="minutes_requests")
    about = models.CharField(max_length=6, choices=About.choices, default=About.OPEN)
    subject = OwnKeyTextField(help_text="About whom, as the requester wrote.")
    received_on = models.DateField(help_text="First receipt by any agency, Europe/London.")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    requester = models.CharField(max_length=15, choices=REQUESTERS)
    requester_name = OwnKeyTextField(help_text="Who asks, with post or relation.")
    sought = OwnKeyTextField(help_text="What exactly is wanted.")
    names_foi = models.BooleanField(default=False, help_text="The requester names the Freedom of Information Act.")
    insists_on_foi = models.BooleanField(null=True, help_text="Asked whether a subject access request is meant.")
    document = OwnKeyTextField(blank=True, help_text="A specific document of an agency.")
    supplier = OwnKeyTextField(blank=True, help_text="Who gave the information in the first place.")
    wanted_by = models.DateField(null=True, blank=True, help_text="Day set by the requester.")
    regime = models.CharField(max_length=10, choices=REGIMES)
    handler = models.CharField(max_length=12, choices=HANDLERS)
    due_on = models.DateField(null=True, help_text="Last day for the answer, Europe/London.")
    state = models.CharField(max_length=10, choices=STATES, default=State.REQUESTED.value)
    destroy_on = models.DateField(null=True, help_text="Until when request and reply are kept.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects: ClassVar[Any] = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        verbose_name = "request for minutes"
        verbose_name_plural = "requests for minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(about="case", case__isnull=False) | (~Q(about="case") & Q(case__isnull=True)),
                name="enquiry_about_a_case_or_none",
            )
        ]
        indexes = [
            models.Index(fields=["area", "received_on", "id"], name="enquiry_of_area"),
            models.Index(fields=["recorded_by", "-received_on", "-id"], name="enquiry_by_recorder"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What the requester quotes. It says nothing of a case."""
        return f"MR-{str(self.pk)[:8].upper()}"


@tracked()
class Reply(models.Model):
    """One draft of the reply: which answer, on what ground. A further draft takes its place; none is changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(MinutesRequest, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveSmallIntegerField(help_text="Counted within the request.")
    response = models.CharField(max_length=12, choices=RESPONSES)
    summary = models.ForeignKey(
        "meetings.ExecutiveSummary", on_delete=models.PROTECT, null=True, related_name="+", help_text="Enclosed."
    )
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.PROTECT, null=True, related_name="+", help_text="Whose minutes are given."
    )
    reason = OwnKeyTextField(of="request")
    covering = OwnKeyTextField(of="request", blank=True, help_text="Further words of the letter.")
    lawful_basis = OwnKeyTextField(of="request", blank=True)
    necessity = OwnKeyTextField(of="request", blank=True)
    proportionality = OwnKeyTextField(of="request", blank=True)
    suppliers = OwnKeyTextField(
        of="request", blank=True, help_text="How who gave the information was involved; or who holds it."
    )
    agreement = OwnKeyTextField(of="request", blank=True, help_text="Written agreement of contributing agencies.")
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drafted_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects: ClassVar[Any] = RequestPartQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "reply to a request"
        verbose_name_plural = "replies to requests"
        triggers = [NEVER_CHANGED]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="reply_number_once")]

    def __str__(self) -> str:
        return f"reply {self.number} to {self.request_id}"


@tracked()
class ReplyCopy(models.Model):
    """The numbered copy of the minutes that an approved reply encloses (ENQ-30). It stays when the texts are gone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(MinutesRequest, on_delete=models.PROTECT, related_name="copies")
    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="copy")
    copy = models.OneToOneField("minutes.MinutesCopy", on_delete=models.PROTECT, related_name="+")

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects: ClassVar[Any] = RequestPartQuerySet.as_manager()

    class Meta:
        ordering = ["copy__number"]
        verbose_name = "copy of minutes in reply to a request"
        verbose_name_plural = "copies of minutes in reply to requests"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"copy for {self.request_id}"


@tracked()
class RequestStep(models.Model):
    """That a request took a step: on which day, by whom, what was said. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(MinutesRequest, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=KINDS)
    happened_on = models.DateField(help_text="Date in Europe/London.")
    said = OwnKeyTextField(of="request", blank=True)
    question = OwnKeyTextField(of="request", blank=True, help_text="What was asked in writing.")
    answer = OwnKeyTextField(of="request", blank=True, help_text="What was answered in writing.")
    copied_on = models.DateField(null=True, help_text="The Co-ordinator's copy of the reply arrived.")
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, null=True, related_name="steps")
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects: ClassVar[Any] = RequestPartQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "step of a request"
        verbose_name_plural = "steps of requests"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.kind}: {self.request_id}"


@tracked()
class ReplyExemption(models.Model):
    """That one item is left out, under which law and why; or, by a further row, that it is not left out after all."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(MinutesRequest, on_delete=models.PROTECT, related_name="exemptions")
    exemption = models.CharField(max_length=12, choices=EXEMPTIONS)
    item = OwnKeyTextField(of="request", help_text="What is left out: one item.")
    reason = OwnKeyTextField(of="request")
    stands = models.BooleanField(default=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects: ClassVar[Any] = RequestPartQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at"]
        verbose_name = "exemption"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.exemption}: {self.request_id}"


@tracked()
class ReportItem(CaseItem):
    """Information that was given at a meeting and is to stand in a report, with the agency whose it is."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="+")
    report = models.CharField(max_length=12, choices=REPORTS)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    information = models.TextField(help_text="What the report is to say.")
    mentions_minutes = models.BooleanField(default=False, help_text="The report mentions the minutes.")
    asked_on = models.DateField(help_text="The agency was asked. Date in Europe/London.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "information for a report"
        verbose_name_plural = "information for reports"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"information for a report {self.pk}"


@tracked()
class ReportAnswer(CaseItem):
    """What the agency said of its information in a report, with the wording agreed; or a later step of the report.

    Such a step is that the chair cleared it, or that it left.
    """

    item = models.ForeignKey(ReportItem, on_delete=models.PROTECT, related_name="answers")
    said = models.CharField(max_length=8, choices=SAIDS)
    happened_on = models.DateField(help_text="Date in Europe/London.")
    who = models.CharField(max_length=200, blank=True, help_text="Who came to the meeting for that agency.")
    wording = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    recipients = models.TextField(blank=True, help_text="To whom the report went.")
    told = models.TextField(blank=True, help_text="Who of them was told that the agency does not agree any more.")
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["recorded_at"]
        verbose_name = "answer on a report"
        verbose_name_plural = "answers on reports"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.said}: {self.item_id}"


@tracked()
class DataLoss(CaseItem):
    """That minutes went where they should not have gone: a data loss incident, and who was told."""

    happened = models.TextField(help_text="What went where.")
    found_on = models.DateField(help_text="Date in Europe/London.")
    told = models.TextField(help_text="Who was told: the chair, the agencies concerned.")
    referred_on = models.DateField(null=True, help_text="To the Information Commissioner.")
    reason = models.TextField(blank=True, help_text="Why it was not referred.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.FULL, Beyond.OFFICE)
    objects: ClassVar[Any] = LossQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "loss of minutes"
        verbose_name_plural = "losses of minutes"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"loss of minutes {self.pk}"
