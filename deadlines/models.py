"""Policies with their dates, deadlines as computed from facts, and the alerts raised on them."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import User
from audit.history import tracked
from audit.models import AuditedQuerySet
from deadlines.rules.days import Basis
from deadlines.rules.decisions import Decided, Kind
from deadlines.rules.policies import SWITCHES
from deadlines.rules.telling import FIRST_HOUR, LAST_HOUR, Way
from offenders.access import Detail, Viewer
from offenders.models import Case
from offenders.models.base import NEVER_CHANGED, CaseItem, Decision
from offenders.rules.needs import Beyond, Needs


@tracked()
class Policy(models.Model):
    """The time limits of the country or of areas, between two dates. Loaded as reference data."""

    key = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=300)
    basis = models.CharField(max_length=10, choices=[(basis.value, basis.value) for basis in Basis])
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    superseded = models.BooleanField(default=False)
    areas = ArrayField(models.CharField(max_length=40), default=list, help_text="Empty for the whole country.")
    values = models.JSONField(default=dict, help_text="Setting -> value, with the sources under 'sources'.")

    class Meta:
        ordering = ["basis", "name"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.name

    @property
    def limits(self) -> list[dict[str, Any]]:
        """The settings in words: label, value, source, and whether it is this product's own default."""
        sources, defaults = self.values.get("sources", {}), self.values.get("product_defaults", [])
        return [
            {
                "label": _without_unit(name),
                "value": in_unit(name, value),
                "source": sources.get(name, ""),
                "default": name in defaults,
            }
            for name, value in self.values.items()
            if name not in {"sources", "product_defaults"}
        ]


UNITS = {
    "_percent": "per cent",
    "_working_days": "working days",
    "_days": "days",
    "_weeks": "weeks",
    "_months": "months",
    "_minutes": "minutes",
}


def setting_in_words(name: str) -> tuple[str, str]:
    """A setting as a label, and its unit."""
    return _without_unit(name), UNITS.get(_unit(name), "")


def _unit(name: str) -> str:
    return next((suffix for suffix in UNITS if name.endswith(suffix)), "")


def _without_unit(name: str) -> str:
    return name.removesuffix(_unit(name)).replace("_", " ").capitalize()


def in_unit(name: str, value: int) -> str:
    """A figure with the unit of its setting: "1 month", "8 weeks"."""
    if name in SWITCHES:
        return "yes" if value else "no"
    words = UNITS.get(_unit(name), "")
    if words == UNITS["_percent"]:
        return f"{value} {words}"
    return f"{value} {words[:-1] if value == 1 else words}".strip()


@tracked()
class PolicyProposal(models.Model):
    """Time limits of an area from a day, proposed by one person; a policy once another has approved them (DUE-07)."""

    class Outcome(models.TextChoices):
        PROPOSED = "", "Waits for a second person"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(help_text="Date in Europe/London from which they hold.")
    source = models.CharField(max_length=300)
    values = models.JSONField(default=dict, help_text="Setting -> figure; what is left out follows the national limit.")
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200)
    decided_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_as = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, help_text="Instant in UTC.")
    policy = models.OneToOneField(Policy, on_delete=models.PROTECT, null=True, related_name="proposal")

    objects = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("approved_by")), name="limits_by_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", approved_by__isnull=True) | models.Q(approved_by__isnull=False),
                name="limits_outcome_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


@tracked()
class BankHolidayOverride(models.Model):
    """A day proclaimed a bank holiday late, or one that was moved: stands above the calendar library."""

    day = models.DateField(primary_key=True)
    is_holiday = models.BooleanField(help_text="Yes: an extra holiday. No: an ordinary day after all.")
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {'holiday' if self.is_holiday else 'no holiday'}"


@tracked()
class DeadlineDecision(Decision):
    """A decision on one deadline as it was computed at the time: `rule`, `key`, `start_on` and `due_on` say on which.

    A further decision on the same deadline supersedes it. One that `needs_approval` holds once a second person has
    approved it; until then the decision before it stands (DUE-03).
    """

    KIND_WORDS: ClassVar = (
        (Kind.PAUSE.value, "Pause"),
        (Kind.EXTEND.value, "Extend"),
        (Kind.EXEMPT.value, "Exempt the case"),
        (Kind.FORWARD.value, "Bring forward"),
        (Kind.WITHDRAW.value, "Withdraw what was decided"),
    )

    rule = models.CharField(max_length=12)
    key = models.CharField(max_length=60, default="", blank=True)
    label = models.CharField(max_length=120)
    start_on = models.DateField(help_text="Day 0 of the deadline as computed when this was decided.")
    due_on = models.DateField(help_text="Its last day as computed when this was decided.")
    kind = models.CharField(max_length=10, choices=KIND_WORDS)
    paused_from = models.DateField(null=True)
    paused_until = models.DateField(null=True, help_text="Day on which the count goes on, at the latest.")
    until_event = models.CharField(max_length=200, blank=True, help_text="What ends the pause.")
    new_day = models.DateField(null=True)
    authority = models.CharField(max_length=200, help_text="By whose authority.")
    needs_approval = models.BooleanField(default=False)

    needs: ClassVar[Needs] = Needs()

    class Meta(Decision.Meta):
        indexes = [models.Index(fields=["case", "rule", "key", "recorded_at"], name="decided_deadline")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule}"

    @property
    def as_decided(self) -> Decided:
        """The decision as the rules read it."""
        return Decided(Kind(self.kind), self.decided_on, self.paused_from, self.paused_until, self.new_day)


