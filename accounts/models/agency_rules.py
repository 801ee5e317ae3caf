"""How an agency lets its people in: its e-mail domains, its own sign-in, and second persons for other addresses."""

from uuid import uuid4

import pgtrigger
from django.db import models
from django.utils import timezone

from accounts.models.people import Agency, User
from audit.history import tracked

OPEN = models.Q(ended_at__isnull=True)


@tracked()
class ProviderBinding(models.Model):
    """By which number of an agency's provider somebody signs in: from the first time until somebody ends it (PPL-12).

    The number decides from then on, not the address. An ended binding stays as it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="provider_bindings")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255, help_text="The provider's own number for the person.")
    bound_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC of the first sign-in.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, help_text="Why it was ended.")

    class Meta:
        ordering = ["-bound_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], condition=OPEN, name="subject_bound_once"),
            models.UniqueConstraint(fields=["user"], condition=OPEN, name="one_open_binding_per_person"),
        ]

    def __str__(self) -> str:
        return f"binding {self.pk}"


@tracked()
class SignInDecision(models.Model):
    """Whether the people of an agency sign in by its own provider only, from a day on. Never changed (PPL-13).

    Of those that have begun, the one decided last counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sign_in_decisions")
    own_only = models.BooleanField(help_text="Passwords of the agency's people are refused.")
    starts = models.DateField(help_text="The first day (Europe/London) on which it holds.")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()

    class Meta:
        ordering = ["-decided_at", "-id"]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"sign-in decision {self.pk}"


@tracked()
class AgencyDomain(models.Model):
    """An e-mail domain that belongs to an agency. It speaks for nobody whom its registrar invites (PPL-14)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="domains")
    domain = models.CharField(max_length=253, help_text="In lower case, without the @.")
    registered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: by the operator."
    )
    registered_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(help_text="How it is known to be the agency's.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["domain", "registered_at"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "domain"], condition=OPEN, name="domain_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.domain


@tracked()
class OutsideInvitation(models.Model):
    """An invitation that one person alone may not send: what a second person made of it (PPL-14)."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting for a second person"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="outside_invitation")
    why = models.CharField(max_length=200, help_text="What asks for a second person, in a sentence.")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(help_text="Why this person is invited at this address.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="confirmed_by_a_second_person",
            )
        ]

    def __str__(self) -> str:
        return f"invitation to be confirmed {self.pk}"
