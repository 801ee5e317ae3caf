"""Areas, agencies, teams, accounts and the roles they hold. What a role may see or do is decided elsewhere."""

from uuid import uuid4

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.managers import UserManager
from accounts.roles import Role, Scope
from audit.history import tracked


class Area(models.Model):
    """One of the 42 MAPPA areas of England and Wales."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80, unique=True)
    country = models.CharField(max_length=10, choices=[("England", "England"), ("Wales", "Wales")])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyType(models.Model):
    """What kind of agency: part of the Responsible Authority, under the duty to co-operate, or an associate."""

    class Standing(models.TextChoices):
        RESPONSIBLE_AUTHORITY = "RA", "Responsible Authority"
        DUTY_TO_COOPERATE = "DTC", "Duty to co-operate"
        ASSOCIATE = "associate", "Associate"

    key = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=120)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


@tracked()
class Agency(models.Model):
    """An agency at work in one area."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.ForeignKey(AgencyType, on_delete=models.PROTECT, related_name="agencies")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="agencies")
    mailbox = models.EmailField(blank=True, help_text="Functional mailbox for invitations and notices.")
    shares_information = models.BooleanField(default=True, help_text="Signatory of the information-sharing agreement.")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="agency_once_per_area")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Team(models.Model):
    """A team of one agency."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_once_per_agency")]

    def __str__(self) -> str:
        return self.name


@tracked(exclude=("password", "last_login"))
class User(AbstractBaseUser, PermissionsMixin):
    """A person or partner system that signs in. `version` guards against two people changing the account at once."""

    class Off(models.TextChoices):
        INVITED = "invited", "Invited, not yet accepted"
        REMOVED = "removed", "Removed"
        DORMANT = "dormant", "Not used for too long"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    may_chair = models.BooleanField(default=False, help_text="Has completed MAPPA chair training.")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May open the administration of reference data and users.")
    created_at = models.DateTimeField(default=timezone.now)
    enabled_at = models.DateTimeField(null=True, blank=True, help_text="Instant at which it was last switched on.")
    off_since = models.DateTimeField(null=True, blank=True, help_text="Instant at which it was switched off.")
    off_because = models.CharField(max_length=10, choices=Off.choices, blank=True)
    dormancy_warned_at = models.DateTimeField(null=True, blank=True, help_text="Instant of the last warning.")
    version = models.PositiveIntegerField(default=1)

    objects = UserManager()

    in_staff_mode: "StaffUse | None" = None
    """The use of staff mode in which this request is made; set by the middleware, never stored."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="email_once_in_any_case")]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The name people know them by."""
        return self.full_name

    @property
    def audit_role(self) -> str:
        """Job title and agency as they stand now, kept with every audit event."""
        roles = ", ".join(sorted({holding.as_recorded for holding in self.current_holdings()}))
        at = self.agency.name if self.agency else "no agency"
        return f"{roles or 'no role'} at {at}{' (staff mode)' if self.in_staff_mode else ''}"

    def current_holdings(self) -> list["RoleHolding"]:
        """The roles held today, read once per instance (an instance lives for one request)."""
        if not hasattr(self, "_current_holdings"):
            today = timezone.localdate()
            self._current_holdings = [
                holding
                for holding in self.holdings.all()
                if holding.starts <= today and (holding.ends is None or today < holding.ends)
            ]
        return self._current_holdings


