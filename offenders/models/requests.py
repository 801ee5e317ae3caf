"""Asking to be involved in a case, what was answered, and the notices that e-mail passes on."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from audit.models import AuditedQuerySet
from offenders.models.base import NEVER_CHANGED, Versioned
from offenders.rules.needs import Beyond, Needs
from offenders.rules.sight import Detail


@tracked()
class AccessRequest(Versioned):
    """Somebody asks to be involved. It hangs on a case only when what they typed leads to one.

    The same is kept, and the same is shown to whoever asked, whether there is such a case or not (ACC-31).
    """

    class Part(models.TextChoices):
        AGENCY = "agency", "My agency takes part in the case"
        WORKER = "worker", "I work on the case"
        SIGHT = "sight", "I see the case for a time"

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for an answer"
        MORE_WANTED = "more_wanted", "More is wanted"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Not accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN = (State.WAITING, State.MORE_WANTED)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("offenders.Case", on_delete=models.PROTECT, null=True, related_name="access_requests")
    reference = models.CharField(max_length=20, blank=True, help_text="As typed; empty after a search.")
    requester = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="access_requests")
    requester_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    need = models.TextField(help_text="Why they need to know.")
    until = models.DateField(help_text="First day on which it no longer holds.")
    made_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["requester", "-made_at", "-id"], name="request_by_requester"),
            models.Index(
                fields=["made_at", "id"], condition=Q(state__in=["waiting", "more_wanted"]), name="request_open"
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to answer."""
        return self.state in self.OPEN


@tracked()
class AccessRequestStep(models.Model):
    """One step of a request, never changed: made, more wanted, more said, accepted, refused, withdrawn."""

    class Kind(models.TextChoices):
        MORE_WANTED = "more_wanted", "Asked for more"
        MORE_SAID = "more_said", "Said more"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Not accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.NOTHING, Beyond.OFFICE)
    objects = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.kind} of {self.request_id}"


class AccessNotice(models.Model):
    """Something that somebody is to be told by e-mail: a count and a link, never a name. Each is told once."""

    class Kind(models.TextChoices):
        REQUEST_MADE = "request_made", "A request to be involved waits for you."
        REQUEST_LATE = "request_late", "A request to be involved has waited too long for an answer."
        REQUEST_ANSWERED = "request_answered", "There is an answer to your request to be involved."
        EMERGENCY_USED = "emergency_used", "Somebody used emergency access to a case that concerns you."
        CASE_RESTRICTED = "case_restricted", "Who may see a case of your agency or area has changed."
        OWNER_WANTED = "owner_wanted", "A case of your agency has no case owner yet."
        DECIDER_WANTED = "decider_wanted", "Nobody is left who may decide about a restricted case: name somebody."
        SUCCESSOR_NAMED = "successor_named", "You were named to decide about a restricted case."
        OVERSEER_BARRED = "overseer_barred", "Somebody who oversees a case of yours was barred from it."
        TRANSFER_ASKED = "transfer_asked", "Another area asks yours to take over a case."
        TRANSFER_ANSWERED = "transfer_answered", "There is news of a transfer of a case between areas."
        TRANSFER_MOVED = "transfer_moved", "A case has moved to its new area."
        TRANSFER_STUCK = "transfer_stuck", "A case could not move to its new area on the day agreed: see why."
        REFERRAL_SENT = "referral_sent", "A referral was sent in and waits to be taken on."
        REFERRAL_CORRECTED = "referral_corrected", "A referral that was sent in was corrected by its sender."
        REFERRAL_LATE = "referral_late", "A referral that was sent in has not been answered in time."
        REFERRAL_ANSWERED = "referral_answered", "There is an answer to a referral that you sent in."
        ENQUIRY_MADE = "enquiry_made", "A request for minutes was recorded and is not looked up yet."
        ENQUIRY_DUE = "enquiry_due", "A request for minutes is to be answered soon."
        ENQUIRY_LATE = "enquiry_late", "A request for minutes has not been answered in time."
        ENQUIRY_SENT = "enquiry_sent", "A request for minutes was answered and is not closed."
        ENQUIRY_KEPT = "enquiry_kept", "A request for minutes and its reply have reached the end of their keeping."

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    recipient = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about = models.UUIDField(help_text="Id of the request, the grant or the decision that it is about.")
    made_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="Instant in UTC.")

    objects = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "kind", "about"], name="notice_once")]
        indexes = [models.Index(fields=["made_at"], condition=Q(mailed_at__isnull=True), name="notice_to_mail")]

    def __str__(self) -> str:
        return f"{self.kind} notice {self.pk}"