@tracked()
class DeadlineApproval(CaseItem):
    """The second person's answer to a decision that gives more time. Never changed."""

    decision = models.OneToOneField(DeadlineDecision, on_delete=models.PROTECT, related_name="approval")
    approved = models.BooleanField()
    reason = models.TextField()
    decided_on = models.DateField(help_text="Date in Europe/London.")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs()

    class Meta:
        ordering = ["-recorded_at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return "approved" if self.approved else "refused"


class DeadlineQuerySet(AuditedQuerySet):
    """Due dates, for viewers who see the case in full; the next review of the level is part of its summary (ACC-72)."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Due dates of cases that `viewer` may see (at `at_least`), save those that tell of a row closed to them.

        At less than full sight that is the reviews alone (ACC-72).
        """
        from deadlines.clocks import KEPT_TO_VIEWERS  # clocks know policies, which know this module

        cases = Case.objects.visible_to(viewer, at_least or Deadline.needs.detail)
        in_full = Case.objects.visible_to(viewer, Detail.FULL).filter(pk=models.OuterRef("case_id"))
        rows = self.filter(case__in=cases.values("pk"))
        rows = rows.filter(models.Q(is_review=True) | models.Q(models.Exists(in_full.order_by())))
        # Rules that are kept to the same viewers are asked about together.
        for behind in dict.fromkeys(KEPT_TO_VIEWERS.values()):
            kept = [rule for rule, one in KEPT_TO_VIEWERS.items() if one is behind]
            rows = rows.filter(~models.Q(rule__in=kept) | models.Q(models.Exists(behind(viewer))))
        return rows


class Deadline(models.Model):
    """Something due on a case, computed from its facts by one rule under one policy version.

    A row is never moved: when facts or policy change, it is closed and another is opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    rule = models.CharField(max_length=12)
    key = models.CharField(max_length=60, default="", help_text="Tells apart several of one rule, e.g. by meeting.")
    label = models.CharField(max_length=120)
    is_review = models.BooleanField(default=False)
    start_on = models.DateField()
    due_on = models.DateField()
    computed_on = models.DateField(null=True, help_text="Last day before a decision moved it; empty where none did.")
    decision = models.ForeignKey(
        DeadlineDecision, on_delete=models.PROTECT, null=True, related_name="+", help_text="The decision that moved it."
    )
    words = models.TextField(help_text="The sum, as shown to the user.")
    basis = models.CharField(max_length=10)
    policy = models.CharField(max_length=160)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    needs: ClassVar[Needs] = Needs(Detail.SUMMARY, Beyond.NOT_A_REVIEW)
    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule", "key"], condition=models.Q(closed_at__isnull=True), name="one_open_deadline"
            )
        ]
        indexes = [
            models.Index(fields=["due_on", "case"], condition=models.Q(closed_at__isnull=True), name="open_by_due"),
            models.Index(fields=["case", "due_on"], name="deadline_of_case"),
            # What is kept to viewers is of few rules and is looked for by itself.
            models.Index(
                fields=["rule", "due_on", "id"], condition=models.Q(closed_at__isnull=True), name="open_by_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} due {self.due_on}"

    @property
    def by_rule_on(self) -> date:
        """Its last day by the rule alone, whatever was decided."""
        return self.computed_on or self.due_on


class Alert(models.Model):
    """A deadline reached a stage: raised once, whoever sweeps and however often."""

    id = models.BigAutoField(primary_key=True)
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="alerts")
    stage = models.CharField(max_length=20)
    audience = models.CharField(max_length=20)
    raised_on = models.DateField(help_text="Date in Europe/London for which the sweep ran.")
    mailed_at = models.DateTimeField(null=True, blank=True)

    needs: ClassVar[Needs] = Needs(Detail.SUMMARY, Beyond.NOT_A_REVIEW)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["deadline", "stage", "audience"], name="alert_once")]
        indexes = [models.Index(fields=["id"], condition=models.Q(mailed_at__isnull=True), name="alert_to_mail")]

    def __str__(self) -> str:
        return f"{self.stage} for {self.audience}"


@tracked()
class AlertPreference(models.Model):
    """How somebody wants to hear of alerts by e-mail (ALT-05). Who has none hears as `rules.telling` says."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="alert_preference")
    way = models.CharField(max_length=15, choices=[(way.value, way.value) for way in Way])
    hour = models.PositiveSmallIntegerField(help_text="Of the clock in London, from which the day's e-mail is sent.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hour__gte=FIRST_HOUR, hour__lte=LAST_HOUR), name="digest_at_an_hour_of_the_day"
            )
        ]

    def __str__(self) -> str:
        return f"preference {self.pk}"


@tracked()
class AlertSnooze(models.Model):
    """Somebody put the alerts on one deadline off for themselves until a day; one that was changed stays (ALT-08)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="snoozes")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="snoozes")
    until = models.DateField(help_text="The day (Europe/London) on which the alerts come back.")
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    needs: ClassVar[Needs] = Needs(Detail.SUMMARY, Beyond.NOT_A_REVIEW)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "deadline", "until"], name="snooze_of_person")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"put off until {self.until}"


class AlertMail(models.Model):
    """That somebody was told of one alert by e-mail: once, however often the task runs (ALT-07)."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="mails")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    needs: ClassVar[Needs] = Needs(Detail.SUMMARY, Beyond.NOT_A_REVIEW)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "user"], name="alert_mailed_once")]

    def __str__(self) -> str:
        return f"mail of alert {self.alert_id}"


class AlertDigest(models.Model):
    """That somebody got their one e-mail of a day."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(help_text="Of the calendar in London.")
    alerts = models.PositiveIntegerField(help_text="How many alerts it counted.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"digest of {self.day}"
