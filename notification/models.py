"""What the police record of somebody who must notify: dated entries that are never changed."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from audit.history import tracked
from notification.rules.facts import Changed, Event, Kind
from offenders.models.base import NEVER_CHANGED, CaseItem
from offenders.rules.needs import Needs


@tracked()
class NotificationEvent(CaseItem):
    """One thing that happened or was notified. A mistake is answered by a further entry that says so."""

    KINDS: ClassVar = (
        (Kind.INITIAL.value, "First notification made"),
        (Kind.CHANGE.value, "Details changed"),
        (Kind.AWAY.value, "Stayed at another address"),
        (Kind.TRAVEL.value, "Journey abroad"),
        (Kind.NOTIFIED.value, "Change, stay or journey notified"),
        (Kind.RETURNED.value, "Return from abroad notified"),
        (Kind.VERIFIED.value, "Details verified"),
        (Kind.VISIT.value, "Home visited"),
        (Kind.ERROR.value, "Recorded in error"),
    )
    CHANGES: ClassVar = (
        (Changed.ADDRESS.value, "Home address"),
        (Changed.NO_FIXED_ABODE.value, "No fixed abode any more"),
        (Changed.NAME.value, "Name"),
        (Changed.PASSPORT.value, "Passport"),
        (Changed.BANK_CARD.value, "Bank account or card"),
        (Changed.OTHER.value, "Other details"),
    )

    kind = models.CharField(max_length=10, choices=KINDS)
    on = models.DateField(help_text="Date in Europe/London on which it happened; for a journey the departure.")
    until = models.DateField(null=True, help_text="Last day of a stay away; day of return from abroad.")
    changed = models.CharField(max_length=16, choices=CHANGES, blank=True)
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="answers")
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs()

    class Meta:
        ordering = ["-on", "-recorded_at"]
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("on")), name="until_not_before_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    @property
    def as_fact(self) -> Event:
        """The entry as the rules read it."""
        return Event(
            id=str(self.pk),
            kind=Kind(self.kind),
            on=self.on,
            until=self.until,
            changed=Changed(self.changed) if self.changed else None,
            about=str(self.about_id) if self.about_id else None,
        )