@tracked()
class RoleHolding(models.Model):
    """A role held by somebody in one area from `starts` until the day before `ends`: never, when the two are equal."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=30, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)
    purpose = models.CharField(max_length=200, blank=True, help_text="For an auditor: what the engagement is for.")
    victims_in_scope = models.BooleanField(
        default=False, help_text="For an auditor: the engagement covers victims and people at risk."
    )
    kinds_in_scope = ArrayField(
        models.CharField(max_length=15),
        default=list,
        blank=True,
        help_text="For an auditor: the kinds of sensitive information that the engagement covers.",
    )

    class Meta:
        ordering = ["user", "role", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="role_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="auditor") | (models.Q(ends__isnull=False) & ~models.Q(purpose="")),
                name="auditor_has_purpose_and_end",
            ),
            models.CheckConstraint(
                condition=models.Q(victims_in_scope=False) | models.Q(role="auditor"),
                name="victims_in_scope_of_auditors_only",
            ),
            models.CheckConstraint(
                condition=models.Q(kinds_in_scope=[])
                | models.Q(role="auditor", kinds_in_scope__contained_by=["intelligence", "third_party", "legal"]),
                name="kinds_in_scope_of_auditors_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.area_id}"

    @property
    def as_recorded(self) -> str:
        """The role as the audit record names it; an auditor's with the purpose, which flags their reads (ACC-45)."""
        label = self.get_role_display()
        return f"{label} for: {self.purpose}" if self.role == Role.AUDITOR else label

    @property
    def scope_words(self) -> str:
        """What an auditor's engagement covers beyond the cases, in words; empty when nothing."""
        kinds = [Scope.VICTIMS.value] if self.victims_in_scope else []
        return ", ".join(Scope(kind).label for kind in [*kinds, *self.kinds_in_scope])


@tracked()
class TeamMembership(models.Model):
    """Somebody's place in a team from `starts` until the day before `ends`."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["team", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="membership_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}"


@tracked()
class PartnerSystem(models.Model):
    """A partner's computer system: its OAuth2 client, the account it acts as, and the agreement it works under."""

    application = models.OneToOneField("oauth2_provider.Application", on_delete=models.PROTECT, related_name="partner")
    account = models.OneToOneField(User, on_delete=models.PROTECT, related_name="partner_system")
    agreement = models.CharField(max_length=120, help_text="Reference of the data-sharing agreement.")
    scopes = models.CharField(max_length=300, help_text="What the agreement allows, separated by spaces.")
    expires_on = models.DateField()
    areas = ArrayField(
        models.SlugField(max_length=40),
        default=list,
        blank=True,
        help_text="Keys of the areas whose cases it opens. None named: it opens no case.",
    )
    categories = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="Only these categories; empty for any."
    )
    levels = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="Only these levels; empty for any."
    )
    agency_involved = models.BooleanField(default=True, help_text="Only cases its agency leads or is involved in.")
    redactions = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Names of fields that are left out."
    )
    victims = models.BooleanField(default=False, help_text="The agreement covers victims and people at risk.")

    class Meta:
        ordering = ["agreement"]

    def __str__(self) -> str:
        return self.agreement

    def allows(self, scope: str) -> bool:
        """True while the agreement runs, the account is active, and it names `scope`."""
        return self.account.is_active and timezone.localdate() <= self.expires_on and scope in self.scopes.split()


@tracked(exclude=("token_hash",))
class AccountInvitation(models.Model):
    """A link that opens a new account once. Only its hash is kept, so that the record lets nobody in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="account_invitations")
    token_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the link's token.")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="Instant at which the mail server took it.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="Instant at which another took its place.")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


@tracked()
class AgencyMove(models.Model):
    """Somebody is to go to another agency; it takes effect when that agency accepts them."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting for the other agency"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agency_moves")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="moves_here")
    reason = models.TextField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(outcome="waiting"), name="one_move_waiting_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"move {self.pk}"


@tracked()
class TermsAcceptance(models.Model):
    """That somebody accepted one version of the terms of use, and when. Never changed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="terms_accepted")
    version = models.CharField(max_length=20)
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-accepted_at"]
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="terms_accepted_once_per_version")]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"terms {self.version} by {self.user_id}"


@tracked()
class StaffUse(models.Model):
    """One use of staff mode: who looked at how accounts stand, why, and from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="staff_uses")
    reason = models.TextField()
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(help_text="Instant at which it ends by itself.")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"staff mode {self.pk}"
