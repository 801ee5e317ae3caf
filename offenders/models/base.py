"""What every case table shares: its queryset's one door, and immutable decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.utils import timezone

from audit.history import UNCHANGING
from audit.models import AuditedQuerySet
from offenders.rules.needs import Needs

if TYPE_CHECKING:
    from offenders.access import Detail, Viewer


class CaseQuerySet(AuditedQuerySet):
    """Cases, as far as a viewer may see them."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """The cases `viewer` may see at `at_least` (summary unless said otherwise); rules ACC-20 to ACC-26."""
        from offenders import access  # access knows the models; importing it here breaks the circle

        return self.filter(access.audience(viewer, at_least or access.Detail.SUMMARY))

    def seen_by(self, viewer: Viewer) -> Self:
        """Every case of which `viewer` may see anything, with the level of detail as `detail`."""
        from offenders import access

        return self.annotate(detail=access.detail_expression(viewer)).filter(detail__gt=access.Detail.NOTHING)

    def not_denied_to(self, viewer: Viewer) -> Self:
        """Every case but those that `viewer` must not learn of; none for somebody without a role (ACC-25)."""
        from offenders import access

        return self.filter(access.not_denied(viewer))


class CaseItemQuerySet(AuditedQuerySet):
    """Rows that belong to a case, as far as a viewer may see that case."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of cases that `viewer` may see at the level this kind of row needs (or at the level named)."""
        from offenders.models.case import Case

        needs: Needs = self.model.needs  # type: ignore[attr-defined]  # every row of a case says what it needs
        cases = Case.objects.visible_to(viewer, at_least or needs.detail)
        return self.filter(case__in=cases.values("pk"))


class CaseItem(models.Model):
    """A row that belongs to a case."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("offenders.Case", on_delete=models.PROTECT, related_name="%(class)ss")

    needs: ClassVar[Needs] = Needs()
    objects = CaseItemQuerySet.as_manager()

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that people edit; `version` guards against two editors overwriting one another."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


NEVER_CHANGED = pgtrigger.Protect(name=UNCHANGING, operation=pgtrigger.Update | pgtrigger.Delete)
"""For decisions: the database refuses to change or delete a row."""


class Decision(CaseItem):
    """An immutable dated decision: who, when, in what role, why. A mistake is superseded by a further decision.

    Subclasses repeat `triggers = [NEVER_CHANGED]` in their Meta, because Django does not inherit it through
    abstract classes that declare a Meta of their own.
    """

    decided_on = models.DateField(help_text="Date in Europe/London from which it holds.")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    reason = models.TextField()
    rules = models.JSONField(default=list, help_text="Rule ids that were applied, with what they found.")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        abstract = True
        ordering = ["-recorded_at"]
        triggers = [NEVER_CHANGED]
