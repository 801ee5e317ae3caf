"""What is recorded of a meeting beside its agenda: who tells an absent agency of its actions."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.history import tracked
from meetings.models import MeetingPartQuerySet
from offenders.access import Detail
from offenders.models.base import CaseItem, Versioned
from offenders.rules.needs import Beyond, Needs


@tracked()
class Messenger(CaseItem, Versioned):
    """Who tells an agency that did not come of its actions, who answers there, and by when."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="messengers")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    told_by = models.CharField(max_length=200, help_text="Somebody at the meeting.")
    contact = models.CharField(max_length=200, help_text="Who at the agency answers.")
    reply_by = models.DateField()
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.MEETING)
    objects: ClassVar[Any] = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["reply_by", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="messenger_once_an_agency"),
            models.CheckConstraint(
                condition=Q(reply="", replied_on__isnull=True) | (~Q(reply="") & Q(replied_on__isnull=False)),
                name="reply_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"messenger {self.pk}"
